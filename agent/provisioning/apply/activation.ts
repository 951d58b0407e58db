import { readFileSync } from "node:fs";
import { Secret } from "../../../platform/secret.ts";
import { type Chain, orderedChain } from "../chain.ts";
import { largestPfx, readPfx } from "../pfx.ts";
import type { Intent } from "../wish.ts";
import type { ActivationWanted } from "./apply.ts";
import { ProfileError } from "./error.ts";

/** What a profile wants of AMT's mode, as the operation that brings it there. Throws ProfileError, ProvisioningError. */
export function intentOf(wanted: ActivationWanted, from: "none" | "client"): Intent {
  const { mode, password, mebxPassword } = wanted;
  if (mode === "client")
    return { kind: "activate", make: () => ({ kind: "activate", mode, password: given(password) }) };
  const chain = chainOf(wanted);
  if (from === "client") return { kind: "upgrade", make: () => ({ kind: "upgrade", password, chain }) };
  const more = mebxPassword === undefined ? {} : { mebxPassword };
  return { kind: "activate", make: () => ({ kind: "activate", mode, password: given(password), chain, ...more }) };
}

/** Whoever wrote the profile has it. */
const given = (secret: Secret) => ({ secret, reference: "in the profile" });

function chainOf({ certificate, certificatePassword }: ActivationWanted): Chain {
  if (certificate === undefined)
    throw new ProfileError(
      "PROFILE_INVALID",
      "activation: admin control mode needs a provisioning certificate (certificate, certificatePassword)",
    );
  const bytes = typeof certificate === "string" ? Buffer.from(certificate, "base64") : fileBytes(certificate.file);
  return orderedChain(readPfx(bytes, certificatePassword ?? new Secret("")));
}

function fileBytes(path: string): Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new ProfileError("PROFILE_INVALID", `activation.certificate cannot be read: ${(error as Error).message}`);
  }
  if (bytes.length <= largestPfx) return bytes;
  throw new ProfileError("PROFILE_INVALID", `activation.certificate: ${path} is larger than a PFX file is`);
}
