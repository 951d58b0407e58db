import type { Clock } from "../../platform/clock.ts";

export interface SteppedClock extends Clock {
  /** Lets time pass; what falls due runs in order, and may plan more that falls due in the same step. */
  advance(ms: number): void;
  /** Timers that wait, for tests that nothing is left behind. */
  readonly pending: number;
}

/** Time that passes only when a test says so. */
export function steppedClock(start = new Date("2026-01-01T00:00:00Z")): SteppedClock {
  let now = 0;
  const timers = new Map<symbol, { at: number; what: () => void }>();
  return {
    now: () => new Date(start.getTime() + now),
    monotonic: () => now,
    after(ms, what) {
      const id = Symbol("timer");
      timers.set(id, { at: now + ms, what });
      return () => void timers.delete(id);
    },
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const next = [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
        if (!next) break;
        const [id, { at, what }] = next;
        timers.delete(id);
        now = at;
        what();
      }
      now = end;
    },
    get pending() {
      return timers.size;
    },
  };
}
