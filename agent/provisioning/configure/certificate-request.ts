import forge from "node-forge";
import { publicKeyManagementService } from "../../../mei/wsman/resources/certificates.ts";
import { forgeKey, nameOf, subjectOf } from "./own-certificate.ts";
import { ownKey } from "./own-key.ts";
import type { Reach } from "./subject.ts";

/** A request for a certificate, in PEM, signed by a key that AMT makes and keeps: for the owner's own authority (rpc.md 3.6). */
export async function certificateRequest(at: Reach, commonName: string | undefined): Promise<string> {
  const { reference, publicKey } = await ownKey(at);
  const blank = forge.pki.createCertificationRequest();
  blank.publicKey = forgeKey(publicKey);
  blank.setSubject(subjectOf(commonName ?? (await nameOf(at))));
  const { SignedCertificateRequest } = await at.wsman.invoke(
    publicKeyManagementService,
    "GeneratePKCS10RequestEx",
    { KeyPair: reference, NullSignedCertificateRequest: nullSigned(blank), SigningAlgorithm: "sha256" },
    at,
  );
  return pem(SignedCertificateRequest);
}

/** What AMT takes to sign: a request whose signature is none yet. */
function nullSigned(request: forge.pki.CertificateSigningRequest): Buffer {
  const { asn1, pki } = forge;
  const make = (type: number, constructed: boolean, value: string | forge.asn1.Asn1[]): forge.asn1.Asn1 =>
    asn1.create(asn1.Class.UNIVERSAL, type, constructed, value);
  const oid = asn1.oidToDer(pki.oids.sha256WithRSAEncryption as string).getBytes();
  // forge's types leave this function of its out
  const info = (
    pki as unknown as { getCertificationRequestInfo(of: forge.pki.CertificateSigningRequest): forge.asn1.Asn1 }
  ).getCertificationRequestInfo(request);
  const whole = make(asn1.Type.SEQUENCE, true, [
    info,
    make(asn1.Type.SEQUENCE, true, [make(asn1.Type.OID, false, oid), make(asn1.Type.NULL, false, "")]),
    make(asn1.Type.BITSTRING, false, "\u0000".repeat(257)),
  ]);
  return Buffer.from(asn1.toDer(whole).getBytes(), "binary");
}

const pem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString("base64").replace(/(.{64})(?=.)/g, "$1\n")}\n-----END CERTIFICATE REQUEST-----\n`;
