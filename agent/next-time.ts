import type { Clock } from "../platform/clock.ts";

/** One time at which something is done next, however many wish for one: the earliest counts, until it has come. */
export interface NextTime {
  /** `when` by the monotonic clock, in ms. Of no effect where it is to be done before that. */
  at(when: number): void;
  /** Nothing is to be done. */
  clear(): void;
}

/** Does not keep the process alive. */
export function nextTime(clock: Clock, what: () => void): NextTime {
  let due = Number.POSITIVE_INFINITY;
  let stop = (): void => {};
  return {
    at(when) {
      if (when >= due) return;
      stop();
      due = when;
      const come = (): void => {
        due = Number.POSITIVE_INFINITY;
        what();
      };
      stop = clock.after(Math.max(0, when - clock.monotonic()), come, { background: true });
    },
    clear() {
      stop();
      due = Number.POSITIVE_INFINITY;
    },
  };
}
