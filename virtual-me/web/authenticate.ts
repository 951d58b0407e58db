import { createHash, timingSafeEqual } from "node:crypto";
import { type Account, digestRealm, type Interface, passwordDigest, realms } from "../accounts.ts";
import type { World } from "../world.ts";
import { type Authorization, parseAuthorization } from "./authorization.ts";
import type { Generation } from "./generation.ts";
import type { Logins } from "./logins.ts";
import type { Nonces } from "./nonces.ts";

/** Somebody who has logged in. */
export interface User {
  readonly name: string;
  readonly realms: readonly number[];
}
export interface Credentials {
  readonly method: string;
  /** As in the request line. */
  readonly target: string;
  readonly body: Buffer;
  readonly authorization: string | undefined;
  readonly over: Interface;
}
export type Verdict = { readonly user: User } | { readonly stale: boolean };

export interface Authenticator {
  readonly logins: Logins;
  check(credentials: Credentials): Verdict;
  /** The WWW-Authenticate header, in AMT's form: a space after the realm, none after that (golden http-401-*). */
  challenge(stale: boolean): string;
}

const md5 = (text: string | Buffer): string => createHash("md5").update(text).digest("hex");
const refused: Verdict = { stale: false };

/** Realms of `$$OsAdmin`: general information, user notification and what is of the host itself (presence-posture.md 5.1; guessed). */
const localRealms = [realms.generalInfo, realms.localUserNotification, realms.localSystem];

/** RFC 7616 as AMT does it: MD5; auth, and auth-int from AMT 14. */
export function createAuthenticator(
  world: World,
  { generation, nonces, logins }: { generation: Generation; nonces: Nonces; logins: Logins },
): Authenticator {
  const realm = digestRealm(world.machine);
  const { user: localName, password } = world.localAccount;

  function accountOf(name: string): Account | undefined {
    if (name !== localName) return world.accounts.get(name);
    const digest = passwordDigest(name, realm, password.reveal());
    return { name, digest, access: "local", realms: localRealms, enabled: true };
  }

  function fits(given: Authorization, account: Account, { method, target, body }: Credentials): boolean {
    const request = `${method}:${target}${given.qop === "auth-int" ? `:${md5(body)}` : ""}`;
    const { nonce, nc, cnonce, qop } = given;
    const right = md5(`${account.digest.reveal()}:${nonce}:${nc}:${cnonce}:${qop}:${md5(request)}`);
    return timingSafeEqual(Buffer.from(right), Buffer.from(given.response));
  }

  return {
    logins,
    check(credentials) {
      if (credentials.authorization === undefined) return refused;
      if (logins.locked) return refused;
      const given = parseAuthorization(credentials.authorization);
      if (!given || given.realm !== realm || given.uri !== credentials.target) return refused;
      if (given.qop === "auth-int" && !generation.authInt) return refused;
      const account = accountOf(given.username);
      if (!account?.enabled || !fits(given, account, credentials)) {
        logins.fail();
        return refused;
      }
      if (account.access !== "any" && account.access !== credentials.over) return refused;
      // The password is right: an old nonce is no failed login (RFC 7616 3.3).
      if (!nonces.spend(given.nonce, BigInt(`0x${given.nc}`))) return { stale: true };
      logins.succeed();
      return { user: { name: account.name, realms: account.realms } };
    },
    challenge: (stale) => `Digest realm="${realm}", nonce="${nonces.make()}",stale="${stale}",qop="${generation.qop}"`,
  };
}
