import type { Secret } from "./secret.ts";

/** A wireless network that this PC knows, and gets into by a passphrase. */
export interface WifiProfile {
  /** As the user sees it. */
  readonly name: string;
  readonly ssid: string;
  readonly security: "wpa2-psk" | "wpa3-sae";
  readonly passphrase: Secret;
}
/** The one that was used last first. Rejects with `code` where the system keeps them from us. */
export type ReadWifiProfiles = (options: { most: number; signal: AbortSignal }) => Promise<readonly WifiProfile[]>;
