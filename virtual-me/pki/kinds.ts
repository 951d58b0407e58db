import type { Issued, KeyPair, Name } from "../web/certificate.ts";
import { authorities, fixed, organization } from "./authorities.ts";
import { keyPair } from "./keys.ts";

/** What a provisioning certificate can be like. */
export interface Kind {
  readonly title: string;
  /** Whether a machine whose suffix is the certificate's takes it. */
  readonly good: boolean;
  /** The certificates, in the order in which they stand in the file; `key` belongs to the leaf. */
  make(domain: string): { readonly chain: readonly Issued[]; readonly key: KeyPair };
  /** The file with the password holds another one. */
  readonly wrongPassword?: boolean;
}

const setupUsage = "2.16.840.1.113741.1.2.3";
const setupUnit = "Intel(R) Client Setup Certificate";

interface Leaf {
  readonly under?: "trusted" | "inactive" | "unknown";
  readonly keys?: KeyPair;
  readonly unit?: string;
  readonly usages?: readonly string[];
  readonly from?: string;
  readonly to?: string;
}

function chainOf(domain: string, leaf: Leaf = {}): { readonly chain: readonly Issued[]; readonly key: KeyPair } {
  const { under = "trusted", keys = keyPair("leaf"), unit, usages = [setupUsage], from, to } = leaf;
  const { root, authority } = authorities(under);
  const made = fixed({
    subject: subjectOf(domain, unit),
    keys,
    issuer: authority,
    authority: false,
    usages,
    ...(from !== undefined && { from: new Date(from) }),
    ...(to !== undefined && { to: new Date(to) }),
  });
  return { chain: [made, authority, root], key: keys };
}
const subjectOf = (domain: string, unit?: string): Name => [
  organization,
  ...(unit === undefined ? [] : ([["OU", unit]] as const)),
  ["CN", `provision.${domain}`],
];

function selfSigned(domain: string): { readonly chain: readonly Issued[]; readonly key: KeyPair } {
  const keys = keyPair("leaf");
  const subject = subjectOf(domain);
  return { chain: [fixed({ subject, keys, issuer: undefined, authority: false, usages: [setupUsage] })], key: keys };
}

const turned = <T extends { readonly chain: readonly Issued[] }>(made: T): T => ({
  ...made,
  chain: [...made.chain].reverse(),
});
const without = <T extends { readonly chain: readonly Issued[] }>(made: T, index: number): T => ({
  ...made,
  chain: made.chain.filter((_, at) => at !== index),
});

export const kinds = {
  provisioning: { title: "as AMT wants it", good: true, make: (domain) => chainOf(domain) },
  "with-unit": {
    title: "says what it is for by its unit, not by a usage",
    good: true,
    make: (domain) => chainOf(domain, { unit: setupUnit, usages: [] }),
  },
  "wrong-order": {
    title: "good, but the root stands first in the file",
    good: true,
    make: (domain) => turned(chainOf(domain)),
  },
  expired: { title: "no longer valid", good: false, make: (domain) => chainOf(domain, { to: "2021-01-01T00:00:00Z" }) },
  "not-yet-valid": {
    title: "not valid yet",
    good: false,
    make: (domain) => chainOf(domain, { from: "2049-01-01T00:00:00Z" }),
  },
  incomplete: {
    title: "the authority between leaf and root is missing",
    good: false,
    make: (domain) => without(chainOf(domain), 1),
  },
  "without-root": { title: "the root is missing", good: false, make: (domain) => without(chainOf(domain), 2) },
  "wrong-domain": {
    title: "for a domain that is not the machine's",
    good: false,
    make: () => chainOf("elsewhere.invalid"),
  },
  "wrong-usage": { title: "not for setting up AMT", good: false, make: (domain) => chainOf(domain, { usages: [] }) },
  "weak-key": {
    title: "an RSA key of 1024 bits",
    good: false,
    make: (domain) => chainOf(domain, { keys: keyPair("weak") }),
  },
  "unknown-root": {
    title: "under a root that the machine does not know",
    good: false,
    make: (domain) => chainOf(domain, { under: "unknown" }),
  },
  "inactive-root": {
    title: "under a root that is switched off in the machine",
    good: false,
    make: (domain) => chainOf(domain, { under: "inactive" }),
  },
  "self-signed": { title: "signed by itself", good: false, make: selfSigned },
  "wrong-password": {
    title: "good, but the password beside it is another one",
    good: false,
    make: (domain) => chainOf(domain),
    wrongPassword: true,
  },
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as readonly KindName[];
export const kindOf = (name: KindName): Kind => kinds[name];
