import { type Reference, referTo } from "../../../mei/wsman/reference.ts";
import { publicKeyManagementService, publicPrivateKeyPair } from "../../../mei/wsman/resources/certificates.ts";
import { handleIn, keysOf, publicKeyOf } from "./certificate-store.ts";
import { ConfigureError } from "./error.ts";
import type { Reach } from "./subject.ts";

/** A key that AMT made and never gives away. */
export interface OwnKey {
  readonly reference: Reference;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
}

/** Always a new one: of those that AMT has already nobody knows whether somebody else has them too (AddKey). */
export async function ownKey(at: Reach): Promise<OwnKey> {
  const input = { KeyAlgorithm: "rsa", KeyLength: 2_048 } as const;
  const { KeyPair } = await at.wsman.invoke(publicKeyManagementService, "GenerateKeyPair", input, at);
  const handle = handleIn(KeyPair);
  const made = (await keysOf(at)).find(({ InstanceID }) => InstanceID === handle);
  const publicKey = made && publicKeyOf(made);
  if (publicKey === undefined)
    throw new ConfigureError("CONFIGURE_NOT_TAKEN", "AMT made a key and does not show its public half");
  return { reference: keyReference(handle), publicKey };
}

const keyReference = (InstanceID: string): Reference => referTo(publicPrivateKeyPair.uri, { InstanceID });
