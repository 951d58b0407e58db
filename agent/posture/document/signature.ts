import { type KeyObject, sign, verify } from "node:crypto";
import type { Algorithm, SigningKey } from "./key.ts";

/** JWS and COSE want the two numbers of ES256 side by side, not in DER. */
const dsaEncoding = "ieee-p1363" as const;
const hashOf = (algorithm: Algorithm): string | null => (algorithm === "EdDSA" ? null : "sha256");

export const signed = (bytes: Buffer, { algorithm, privateKey }: SigningKey): Buffer =>
  sign(hashOf(algorithm), bytes, { key: privateKey, dsaEncoding });

export const isSigned = (
  bytes: Buffer,
  by: { readonly algorithm: Algorithm; readonly publicKey: KeyObject },
  signature: Buffer,
): boolean => verify(hashOf(by.algorithm), bytes, { key: by.publicKey, dsaEncoding }, signature);
