import { generateKeyPair, X509Certificate } from "node:crypto";
import { promisify } from "node:util";
import forge from "node-forge";
import { generalSettings } from "../../../mei/wsman/resources/setup.ts";
import { ownKey } from "./own-key.ts";
import type { Reach } from "./subject.ts";

const DAY = 86_400_000;
/** AMT's clock may be behind ours. */
const leeway = 1 * DAY;
const validity = 10 * 365 * DAY;

/** AMT's own name, for a certificate without one. */
export async function nameOf({ wsman, signal }: Reach): Promise<string> {
  const { HostName = "", DomainName = "" } = await wsman.get(generalSettings, { signal });
  return [HostName, DomainName].filter((part) => part !== "").join(".") || "Intel AMT";
}

/** Text as UTF-8, which is the one form that takes every name. */
export function subjectOf(commonName: string): forge.pki.CertificateField[] {
  // forge wants the type of the text in a field that its types declare as another enum
  const valueTagClass = forge.asn1.Type.UTF8 as unknown as forge.asn1.Class;
  return [{ name: "commonName", value: commonName, valueTagClass }];
}
export const forgeKey = (spki: Buffer): forge.pki.rsa.PublicKey =>
  forge.pki.publicKeyFromAsn1(forge.asn1.fromDer(spki.toString("binary"))) as forge.pki.rsa.PublicKey;

/**
 * A certificate for a key that AMT makes and keeps. AMT signs none, so a key signs it that exists for this one signature and is
 * forgotten: the certificate is to be pinned, and nobody can make another under the same issuer.
 */
export async function ownCertificate(at: Reach, commonName: string | undefined): Promise<X509Certificate> {
  const { publicKey } = await ownKey(at);
  const name = commonName ?? (await nameOf(at));
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2_048 });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forgeKey(publicKey);
  // 1 in front: forge takes one zero away at most, and a number that begins with two is none to anybody else
  certificate.serialNumber = `01${forge.util.bytesToHex(forge.random.getBytesSync(16))}`;
  certificate.validity.notBefore = new Date(at.clock.now().getTime() - leeway);
  certificate.validity.notAfter = new Date(at.clock.now().getTime() + validity);
  certificate.setSubject(subjectOf(name));
  certificate.setIssuer(subjectOf(`${name.slice(0, 40)} (key forgotten)`));
  certificate.setExtensions([
    { name: "basicConstraints", cA: false },
    { name: "keyUsage", digitalSignature: true, keyEncipherment: true, critical: true },
    { name: "extKeyUsage", serverAuth: true },
    ...(/^[\x21-\x7e]+$/.test(name) ? [{ name: "subjectAltName", altNames: [{ type: 2, value: name }] }] : []),
  ]);
  const pem = privateKey.export({ format: "pem", type: "pkcs1" }).toString();
  certificate.sign(forge.pki.privateKeyFromPem(pem), forge.md.sha256.create());
  return new X509Certificate(forge.pki.certificateToPem(certificate));
}
