import { codeOf } from "../../../mei/errors.ts";
import { type Clock, linked, turn } from "../../../platform/clock.ts";
import type { KeptInMe, PostureAnswer } from "../../api/posture.ts";
import type { Message } from "../../api/texts.ts";
import type { Seen } from "../../health.ts";
import type { Logger } from "../../log.ts";
import { nextTime } from "../../next-time.ts";
import type { Report } from "../collect-report.ts";
import type { Json } from "../document/canonical.ts";
import { PostureError } from "../document/error.ts";
import { type Sealed, writeSealed } from "../document/sealed.ts";
import { verifyOwn } from "../document/verify.ts";
import { conditionsOf, learn } from "./known.ts";
import { keepNewest, type Newest, reportOf } from "./newest.ts";

/** The service's own reports: made on start, by and by, and after changes. */
export interface PostureKeeper {
  /** The newest; where there is none the first is made. Rejects as `collect`. */
  newest(): Promise<PostureAnswer>;
  /** A new one. Whoever asks while one waits to begin gets that one. Rejects PostureError, and what is wrong with the disk. */
  collect(): Promise<PostureAnswer>;
  /** Something about this machine is different. */
  hurry(): void;
  /** The machine sleeps: what is under way is given up. */
  rest(): void;
  wake(): void;
  /** Settles when nothing is under way any more. */
  close(): Promise<void>;
}

export interface PostureKeeperOptions {
  readonly directory: string;
  readonly last: Newest | undefined;
  readonly collect: (options: { signal: AbortSignal }) => Promise<Report>;
  readonly seal: (report: Report, options: { signal: AbortSignal }) => Promise<Sealed<Json>>;
  /** Gets each finished report, signed, with the line that is written and sent. What it throws is logged. */
  readonly onReport: (made: Newest, options: { signal: AbortSignal }) => void | Promise<void>;
  readonly kept: () => KeptInMe;
  readonly tell: (events: readonly Message[]) => void;
  readonly note: (seen: readonly Seen[]) => void;
  /** ms between two; 0: only when asked. */
  readonly every: number;
  readonly clock: Clock;
  readonly log: Logger;
  /** From 0 to 1, for the jitter. */
  readonly random?: () => number;
}

/** ms after the start, at least, and again as much at most: the start itself has other work for the ME. */
const START = 15_000;
/** ms after a change: it seldom comes alone. */
const AFTER_CHANGE = 5_000;
/** ms between two that changes led to: whoever makes AMT waver does not keep it busy. */
const REST = 60_000;
/** Part of the time between two by which it is shorter or longer. */
const JITTER = 0.1;

export function openPostureKeeper(options: PostureKeeperOptions): PostureKeeper {
  const { directory, clock, log, every, random = Math.random } = options;
  const life = new AbortController();
  let newest = options.last;
  let awake = new AbortController();
  let waiting: Promise<PostureAnswer> | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let failed: unknown;
  let finishedAt = Number.NEGATIVE_INFINITY;
  const next = nextTime(clock, begin);

  const answer = (of: Newest): PostureAnswer => ({
    report: reportOf(of),
    collectedAt: of.verified.posture.collectedAt,
    sequence: of.verified.posture.sequence,
    signer: of.verified.signer ?? "",
    summary: of.verified.posture.summary,
    kept: options.kept(),
  });
  const note = (trouble?: unknown): void => {
    const failing: Seen[] =
      trouble === undefined ? [] : [{ code: "posture-failing", params: { code: codeOf(trouble) } }];
    options.note([...conditionsOf(newest?.known ?? { affected: [], machine: "real" }), ...failing]);
  };

  async function make(): Promise<PostureAnswer> {
    if (awake.signal.aborted)
      throw new PostureError("POSTURE_RESTING", "The machine sleeps: ask again when it is awake.");
    const either = linked([life.signal, awake.signal]);
    try {
      const report = await options.collect(either);
      await turn(); // a report is 30 kB: whoever asks the service meanwhile does not wait for all of it
      const sealed = await options.seal(report, { signal: life.signal });
      await turn();
      const line = writeSealed(sealed);
      const verified = verifyOwn(line);
      await turn();
      const { known, events } = learn(newest?.known, verified.posture);
      newest = { line, verified, known };
      keepNewest(directory, newest);
      failed = undefined;
      options.tell(events);
      note();
      await handOver(newest);
      return answer(newest);
    } finally {
      either.done();
      finishedAt = clock.monotonic();
    }
  }
  async function handOver(made: Newest): Promise<void> {
    try {
      await options.onReport(made, { signal: life.signal });
    } catch (error) {
      log.error("a report of this PC's health could not be handed on", { error });
    }
  }
  function collect(): Promise<PostureAnswer> {
    waiting ??= running.then(() => {
      waiting = undefined;
      plan();
      const making = make();
      running = making.catch((error) => {
        if (life.signal.aborted || awake.signal.aborted) return;
        failed = error;
        log.warn("no report of this PC's health could be made", { error });
        note(error);
      });
      return making;
    });
    return waiting;
  }

  function at(when: number): void {
    if (!life.signal.aborted) next.at(when);
  }
  function begin(): void {
    if (awake.signal.aborted) return; // `wake` plans anew
    collect().catch(() => {}); // told in `running`
  }
  const plan = (): void => {
    if (every > 0) at(clock.monotonic() + every * (1 - JITTER + 2 * JITTER * random()));
  };

  note();
  if (every > 0) at(clock.monotonic() + START * (1 + random()));
  return {
    async newest() {
      if (newest) return answer(newest);
      // Any local user may ask, and as often as they like
      if (failed !== undefined && clock.monotonic() - finishedAt < REST) throw failed;
      return await collect();
    },
    collect,
    hurry() {
      if (every > 0) at(Math.max(clock.monotonic() + AFTER_CHANGE, finishedAt + REST));
    },
    rest() {
      awake.abort(new PostureError("POSTURE_RESTING", "The machine sleeps."));
    },
    wake() {
      awake = new AbortController();
      if (every > 0) at(clock.monotonic() + START * (1 + random()));
    },
    async close() {
      life.abort(new PostureError("POSTURE_RESTING", "The service stops."));
      next.clear();
      await running;
    },
  };
}
