import { createHash, X509Certificate } from "node:crypto";
import type { HashFacts, SetupFacts } from "../machine.ts";
import type { World } from "../world.ts";

/** Certificates of one chain, the root included; guessed: AMT's record has room for three authorities and says when there were more. */
export const longestChain = 5;
/** Bits of an RSA key; guessed for every generation. */
const shortestKey = 2048;
const setupUsage = "2.16.840.1.113741.1.2.3";
const setupUnit = "Intel(R) Client Setup Certificate";

/** Why AMT does not take a chain of certificates for its owner's. It never says so itself. */
export type ChainProblem =
  | "not complete"
  | "another key than RSA"
  | "key too short"
  | "not valid yet"
  | "expired"
  | "not for setting up AMT"
  | "root unknown"
  | "root not active"
  | "other domain";

/** undefined: no DER of a certificate. */
export function certificateIn(der: Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
}

export const isSelfSigned = (one: X509Certificate): boolean => one.checkIssued(one) && one.verify(one.publicKey);

/** Old roots are of X.509 version 1, which does not say that it is an authority. */
export const issuedBy = (one: X509Certificate, issuer: X509Certificate): boolean =>
  (issuer.ca || isSelfSigned(issuer)) && one.checkIssued(issuer) && one.verify(issuer.publicKey);

/** The entry of AMT's store for this root, whatever the algorithm; an active one before others. */
export function rootEntry(hashes: Iterable<HashFacts>, root: X509Certificate): HashFacts | undefined {
  const same = [...hashes].filter(
    ({ algorithm, hash }) => createHash(algorithm).update(root.raw).digest("hex") === hash.toLowerCase(),
  );
  return same.find(({ isActive }) => isActive) ?? same[0];
}

export function partOf(one: X509Certificate, attribute: "CN" | "OU"): readonly string[] {
  return one.subject
    .split("\n")
    .filter((line) => line.startsWith(`${attribute}=`))
    .map((line) => line.slice(attribute.length + 1));
}

/** The suffix that AMT compares with: its own, else that of DHCP on the wired LAN, which needs a link (rpc.md 3.3). */
export function trustedSuffix(world: World): { readonly suffix: string; readonly secure: boolean } {
  if (world.pkiSuffix !== "") return { suffix: world.pkiSuffix, secure: true };
  return { suffix: world.wired?.linkUp ? world.dhcpSuffix : "", secure: false };
}

/**
 * The name without its first label, which may be `*`, is the suffix. Below `.com` and `.net` the last two labels decide (Intel, AMT 2.6
 * and later). Guessed: that a name of two labels is its own domain, and that letters' case does not count.
 */
export function fitsDomain(commonName: string, suffix: string): boolean {
  const [name, wanted] = [commonName.toLowerCase().split("."), suffix.toLowerCase().split(".")];
  if (suffix === "" || name.includes("") || wanted.includes("") || name.length < 2) return false;
  const last = name.at(-1);
  if (last === "com" || last === "net") return name.slice(-2).join(".") === wanted.slice(-2).join(".");
  const domain = name.length > 2 || name[0] === "*" ? name.slice(1) : name;
  return domain.join(".") === wanted.join(".");
}

const isForSetup = (leaf: X509Certificate): boolean =>
  leaf.keyUsage?.includes(setupUsage) === true || partOf(leaf, "OU").includes(setupUnit);

/** What is wrong with a chain, leaf first; each certificate is known to be issued by the next. */
export function chainProblem(chain: readonly X509Certificate[], world: World, now: Date): ChainProblem | undefined {
  const [leaf] = chain;
  const root = chain.at(-1);
  if (!leaf || !root || chain.length < 2 || !isSelfSigned(root)) return "not complete";
  for (const one of chain) {
    if (one.publicKey.asymmetricKeyType !== "rsa") return "another key than RSA";
    if ((one.publicKey.asymmetricKeyDetails?.modulusLength ?? 0) < shortestKey) return "key too short";
    if (now < new Date(one.validFrom)) return "not valid yet";
    if (now > new Date(one.validTo)) return "expired";
  }
  if (!isForSetup(leaf)) return "not for setting up AMT";
  const entry = rootEntry(world.hashes.values(), root);
  if (!entry) return "root unknown";
  if (!entry.isActive) return "root not active";
  const { suffix } = trustedSuffix(world);
  return partOf(leaf, "CN").some((name) => fitsDomain(name, suffix)) ? undefined : "other domain";
}

/** How AMT remembers who it was given to: the root, the name, the authorities. */
export function ownerBy(world: World, chain: readonly X509Certificate[]): Omit<SetupFacts, "time"> {
  const [leaf, ...authorities] = chain;
  const root = authorities.at(-1);
  const entry = root && rootEntry(world.hashes.values(), root);
  const [commonName = ""] = leaf ? partOf(leaf, "CN") : [];
  return {
    byHost: true,
    serverFqdn: commonName,
    serverAddress: "",
    rootHash: entry?.hash ?? "",
    hashAlgorithm: entry?.algorithm ?? "sha256",
    isDefaultHash: entry?.isDefault ?? false,
    commonName,
    secureDns: trustedSuffix(world).secure,
    caSerials: authorities.map(({ serialNumber }) => serialNumber),
  };
}
