import { createHash } from "node:crypto";
import type { Chain } from "./chain.ts";
import { ProvisioningError } from "./error.ts";

/** One root that AMT knows, as AMTHI tells it. */
export interface KnownRoot {
  readonly name: string;
  readonly algorithm: string | number;
  readonly hash: Buffer;
  readonly active: boolean;
}

const sizes: Readonly<Record<string, number>> = { sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 };

/** The name under which AMT knows the chain's root. Entries are told apart by hash, not by name. Throws ROOT_UNKNOWN, ROOT_INACTIVE. */
export function trustedRoot({ certificates }: Chain, known: readonly KnownRoot[]): string {
  const root = certificates.at(-1)?.raw ?? Buffer.alloc(0);
  const same = known.filter(({ algorithm, hash }) => {
    const size = sizes[algorithm];
    return size !== undefined && createHash(String(algorithm)).update(root).digest().equals(hash.subarray(0, size));
  });
  const active = same.find((one) => one.active);
  if (active) return active.name;
  const [inactive] = same;
  if (inactive)
    throw new ProvisioningError(
      "ROOT_INACTIVE",
      `AMT knows the certificate's root, but it is switched off: ${inactive.name}`,
      {
        remedy: "Switch the hash on in the PC's ME menu (MEBx), or take a certificate of another authority.",
      },
    );
  const sha256 = createHash("sha256").update(root).digest("hex");
  throw new ProvisioningError("ROOT_UNKNOWN", `AMT does not know the certificate's root (sha256 ${sha256})`, {
    remedy:
      "Take a certificate of an authority that AMT knows (amt-agent info lists them), or add the hash in the PC's ME menu (MEBx) or by USB.",
  });
}
