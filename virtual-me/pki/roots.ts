import type { HashFacts } from "../machine.ts";

interface VirtualRoot {
  readonly name: string;
  readonly isActive: boolean;
  readonly sha1: string;
  readonly sha256: string;
}

/**
 * Roots that virtual machines trust beside those of real ones, and nothing else does: their keys are in keys.ts for everybody to read.
 * The hashes are of the certificates of authorities.ts, which are the same at every run; a test compares.
 */
export const virtualRoots: readonly VirtualRoot[] = [
  {
    name: "Virtual ME test root, not Intel's",
    isActive: true,
    sha1: "98fc8887fbbfc08a772bc3c85f92ec7d954c7497",
    sha256: "9be5426eee79360678773a2f80da159d49db83dbc0c609ec0b280e2663144af2",
  },
  {
    name: "Virtual ME test root that is switched off, not Intel's",
    isActive: false,
    sha1: "65830af77eb59ab6d68edcb351c01b8340df36af",
    sha256: "a984c86aeb15271fdbb7d84274a3cc61f8e1115118c104b460396b76a24b30a1",
  },
];

/** As a machine lists them whose other roots are of this algorithm. */
export const rootsOf = (algorithm: "sha1" | "sha256"): readonly HashFacts[] =>
  virtualRoots.map(({ name, isActive, ...hashes }) => ({
    name,
    isActive,
    isDefault: true,
    algorithm,
    hash: hashes[algorithm],
  }));
