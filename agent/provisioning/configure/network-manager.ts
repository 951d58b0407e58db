import { readdir } from "node:fs/promises";
import path from "node:path";
import { readTrustedFile } from "../../../platform/trusted-file.ts";

/** One WPA profile of the operating system, as a document. */
export interface HostProfile {
  readonly name: string;
  readonly ssid: string;
  readonly security: "wpa2-psk" | "wpa3-sae";
  readonly passphrase: string;
}

/** Where NetworkManager keeps connections that outlive a restart (NetworkManager.conf(5)); root's alone. */
const keyfiles = "/etc/NetworkManager/system-connections";

/** The Wi-Fi profiles with a passphrase of their own. Others (802.1X, open, secrets kept elsewhere) AMT could not use, and are left out. */
export async function networkManagerProfiles(folder = keyfiles): Promise<HostProfile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".nmconnection")).sort();
  return names.flatMap((name) => profileIn(readTrustedFile(path.join(folder, name), "secret")) ?? []);
}

/** nm-settings-keyfile(5): sections of key=value. */
export function profileIn(text: string): HostProfile | undefined {
  const sections = sectionsIn(text);
  const [connection, wifi, security] = ["connection", "wifi", "wifi-security"].map((name) => sections.get(name));
  if (connection?.get("type") !== "wifi") return undefined;
  const [ssid, passphrase] = [textIn(wifi?.get("ssid")), textIn(security?.get("psk"))];
  const kind = { "wpa-psk": "wpa2-psk", sae: "wpa3-sae" } as const;
  const found = kind[security?.get("key-mgmt") as keyof typeof kind];
  if (found === undefined || ssid === undefined || passphrase === undefined) return undefined;
  // A PSK in hex is no passphrase, and AMT takes only those
  if (passphrase.length > 63) return undefined;
  const name = Buffer.from(textIn(connection.get("id")) ?? ssid).subarray(0, 32);
  return { name: name.toString("utf8").replace(/\ufffd$/, ""), ssid, security: found, passphrase };
}

function sectionsIn(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, section] = /^\[([^\]]+)\]\s*$/.exec(line) ?? [];
    if (section !== undefined) {
      current = new Map();
      sections.set(section, current);
      continue;
    }
    const equals = line.indexOf("=");
    if (equals > 0 && !line.startsWith("#")) current?.set(line.slice(0, equals).trim(), line.slice(equals + 1));
  }
  return sections;
}

const escapes: Readonly<Record<string, string>> = { s: " ", n: "\n", t: "\t", r: "\r", "\\": "\\" };
/** GLib's key files: backslashes escape, and bytes that are no text are a list of numbers. */
function textIn(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (/^(\d{1,3};)+$/.test(value)) return Buffer.from(value.split(";").slice(0, -1).map(Number)).toString("utf8");
  return value.replace(/\\(.)/g, (whole, letter: string) => escapes[letter] ?? whole);
}
