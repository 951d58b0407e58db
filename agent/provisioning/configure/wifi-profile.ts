import type { Instance } from "../../../mei/wsman/resource.ts";
import type { wifiEndpointSettings } from "../../../mei/wsman/resources/wifi.ts";
import type { WantedWifiProfile } from "../../api/wanted.ts";
import type { Plain } from "../../wsman/plain.ts";
import { checkDot1x, type Dot1x } from "./dot1x.ts";
import { cannotMean } from "./error.ts";
import { checkPassphrase } from "./password-rules.ts";

export type StoredProfile = Instance<typeof wifiEndpointSettings>;

/** By the names of the declared class; encryption as it belongs to each. */
const securities = {
  "wpa-psk": { AuthenticationMethod: "wpaPsk", EncryptionMethod: "tkip" },
  "wpa2-psk": { AuthenticationMethod: "wpa2Psk", EncryptionMethod: "ccmp" },
  "wpa3-sae": { AuthenticationMethod: "wpa3Sae", EncryptionMethod: "ccmp" },
  "wpa-802.1x": { AuthenticationMethod: "wpa8021x", EncryptionMethod: "tkip" },
  "wpa2-802.1x": { AuthenticationMethod: "wpa28021x", EncryptionMethod: "ccmp" },
} as const;
export const wpa3Sae = 32_768;

/** A profile whose parts belong together, ready to be sent. */
export interface CheckedProfile {
  readonly wanted: WantedWifiProfile;
  readonly settings: Pick<Required<StoredProfile>, "AuthenticationMethod" | "EncryptionMethod">;
  readonly dot1x: Dot1x | undefined;
}

/** Throws CONFIGURE_INPUT for a profile that no network could have. */
export function checkProfile(wanted: WantedWifiProfile): CheckedProfile {
  const { name, ssid, security, passphrase, dot1x } = wanted;
  if (Buffer.byteLength(ssid) > 32) cannotMean(`The SSID of the Wi-Fi profile "${name}" has more than 32 bytes`);
  const enterprise = security.endsWith("802.1x");
  if (enterprise && (dot1x === undefined || passphrase !== undefined))
    cannotMean(`The Wi-Fi profile "${name}" needs dot1x and no passphrase: ${security}`);
  if (!enterprise && (passphrase === undefined || dot1x !== undefined))
    cannotMean(`The Wi-Fi profile "${name}" needs a passphrase and no dot1x: ${security}`);
  if (passphrase !== undefined) checkPassphrase(passphrase, name);
  return {
    wanted,
    settings: securities[security],
    dot1x: dot1x && checkDot1x(dot1x, `802.1x of the Wi-Fi profile "${name}"`),
  };
}

export function showProfile(stored: StoredProfile): Plain {
  const security = Object.entries(securities).find(
    ([, one]) => one.AuthenticationMethod === stored.AuthenticationMethod,
  );
  return {
    name: stored.ElementName ?? null,
    ssid: stored.SSID ?? null,
    security: security?.[0] ?? stored.AuthenticationMethod ?? null,
    priority: stored.Priority ?? null,
  };
}
