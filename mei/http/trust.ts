import { X509Certificate } from "node:crypto";
import type { TLSSocket } from "node:tls";
import { type HashAlgorithm, hashOf, type Presented } from "./presented.ts";
import { TlsError } from "./tls-error.ts";

/**
 * What makes a certificate the firmware's. There is no third way: without roots or a hash nothing is trusted.
 *
 * `roots`: PEM certificates to one of which its chain must lead, within their dates. Intel's On-Die CA gives to firmware alone, so
 * its leaves need no name: theirs is `AMT RCFG`, and the peer is reached as localhost. A CA that gives to others too, such as an
 * organisation's, does not tell AMT from them without `name`, which the certificate must then bear.
 *
 * `hash`: of the certificate's DER bytes, as the ME gives it over MEI (0x8B, rpc.md 2.8) or as it was presented before. Name, dates
 * and issuer do not matter then: AMT before 19 signs its own certificates.
 */
export type Trust =
  | { readonly by: "roots"; readonly roots: readonly string[]; readonly name?: string }
  | { readonly by: "hash"; readonly algorithm: HashAlgorithm; readonly hash: Buffer };

/** Throws TLS_UNTRUSTED. To be called before a byte is written on the socket. */
export function judge(socket: TLSSocket, trust: Trust, presented: Presented): void {
  if (trust.by === "hash") {
    const is = hashOf(presented.chain[0], trust.algorithm);
    const due = trust.hash.toString("hex");
    if (is !== due) throw untrusted(presented, `its ${trust.algorithm} is ${is}, ${due} is expected`);
    return;
  }
  // the roots were given to the handshake, which has checked the chain, the signatures and the dates
  if (!socket.authorized) throw untrusted(presented, String(socket.authorizationError));
  if (trust.name === undefined || new X509Certificate(presented.chain[0]).checkHost(trust.name) !== undefined) return;
  throw untrusted(presented, `it is not for ${trust.name}`);
}

/** A trust that cannot hold anything is refused before the connection is made: an empty list of roots would mean the system's. */
export function checkTrust(trust: Trust): void {
  if (trust.by === "roots") {
    if (trust.roots.length > 0 && trust.roots.every(isReadable)) return;
    const why = trust.roots.length === 0 ? "no root certificate is given" : "a root certificate is not PEM";
    throw new TlsError("TLS_BAD_TRUST", `${why} to trust in: configure Intel's, or pin the certificate`);
  }
  const size = { sha256: 32, sha384: 48, sha512: 64 }[trust.algorithm];
  if (trust.hash.length === size) return;
  throw new TlsError(
    "TLS_BAD_TRUST",
    `a ${trust.algorithm} has ${size} bytes, the certificate's hash has ${trust.hash.length}`,
  );
}

/** One certificate or several. OpenSSL itself leaves out what it cannot read, without a word. */
function isReadable(pem: string): boolean {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  try {
    for (const block of blocks) new X509Certificate(block);
    return blocks.length > 0;
  } catch {
    return false; // the caller says that, with what to do
  }
}

const untrusted = (presented: Presented, why: string): TlsError =>
  new TlsError(
    "TLS_UNTRUSTED",
    `AMT's certificate is not trusted: ${why}. Presented was ${presented.subject}, issued by ${presented.issuer}, sha256 ${presented.sha256}. If that is this machine's AMT (compare with the hash that the ME gives over MEI), pin it; otherwise somebody else answers on its port`,
    { presented },
  );
