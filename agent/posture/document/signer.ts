import { accessSync, constants } from "node:fs";
import { codeOf } from "../../../mei/errors.ts";
import { ownDirectory } from "../../../platform/kept-file.ts";
import { keyIn, keyThere } from "./key.ts";
import { type Signer, signerWith } from "./sealed.ts";
import { makeTpmKey, type TpmPlace, tpmKeyThere } from "./tpm-key.ts";

/** `tpm`: in the TPM or not at all. `auto`: the key that is there already; the first is made in the TPM where that can be used. */
export interface KeyChoice {
  readonly kind: "auto" | "file" | "tpm";
  readonly tcti: string;
}

/** Whatever signs in that directory, made where there is none. Rejects PostureError, UntrustedFileError. */
export async function signerIn(
  directory: string,
  { kind, tcti }: KeyChoice,
  options: { signal: AbortSignal },
): Promise<Signer> {
  const place: TpmPlace = { directory: ownDirectory(directory), tcti };
  const there = keyOf(place, kind);
  if (there) return there;
  if (kind === "tpm" || (kind === "auto" && mayBe(tcti))) {
    try {
      return await makeTpmKey(place, options);
    } catch (error) {
      if (kind === "tpm" || codeOf(error) !== "POSTURE_TPM") throw error; // else a file does as well, and `posture verify` says which
    }
  }
  return signerWith(keyIn(directory));
}

/** The same, where there is one already. */
export function signerThere(directory: string, choice: KeyChoice): Signer | undefined {
  return keyOf({ directory, tcti: choice.tcti }, choice.kind);
}

function keyOf(place: TpmPlace, kind: KeyChoice["kind"]): Signer | undefined {
  const inTpm = kind === "file" ? undefined : tpmKeyThere(place);
  if (inTpm || kind === "tpm") return inTpm;
  const key = keyThere(place.directory);
  return key && signerWith(key);
}

/** Is there a device, and may this user use it? What is no device is taken at its word. */
function mayBe(tcti: string): boolean {
  const [, device] = /^device:(.+)$/.exec(tcti) ?? [];
  if (device === undefined) return true;
  try {
    accessSync(device, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false; // no TPM for this user
  }
}
