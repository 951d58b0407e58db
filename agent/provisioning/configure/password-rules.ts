import type { Secret } from "../../../platform/secret.ts";
import { passwordNeeds } from "../password.ts";
import { cannotMean } from "./error.ts";

/** The rule is that of activation; only what a broken one is called differs: here it is a value among others. */
export function checkAmtPassword(password: Secret, whose: string): void {
  const needs = passwordNeeds(password);
  if (needs.length > 0) cannotMean(`The ${whose} password needs ${needs.join(", ")}`);
}

/** WPA passphrases: 8 to 63 printable ASCII characters (IEEE 802.11). */
export function checkPassphrase(passphrase: Secret, profile: string): void {
  if (!/^[\x20-\x7e]{8,63}$/.test(passphrase.reveal()))
    cannotMean(`The passphrase of the Wi-Fi profile "${profile}" needs 8 to 63 printable ASCII characters`);
}
