import type { Secret } from "../../../platform/secret.ts";
import { cannotMean } from "./error.ts";

/** AMT's rule for its own and the MEBx password (rpc.md 3.8, presence-posture.md 5.1: an underscore is no special character). */
export function checkAmtPassword(password: Secret, whose: string): void {
  const text = password.reveal();
  const missing = [
    ...(text.length < 8 || text.length > 32 ? ["8 to 32 characters"] : []),
    ...(/^[\x20-\x7e]*$/.test(text) ? [] : ["only printable ASCII"]),
    ...(/[a-z]/.test(text) ? [] : ["a lower case letter"]),
    ...(/[A-Z]/.test(text) ? [] : ["an upper case letter"]),
    ...(/\d/.test(text) ? [] : ["a digit"]),
    ...(/[^A-Za-z0-9_]/.test(text) ? [] : ["a special character (the underscore does not count)"]),
  ];
  if (missing.length > 0) cannotMean(`The ${whose} password needs ${missing.join(", ")}`);
}

/** WPA passphrases: 8 to 63 printable ASCII characters (IEEE 802.11). */
export function checkPassphrase(passphrase: Secret, profile: string): void {
  if (!/^[\x20-\x7e]{8,63}$/.test(passphrase.reveal()))
    cannotMean(`The passphrase of the Wi-Fi profile "${profile}" needs 8 to 63 printable ASCII characters`);
}
