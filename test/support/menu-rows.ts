import type { Bus } from "../../platform/dbus/bus.ts";
import { busDaemon, dbusInterface } from "../../platform/dbus/interface.ts";
import type { Variant } from "../../platform/dbus/signature.ts";
import { dbusMenu } from "../../tray/dbus-menu.ts";
import { en } from "../../tray/locales/en.ts";
import { enMenu } from "../../tray/locales/en-menu.ts";
import type { MenuAction } from "../../tray/menu-actions.ts";
import { trayName } from "../../tray/session-bus.ts";

/** A visible row of the menu. `action`: what a click on it does, told by its words; undefined: nothing. */
export interface MenuRow {
  readonly text: string;
  readonly action: MenuAction | undefined;
}
/** Who has the icon that is seen: the tray itself, or systray2's helper. */
export type IconOwner = "tray" | "helper";

const { end, ...others } = enMenu;
const actionsByText: ReadonlyMap<string, MenuAction> = new Map<string, MenuAction>([
  [end.kvm, "end-kvm"],
  [end.sol, "end-sol"],
  [end.usbr, "end-usbr"],
  [others.refuse, "refuse"],
  [others.hangUp, "hang-up"],
  [others.askForHelp, "ask-for-help"],
  [others.open, "open"],
  [others.reach, "reach"],
  [others.history, "history"],
  [others.support, "support"],
  [others.startAtLogin, "start-at-login"],
  [en.quit, "quit"],
]);

const registry = dbusInterface({
  ...busDaemon,
  methods: { ...busDaemon.methods, ListNames: { in: "", out: "as" } },
});

/** The menu that the desktop has at the moment, from top to bottom; empty: there is none yet. libayatana exports what GTK shows in older trays, too. */
export async function menuRows(bus: Bus, owner: IconOwner, signal: AbortSignal): Promise<readonly MenuRow[]> {
  if (owner === "tray") return (await layoutOf(bus, trayName, "/StatusNotifierItem/Menu", signal)) ?? [];
  const names = {
    destination: registry.name,
    path: "/org/freedesktop/DBus",
    of: registry,
    method: "ListNames",
  } as const;
  const [all] = await bus.call(names, [], { signal });
  for (const name of all.filter((one) => one.startsWith(":") && one !== bus.uniqueName)) {
    const rows = await layoutOf(bus, name, "/org/ayatana/NotificationItem/systray/Menu", signal);
    if (rows) return rows;
  }
  return [];
}

async function layoutOf(
  bus: Bus,
  destination: string,
  path: string,
  signal: AbortSignal,
): Promise<readonly MenuRow[] | undefined> {
  try {
    const target = { destination, path, of: dbusMenu, method: "GetLayout" } as const;
    const [, [, , children]] = await bus.call(target, [0, -1, []], { signal });
    return children.flatMap((child) => rowOf(child.value as unknown as Row));
  } catch (error) {
    // It has no such menu, or is gone
    if ((error as { code?: unknown }).code === "DBUS_REPLY") return undefined;
    throw error;
  }
}

type Row = readonly [id: number, properties: ReadonlyMap<string, Variant>, children: readonly Variant[]];
function rowOf([, properties]: Row): MenuRow[] {
  const of = (name: string): unknown => properties.get(name)?.value;
  if (of("visible") === false) return [];
  const text = String(of("label") ?? "").replaceAll("__", "_");
  // systray2's check mark
  return [{ text, action: of("enabled") === false ? undefined : actionsByText.get(text.replace(/^\u2713 /, "")) }];
}
