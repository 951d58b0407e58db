import { createHash } from "node:crypto";
import type { Wsman } from "../../mei/wsman/client.ts";
import { WsmanFault } from "../../mei/wsman/errors.ts";
import { referTo } from "../../mei/wsman/reference.ts";
import type { Instance } from "../../mei/wsman/resource.ts";
import { wifiEndpoint, wifiEndpointSettings, wifiPortConfigurationService } from "../../mei/wsman/resources/wifi.ts";
import { DBusError } from "../../platform/dbus/errors.ts";
import type { ReadWifiProfiles, WifiProfile } from "../../platform/wifi-profiles.ts";
import { tame } from "../events/heard.ts";
import type { Came, Work } from "./work.ts";

/** NetworkManager is not followed: a new network is given to AMT so long after it was joined at most. */
const EVERY = 600_000;
/** So many profiles of users AMT keeps (Intel's guide, "Wireless Configuration Concepts"); of a ninth it forgets the oldest. */
const MOST = 8;
/** What LMS puts before a profile's name, by which firmware tells users' profiles from the administrator's (intel/lms, WlanWSManClient.cpp). */
const USER_PROFILE = "Intel(r) AMT:WiFi Endpoint User Settings ";
/** By it we know ours again: nobody else's are touched. */
const OURS = "amt-agent ";
const NAME_BYTES = 32;
const methods = {
  "wpa2-psk": { AuthenticationMethod: "wpa2Psk", EncryptionMethod: "ccmp" },
  "wpa3-sae": { AuthenticationMethod: "wpa3Sae", EncryptionMethod: "ccmp" },
} as const;
/** As LMS sends it; firmware follows it for the administrator's profiles alone. */
const PRIORITY = 6;

type Stored = Instance<typeof wifiEndpointSettings>;
const isOurs = ({ InstanceID = "" }: Stored): boolean => InstanceID.startsWith(USER_PROFILE + OURS);
/** A letter that is cut in two goes. */
const nameOf = ({ name }: WifiProfile): string =>
  Buffer.from(OURS + name)
    .subarray(0, NAME_BYTES)
    .toString("utf8")
    .replace(/\ufffd$/, "");
const words = (stored: readonly Stored[]): string =>
  stored
    .map(({ SSID = "" }) => tame(SSID))
    .sort()
    .join(", ") || "none";

/** Gives AMT this PC's wireless networks, where its owner lets it take them (localProfileSynchronizationEnabled), and takes back those that are gone. */
export function wifiWork({
  open,
  profiles,
}: {
  readonly open: <T>(use: (wsman: Wsman) => Promise<T>, options: { signal: AbortSignal }) => Promise<T>;
  /** undefined: this system has none that we could ask. */
  readonly profiles: ReadWifiProfiles | undefined;
}): Work {
  /** Digests of the passphrases that AMT was given: it tells nobody which it has. After a start each is given once more. */
  const given = new Map<string, string>();

  async function keep(wsman: Wsman, before: readonly Stored[], wanted: ReadonlyMap<string, WifiProfile>, how: How) {
    for (const { InstanceID = "" } of before.filter(({ ElementName = "" }) => !wanted.has(ElementName)))
      await wsman.delete(wifiEndpointSettings, { selectors: { InstanceID }, ...how });
    for (const [ElementName, profile] of wanted) {
      const { ssid, security, passphrase } = profile;
      const old = before.find((one) => one.ElementName === ElementName);
      if (old && isSame(old, profile) && given.get(ElementName) === digestOf(profile)) continue;
      const InstanceID = USER_PROFILE + ElementName;
      const names = { ElementName, InstanceID, SSID: ssid, Priority: PRIORITY };
      const input = { WiFiEndpointSettingsInput: { ...names, ...methods[security], PSKPassPhrase: passphrase } };
      if (old) {
        const target = referTo(wifiEndpointSettings.uri, { InstanceID });
        const call = { WiFiEndpointSettings: target, ...input };
        await wsman.invoke(wifiPortConfigurationService, "UpdateWiFiSettings", call, how);
      } else {
        const call = { WiFiEndpoint: referTo(wifiEndpoint.uri, { Name: "WiFi Endpoint 0" }), ...input };
        await wsman.invoke(wifiPortConfigurationService, "AddWiFiSettings", call, how);
      }
      given.set(ElementName, digestOf(profile));
    }
  }
  async function carryOut(wsman: Wsman, read: ReadWifiProfiles, how: How): Promise<Came> {
    const service = await serviceOf(wsman, how);
    if (!service) return { is: "failing", code: "HOST_WIFI_ABSENT" };
    const ours = async () => (await wsman.enumerate(wifiEndpointSettings, how)).map((one) => one.value).filter(isOurs);
    const { localProfileSynchronizationEnabled: sync } = service;
    if (sync !== "userProfiles" && sync !== "unrestricted") return { is: "refused", value: null };
    const wanted = new Map((await read({ most: MOST, ...how })).map((one) => [nameOf(one), one]));
    const before = await ours();
    await keep(wsman, before, wanted, how);
    const after = await ours();
    const hasAll = [...wanted].every(([name, one]) => after.some((s) => s.ElementName === name && isSame(s, one)));
    if (!hasAll || after.length !== wanted.size) return { is: "failing", code: "HOST_SERVICE_NOT_TAKEN" };
    const [was, is] = [words(before), words(after)];
    return { is: "right", value: is, changed: was === is ? undefined : was };
  }
  return {
    name: "wifi",
    every: EVERY,
    async carryOut({ signal }) {
      if (!profiles) return { is: "failing", code: "HOST_WIFI_NONE" };
      try {
        return await open((wsman) => carryOut(wsman, profiles, { signal }), { signal });
      } catch (error) {
        const code = error instanceof DBusError ? troubleIn(error) : undefined;
        if (code === undefined) throw error;
        return { is: "failing", code };
      }
    },
  };
}

interface How {
  readonly signal: AbortSignal;
}
const digestOf = ({ passphrase }: WifiProfile): string =>
  createHash("sha256").update(passphrase.reveal()).digest("base64");
const isSame = (stored: Stored, { ssid, security }: WifiProfile): boolean =>
  stored.SSID === ssid && stored.AuthenticationMethod === methods[security].AuthenticationMethod;

/** Undefined where AMT has no Wi-Fi (rpc.md 7.5). */
async function serviceOf(wsman: Wsman, how: How) {
  try {
    return await wsman.get(wifiPortConfigurationService, how);
  } catch (error) {
    if (error instanceof WsmanFault && error.subcode === "DestinationUnreachable") return undefined;
    throw error;
  }
}

/** NetworkManager is not there, or polkit lets us see no passphrases. */
function troubleIn({ code, dbusName = "" }: DBusError): string | undefined {
  if (/\.(ServiceUnknown|NameHasNoOwner)$/.test(dbusName) || code === "DBUS_CONNECT") return "HOST_WIFI_NONE";
  return /\.(PermissionDenied|AccessDenied)$/.test(dbusName) ? "HOST_WIFI_NOT_ALLOWED" : undefined;
}
