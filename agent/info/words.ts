/** SKU word of 0x1A: what the firmware was sold as (rpc.md 1.3). */
const skuBits: readonly [bit: number, feature: string][] = [
  [3, "AMT Pro"],
  [4, "Standard Manageability"],
  [13, "Anti-Theft"],
  [14, "Corporate"],
  [15, "Level III Management Upgrade"],
];

export interface Sku {
  readonly number: number;
  readonly brand: string;
  readonly features: string[];
}

export function skuInWords(text: string): Sku | undefined {
  const number = Number.parseInt(text, 10);
  if (!Number.isSafeInteger(number) || number < 0) return undefined;
  const features = skuBits.filter(([bit]) => Math.floor(number / 2 ** bit) % 2 === 1).map(([, feature]) => feature);
  const brand = features.includes("AMT Pro")
    ? "Intel AMT"
    : features.includes("Standard Manageability")
      ? "Intel Standard Manageability"
      : "unknown";
  return { number, brand, features };
}

export interface CodeVersions {
  readonly versions: readonly { readonly name: string; readonly version: string }[];
}

/** The entries of 0x1A that say what this AMT is; null for one that is not there. `sku` is null too where its text is no number. */
export function codeVersionsInWords({ versions }: CodeVersions) {
  const entry = (name: string): string | null => versions.find((v) => v.name === name)?.version ?? null;
  const skuText = entry("Sku");
  return { version: entry("AMT"), build: entry("Build Number"), skuText, sku: skuInWords(skuText ?? "") ?? null };
}

const featureNames: Readonly<Record<string, string>> = {
  amt: "AMT",
  psr: "Platform Service Record",
  softCreek: "Capability Licensing",
  pavp: "Protected Audio/Video Path",
  remoteConnection: "Remote Connectivity",
  ipv6: "IPv6",
  kvm: "KVM",
  dal: "Dynamic Application Loader",
  tls: "TLS",
  cila: "Client-Initiated Local Access",
};

/** The names of the capability bits that are set; bits nobody has named are left to `mei call getCapabilities`. */
export const featuresInWords = (bits: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(featureNames)
    .filter(([bit]) => bits[bit] === true)
    .map(([, name]) => name);

const platforms = ["mobile", "desktop", "server", "workstation"] as const;
export const platformInWords = (bits: Readonly<Record<(typeof platforms)[number], boolean>>): string | null =>
  platforms.find((name) => bits[name]) ?? null;

export const versionInWords = (v: { major: number; minor: number; hotfix: number; build: number }): string =>
  `${v.major}.${v.minor}.${v.hotfix}.${v.build}`;

/** UUIDs that mean "nobody set one" (rpc.md 1.3). */
const blankUuids = new Set([
  "00000000-0000-0000-0000-000000000000",
  "ffffffff-ffff-ffff-ffff-ffffffffffff",
  "03000200-0400-0500-0006-000700080009",
]);
export const isBlankUuid = (uuid: string): boolean => blankUuids.has(uuid.toLowerCase());

/** Bytes of a hash by its algorithm; the wire always has 64. */
const hashSizes: Readonly<Record<string, number>> = {
  md5: 16,
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
};
export const hashText = (hash: Buffer, algorithm: string | number): string =>
  hash.subarray(0, hashSizes[String(algorithm)] ?? 64).toString("hex");
