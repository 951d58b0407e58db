import { X509Certificate } from "node:crypto";
import { type Reference, referTo } from "../../../mei/wsman/reference.ts";
import { publicKeyManagementService, publicPrivateKeyPair } from "../../../mei/wsman/resources/certificates.ts";
import { certificatesOf, handleIn, keysOf, publicKeyOf } from "./certificate-store.ts";
import { ConfigureError } from "./error.ts";
import type { Reach } from "./subject.ts";

/** A key that AMT made and never gives away. */
export interface OwnKey {
  readonly reference: Reference;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
}

/** A key of AMT's that no certificate is for yet, as one whose certificate is still to come; else a new one. */
export async function ownKey(at: Reach): Promise<OwnKey> {
  const used = (await certificatesOf(at)).flatMap(({ X509Certificate: der }) => {
    try {
      return der === undefined ? [] : [new X509Certificate(der).publicKey.export({ format: "der", type: "spki" })];
    } catch {
      return []; // no certificate, so for no key
    }
  });
  for (const key of await keysOf(at)) {
    const publicKey = publicKeyOf(key);
    if (publicKey === undefined || key.InstanceID === undefined || used.some((one) => one.equals(publicKey))) continue;
    return { reference: keyReference(key.InstanceID), publicKey };
  }
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
