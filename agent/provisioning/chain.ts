import { createPrivateKey, createPublicKey, type X509Certificate } from "node:crypto";
import type { Secret } from "../../platform/secret.ts";
import { ProvisioningError } from "./error.ts";
import type { Pfx } from "./pfx.ts";

/** Leaf first, self-signed root last, each issued by the next: as AMT takes them one by one (rpc.md 3.3). */
export interface Chain {
  readonly certificates: readonly [X509Certificate, ...X509Certificate[]];
  readonly key: Secret;
}

/** AMT 6 and later take at most this many, root included (Intel's guide, "Host Based Setup"; its AddNextCertInChain says the rest is too much). */
const longest = 5;
const shortestKey = 2048;
export const setupUsage = "2.16.840.1.113741.1.2.3";
const setupUnit = "Intel(R) Client Setup Certificate";

/** The certificates in AMT's order, whatever order the file has them in. Throws CHAIN_... for what is missing. */
export function orderedChain({ certificates, key }: Pfx): Chain {
  const publicKey = createPublicKey(createPrivateKey(key.reveal()));
  const leaf = certificates.find((one) => one.publicKey.equals(publicKey));
  if (!leaf)
    throw new ProvisioningError("PFX_NO_CERTIFICATE", "No certificate of the PFX file belongs to its private key", {
      remedy: "Export the certificate again, together with its own key.",
    });
  const chain: [X509Certificate, ...X509Certificate[]] = [leaf];
  for (let last = leaf; !isSelfSigned(last); ) {
    const issuer = certificates.find((one) => !chain.includes(one) && issued(last, one));
    if (!issuer) throw unfinished(last, certificates.length - chain.length);
    chain.push(issuer);
    last = issuer;
  }
  if (chain.length === 1)
    throw new ProvisioningError("CHAIN_SELF_SIGNED", `The certificate (${nameOf(leaf)}) is signed by itself`, {
      remedy: "AMT takes a certificate that an authority it trusts has issued: amt-agent info lists them.",
    });
  if (chain.length > longest)
    throw new ProvisioningError("CHAIN_TOO_LONG", `The chain has ${chain.length} certificates; AMT takes ${longest}`);
  return { certificates: chain, key };
}

function unfinished(last: X509Certificate, others: number): ProvisioningError {
  const issuer = shortName(last.issuer);
  const remedy =
    "Export the PFX with all certificates of the path, or add the missing one (openssl pkcs12 -export -certfile).";
  // Nothing is left over: the path goes to its end, and only the end itself is not there
  return others === 0
    ? new ProvisioningError("CHAIN_NO_ROOT", `The root of the chain is not in the PFX file: ${issuer}`, { remedy })
    : new ProvisioningError("CHAIN_INCOMPLETE", `A certificate of the chain is not in the PFX file: ${issuer}`, {
        remedy,
      });
}

/** By name and signature: a certificate need not be an authority's to have signed itself. */
const isSelfSigned = (one: X509Certificate): boolean => one.subject === one.issuer && one.verify(one.publicKey);
const issued = (one: X509Certificate, by: X509Certificate): boolean => one.checkIssued(by) && one.verify(by.publicKey);

/** Dates, keys and what it is for. Throws CHAIN_NOT_YET_VALID, CHAIN_EXPIRED, CHAIN_WEAK_KEY, PFX_NOT_RSA, CHAIN_USAGE. */
export function checkChain({ certificates }: Chain, now: Date): void {
  for (const one of certificates) {
    const name = nameOf(one);
    if (one.publicKey.asymmetricKeyType !== "rsa")
      throw new ProvisioningError("PFX_NOT_RSA", `The key of ${name} is not RSA, and AMT takes only that`);
    const bits = one.publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
    if (bits < shortestKey)
      throw new ProvisioningError("CHAIN_WEAK_KEY", `The key of ${name} has ${bits} bits; ${shortestKey} are needed`);
    if (now < new Date(one.validFrom))
      throw new ProvisioningError("CHAIN_NOT_YET_VALID", `${name} is valid only from ${one.validFrom}`, {
        remedy: "Is this PC's clock right?",
      });
    if (now > new Date(one.validTo))
      throw new ProvisioningError("CHAIN_EXPIRED", `${name} was valid until ${one.validTo}`, {
        remedy: "Renew the provisioning certificate.",
      });
  }
  const [leaf] = certificates;
  if (leaf.keyUsage?.includes(setupUsage) || attributesOf(leaf.subject, "OU").includes(setupUnit)) return;
  throw new ProvisioningError("CHAIN_USAGE", `${nameOf(leaf)} is not for setting up AMT`, {
    remedy: `It must have the extended key usage ${setupUsage}, or the unit (OU) "${setupUnit}".`,
  });
}

export const commonNames = ({ certificates: [leaf] }: Chain): readonly string[] => attributesOf(leaf.subject, "CN");

const attributesOf = (name: string, attribute: string): readonly string[] =>
  name
    .split("\n")
    .filter((line) => line.startsWith(`${attribute}=`))
    .map((line) => line.slice(attribute.length + 1).replace(/\\(.)/g, "$1"));

/** The common name, or what there is; printable and short, because whoever made the file chose it. */
function shortName(name: string): string {
  const text = attributesOf(name, "CN")[0] ?? name.split("\n").join(", ");
  return `"${text.replace(/[^\x20-\x7e]/g, "?").slice(0, 100)}"`;
}
const nameOf = (one: X509Certificate): string => shortName(one.subject);
