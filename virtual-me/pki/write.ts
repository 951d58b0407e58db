import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pemOf } from "../web/certificate.ts";
import { authorities } from "./authorities.ts";
import { kindNames, kindOf } from "./kinds.ts";
import { pfxOf } from "./pfx.ts";

/** Made up, and no secret: it protects keys that everybody can read in keys.ts. */
export const pfxPassword = "Virtual-PFX-1";

export interface WrittenCertificate {
  readonly name: string;
  readonly title: string;
  /** The machine takes it. */
  readonly good: boolean;
  readonly pfx: string;
  readonly passwordFile: string;
}

/** Writes a provisioning certificate for this domain, and the broken ones, each as PFX (0600); what was there by these names goes. */
export function writePki({ directory, domain }: { directory: string; domain: string }): readonly WrittenCertificate[] {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const put = (file: string, content: string | Buffer): string => {
    const path = join(directory, file);
    rmSync(path, { force: true });
    writeFileSync(path, content, { flag: "wx", mode: 0o600 });
    return path;
  };
  const passwordFile = put("password", `${pfxPassword}\n`);
  const wrongPasswordFile = put("another-password", "Virtual-PFX-2\n");
  put("root.pem", pemOf(authorities("trusted").root.der));
  return kindNames.map((name) => {
    const { title, good, make, wrongPassword = false } = kindOf(name);
    const pfx = put(`${name}.pfx`, pfxOf(make(domain), pfxPassword));
    return { name, title, good, pfx, passwordFile: wrongPassword ? wrongPasswordFile : passwordFile };
  });
}
