import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { start } from "./desktop.ts";
import { startLogind } from "./logind.ts";

const execute = promisify(execFile);
const destination = "org.freedesktop.NetworkManager";
const settings = "/org/freedesktop/NetworkManager/Settings";

/** A wireless profile as NetworkManager keeps it. */
export interface KeptWifi {
  readonly id: string;
  readonly ssid: string;
  /** `wpa-psk`, `sae`, `wpa-eap`; undefined: an open network. */
  readonly keys?: string;
  /** `null`: a user's session has it. */
  readonly psk?: string | null;
  /** Seconds since 1970; 0: never. */
  readonly usedAt?: number;
}

/** dbusmock's NetworkManager on a bus of its own. */
export interface NetworkManager {
  readonly env: Readonly<Record<string, string>>;
  /** Its object path. */
  add(profile: KeptWifi): Promise<string>;
  /** As NetworkManager answers whom polkit does not let: from then on. */
  refuse(path: string): Promise<void>;
  psk(path: string, psk: string): Promise<void>;
  remove(path: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startNetworkManager(): Promise<NetworkManager> {
  const bus = await startLogind();
  const env = { PATH: process.env.PATH ?? "", LANG: "C.UTF-8", ...bus.env };
  // Debian's Python, for which the package is, whatever else is on the path
  const mock = start("/usr/bin/python3", ["-m", "dbusmock", "--template", "networkmanager"], env);
  const gdbus = async (...args: readonly string[]): Promise<string> =>
    (await execute("gdbus", [args[0] ?? "", "--system", ...args.slice(1)], { env })).stdout.trim();
  await gdbus("wait", "--timeout", "60", destination);
  const call = (path: string, method: string, ...args: readonly string[]): Promise<string> =>
    gdbus("call", "-d", destination, "-o", path, "-m", method, "--", ...args);
  /** The template's own GetSecrets answers in another form than NetworkManager. */
  const secrets = async (path: string, code: string): Promise<void> => {
    const connection = `${destination}.Settings.Connection`;
    await call(path, "org.freedesktop.DBus.Mock.AddMethod", connection, "GetSecrets", "s", "a{sa{sv}}", code);
  };
  const raise = (name: string): string => `raise dbus.exceptions.DBusException("no", name="${name}")`;
  const psk = (path: string, word: string): Promise<void> => secrets(path, `ret = {args[0]: {"psk": "${word}"}}`);
  return {
    env: bus.env,
    psk,
    async add({ id, ssid, keys, psk: word, usedAt = 0 }) {
      const bytes = [...Buffer.from(ssid)].map((byte) => `byte ${byte}`);
      const sections = [
        `'connection': {'id': <'${id}'>, 'type': <'802-11-wireless'>, 'timestamp': <uint64 ${usedAt}>}`,
        `'802-11-wireless': {'ssid': <[${bytes.join(", ")}]>, 'mode': <'infrastructure'>}`,
        ...(keys ? [`'802-11-wireless-security': {'key-mgmt': <'${keys}'>}`] : []),
      ];
      const made = await call(settings, `${destination}.Settings.AddConnection`, `{${sections.join(", ")}}`);
      const path = /'(\/[^']+)'/.exec(made)?.[1] ?? "";
      if (word === null) await secrets(path, raise(`${destination}.AgentManager.NoSecrets`));
      else await psk(path, word ?? "");
      return path;
    },
    refuse: (path) => secrets(path, raise(`${destination}.Settings.PermissionDenied`)),
    async remove(path) {
      await call(path, `${destination}.Settings.Connection.Delete`);
    },
    async stop() {
      await mock.stop();
      await bus.stop();
    },
  };
}
