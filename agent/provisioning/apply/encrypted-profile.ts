import { createDecipheriv } from "node:crypto";
import type { Secret } from "../../../platform/secret.ts";
import { ProfileError } from "./error.ts";

const NONCE = 12;
const TAG = 16;

/** A whole file of nothing but base64: how the Device Management Toolkit keeps a profile that is encrypted (rpc.md 1.8). */
export const isEncrypted = (text: string): boolean =>
  text.trim().length > (4 * (NONCE + TAG)) / 3 && /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text);

/** base64 of nonce, AES-256-GCM ciphertext and tag; the key is 32 characters, taken as they are. Throws ProfileError. */
export function decryptProfile(text: string, key: Secret): string {
  const bytes = Buffer.from(key.reveal(), "utf8");
  if (bytes.length !== 32) throw new ProfileError("PROFILE_LOCKED", "The profile's key must be 32 characters");
  const whole = Buffer.from(text, "base64");
  if (whole.length <= NONCE + TAG) throw new ProfileError("PROFILE_INVALID", "The encrypted profile is cut off");
  const decipher = createDecipheriv("aes-256-gcm", bytes, whole.subarray(0, NONCE));
  decipher.setAuthTag(whole.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(whole.subarray(NONCE, -TAG)), decipher.final()]).toString("utf8");
  } catch {
    throw new ProfileError("PROFILE_LOCKED", "The profile cannot be decrypted: another key, or it was changed");
  }
}
