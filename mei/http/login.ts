import { randomBytes } from "node:crypto";
import type { Clock } from "../../platform/clock.ts";
import type { Secret } from "../../platform/secret.ts";
import { AuthError } from "./auth-error.ts";
import { parseChallenges } from "./challenge.ts";
import { authorization, type Covered, chooseDigest, type DigestSession, digestSession } from "./digest.ts";

export interface Credentials {
  readonly user: string;
  readonly password: Secret;
}

/**
 * Asked when a nonce has to be answered anew. `refused`: the last ones given were not taken, so one that keeps `$$OsAdmin` reads it
 * again (its password changes).
 */
export type GiveCredentials = (options: {
  readonly refused: boolean;
  readonly signal: AbortSignal;
}) => Promise<Credentials> | Credentials;

/** What one client knows of its login. The nonce outlives connections: AMT closes the one on which it sent it. */
export interface Login {
  /** Before a request. Rejects AUTH_HELD_BACK. */
  begin(options: { signal: AbortSignal }): Promise<Attempt>;
}

/** The login of one request. */
export interface Attempt {
  /** The Authorization header for the next sending, once a nonce is known. Counts: never twice the same. */
  authorize(covered: Covered): string | undefined;
  /** The request was let through. */
  accepted(): void;
  /** A 401 with these WWW-Authenticate lines. Resolves when sending again is worth it, rejects AuthError when it is not. */
  challenged(lines: readonly string[], options: { signal: AbortSignal }): Promise<void>;
}

/**
 * AMT stops logins, for everybody, for 5 to 80 s after ten refusals in a row, and forgets them after an hour of quiet (Intel's
 * deployment guide). So refused credentials rest for `first` ms, then twice as long each time, up to that hour: never ten in a row.
 */
const rest = { first: 30_000, longest: 3_600_000, afterLock: 80_000 };

interface Held {
  readonly session: DigestSession;
  count: number;
}
interface Refusal {
  readonly credentials: Credentials;
  readonly until: number;
  readonly times: number;
}

export function openLogin({ credentials, clock }: { credentials: GiveCredentials; clock: Clock }): Login {
  let held: Held | undefined;
  let refusal: Refusal | undefined;
  let current: Credentials | undefined;
  let good: Credentials | undefined;

  async function give(signal: AbortSignal): Promise<Credentials> {
    const given = await credentials({ refused: refusal !== undefined, signal });
    check(given);
    if (refusal && same(given, refusal.credentials)) {
      const retryAfter = refusal.until - clock.monotonic();
      if (retryAfter > 0) throw heldBack(given.user, retryAfter);
    }
    return given;
  }

  function refuse(used: Credentials): AuthError {
    held = undefined;
    const times = refusal && same(used, refusal.credentials) ? refusal.times + 1 : 1;
    const worked = good !== undefined && same(used, good);
    const doubled = Math.min(rest.longest, rest.first * 2 ** (times - 1));
    const retryAfter = worked ? Math.max(rest.afterLock, doubled) : doubled;
    refusal = { credentials: used, until: clock.monotonic() + retryAfter, times };
    return worked ? lockedOut(used.user, retryAfter) : failed(used.user, retryAfter);
  }

  return {
    async begin({ signal }) {
      if (refusal && !held) await give(signal);
      /** The nonce in use came with an answer to this very request, so a refusal is one of the password. */
      let fresh = false;
      let staleTaken = false;
      let answered = false;
      return {
        authorize(covered) {
          answered = held !== undefined;
          if (!held) return undefined;
          held.count++;
          return authorization(held.session, covered, held.count);
        },
        accepted() {
          if (!answered) return;
          good = current;
          refusal = undefined;
        },
        async challenged(lines, options) {
          const offered = parseChallenges(lines);
          const challenge = chooseDigest(offered);
          if (!challenge) throw unsupported(offered.map(({ scheme }) => scheme));
          if (answered && held && current) {
            const newNonce = challenge.nonce !== held.session.challenge.nonce;
            if (newNonce && challenge.stale && !staleTaken) staleTaken = true;
            else if (fresh || !newNonce) throw refuse(current);
          }
          current = await give(options.signal);
          held = { session: digestSession(challenge, current, randomBytes(8).toString("hex")), count: 0 };
          fresh = true;
        },
      };
    },
  };
}

/** An empty password is never sent, not even to see: firmware with CVE-2017-5689 would let it in (presence-posture.md 5.3). */
function check({ user, password }: Credentials): void {
  if (!/^[\x21-\x7e]+$/.test(user)) {
    throw new AuthError("AUTH_BAD_CREDENTIALS", "AMT user names are printable ASCII without spaces: give another user");
  }
  if (password.reveal() === "") {
    throw new AuthError(
      "AUTH_BAD_CREDENTIALS",
      `the password of ${user} is empty, and an empty password is never sent`,
    );
  }
}

const same = (a: Credentials, b: Credentials): boolean =>
  a.user === b.user && a.password.reveal() === b.password.reveal();

const seconds = (ms: number): string => `${Math.ceil(ms / 1000)} s`;
const failed = (user: string, retryAfter: number): AuthError =>
  new AuthError(
    "AUTH_FAILED",
    `AMT refused the login of ${user}: wrong user or password, or the account is locked for a while (AMT does not say which). Check the password; this one is not tried again for ${seconds(retryAfter)}`,
    { retryAfter },
  );
const lockedOut = (user: string, retryAfter: number): AuthError =>
  new AuthError(
    "AUTH_LOCKED_OUT",
    `AMT refuses ${user}, whose login it took before: too many wrong logins have locked it for a while, or the password was changed. Wait ${seconds(retryAfter)} without logging in, or give the new password`,
    { retryAfter },
  );
const heldBack = (user: string, retryAfter: number): AuthError =>
  new AuthError(
    "AUTH_HELD_BACK",
    `AMT refused this password of ${user} a short while ago, and ten refusals lock AMT: it is tried again in ${seconds(retryAfter)}. Give another password, or wait`,
    { retryAfter },
  );
const unsupported = (schemes: readonly string[]): AuthError =>
  new AuthError(
    "AUTH_UNSUPPORTED",
    `AMT's web server offers ${schemes.length === 0 ? "no login that can be read" : schemes.join(", ").slice(0, 200)}; only digest with MD5 or SHA-256 is answered. Check that the port is AMT's`,
  );
