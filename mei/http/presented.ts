import { createHash } from "node:crypto";
import type { DetailedPeerCertificate, TLSSocket } from "node:tls";

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
  readonly chain: readonly [Buffer, ...Buffer[]];
}

/** Nothing when the peer showed no certificate. */
export function presentedBy(socket: TLSSocket): Presented | undefined {
  const leaf = socket.getPeerCertificate(true);
  if (!leaf?.raw) return undefined;
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

export const hashOf = (der: Buffer, algorithm: HashAlgorithm): string =>
  createHash(algorithm).update(der).digest("hex");

function chainOf(leaf: DetailedPeerCertificate): [Buffer, ...Buffer[]] {
  const chain: [Buffer, ...Buffer[]] = [leaf.raw];
  const seen = new Set([leaf.fingerprint256]);
  // a root is its own issuer, and Node's list ends in it
  for (let one = leaf.issuerCertificate; one?.raw && !seen.has(one.fingerprint256); one = one.issuerCertificate) {
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
