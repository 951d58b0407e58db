import { orAbandon } from "../../platform/abandon.ts";
import type { Clock } from "../../platform/clock.ts";

/** This user has failed to log in too often: not now. */
export class LoginRefused extends Error {
  override name = "LoginRefused";
  readonly code = "LMS_LOGIN_REFUSED";
  /** ms until the next attempt is let through. */
  readonly wait: number;
  constructor(wait: number) {
    super(`too many failed logins to AMT: wait ${Math.ceil(wait / 1000)} s`);
    this.wait = wait;
  }
}

/** `unproven`: AMT may have counted it, nobody knows: taken for a failure. `void`: AMT has forgotten it, as after a reset. */
export type LoginOutcome = "failed" | "passed" | "unproven" | "void";
/** One request with credentials on its way to AMT. Settled once, whatever becomes of it. */
export type LoginAttempt = (outcome: LoginOutcome) => void;

export interface LoginGuard {
  /** Resolves when a request with credentials of this user may go out. Rejects LoginRefused, or the signal's reason. */
  enter(user: string, options: { signal: AbortSignal }): Promise<LoginAttempt>;
}

/** Nobody may fail to log in for so long before AMT begins to count anew (virtual-me/web/logins.ts names the source). */
const MEMORY = 3_600_000;
/** Failures of one user within MEMORY that cost nothing. */
const FREE = 3;
/** ms to wait after the failure of this number; whoever went all the way has failed six times when AMT has forgotten all of them. */
const PAUSES = [60_000, 300_000, 900_000, MEMORY + 60_000] as const;
/** Failures in a row of all users, after which only those may try who have not failed; and after which nobody but root. AMT: 10. */
const CAUTION = 6;
const LAST = 8;
/** Requests under way at once of somebody who has not failed and got in before. */
const TRUSTED = 6;
/** Users that are remembered; beyond, the one that has been quiet longest is forgotten. */
const MOST_USERS = 1_000;

interface User {
  failures: number[];
  passed: boolean;
  under: number;
  last: number;
  waiting: (() => void)[];
}

/**
 * AMT shuts everybody out after ten failed logins in a row, whoever they were. So each local user gets fewer than that, and pays for
 * them alone. What is under way counts as failed until it has passed: a hundred requests at once are not a hundred attempts.
 * A success does not wipe out one's failures: somebody with an account of his own could otherwise guess at another for ever.
 */
export function loginGuard({
  clock,
  rootUser,
  onRefused,
}: {
  readonly clock: Clock;
  /** May always try when others have used up what AMT allows. */
  readonly rootUser: string;
  readonly onRefused: (user: string, wait: number) => void;
}): LoginGuard {
  const users = new Map<string, User>();
  let inRow = 0;
  let lastFailure = Number.NEGATIVE_INFINITY;

  function userOf(name: string): User {
    const known = users.get(name);
    if (known) return known;
    if (users.size >= MOST_USERS) {
      const [oldest] = [...users].filter(([, { under }]) => under === 0).sort(([, a], [, b]) => a.last - b.last);
      if (oldest) users.delete(oldest[0]);
    }
    const made: User = { failures: [], passed: false, under: 0, last: clock.monotonic(), waiting: [] };
    users.set(name, made);
    return made;
  }

  /** ms until it may, 0 for now, undefined: as soon as another of this user's is settled. */
  function delay(name: string, user: User): number | undefined {
    const now = clock.monotonic();
    user.last = now;
    user.failures = user.failures.filter((at) => now - at < MEMORY);
    if (now - lastFailure >= MEMORY) inRow = 0;
    const failed = user.failures.length;
    if (name !== rootUser && (inRow >= LAST || (inRow >= CAUTION && failed > 0))) return lastFailure + MEMORY - now;
    if (failed === 0 && user.passed) return user.under < TRUSTED ? 0 : undefined;
    if (failed + user.under < FREE && inRow + user.under < LAST) return 0;
    if (user.under > 0) return undefined;
    if (failed < FREE) return 0;
    const pause = PAUSES[Math.min(failed - FREE, PAUSES.length - 1)] ?? MEMORY;
    return Math.max(0, (user.failures.at(-1) ?? 0) + pause - now);
  }

  function settled(user: User, outcome: LoginOutcome): void {
    user.under -= 1;
    if (outcome === "passed") {
      user.passed = true;
      inRow = 0;
    } else if (outcome !== "void") {
      lastFailure = clock.monotonic();
      user.failures.push(lastFailure);
      inRow += 1;
    }
    for (const wake of user.waiting.splice(0)) wake();
  }

  return {
    async enter(name, { signal }) {
      const user = userOf(name);
      for (;;) {
        signal.throwIfAborted();
        const wait = delay(name, user);
        if (wait === 0) break;
        if (wait !== undefined) {
          onRefused(name, wait);
          throw new LoginRefused(wait);
        }
        // Every waiter is woken: there may be room for more than one
        await orAbandon(new Promise<void>((resolve) => user.waiting.push(resolve)), () => {}, { signal });
      }
      user.under += 1;
      let isOpen = true;
      return (outcome) => {
        if (isOpen) settled(user, outcome);
        isOpen = false;
      };
    },
  };
}
