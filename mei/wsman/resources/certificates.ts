import { reference } from "../reference.ts";
import { method, resource } from "../resource.ts";
import { base64, flag, list, oneOf, secret, text, u32 } from "../value.ts";
import { managed, service, serviceKeys, setting } from "./base.ts";
import { ieee8021xCredentialContext, wired8021xCredentialContext } from "./ieee8021x.ts";

/** Certificates, keys, and TLS (rpc.md 3.6, 3.7, 7.5). */

export const publicKeyCertificate = resource("AMT_PublicKeyCertificate", {
  keys: ["InstanceID"],
  properties: {
    ...managed,
    InstanceID: text,
    Issuer: text,
    ReadOnlyCertificate: flag,
    Subject: text,
    /** AMT's own spelling. */
    TrustedRootCertficate: flag,
    X509Certificate: base64,
  },
});

export const publicPrivateKeyPair = resource("AMT_PublicPrivateKeyPair", {
  keys: ["InstanceID"],
  // The public half, PKCS#1 or SubjectPublicKeyInfo
  properties: { ...managed, InstanceID: text, DERKey: base64 },
});

const created = { CreatedCertificate: reference };
/** 0 and 1 are SHA-1 and SHA-256 with RSA. */
const signingAlgorithm = oneOf(u32, { sha1: 0, sha256: 1, sha384: 2 });

export const publicKeyManagementService = resource("AMT_PublicKeyManagementService", {
  keys: serviceKeys,
  properties: service,
  methods: {
    AddCertificate: method({ effect: "once", input: { CertificateBlob: base64 }, output: created }),
    /** The private key, PKCS#1 in base64. */
    AddKey: method({ effect: "once", input: { KeyBlob: secret }, output: { CreatedKey: reference } }),
    AddTrustedRootCertificate: method({ effect: "once", input: { CertificateBlob: base64 }, output: created }),
    GenerateKeyPair: method({
      effect: "once",
      input: { KeyAlgorithm: oneOf(u32, { rsa: 0, ecc: 1 }), KeyLength: u32 },
      output: { KeyPair: reference },
    }),
    GeneratePKCS10RequestEx: method({
      effect: "read",
      input: { KeyPair: reference, NullSignedCertificateRequest: base64, SigningAlgorithm: signingAlgorithm },
      output: { SignedCertificateRequest: base64 },
    }),
  },
});

export const tlsSettingData = resource("AMT_TLSSettingData", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    AcceptNonSecureConnections: flag,
    Enabled: flag,
    MutualAuthentication: flag,
    /** Sources disagree on which value means what (posture.md 3c): show it, judge nothing by it. */
    NonSecureConnectionsSupported: flag,
    TrustedCN: list(text),
  },
});

export const tlsProtocolEndpointCollection = resource("AMT_TLSProtocolEndpointCollection", {
  keys: ["ElementName"],
  properties: managed,
});

const context = { ElementInContext: reference, ElementProvidingContext: reference };
export const tlsCredentialContext = resource("AMT_TLSCredentialContext", {
  keys: ["ElementInContext", "ElementProvidingContext"],
  properties: context,
});
/** Which certificate or key belongs to what; its enumeration mixes the contexts of TLS and 802.1x (rpc.md 7.5). */
export const credentialContext = resource("CIM_CredentialContext", {
  keys: ["ElementInContext", "ElementProvidingContext"],
  properties: context,
  subclasses: [tlsCredentialContext, ieee8021xCredentialContext, wired8021xCredentialContext],
});
