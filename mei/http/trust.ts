import type { TLSSocket } from "node:tls";
import { type HashAlgorithm, hashOf, type Presented } from "./presented.ts";
import { TlsError } from "./tls-error.ts";

/**
 * What makes a certificate the firmware's. There is no third way: without roots or a hash nothing is trusted.
 *
 * `roots`: PEM certificates to one of which its chain must lead, within their dates (Intel's On-Die CA roots, or those of the
 * organisation that gave AMT its certificate). `hash`: of its DER bytes, as the ME gives it over MEI (0x8B, rpc.md 2.8) or as it
 * was presented before; dates and issuer do not matter then, the self-signed certificates of AMT before 19 have none that could.
 *
 * The name in the certificate is not compared with a host name: AMT's is `AMT RCFG` or a name of its own choosing, the peer is
 * reached as localhost, and whoever holds the key of a certificate of the chain or with the hash is the firmware.
 */
export type Trust =
  | { readonly by: "roots"; readonly roots: readonly string[] }
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
}

/** A trust that cannot hold anything is refused before the connection is made: an empty list of roots would mean the system's. */
export function checkTrust(trust: Trust): void {
  if (trust.by === "roots") {
    if (trust.roots.length > 0 && trust.roots.every((pem) => pem.includes("-----BEGIN CERTIFICATE-----"))) return;
    throw new TlsError("TLS_BAD_TRUST", "no root certificate in PEM is given to trust in: configure Intel's, or pin");
  }
  const size = { sha256: 32, sha384: 48, sha512: 64 }[trust.algorithm];
  if (trust.hash.length === size) return;
  throw new TlsError(
    "TLS_BAD_TRUST",
    `a ${trust.algorithm} has ${size} bytes, the certificate's hash has ${trust.hash.length}`,
  );
}

const untrusted = (presented: Presented, why: string): TlsError =>
  new TlsError(
    "TLS_UNTRUSTED",
    `AMT's certificate is not trusted: ${why}. Presented was ${presented.subject}, issued by ${presented.issuer}, sha256 ${presented.sha256}. If that is this machine's AMT (compare with the hash that the ME gives over MEI), pin it; otherwise somebody else answers on its port`,
    { presented },
  );
