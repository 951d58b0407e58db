import type { Clock } from "../../platform/clock.ts";

export interface Logins {
  /** Whether nobody may log in at the moment, the right password included. */
  readonly locked: boolean;
  /** Failures since the ME started. */
  readonly failed: number;
  fail(): void;
  succeed(): void;
}

const FAILURES = 10;
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 80_000;
const FORGIVEN_AFTER = 3_600_000;

/**
 * AMT's back-off: after ten failed logins in a row nobody may log in for 5 s, growing to 80 s as long as it goes on, and forgotten
 * after an hour without (Intel's provisioning document, quoted in Intel's forum, topic 284855). Guessed: that it is one count for all
 * users and interfaces, that each further failure doubles the pause, and that what is tried during a pause is not counted.
 */
export function createLogins(clock: Clock): Logins {
  let inRow = 0;
  let pause = 0;
  let until = Number.NEGATIVE_INFINITY;
  let lastFailure = Number.NEGATIVE_INFINITY;
  let failed = 0;
  return {
    get locked() {
      return clock.monotonic() < until;
    },
    get failed() {
      return failed;
    },
    fail() {
      const now = clock.monotonic();
      if (now - lastFailure >= FORGIVEN_AFTER) {
        inRow = 0;
        pause = 0;
      }
      lastFailure = now;
      failed += 1;
      inRow += 1;
      if (inRow < FAILURES) return;
      pause = pause === 0 ? FIRST_PAUSE : Math.min(pause * 2, LONGEST_PAUSE);
      until = now + pause;
    },
    succeed() {
      inRow = 0;
      pause = 0;
    },
  };
}
