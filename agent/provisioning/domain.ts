import { ProvisioningError } from "./error.ts";

/** What AMT compares the certificate's name with. */
export interface Suffixes {
  /** Of AMT itself (MEBx, USB); empty: none, and then DHCP's counts. */
  readonly pki: string;
  /** DHCP option 15, where the host knows it. */
  readonly dhcp: string | undefined;
  readonly wiredLinkUp: boolean | undefined;
}

/**
 * The name without its first label is the suffix; below .com and .net the last two labels decide (Intel's guide, "Acquiring a
 * certificate"). Letters' case does not count.
 */
export function fits(commonName: string, suffix: string): boolean {
  const name = commonName.toLowerCase().split(".");
  const wanted = suffix.toLowerCase().replace(/\.$/, "").split(".");
  if (name.includes("") || wanted.includes("") || name.length < 2) return false;
  const last = name.at(-1);
  if (last === "com" || last === "net") return name.slice(-2).join(".") === wanted.slice(-2).join(".");
  return (name.length > 2 || name[0] === "*" ? name.slice(1) : name).join(".") === wanted.join(".");
}

/**
 * Throws DOMAIN_MISMATCH, and DOMAIN_UNKNOWN where AMT can have no suffix: none of its own, and no link over which DHCP could give one
 * (rpc.md 3.3). A suffix of DHCP that the host does not know is left to AMT.
 */
export function checkDomain(names: readonly string[], { pki, dhcp, wiredLinkUp }: Suffixes): void {
  const shown = names.map((name) => name.replace(/[^\x20-\x7e]/g, "?").slice(0, 100)).join(", ") || "no name";
  const own = "Set the PKI DNS suffix in the PC's ME menu (MEBx) or by USB";
  if (pki === "" && wiredLinkUp === false)
    throw new ProvisioningError(
      "DOMAIN_UNKNOWN",
      "AMT has no DNS suffix of its own, and its wired network has no link",
      {
        remedy: `${own}, or connect the cable: AMT takes the suffix from DHCP (option 15) there.`,
      },
    );
  const suffix = pki === "" ? dhcp : pki;
  if (suffix === undefined || suffix === "" || names.some((name) => fits(name, suffix))) return;
  throw new ProvisioningError(
    "DOMAIN_MISMATCH",
    `The certificate is for ${shown}; AMT's DNS suffix is ${suffix.slice(0, 100)}${pki === "" ? " (from DHCP)" : ""}`,
    { remedy: `Take a certificate for a name in ${suffix.slice(0, 100)}. ${own}.` },
  );
}
