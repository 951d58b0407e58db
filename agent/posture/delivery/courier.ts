import { codeOf } from "../../../mei/errors.ts";
import { type Clock, deadline, sleep } from "../../../platform/clock.ts";
import type { DirectoryNews } from "../../../platform/directory-news.ts";
import type { Logger } from "../../log.ts";
import { backoff } from "./backoff.ts";
import { DeliveryError } from "./error.ts";
import type { Letter } from "./letter.ts";
import { noProgress, type Progress } from "./progress.ts";
import { letterAt, numbersIn } from "./spool.ts";

/** One way to one destination. */
export interface Carrier {
  /** Resolves when the other side has it. Rejects DeliveryError, or what the system says. */
  deliver(letter: Letter, options: { signal: AbortSignal }): Promise<void>;
  /** Nothing waits: lets connections go. */
  rest(): void;
}

export interface CourierOptions {
  readonly name: string;
  readonly carrier: Carrier;
  readonly spool: string;
  readonly before: Progress | undefined;
  readonly keep: (progress: Progress) => void;
  /** Of the spool. */
  readonly news: Pick<DirectoryNews, "next" | "seen">;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly random?: () => number;
}

/** ms for one report, from the connection to the answer. */
export const PATIENCE = 30_000;

/**
 * Brings one destination what waits, oldest first, each until it is taken: at least once. One courier waits for no other. Resolves when the
 * signal aborts.
 */
export async function runCourier(options: CourierOptions): Promise<void> {
  const { name, carrier, spool, news, clock, log, signal, random = Math.random } = options;
  let progress = options.before ?? noProgress(clock.now().toISOString());
  const become = (change: Partial<Progress>): void => {
    progress = { ...progress, ...change, at: clock.now().toISOString() };
    options.keep(progress);
  };
  const done = (number: number, refused?: DeliveryError): void => {
    if (progress.failing) log.info("posture reports arrive again", { destination: name });
    const now = clock.now().toISOString();
    if (refused === undefined) {
      become({ cursor: number, delivered: progress.delivered + 1, deliveredAt: now, failing: null });
      return;
    }
    log.warn("a posture report is refused, and not sent there again", { destination: name, error: refused });
    become({ cursor: number, refused: progress.refused + 1, refusedCode: refused.code, failing: null });
  };
  const failed = (error: unknown): number => {
    const attempts = (progress.failing?.attempts ?? 0) + 1;
    if (attempts === 1) log.warn("posture reports do not arrive; it is tried again", { destination: name, error });
    const pause = Math.max(backoff(attempts, random), error instanceof DeliveryError ? error.pause : 0);
    const now = clock.now();
    become({
      failing: {
        since: progress.failing?.since ?? now.toISOString(),
        attempts,
        code: codeOf(error),
        message: (error instanceof Error ? error.message : String(error)).slice(0, 500),
        next: new Date(now.getTime() + pause).toISOString(),
      },
    });
    return pause;
  };
  async function bring(number: number): Promise<void> {
    const letter = await letterAt(spool, number);
    if (letter === undefined) return; // it made room for a newer one; the service says so
    const limit = deadline(clock, PATIENCE, [signal], late);
    try {
      await carrier.deliver(letter, { signal: limit.signal });
    } finally {
      limit.done();
    }
    done(number);
  }

  become({}); // shows that somebody is at work
  while (!signal.aborted) {
    let number: number | undefined;
    const { seen } = news;
    try {
      number = nextIn(await numbersIn(spool), progress.cursor);
      if (number === undefined) {
        carrier.rest();
        await news.next(seen, { signal });
      } else await bring(number);
    } catch (error) {
      if (signal.aborted) break;
      if (number !== undefined && isFinal(error)) {
        done(number, error);
        continue;
      }
      carrier.rest();
      await sleep(clock, failed(error), { signal }).catch(() => {}); // aborted: the loop ends
    }
  }
  carrier.rest();
}

const late = (): DeliveryError => new DeliveryError("DELIVERY_TIMEOUT", `it took more than ${PATIENCE / 1000} s`);
const isFinal = (error: unknown): error is DeliveryError =>
  error instanceof DeliveryError && ["DELIVERY_REFUSED", "DELIVERY_SPOOL"].includes(error.code);

/** The oldest that is newer than the cursor. A cursor beyond everything there is belongs to an earlier spool. */
export function nextIn(numbers: readonly number[], cursor: number): number | undefined {
  const newest = numbers.at(-1) ?? 0;
  return numbers.find((one) => one > (newest < cursor ? 0 : cursor));
}
