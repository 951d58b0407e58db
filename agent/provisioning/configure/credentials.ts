import type { X509Certificate } from "node:crypto";
import type { Reference } from "../../../mei/wsman/reference.ts";
import type { Secret } from "../../../platform/secret.ts";
import { certificateIn, keyIn, privateKeyIn, storeCertificate, storeKey } from "./certificate-store.ts";
import { cannotMean } from "./error.ts";
import type { Reach } from "./subject.ts";

/** A client's certificate with its key, and the root of the server it logs in to. */
export interface Credential {
  readonly client: { readonly certificate: X509Certificate; readonly pkcs1: Secret } | undefined;
  readonly root: X509Certificate | undefined;
}
interface Given {
  readonly clientCertificate?: string | undefined;
  readonly clientKey?: Secret | undefined;
  readonly root?: string | undefined;
}

/** Throws CONFIGURE_INPUT where the key is not the certificate's. */
export function credentialIn({ clientCertificate, clientKey, root }: Given, whose: string): Credential {
  return {
    client: clientIn(clientCertificate, clientKey, whose),
    root: root === undefined ? undefined : certificateIn(root, `The root certificate of ${whose}`),
  };
}

function clientIn(pem: string | undefined, key: Secret | undefined, whose: string): Credential["client"] {
  if (pem === undefined && key === undefined) return undefined;
  if (pem === undefined || key === undefined)
    return cannotMean(`${whose} needs a client certificate and its key, both or neither`);
  const certificate = certificateIn(pem, `The client certificate of ${whose}`);
  const { pkcs1, publicKey } = privateKeyIn(key, `The client key of ${whose}`);
  if (!publicKey.equals(keyIn(certificate))) cannotMean(`The client key of ${whose} is not that of its certificate`);
  return { certificate, pkcs1 };
}

export interface StoredCredential {
  readonly client: Reference | undefined;
  readonly root: Reference | undefined;
}

/** Puts into AMT what is not there yet. */
export async function storeCredential(at: Reach, { client, root }: Credential): Promise<StoredCredential> {
  const stored = root && (await storeCertificate(at, root, { root: true }));
  if (client === undefined) return { client: undefined, root: stored };
  await storeKey(at, client);
  return { client: await storeCertificate(at, client.certificate, { root: false }), root: stored };
}
