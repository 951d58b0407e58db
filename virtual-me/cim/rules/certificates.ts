import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from "node:crypto";
import { audits } from "../audits.ts";
import { CimFault } from "../fault.ts";
import { signRequest } from "../pkcs10.ts";
import { type Managed, type Rules, returns } from "../rule.ts";
import { isReference, isTrue, numberOf, type Properties, reference, textOf } from "../value.ts";

/** PT_STATUS (presence-posture.md 2.7). */
const code = {
  notPermitted: 0x10,
  maxLimit: 0x17,
  parameter: 0x24,
  handle: 0x805,
  duplicate: 0x80a,
  invalidKey: 0x80e,
  invalidCertificate: 0x80f,
};
const limit = 16; // certificates, and keys; guessed

const certificateId = (handle: number): string => `Intel(r) AMT Certificate: Handle: ${handle}`;
const keyId = (handle: number): string => `Intel(r) AMT Key: Handle: ${handle}`;
const names = (text: string): string => text.split("\n").join(",");

/** Private halves of keys, by InstanceID. They never leave AMT. */
const privateKeys = new WeakMap<Managed, Map<string, KeyObject>>();
export const privateKeyOf = (me: Managed, id: string): KeyObject | undefined => privateKeys.get(me)?.get(id);

/** Certificates and keys (rpc.md 3.6). */
export function certificateRules(me: Managed): Rules {
  const { world, store, journal } = me;
  const keys = new Map<string, KeyObject>();
  privateKeys.set(me, keys);
  const certificates = (): readonly Properties[] => store.list("AMT_PublicKeyCertificate");
  const pairs = (): readonly Properties[] => store.list("AMT_PublicPrivateKeyPair");
  /** The first number that nobody has: a deleted one comes back (guessed). */
  const free = (list: readonly Properties[], id: (handle: number) => string): string => {
    const taken = new Set(list.map(({ InstanceID }) => InstanceID));
    let handle = 0;
    while (taken.has(id(handle))) handle += 1;
    return id(handle);
  };
  function addCertificate(blob: string, root: boolean): Properties {
    let parsed: X509Certificate;
    try {
      parsed = new X509Certificate(Buffer.from(blob, "base64"));
    } catch {
      return returns(code.invalidCertificate); // what node says of it is of no use to a client of AMT
    }
    const X509 = parsed.raw.toString("base64");
    const same = certificates().some(
      (one) => one.X509Certificate === X509 && isTrue(one.TrustedRootCertficate) === root,
    );
    if (same) return returns(code.duplicate);
    if (certificates().length >= limit) return returns(code.maxLimit);
    const InstanceID = free(certificates(), certificateId);
    store.add("AMT_PublicKeyCertificate", {
      ElementName: "Intel(r) AMT Certificate",
      InstanceID,
      Issuer: names(parsed.issuer),
      Subject: names(parsed.subject),
      TrustedRootCertficate: root,
      X509Certificate: X509,
    });
    return { CreatedCertificate: reference("AMT_PublicKeyCertificate", { InstanceID }), ReturnValue: 0 };
  }
  function addPair(publicKey: KeyObject, privateKey: KeyObject): string | number {
    const DERKey = publicKey.export({ type: "pkcs1", format: "der" }).toString("base64");
    if (pairs().some((one) => one.DERKey === DERKey)) return code.duplicate;
    if (pairs().length >= limit) return code.maxLimit;
    const InstanceID = free(pairs(), keyId);
    keys.set(InstanceID, privateKey);
    store.add("AMT_PublicPrivateKeyPair", { DERKey, ElementName: "Intel(r) AMT Key", InstanceID });
    return InstanceID;
  }
  const keyOf = (blob: string): string | undefined => {
    const { publicKey } = new X509Certificate(Buffer.from(blob, "base64"));
    return publicKey.asymmetricKeyType === "rsa"
      ? publicKey.export({ type: "pkcs1", format: "der" }).toString("base64")
      : undefined;
  };
  const used = (InstanceID: Properties[string]): boolean =>
    ["AMT_TLSCredentialContext", "CIM_CredentialContext", "IPS_8021xCredentialContext"].some((name) =>
      store.list(name).some(({ ElementInContext: to }) => isReference(to) && to.keys.InstanceID === InstanceID),
    );
  return {
    AMT_PublicKeyCertificate: {
      put: (_call, wanted, before) => ({ ...before, TrustedRootCertficate: wanted.TrustedRootCertficate }),
      remove(call, before) {
        // One that a profile uses cannot be deleted (MeshCommander shows such refusals); the words are guessed
        if (used(before.InstanceID)) throw new CimFault("AccessDenied");
        if (isTrue(before.TrustedRootCertficate)) audits(journal, call).rootRemoved();
      },
    },
    AMT_PublicPrivateKeyPair: {
      remove(_call, before) {
        // A certificate needs it; guessed, as with certificates
        const needed = certificates().some((one) => keyOf(textOf(one.X509Certificate)) === before.DERKey);
        if (needed) throw new CimFault("AccessDenied");
        keys.delete(String(before.InstanceID));
      },
    },
    AMT_CryptographicCapabilities: {},
    AMT_PublicKeyManagementService: {
      methods: {
        AddTrustedRootCertificate(call, input) {
          // Intel's guide, "Add a Trusted Root Certificate"; the number is guessed
          if (world.tlsModes.local.mutual || world.tlsModes.network.mutual) return returns(code.notPermitted);
          const answer = addCertificate(textOf(input.CertificateBlob), true);
          if (answer.ReturnValue === 0) audits(journal, call).rootAdded();
          return answer;
        },
        AddCertificate: (_call, input) => addCertificate(textOf(input.CertificateBlob), false),
        /** PKCS#1, RSA. The recorded answer names the certificate's class with a key's handle; so does this one. */
        AddKey(_call, input) {
          const key = { key: Buffer.from(textOf(input.KeyBlob), "base64"), format: "der", type: "pkcs1" } as const;
          let privateKey: KeyObject;
          try {
            privateKey = createPrivateKey(key);
          } catch {
            return returns(code.invalidKey); // as with certificates
          }
          const id = addPair(createPublicKey(privateKey), privateKey);
          if (typeof id === "number") return returns(id);
          return { CreatedKey: reference("AMT_PublicKeyCertificate", { InstanceID: id }), ReturnValue: 0 };
        },
        /** Only RSA (0); 1024 is refused since AMT 15 or so, guessed for all. */
        GenerateKeyPair(_call, input) {
          const [algorithm, length] = [numberOf(input.KeyAlgorithm), numberOf(input.KeyLength)];
          if (algorithm !== 0 || (length !== 2048 && length !== 3072)) return returns(code.parameter);
          const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: length });
          const id = addPair(publicKey, privateKey);
          if (typeof id === "number") return returns(id);
          return { KeyPair: reference("AMT_PublicPrivateKeyPair", { InstanceID: id }), ReturnValue: 0 };
        },
        GeneratePKCS10RequestEx(_call, input) {
          const to = input.KeyPair;
          const key = isReference(to) ? keys.get(to.keys.InstanceID ?? "") : undefined;
          const algorithm = { 0: "sha1", 1: "sha256", 2: "sha384" }[numberOf(input.SigningAlgorithm)];
          if (!key) return returns(code.handle);
          if (!algorithm) return returns(code.parameter);
          const signed = signRequest(Buffer.from(textOf(input.NullSignedCertificateRequest), "base64"), key, algorithm);
          return signed
            ? { SignedCertificateRequest: signed.toString("base64"), ReturnValue: 0 }
            : returns(code.parameter);
        },
      },
    },
    CIM_ConcreteDependency: {},
  };
}
