import { isUtf8 } from "node:buffer";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { readTrustedFile } from "../../../platform/trusted-file.ts";
import { absent } from "./error.ts";

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
  const names = (await filesIn(folder)).filter((name) => name.endsWith(".nmconnection")).sort();
  return names.flatMap((name) => profileIn(readTrustedFile(path.join(folder, name), "secret")) ?? []);
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    return absent(
      `NetworkManager's connections cannot be read (${(error as Error).message}): add profiles with configure wifi add`,
    );
  }
}

const securities: ReadonlyMap<string | undefined, HostProfile["security"]> = new Map([
  ["wpa-psk", "wpa2-psk"],
  ["sae", "wpa3-sae"],
]);

/** nm-settings-keyfile(5): sections of key=value, under their names of today or of before. */
export function profileIn(text: string): HostProfile | undefined {
  const sections = sectionsIn(text);
  const of = (...names: readonly string[]): ReadonlyMap<string, string> | undefined =>
    names.map((name) => sections.get(name)).find((one) => one !== undefined);
  const connection = of("connection");
  if (!/^(wifi|802-11-wireless)$/.test(connection?.get("type") ?? "")) return undefined;
  const security = of("wifi-security", "802-11-wireless-security");
  const ssid = ssidIn(of("wifi", "802-11-wireless")?.get("ssid"));
  const passphrase = textIn(security?.get("psk"));
  const kind = securities.get(security?.get("key-mgmt"));
  if (kind === undefined || ssid === undefined || passphrase === undefined) return undefined;
  // A PSK in hex is no passphrase, and AMT takes only those
  if (passphrase.length > 63) return undefined;
  return { name: shortened(textIn(connection?.get("id")) ?? ssid), ssid, security: kind, passphrase };
}

/** AMT's names have 32 bytes; a letter that is cut in two goes. */
const shortened = (name: string): string =>
  Buffer.from(name)
    .subarray(0, 32)
    .toString("utf8")
    .replace(/\ufffd$/, "");

function sectionsIn(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, section] = /^\[([^\]]+)\]\s*$/.exec(line) ?? [];
    if (section !== undefined) {
      // Named again, it goes on; of a key that is there twice the last counts
      current = sections.get(section) ?? new Map();
      sections.set(section, current);
      continue;
    }
    const equals = line.indexOf("=");
    if (equals > 0 && !/^\s*#/.test(line))
      current?.set(line.slice(0, equals).trim(), line.slice(equals + 1).trimStart());
  }
  return sections;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["s", " "],
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["\\", "\\"],
]);
/** GLib's key files: a backslash escapes. What it does not know GLib refuses, and so is it here. */
function textIn(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const pieces = value.match(/\\.?|[^\\]+/gs) ?? [];
  const letters = pieces.map((piece) => (piece.startsWith("\\") ? escapes.get(piece.slice(1)) : piece));
  return letters.includes(undefined) ? undefined : letters.join("");
}

/** Text, with its semicolons escaped, or bytes as a list of numbers. Undefined for a name that is no text: AMT takes only those. */
function ssidIn(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (!/^(\d{1,3};)+$/.test(value)) return textIn(value.replaceAll("\\;", ";"));
  const numbers = value.split(";").slice(0, -1).map(Number);
  const bytes = Buffer.from(numbers);
  return numbers.some((one) => one > 255) || !isUtf8(bytes) ? undefined : bytes.toString("utf8");
}
