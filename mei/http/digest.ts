import { createHash } from "node:crypto";
import { Secret } from "../../platform/secret.ts";
import type { Challenge } from "./challenge.ts";

/** Strongest first: a server that offers both gets the better one, whatever the order it names them in. */
const hashes = { "SHA-256": "sha256", MD5: "md5" } as const;

/** A digest challenge that can be answered (RFC 7616 3.3). */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  /** As the server spelled it; AMT leaves it out and means MD5. */
  readonly algorithm: string | undefined;
  readonly hash: keyof typeof hashes;
  /** An algorithm that ends in -sess. */
  readonly session: boolean;
  /** None is RFC 2069, which has no counter. */
  readonly qop: "auth" | "auth-int" | undefined;
  /** The nonce was old, the password was not looked at. */
  readonly stale: boolean;
}

/** The best of what a server offers, or nothing that we answer. Basic is never answered: it gives the password away. */
export function chooseDigest(challenges: readonly Challenge[]): DigestChallenge | undefined {
  const usable = challenges.flatMap((challenge) => readDigest(challenge) ?? []);
  const rank = Object.keys(hashes);
  return usable.sort((a, b) => rank.indexOf(a.hash) - rank.indexOf(b.hash))[0];
}

function readDigest({ scheme, params }: Challenge): DigestChallenge | undefined {
  const realm = params.get("realm");
  const nonce = params.get("nonce");
  if (scheme !== "digest" || realm === undefined || nonce === undefined) return undefined;
  const algorithm = params.get("algorithm");
  const [, name, session] = /^(MD5|SHA-256)(-sess)?$/i.exec(algorithm ?? "MD5") ?? [];
  if (name === undefined) return undefined;
  const offered = params.get("qop");
  const qop = offered === undefined ? undefined : chooseQop(offered);
  if (offered !== undefined && qop === undefined) return undefined;
  return {
    realm,
    nonce,
    opaque: params.get("opaque"),
    algorithm,
    hash: name.toUpperCase() as keyof typeof hashes,
    session: session !== undefined,
    qop,
    stale: params.get("stale")?.toLowerCase() === "true",
  };
}

/** `auth` where offered: every AMT client in use answers with it; AMT 16.1 names auth-int first (golden.md 4.7). */
function chooseQop(offered: string): "auth" | "auth-int" | undefined {
  const all = offered.toLowerCase().split(/[ \t]*,[ \t]*/);
  return (["auth", "auth-int"] as const).find((one) => all.includes(one));
}

/** What a request is, as far as its digest covers it. */
export interface Covered {
  readonly method: string;
  /** As in the request line. */
  readonly path: string;
  readonly body: Buffer;
}

/** What stays the same for every request on one nonce. `key` is H(A1): as good as the password for this realm. */
export interface DigestSession {
  readonly challenge: DigestChallenge;
  readonly user: string;
  readonly cnonce: string;
  readonly key: Secret;
}

export function digestSession(
  challenge: DigestChallenge,
  { user, password }: { user: string; password: Secret },
  cnonce: string,
): DigestSession {
  const { hash, realm, nonce, session } = challenge;
  const plain = digest(hash, Buffer.from(`${user}:`), latin1(realm), Buffer.from(`:${password.reveal()}`));
  const key = session ? digest(hash, latin1(`${plain}:${nonce}:${cnonce}`)) : plain;
  return { challenge, user, cnonce, key: new Secret(key) };
}

/** The Authorization header of the `count`th request on this nonce (RFC 7616 3.4): counter, qop and algorithm stand without quotes. */
export function authorization(session: DigestSession, { method, path, body }: Covered, count: number): string {
  const { challenge, user, cnonce } = session;
  const { hash, realm, nonce, opaque, algorithm, qop } = challenge;
  const nc = count.toString(16).padStart(8, "0");
  const a2 = digest(hash, latin1(`${method}:${path}${qop === "auth-int" ? `:${digest(hash, body)}` : ""}`));
  const middle = qop === undefined ? nonce : `${nonce}:${nc}:${cnonce}:${qop}`;
  const response = digest(hash, latin1(`${session.key.reveal()}:${middle}:${a2}`));
  const said = [
    `username=${quote(user)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(path)}`,
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
    `response="${response}"`,
    ...(opaque === undefined ? [] : [`opaque=${quote(opaque)}`]),
    ...(qop === undefined ? [] : [`qop=${qop}`, `nc=${nc}`, `cnonce="${cnonce}"`]),
    // RFC 7616 3.4 leaves no other place for the client's nonce that an A1 of the -sess kind was made with
    ...(qop === undefined && challenge.session ? [`cnonce="${cnonce}"`] : []),
  ];
  return `Digest ${said.join(", ")}`;
}

/** Header values arrive as Latin-1, byte for byte, and are hashed as they came. */
const latin1 = (text: string): Buffer => Buffer.from(text, "latin1");

function digest(hash: keyof typeof hashes, ...parts: readonly Buffer[]): string {
  const running = createHash(hashes[hash]);
  for (const part of parts) running.update(part);
  return running.digest("hex");
}

const quote = (value: string): string => `"${value.replace(/["\\]/g, "\\$&")}"`;
