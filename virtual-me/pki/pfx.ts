import forge from "node-forge";
import { type Issued, type KeyPair, pemOf } from "../web/certificate.ts";

/** A PKCS#12 file (RFC 7292) with a key and certificates in this order. RSA only: node-forge knows no elliptic curves. */
export function pfxOf({ chain, key }: { chain: readonly Issued[]; key: KeyPair }, password: string): Buffer {
  const privateKey = forge.pki.privateKeyFromPem(key.privateKey.export({ format: "pem", type: "pkcs1" }) as string);
  const certificates = chain.map(({ der }) => forge.pki.certificateFromPem(pemOf(der)));
  const made = forge.pkcs12.toPkcs12Asn1(privateKey, certificates, password, {
    algorithm: "aes256",
    generateLocalKeyId: chain[0]?.keys === key, // node-forge gives it to the first certificate, whichever that is
    friendlyName: "virtual, not Intel's",
  });
  return Buffer.from(forge.asn1.toDer(made).getBytes(), "binary");
}
