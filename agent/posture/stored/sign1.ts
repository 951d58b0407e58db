import { type DecodeOptions, decode, encode, Tagged } from "cborg";
import { PostureError } from "../document/error.ts";
import type { Algorithm } from "../document/key.ts";
import type { Signer } from "../document/sealed.ts";
import { isSigned } from "../document/signature.ts";

/** COSE_Sign1 (RFC 9052 4.2), tagged 18: `[protected, {4: kid}, payload, signature]`, in deterministic CBOR (RFC 8949 4.2). */

/** RFC 9053 2.1, 2.2. */
const numbers: Readonly<Record<Algorithm, number>> = { EdDSA: -8, ES256: -7 };
const ALGORITHM = 1;
const KID = 4;
const TAG = 18;

/** What is signed (RFC 9052 4.4). */
const toSign = (header: Uint8Array, payload: Uint8Array): Buffer =>
  Buffer.from(encode(["Signature1", header, new Uint8Array(), payload]));

export async function sign1(payload: Uint8Array, signer: Signer, options: { signal: AbortSignal }): Promise<Buffer> {
  const header = encode(new Map([[ALGORITHM, numbers[signer.algorithm]]]));
  const signature = await signer.sign(toSign(header, payload), options);
  const kid = new Map([[KID, Buffer.from(signer.id, "base64url")]]);
  return Buffer.from(encode(new Tagged(TAG, [header, kid, payload, signature])));
}

export interface Opened1 {
  readonly payload: Uint8Array;
  readonly algorithm: Algorithm;
  /** Thumbprint of the key that it names. */
  readonly kid: string;
  /** Is the signature that key's? */
  isBy(key: Parameters<typeof isSigned>[1]): boolean;
}

/** Reads one. Throws PostureError for what is no such message; whose signature it is must still be asked. */
export function open1(bytes: Buffer): Opened1 {
  const [header, kids, payload, signature] = partsOf(bytes);
  const algorithm = algorithmIn(header);
  const kid = Buffer.from(kids.get(KID) as Uint8Array).toString("base64url");
  return {
    payload,
    algorithm,
    kid,
    isBy: (key) => key.algorithm === algorithm && isSigned(toSign(header, payload), key, Buffer.from(signature)),
  };
}

type Parts = [header: Uint8Array, kids: Map<unknown, unknown>, payload: Uint8Array, signature: Uint8Array];
function partsOf(bytes: Buffer): Parts {
  const { tag, value } = read(bytes, { tags: Tagged.preserve(TAG) }) as Partial<Tagged>;
  const parts = Array.isArray(value) && tag === TAG ? (value as unknown[]) : [];
  const [header, kids, payload, signature] = parts;
  const isBytes = [header, payload, signature].every((part) => part instanceof Uint8Array);
  if (parts.length === 4 && isBytes && kids instanceof Map && kids.get(KID) instanceof Uint8Array)
    return parts as Parts;
  throw invalid("it is not signed as one (COSE_Sign1)");
}

function algorithmIn(header: Uint8Array): Algorithm {
  const found = read(header);
  const number = found instanceof Map ? found.get(ALGORITHM) : undefined;
  const name = (Object.keys(numbers) as Algorithm[]).find((one) => numbers[one] === number);
  if (name === undefined) throw invalid("it is signed by an unknown algorithm");
  return name;
}

/** Strict CBOR alone. Throws PostureError. */
export function read(bytes: Uint8Array, options: Pick<DecodeOptions, "tags"> = {}): unknown {
  try {
    return decode(bytes, { ...options, ...strictly });
  } catch (cause) {
    throw invalid("it is no CBOR", cause);
  }
}
const strictly = { strict: true, useMaps: true, rejectDuplicateMapKeys: true, allowIndefinite: false } as const;

export const invalid = (why: string, cause?: unknown): PostureError =>
  new PostureError("POSTURE_INVALID", `What AMT keeps there is no posture digest: ${why}`, { cause });
