import { DBusError } from "./errors.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the user's own bus is, as the desktop announces it. Throws DBUS_ADDRESS where it does not. */
export function sessionBusAddress(env: Environment): string {
  if (env.DBUS_SESSION_BUS_ADDRESS) return env.DBUS_SESSION_BUS_ADDRESS;
  if (env.XDG_RUNTIME_DIR) return `unix:path=${escapeValue(`${env.XDG_RUNTIME_DIR}/bus`)}`;
  throw new DBusError(
    "DBUS_ADDRESS",
    "there is no session bus: neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set",
  );
}

export const systemBusAddress = (env: Environment): string =>
  env.DBUS_SYSTEM_BUS_ADDRESS || "unix:path=/var/run/dbus/system_bus_socket";

/** Everything but the specification's "optionally-escaped" bytes becomes %XX. */
function escapeValue(value: string): string {
  return [...Buffer.from(value)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[-0-9A-Za-z_/.*\\]/.test(character) ? character : `%${byte.toString(16).padStart(2, "0")}`;
    })
    .join("");
}

function unescapeValue(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch (cause) {
    throw new DBusError("DBUS_ADDRESS", `D-Bus address value ${JSON.stringify(value)} is badly escaped`, { cause });
  }
}

/** The socket paths of an address list, in order; abstract ones begin with NUL, as `net.connect` takes them. */
export function socketPaths(addresses: string, env: Environment): readonly string[] {
  const paths = addresses.split(";").flatMap((address) => {
    const [transport, ...pairs] = address.split(/[:,]/);
    const values = new Map(pairs.map((pair) => pair.split(/=(.*)/s) as [string, string]));
    if (transport !== "unix") return [];
    const path = values.get("path");
    const abstract = values.get("abstract");
    if (path) return [unescapeValue(path)];
    if (abstract) return [`\0${unescapeValue(abstract)}`];
    if (values.get("runtime") === "yes" && env.XDG_RUNTIME_DIR) return [`${env.XDG_RUNTIME_DIR}/bus`];
    return [];
  });
  if (paths.length === 0)
    throw new DBusError("DBUS_ADDRESS", `D-Bus address ${JSON.stringify(addresses)} names no unix socket`);
  return paths;
}
