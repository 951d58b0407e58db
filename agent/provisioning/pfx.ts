import { createPrivateKey, X509Certificate } from "node:crypto";
import forge from "node-forge";
import { Secret } from "../../platform/secret.ts";
import { ProvisioningError } from "./error.ts";

/** A provisioning certificate as it came: what stands in the file, in no order that counts. */
export interface Pfx {
  readonly certificates: readonly X509Certificate[];
  /** PEM (PKCS#8). */
  readonly key: Secret;
}

/** Bytes. A key and a handful of certificates need less than a tenth of it. */
export const largestPfx = 256 * 1024;

const { pki, pkcs12, asn1 } = forge;
const oids = pki.oids as { readonly [name: string]: string };

/** Throws PFX_UNREADABLE, PFX_PASSWORD, PFX_NO_KEY, PFX_NO_CERTIFICATE, PFX_NOT_RSA: each for what it says and nothing else. */
export function readPfx(bytes: Buffer, password: Secret): Pfx {
  const opened = open(parse(bytes), password);
  const certificates = bagsOf(opened, "certBag").map(certificateOf);
  if (certificates.length === 0) throw new ProvisioningError("PFX_NO_CERTIFICATE", "The PFX file holds no certificate");
  const keys = [...bagsOf(opened, "pkcs8ShroudedKeyBag"), ...bagsOf(opened, "keyBag")];
  if (keys.length === 0)
    throw new ProvisioningError("PFX_NO_KEY", "The PFX file holds no private key", {
      remedy: "Export the certificate again, with its private key.",
    });
  if (keys.length > 1)
    throw new ProvisioningError("PFX_UNREADABLE", `The PFX file holds ${keys.length} private keys; one is wanted`);
  return { certificates, key: keyOf(keys[0] as forge.pkcs12.Bag) };
}

const broken = (why: string): ProvisioningError =>
  new ProvisioningError("PFX_UNREADABLE", `The PFX file cannot be read: ${why}`, {
    remedy: "It must be PKCS#12 (.pfx, .p12), in binary: export or download it again.",
  });

function parse(bytes: Buffer): forge.asn1.Asn1 {
  if (bytes.length > largestPfx) throw broken(`it is larger than ${largestPfx} bytes`);
  let der: forge.asn1.Asn1;
  try {
    der = asn1.fromDer(bytes.toString("binary"));
  } catch {
    throw broken("it is no PKCS#12");
  }
  if (Array.isArray(der.value) && der.value.length >= 2 && versionOf(der) === 3) return der;
  throw broken("it is no PKCS#12 of version 3");
}

function versionOf({ value }: forge.asn1.Asn1): number | undefined {
  const [version] = value as forge.asn1.Asn1[];
  return typeof version?.value === "string" && version.value.length === 1 ? version.value.charCodeAt(0) : undefined;
}

function open(der: forge.asn1.Asn1, password: Secret): forge.pkcs12.Pkcs12Pfx {
  try {
    return pkcs12.pkcs12FromAsn1(der, true, password.reveal());
  } catch (error) {
    // node-forge's words for a MAC that does not fit, and for padding that does not in a file without one
    const said = error instanceof Error ? error.message : "";
    if (/MAC could not be verified|Invalid password|PKCS#?12 .*decrypt|padding/i.test(said))
      throw new ProvisioningError("PFX_PASSWORD", "The password does not open the PFX file", {
        remedy: "Is it the password of this file? Its first line counts, without the line's end.",
      });
    throw broken(/unsupported|unknown|OID/i.test(said) ? "it uses a cipher that is not known here" : "it is damaged");
  }
}

/** What node-forge understood, or what it left as ASN.1: it knows no keys but RSA. */
const bagsOf = (pfx: forge.pkcs12.Pkcs12Pfx, type: string): readonly forge.pkcs12.Bag[] =>
  pfx.getBags({ bagType: oids[type] as string })[oids[type] as string] ?? [];

const derOf = (value: forge.asn1.Asn1): Buffer => Buffer.from(asn1.toDer(value).getBytes(), "binary");

function certificateOf(bag: forge.pkcs12.Bag): X509Certificate {
  try {
    return new X509Certificate(derOf(bag.cert ? pki.certificateToAsn1(bag.cert) : (bag.asn1 as forge.asn1.Asn1)));
  } catch {
    throw broken("one of its certificates is damaged");
  }
}

function keyOf(bag: forge.pkcs12.Bag): Secret {
  const der = bag.key ? derOf(pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(bag.key))) : bag.asn1 && derOf(bag.asn1);
  if (!der) throw broken("its private key is damaged");
  let type: string | undefined;
  let pem: string;
  try {
    const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    type = key.asymmetricKeyType;
    pem = key.export({ format: "pem", type: "pkcs8" }) as string;
  } catch {
    throw broken("its private key is damaged");
  }
  if (type === "rsa") return new Secret(pem);
  throw new ProvisioningError(
    "PFX_NOT_RSA",
    `The PFX file's key is ${type ?? "of no known kind"}; AMT takes only RSA`,
    {
      remedy: "Have a provisioning certificate issued for an RSA key of 2048 bits or more.",
    },
  );
}
