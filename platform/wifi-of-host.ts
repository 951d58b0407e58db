import type { Clock } from "./clock.ts";
import { networkManagerWifi } from "./linux-wifi.ts";
import type { Host } from "./paths.ts";
import type { ReadWifiProfiles } from "./wifi-profiles.ts";

/** undefined: this system has none that we could ask. Nothing is loaded late: a secret of another bundle's class is none here. */
export function wifiProfilesOf(host: Host, clock: Clock): ReadWifiProfiles | undefined {
  return host.platform === "linux" ? (options) => networkManagerWifi(host, clock, options) : undefined;
}
