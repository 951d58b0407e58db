import { type Clock, deadline } from "../../platform/clock.ts";
import { type Asked, type Health, type Input, newSession, type Session, step } from "./heartbeat.ts";
import type { Carry } from "./watchdog-calls.ts";

/** A session that lives: it has time, a way to AMT, and somebody who says how the program is. */
export interface Runner {
  readonly session: Session;
  /** When the last heartbeat or registration was taken. */
  readonly lastFed: Date | undefined;
  readonly nextDue: Date | undefined;
  tell(input: Input): void;
  /** Settles when no call is under way. */
  quiet(): Promise<void>;
  /** Ends in good order what runs in good order, within `limit` ms; afterwards nothing is asked any more. */
  stop(options: { limit: number }): Promise<void>;
}

export interface RunnerOptions {
  readonly carry: Carry;
  /** Of a program whose health has to be asked. Never rejects. */
  readonly prove?: (options: { signal: AbortSignal }) => Promise<Health>;
  readonly clock: Clock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly onChange: () => void;
}

/** Firmware takes up to 18 s to confirm a channel (rpc.md 4.3). */
const LONGEST = 30_000;
const SHORTEST = 1_000;
/**
 * ms for one call: first an eighth of the timeout, so that two answers in a row may be lost before AMT's patience ends; each time twice as
 * long, so that a slow AMT is heard in the end.
 */
export const callLimit = ({ timeout, failures }: Pick<Session, "timeout" | "failures">): number =>
  timeout === 0 ? LONGEST : Math.max(SHORTEST, Math.min(LONGEST, (timeout / 8) * 2 ** Math.min(failures, 5)));

export function runSession({ carry, prove, clock, random, onChange }: RunnerOptions): Runner {
  const life = new AbortController();
  let session = newSession(prove !== undefined);
  let stopTimer: (() => void) | undefined;
  let armed: number | undefined;
  let lastFed: Date | undefined;
  let underWay: Promise<void> | undefined;
  const waiting = new Set<() => void>();

  function arm(): void {
    if (session.due === armed) return;
    stopTimer?.();
    armed = session.due;
    stopTimer =
      armed === undefined
        ? undefined
        : clock.after(
            Math.max(0, armed - clock.monotonic()),
            () => {
              armed = undefined;
              tell({ is: "time" });
            },
            { background: true },
          );
  }
  function tell(input: Input): void {
    if (life.signal.aborted) return;
    const before = session;
    session = step(before, input, { now: clock.monotonic(), random: random() });
    if (input.is === "registered" || (input.is === "taken" && before.asked?.call === "beat")) lastFed = clock.now();
    arm();
    if (session.asked && session.asked !== before.asked) underWay = perform(session.asked);
    if (session !== before) onChange();
    if (!session.asked) for (const wake of [...waiting]) wake();
  }
  async function perform(asked: Asked): Promise<void> {
    const late = (): Error => new Error("AMT did not answer in time");
    const limit = deadline(clock, callLimit(session), [life.signal], late);
    let outcome: Input;
    try {
      outcome =
        asked.call === "prove" && prove ? { is: "health", health: await prove(limit) } : await carry(asked, limit);
    } finally {
      limit.done();
    }
    if (session.asked === asked) tell(outcome);
  }

  const quiet = async (): Promise<void> => {
    while (session.asked && !life.signal.aborted)
      await new Promise<void>((resolve) => {
        const done = (): void => {
          waiting.delete(done);
          resolve();
        };
        waiting.add(done);
      });
  };
  return {
    get session() {
      return session;
    },
    get lastFed() {
      return lastFed;
    },
    get nextDue() {
      if (session.due === undefined) return undefined;
      return new Date(clock.now().getTime() + Math.max(0, session.due - clock.monotonic()));
    },
    tell,
    quiet,
    async stop({ limit }) {
      tell({ is: "stop" });
      const end = clock.after(limit, () => abandon(), { background: true });
      // A registration in between is followed by its shutdown: over when nothing is asked and nothing is to come
      while (!life.signal.aborted && (session.asked || session.due !== undefined)) {
        if (session.asked) await quiet();
        else await new Promise<void>((resolve) => waiting.add(resolve));
      }
      end();
      abandon();
      await underWay;
    },
  };
  function abandon(): void {
    stopTimer?.();
    life.abort(new Error("the service ends"));
    for (const wake of [...waiting]) wake();
    waiting.clear();
  }
}
