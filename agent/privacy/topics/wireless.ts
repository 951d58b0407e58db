import type { PrivacyFinding } from "../../api/privacy.ts";
import { message } from "../../api/texts.ts";
import { tame } from "../../events/heard.ts";
import { inInfo, isKnown, part } from "../known.ts";
import { amt, asked, me, type Readings, says, type Topic, topic, unknown } from "../readings.ts";

/** AMT has room for 16 (rpc.md 3.10). */
const MOST = 16;

export const wireless: Topic = (readings) => {
  const { info, guarded } = readings;
  const { wireless: port } = info.network;
  const source = me("getLanInterfaceSettings");
  const none = info.unknown.some(
    (one) => one.field === "network.wireless" && one.message.code === "unknown.no-interface",
  );
  if (none) return topic("wireless", [says("closed", message("privacy.wireless.none", {}), source)]);
  const link = inInfo(info, "network.wireless", port === null ? null : port.enabled && port.linkUp);
  const address = port && port.address !== "0.0.0.0" ? port.address : "";
  const sync = part(guarded.wifiService, ([one]) => {
    const state = one?.localProfileSynchronizationEnabled;
    return one === undefined ? false : state === undefined ? undefined : state !== "disabled";
  });
  return topic("wireless", [
    asked(link, (state) => message("privacy.wireless.link", { state, address }), source),
    ...profiles(readings),
    asked(sync, (state) => message("privacy.wireless.sync", { state }), amt("AMT_WiFiPortConfigurationService")),
  ]);
};

/** posture.md 3c: what is open or shared is weak, and so is what TKIP or WEP encrypts. */
function securityOf(method: unknown, encryption: unknown): string {
  if (method === "open" && encryption === "none") return "open";
  if (method === undefined || encryption === undefined) return "unknown";
  const isWeak = ["open", "sharedKey", "wpaPsk", "wpa8021x"].includes(String(method));
  return isWeak || ["wep", "tkip", "none"].includes(String(encryption)) ? "weak" : "good";
}

function profiles({ guarded }: Readings): PrivacyFinding[] {
  const source = amt("CIM_WiFiEndpointSettings");
  const known = guarded.wifiProfiles;
  if (!isKnown(known)) return [unknown(message("privacy.wireless.profiles", {}), known.why, source)];
  if (known.value.length === 0) return [says("closed", message("privacy.wireless.no-profile", {}), source)];
  return known.value
    .slice(0, MOST)
    .map(({ SSID, ElementName = "without a name", AuthenticationMethod, EncryptionMethod }) => {
      const security = securityOf(AuthenticationMethod, EncryptionMethod);
      const what = message("privacy.wireless.profile", { name: tame(SSID ?? ElementName), security });
      return says(security === "good" ? "fact" : "open", what, source);
    });
}
