import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { ReturnValueError } from "../../../mei/wsman/errors.ts";
import { type Reference, referTo } from "../../../mei/wsman/reference.ts";
import type { Instance } from "../../../mei/wsman/resource.ts";
import {
  publicKeyCertificate,
  publicKeyManagementService,
  publicPrivateKeyPair,
} from "../../../mei/wsman/resources/certificates.ts";
import { Secret } from "../../../platform/secret.ts";
import { ConfigureError, cannotMean } from "./error.ts";
import type { Reach } from "./subject.ts";

export type StoredCertificate = Instance<typeof publicKeyCertificate>;
export type StoredKey = Instance<typeof publicPrivateKeyPair>;

/** PT_STATUS_DUPLICATE: AMT has it already (rpc.md 3.6). */
const DUPLICATE = 2058;

/** Throws CONFIGURE_INPUT naming `what`. */
export function certificateIn(pem: string, what: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    return cannotMean(`${what} is no certificate in PEM`);
  }
}

/** The public key, as SubjectPublicKeyInfo; firmware gives PKCS#1 or that (rpc.md 3.7). Undefined: neither. */
export function publicKeyOf({ DERKey }: StoredKey): Buffer | undefined {
  if (DERKey === undefined) return undefined;
  for (const type of ["pkcs1", "spki"] as const) {
    try {
      return createPublicKey({ key: DERKey, format: "der", type }).export({ format: "der", type: "spki" });
    } catch {
      // the other form, then
    }
  }
  return undefined;
}
export const keyIn = (certificate: X509Certificate): Buffer =>
  certificate.publicKey.export({ format: "der", type: "spki" });

/** Private keys go to AMT as PKCS#1 (rpc.md 3.6). Throws CONFIGURE_INPUT. */
export function privateKeyIn(pem: Secret, what: string): { readonly pkcs1: Secret; readonly publicKey: Buffer } {
  try {
    const key = createPrivateKey(pem.reveal());
    const pkcs1 = key.export({ format: "der", type: "pkcs1" }).toString("base64");
    return { pkcs1: new Secret(pkcs1), publicKey: createPublicKey(key).export({ format: "der", type: "spki" }) };
  } catch {
    return cannotMean(`${what} is no RSA key in PEM without a passphrase`);
  }
}

export const certificatesOf = async ({ wsman, signal }: Reach): Promise<StoredCertificate[]> =>
  (await wsman.enumerate(publicKeyCertificate, { signal })).map(({ value }) => value);
export const keysOf = async ({ wsman, signal }: Reach): Promise<StoredKey[]> =>
  (await wsman.enumerate(publicPrivateKeyPair, { signal })).map(({ value }) => value);

export const certificateReference = (InstanceID: string): Reference =>
  referTo(publicKeyCertificate.uri, { InstanceID });

export const isStored = (one: StoredCertificate, certificate: X509Certificate, root: boolean): boolean =>
  one.X509Certificate?.equals(certificate.raw) === true && (one.TrustedRootCertficate ?? false) === root;

/** The certificate in AMT, put there if it is not yet; a root is one that AMT then trusts in. */
export async function storeCertificate(
  at: Reach,
  certificate: X509Certificate,
  { root }: { root: boolean },
): Promise<Reference> {
  const there = (await certificatesOf(at)).find((one) => isStored(one, certificate, root));
  if (there?.InstanceID !== undefined) return certificateReference(there.InstanceID);
  const method = root ? "AddTrustedRootCertificate" : "AddCertificate";
  const input = { CertificateBlob: certificate.raw };
  const { CreatedCertificate } = await at.wsman.invoke(publicKeyManagementService, method, input, at);
  return certificateReference(handleIn(CreatedCertificate));
}

/** Puts a private key into AMT, unless it has it. */
export async function storeKey({ wsman, signal }: Reach, key: { readonly pkcs1: Secret }): Promise<void> {
  try {
    await wsman.invoke(publicKeyManagementService, "AddKey", { KeyBlob: key.pkcs1 }, { signal });
  } catch (error) {
    if (!(error instanceof ReturnValueError && error.returnValue === DUPLICATE)) throw error;
  }
}

/** What a reference's only key says. */
export function handleIn({ selectors }: Reference): string {
  const handle = selectors.InstanceID;
  if (typeof handle === "string") return handle;
  throw new ConfigureError("CONFIGURE_NOT_TAKEN", "AMT took it and did not say under which handle");
}
