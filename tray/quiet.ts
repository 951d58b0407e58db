import type { Clock } from "../platform/clock.ts";
import type { Bus } from "../platform/dbus/bus.ts";
import { DBusError } from "../platform/dbus/errors.ts";
import { dbusInterface } from "../platform/dbus/interface.ts";
import type { Host } from "../platform/paths.ts";
import { programPath } from "../platform/program-path.ts";
import { runDesktopProgram } from "./desktop-program.ts";

/** How desktops say that their user is not to be disturbed. There is no common way; each of these is asked of whoever is there, and starts nobody. */
const serverPath = "/org/freedesktop/Notifications";
const properties = dbusInterface({
  name: "org.freedesktop.DBus.Properties",
  properties: {},
  methods: { Get: { in: "ss", out: "v" } },
  signals: { PropertiesChanged: "sa{sv}as" },
});
/** KDE Plasma's own property of the notification service, and dunst's. */
const flags = [
  { of: "org.freedesktop.Notifications", name: "Inhibited" },
  { of: "org.dunstproject.cmd0", name: "paused" },
] as const;
const xfconf = dbusInterface({
  name: "org.xfce.Xfconf",
  properties: {},
  methods: { GetProperty: { in: "ss", out: "v" } },
  signals: { PropertyChanged: "ssv" },
});
const dconf = dbusInterface({
  name: "ca.desrt.dconf.Writer",
  properties: {},
  methods: {},
  signals: { Notify: "sass" },
});
/** Where GNOME keeps "show-banners", by the folder of dconf and by the name of the schema. */
const banners = { folder: "/org/gnome/desktop/notifications/", schema: "org.gnome.desktop.notifications" };

export interface QuietOptions {
  readonly host: Pick<Host, "env" | "exists">;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told at each change; before the first the desktop may be disturbed. */
  readonly onChange: (isQuiet: boolean) => void;
}

/** Follows the desktop's do-not-disturb until the signal aborts; settles when it is known for the first time. What cannot be asked is taken for "may be disturbed". */
export async function followQuiet(bus: Bus, { host, clock, signal, onChange }: QuietOptions): Promise<void> {
  const said = new Map<string, boolean>();
  let last = false;
  /** Answers come in the order of the questions, so that an old one never stands last. */
  let turn: Promise<void> = Promise.resolve();
  const ask = (source: string, question: () => Promise<boolean>): void => {
    turn = turn.then(async () => {
      said.set(source, await question().catch(() => false));
      const now = [...said.values()].includes(true);
      if (now !== last && !signal.aborted) onChange(now);
      last = now;
    });
  };

  const server = { destination: "org.freedesktop.Notifications", path: serverPath, of: properties } as const;
  async function serverIsQuiet(): Promise<boolean> {
    for (const flag of flags) {
      try {
        const [{ value }] = await bus.call({ ...server, method: "Get" }, [flag.of, flag.name], { signal });
        if (value === true) return true;
      } catch (error) {
        // A service without this property says so
        if (!(error instanceof DBusError && error.code === "DBUS_REPLY")) throw error;
      }
    }
    return false;
  }
  async function xfceIsQuiet(): Promise<boolean> {
    const target = { destination: xfconf.name, path: "/org/xfce/Xfconf", of: xfconf, method: "GetProperty" } as const;
    const [{ value }] = await bus.call(target, ["xfce4-notifyd", "/do-not-disturb"], { signal });
    return value === true;
  }
  const gsettings = /GNOME|Unity|Budgie/i.test(host.env.XDG_CURRENT_DESKTOP ?? "")
    ? programPath(host, "gsettings")
    : undefined;
  const gnomeIsQuiet = async (path: string): Promise<boolean> =>
    (await runDesktopProgram(path, ["get", banners.schema, "show-banners"], { host, clock, signal })).trim() ===
    "false";

  const asked = async (name: string, question: () => Promise<boolean>): Promise<void> => {
    await bus.watchName(name, (owner) => ask(name, owner ? question : async () => false), { signal });
  };
  const changed = {
    of: properties,
    signal: "PropertiesChanged",
    sender: server.destination,
    path: serverPath,
  } as const;
  await bus.subscribe(changed, () => ask(server.destination, serverIsQuiet), { signal });
  await asked(server.destination, serverIsQuiet);
  const set = { of: xfconf, signal: "PropertyChanged", sender: xfconf.name, arg0: "xfce4-notifyd" } as const;
  await bus.subscribe(set, () => ask(xfconf.name, xfceIsQuiet), { signal });
  await asked(xfconf.name, xfceIsQuiet);
  if (gsettings) {
    const written = { of: dconf, signal: "Notify", sender: "ca.desrt.dconf" } as const;
    const onWrite = ([prefix]: readonly [string, ...unknown[]]): void => {
      if (prefix.startsWith(banners.folder) || banners.folder.startsWith(prefix))
        ask("gnome", () => gnomeIsQuiet(gsettings));
    };
    await bus.subscribe(written, onWrite, { signal });
    ask("gnome", () => gnomeIsQuiet(gsettings));
  }
  await turn;
}
