import { createHash, type KeyObject } from "node:crypto";
import { isSigned } from "./signature.ts";

/**
 * A TPM's own word (TPM2_Quote): which measurements of this start it holds, bound to a digest that it was given. All base64url. `attest` is
 * TPMS_ATTEST, `signature` r and s, `pcrs` what PCR 0 to 7 (SHA-256) held, one after the other.
 */
export interface Quote {
  readonly attest: string;
  readonly pcrs: string;
  readonly signature: string;
}

export const QUOTED: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7];
/** TPM 2.0 Library, part 2: 10.12.12 TPMS_ATTEST, 6.2 TPM_GENERATED, 6.9 TPM_ST_ATTEST_QUOTE, 6.3 TPM_ALG_SHA256. */
const GENERATED = 0xff54_4347;
const QUOTE = 0x8018;
const SHA256 = 0x000b;
/** Clock, two counters, a flag and the firmware's version. */
const CLOCK_AND_VERSION = 8 + 4 + 4 + 1 + 8;

/** Why it is not that TPM's word over this digest; undefined: it is. */
export function wrongWithQuote(quote: Quote, digest: Buffer, publicKey: KeyObject): string | undefined {
  const [attest, pcrs, signature] = [quote.attest, quote.pcrs, quote.signature].map(bytesOf);
  if (!attest || !pcrs || !signature) return "it is not base64url";
  if (!isSigned(attest, { algorithm: "ES256", publicKey }, signature)) return "its signature does not fit";
  const said = readAttest(attest);
  if (!said) return "it is no quote of a TPM";
  if (!said.extra.equals(digest)) return "it was made for another document";
  if (said.bitmap !== QUOTED.reduce((bits, pcr) => bits | (1 << pcr), 0)) return "it is over other PCRs";
  const isThese =
    pcrs.length === QUOTED.length * 32 && createHash("sha256").update(pcrs).digest().equals(said.pcrDigest);
  return isThese ? undefined : "its PCRs are not those that were quoted";
}

function bytesOf(text: string): Buffer | undefined {
  if (typeof text !== "string" || text.length > 4_096) return undefined;
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : undefined;
}

function readAttest(bytes: Buffer): { extra: Buffer; bitmap: number; pcrDigest: Buffer } | undefined {
  let at = 0;
  const take = (size: number): Buffer => {
    if (at + size > bytes.length) throw new RangeError("short");
    at += size;
    return bytes.subarray(at - size, at);
  };
  const sized = (): Buffer => take(take(2).readUInt16BE());
  try {
    if (take(4).readUInt32BE() !== GENERATED || take(2).readUInt16BE() !== QUOTE) return undefined;
    sized(); // who signed, by the TPM's own name for it
    const extra = sized();
    take(CLOCK_AND_VERSION);
    if (take(4).readUInt32BE() !== 1 || take(2).readUInt16BE() !== SHA256) return undefined;
    const select = take(take(1).readUInt8());
    const pcrDigest = sized();
    if (at !== bytes.length || select.length > 4) return undefined;
    return { extra, bitmap: select.length === 0 ? 0 : select.readUIntLE(0, select.length), pcrDigest };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
