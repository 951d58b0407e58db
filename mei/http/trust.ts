import { createHash } from "node:crypto";
import type { DetailedPeerCertificate, TLSSocket } from "node:tls";
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

/** MD5 and SHA-1, which 0x8B could name too, prove nothing any more. */
export type HashAlgorithm = "sha256" | "sha384" | "sha512";

/** What the firmware showed of itself. */
export interface Presented {
  /** Hex, of the DER bytes of the certificate: what to pin. */
  readonly sha256: string;
  readonly sha384: string;
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: string;
  readonly validTo: string;
  /** DER, the certificate first. With the On-Die CA the fourth is the ROM's: the chip's identity. */
  readonly chain: readonly Buffer[];
}

export function presentedBy(socket: TLSSocket): Presented {
  const leaf = socket.getPeerCertificate(true);
  if (!leaf?.raw) throw new TlsError("TLS_UNTRUSTED", "the peer showed no certificate: AMT always has one");
  return {
    sha256: hashOf(leaf.raw, "sha256"),
    sha384: hashOf(leaf.raw, "sha384"),
    subject: nameOf(leaf.subject),
    issuer: nameOf(leaf.issuer),
    validFrom: leaf.valid_from,
    validTo: leaf.valid_to,
    chain: chainOf(leaf),
  };
}

/** Throws TLS_UNTRUSTED. To be called before a byte is written on the socket. */
export function judge(socket: TLSSocket, trust: Trust, presented: Presented): void {
  if (trust.by === "hash") {
    const is = hashOf(presented.chain[0] ?? Buffer.alloc(0), trust.algorithm);
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

const hashOf = (der: Buffer, algorithm: HashAlgorithm): string => createHash(algorithm).update(der).digest("hex");

function chainOf(leaf: DetailedPeerCertificate): Buffer[] {
  const chain: Buffer[] = [];
  const seen = new Set<string>();
  // a root is its own issuer, and Node's list ends in it
  for (let one: DetailedPeerCertificate | undefined = leaf; one?.raw; one = one.issuerCertificate) {
    if (seen.has(one.fingerprint256)) break;
    seen.add(one.fingerprint256);
    chain.push(one.raw);
  }
  return chain;
}

/** `CN=AMT RCFG, O=Intel`; a hostile certificate can hold anything, so what is printed of it is short and printable. */
function nameOf(name: object): string {
  const text = Object.entries(name)
    .map(([key, value]) => `${key}=${[value].flat().join("+")}`)
    .join(", ");
  return text.replace(/[^\x20-\x7e]/g, "?").slice(0, 200) || "no name";
}
