import { isUtf8 } from "node:buffer";
import type { Clock } from "./clock.ts";
import type { Bus } from "./dbus/bus.ts";
import { DBusError } from "./dbus/errors.ts";
import { dbusInterface } from "./dbus/interface.ts";
import { onSystemBus } from "./dbus/one-talk.ts";
import type { DBusValue, Variant } from "./dbus/signature.ts";
import type { Host } from "./paths.ts";
import { Secret } from "./secret.ts";
import type { WifiProfile } from "./wifi-profiles.ts";

/** org.freedesktop.NetworkManager.Settings and .Settings.Connection, as far as they are used here. */
const destination = "org.freedesktop.NetworkManager";
const settings = {
  destination,
  path: "/org/freedesktop/NetworkManager/Settings",
  of: dbusInterface({
    name: "org.freedesktop.NetworkManager.Settings",
    properties: {},
    methods: { ListConnections: { in: "", out: "ao" } },
    signals: {},
  }),
} as const;
const connection = dbusInterface({
  name: "org.freedesktop.NetworkManager.Settings.Connection",
  properties: {},
  methods: { GetSettings: { in: "", out: "a{sa{sv}}" }, GetSecrets: { in: "s", out: "a{sa{sv}}" } },
  signals: {},
});

type Sections = ReadonlyMap<string, ReadonlyMap<string, Variant>>;
const value = (sections: Sections, section: string, key: string): DBusValue | undefined =>
  sections.get(section)?.get(key)?.value;
const securities: ReadonlyMap<unknown, WifiProfile["security"]> = new Map([
  ["wpa-psk", "wpa2-psk"],
  ["sae", "wpa3-sae"],
]);
const WIFI = "802-11-wireless";
const SECURITY = "802-11-wireless-security";
/** Of one machine; what comes on top is not looked at. */
const MOST = 256;

/** nm-settings-dbus(5): everything but the passphrase; undefined: no Wi-Fi that AMT could use as well. Pure. */
export function wifiIn(sections: Sections): (Omit<WifiProfile, "passphrase"> & { usedAt: bigint }) | undefined {
  const security = securities.get(value(sections, SECURITY, "key-mgmt"));
  const [id, ssid] = [value(sections, "connection", "id"), value(sections, WIFI, "ssid")];
  if (security === undefined || typeof id !== "string" || !Buffer.isBuffer(ssid) || !isUtf8(ssid)) return undefined;
  if (ssid.length === 0 || ssid.length > 32) return undefined;
  const mode = value(sections, WIFI, "mode") ?? "infrastructure";
  if (mode !== "infrastructure") return undefined;
  const used = value(sections, "connection", "timestamp");
  return { name: id, ssid: ssid.toString("utf8"), security, usedAt: typeof used === "bigint" ? used : 0n };
}

/** NetworkManager's profiles with a passphrase, the one that was used last first; at most `most`. Passphrases that only a user's session has stay there. */
export const networkManagerWifi = (
  host: Host,
  clock: Clock,
  { most, signal }: { most: number; signal: AbortSignal },
): Promise<WifiProfile[]> =>
  onSystemBus("NetworkManager", { host, clock, signal }, async (bus, until) => {
    const [paths] = await bus.call({ ...settings, method: "ListConnections" }, [], { signal: until });
    const found: (NonNullable<ReturnType<typeof wifiIn>> & { path: string })[] = [];
    for (const path of paths.slice(0, MOST)) {
      const [sections] = await bus.call({ destination, path, of: connection, method: "GetSettings" }, [], {
        signal: until,
      });
      const one = wifiIn(sections as Sections);
      if (one) found.push({ ...one, path });
    }
    found.sort((a, b) => Number(b.usedAt - a.usedAt) || a.name.localeCompare(b.name));
    const profiles: WifiProfile[] = [];
    for (const { path, usedAt: _, ...one } of found) {
      if (profiles.length >= most) break;
      const passphrase = await passphraseOf(bus, path, until);
      if (passphrase !== undefined) profiles.push({ ...one, passphrase });
    }
    return profiles;
  });

/** Undefined: none is kept, or none that AMT takes (8 to 63 printable letters; a key in hex is none). */
async function passphraseOf(bus: Bus, path: string, signal: AbortSignal): Promise<Secret | undefined> {
  try {
    const [secrets] = await bus.call({ destination, path, of: connection, method: "GetSecrets" }, [SECURITY], {
      signal,
    });
    const psk = value(secrets as Sections, SECURITY, "psk");
    return typeof psk === "string" && /^[\x20-\x7e]{8,63}$/.test(psk) ? new Secret(psk) : undefined;
  } catch (error) {
    // One that is kept by a user's session has none for us: NoSecrets. Who may see none at all is refused: PermissionDenied
    if (error instanceof DBusError && error.dbusName?.endsWith(".NoSecrets")) return undefined;
    throw error;
  }
}
