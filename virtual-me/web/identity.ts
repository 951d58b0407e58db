import { createHash, type KeyObject } from "node:crypto";
import { type Issued, issue, makeKeys, type Name, pemOf } from "./certificate.ts";

/** What AMT shows of itself on a TLS port. Keys are made at the first use and live as long as the ME. */
export interface Identity {
  /** PEM of what a client has to trust: the root of the On-Die chain, or the self-signed certificate. */
  readonly authority: string;
  /** DER, the leaf first, as it is sent: the root is not. */
  readonly chain: readonly Buffer[];
  /** The leaf's. */
  readonly key: KeyObject;
  /** Hash of the leaf, which is what START_CONFIGURATION_HBASED tells the host (rpc.md 2.8). */
  hash(algorithm: "sha256" | "sha384"): Buffer;
  /** Another leaf of the same authority: the real one changes with every START_CONFIGURATION_HBASED (rpc.md 2.8). */
  renew(): void;
}

/** In every subject: nobody shall take one of these for Intel's. */
const organization = ["O", "virtual ME of amt-agent, not Intel"] as const;

/**
 * The chain seen on a real machine, from the root down (rpc.md 3.4), with `VRT` where the platform's letters are. rpc-go asks for the
 * leaf's name, for "ROM CA" in the fourth and for "ODCA 2 CSME P" in the unit of the fourth's issuer.
 */
const onDieNames: readonly Name[] = [
  [organization, ["OU", "OnDie CA Root Cert Signing"], ["CN", "virtual"]],
  [organization, ["OU", "ODCA CA2 CSME Intermediate CA"], ["CN", "virtual"]],
  [organization, ["OU", "ODCA 2 CSME P_VRT SOC 00000000 ZE Issuing CA"], ["CN", "virtual"]],
  [organization, ["CN", "ODCA 2 CSME VRT SOC ROM CA"]],
  [organization, ["CN", "ODCA 2 CSME VRT SOC SVN 01 Kernel CA"]],
  [organization, ["CN", "ODCA 2 CSME VRT SOC SVN 01 AMT   CA"]],
];

export interface IdentityParts {
  /** A chain like that of Intel's On-Die CA instead of one self-signed certificate. */
  readonly onDie: boolean;
  readonly random: (size: number) => Buffer;
  /** The machine's own name; may be empty. */
  readonly name: () => string;
}

export function createIdentity({ onDie, random, name }: IdentityParts): Identity {
  // Real leaves name no host as far as is known; these do, so that `curl --cacert` can verify them without tricks.
  const names = (): string[] => ["localhost", "127.0.0.1", "::1", ...(name() === "" ? [] : [name()])];
  let authorities: readonly Issued[] | undefined;
  let leaf: Issued | undefined;

  function above(): readonly Issued[] {
    if (authorities) return authorities;
    const made: Issued[] = [];
    for (const subject of onDie ? onDieNames : [])
      made.push(issue({ subject, keys: makeKeys(), issuer: made.at(-1), serial: random(19), authority: true }));
    authorities = made;
    return made;
  }
  function own(): Issued {
    const issuer = above().at(-1);
    const subject: Name = [organization, ["CN", issuer ? "AMT RCFG" : name() || "AMT"]];
    leaf ??= issue({ subject, keys: makeKeys(), issuer, serial: random(19), authority: false, names: names() });
    return leaf;
  }
  const chain = (): Buffer[] => [
    own().der,
    ...above()
      .slice(1)
      .reverse()
      .map(({ der }) => der),
  ];

  return {
    get authority() {
      return pemOf((above()[0] ?? own()).der);
    },
    get chain() {
      return chain();
    },
    get key() {
      return own().keys.privateKey;
    },
    hash: (algorithm) => createHash(algorithm).update(own().der).digest(),
    renew() {
      leaf = undefined;
    },
  };
}
