import { createHash } from "node:crypto";
import { type Issued, issue, type KeyPair, type Name } from "../web/certificate.ts";
import { keyPair } from "./keys.ts";

/** In every subject: nobody shall take one of these for a certificate that a real machine knows. */
export const organization = ["O", "virtual ME of amt-agent, not Intel's"] as const;

const serialOf = (subject: Name): Buffer => createHash("sha1").update(JSON.stringify(subject)).digest();

/** A certificate that is the same at every run. */
export const fixed = (request: Omit<Parameters<typeof issue>[0], "serial">): Issued =>
  issue({ ...request, serial: serialOf(request.subject) });

const root = (commonName: string, keys: KeyPair): Issued =>
  fixed({ subject: [organization, ["CN", commonName]], keys, issuer: undefined, authority: true });

export interface Authorities {
  readonly root: Issued;
  readonly authority: Issued;
}

/** The root by this name, and the authority below it. All of them share their keys: it is the names that tell them apart. */
export function authorities(name: "trusted" | "inactive" | "unknown"): Authorities {
  const made = root(`Virtual ME test root, ${name}`, keyPair("root"));
  const subject: Name = [organization, ["CN", `Virtual ME test authority, ${name}`]];
  return { root: made, authority: fixed({ subject, keys: keyPair("authority"), issuer: made, authority: true }) };
}
