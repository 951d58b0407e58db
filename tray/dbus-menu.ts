import type { Clock } from "../platform/clock.ts";
import type { Bus, Exported } from "../platform/dbus/bus.ts";
import { dbusInterface } from "../platform/dbus/interface.ts";
import { refusal } from "../platform/dbus/objects.ts";
import { type Body, type Variant, variant } from "../platform/dbus/signature.ts";
import type { MenuItem } from "./menu.ts";
import { type MenuAction, menuActions } from "./menu-actions.ts";

/** com.canonical.dbusmenu: how desktops read the menu of a tray icon (libdbusmenu, dbus-menu.xml). */
export const dbusMenu = dbusInterface({
  name: "com.canonical.dbusmenu",
  properties: { Version: "u", TextDirection: "s", Status: "s", IconThemePath: "as" },
  methods: {
    GetLayout: { in: "iias", out: "u(ia{sv}av)" },
    GetGroupProperties: { in: "aias", out: "a(ia{sv})" },
    GetProperty: { in: "is", out: "v" },
    Event: { in: "isvu", out: "" },
    EventGroup: { in: "a(isvu)", out: "ai" },
    AboutToShow: { in: "i", out: "b" },
    AboutToShowGroup: { in: "ai", out: "aiai" },
  },
  signals: { ItemsPropertiesUpdated: "a(ia{sv})a(ias)", LayoutUpdated: "ui", ItemActivationRequested: "iu" },
});

type Properties = ReadonlyMap<string, Variant>;
type Layout = readonly [id: number, properties: Properties, children: readonly Variant[]];

const rootId = 0;
/** Actions keep their id for ever: a click on an older layout must not hit something else. */
const firstActionId = 1;
const firstLineId = 100;

const idOf = (item: MenuItem, index: number): number =>
  item.kind === "action" ? firstActionId + menuActions.indexOf(item.action) : firstLineId + index;

function propertiesOf(item: MenuItem): Properties {
  if (item.kind === "separator") return new Map([["type", variant("s", "separator")]]);
  return new Map<string, Variant>([
    // A single underscore would mark the next letter as the access key.
    ["label", variant("s", item.text.replaceAll("_", "__"))],
    ["enabled", variant("b", item.kind === "action")],
    ["visible", variant("b", true)],
    ...(item.kind === "action" && item.checked !== undefined ? checkMark(item.checked) : []),
  ]);
}

const checkMark = (isSet: boolean): readonly [string, Variant][] => [
  ["toggle-type", variant("s", "checkmark")],
  ["toggle-state", variant("i", isSet ? 1 : 0)],
];

/** ms that an open menu stays as it is: longer than it takes to read and click, and not so long that what it says is old. */
const HELD = 10_000;

export interface MenuObject {
  /** While the menu is open the change waits: Qt closes a menu whose layout changes, and a row that goes leaves another under the pointer. */
  show(items: readonly MenuItem[]): void;
  /** Takes it off the bus. */
  remove(): void;
}

export function exportMenu(
  bus: Bus,
  path: string,
  { clock, onAction }: { clock: Clock; onAction: (action: MenuAction) => void },
): MenuObject {
  let revision = 1;
  let items: readonly MenuItem[] = [];
  /** What the menu will be once it is closed. */
  let next: readonly MenuItem[] | undefined;
  /** While it is open. */
  let stopHolding: (() => void) | undefined;

  const all = (): ReadonlyMap<number, Properties> =>
    new Map([
      [rootId, new Map([["children-display", variant("s", "submenu")]])],
      ...items.map((item, index): [number, Properties] => [idOf(item, index), propertiesOf(item)]),
    ]);
  const find = (id: number): Properties => {
    const found = all().get(id);
    if (found === undefined) throw refusal("InvalidArgs", `no menu item ${id}`);
    return found;
  };
  const only = (properties: Properties, names: readonly string[]): Properties =>
    names.length === 0 ? properties : new Map([...properties].filter(([name]) => names.includes(name)));
  const become = (now: readonly MenuItem[]): void => {
    items = now;
    revision++;
    menu.emit("LayoutUpdated", [revision, rootId]);
  };
  const letGo = (): void => {
    stopHolding?.();
    stopHolding = undefined;
    if (next) become(next);
    next = undefined;
  };
  const happened = (id: number, event: string): void => {
    if (id === rootId && event === "opened") {
      stopHolding?.();
      stopHolding = clock.after(HELD, letGo, { background: true });
    }
    if (id === rootId && event === "closed") letGo();
    const hit = items.find((item, index) => item.kind === "action" && idOf(item, index) === id);
    if (event === "clicked" && hit?.kind === "action") onAction(hit.action);
  };

  const menu: Exported<typeof dbusMenu> = bus.export(path, dbusMenu, {
    properties: {
      Version: () => 3,
      TextDirection: () => "ltr",
      Status: () => "normal",
      IconThemePath: () => [],
    },
    methods: {
      GetLayout: ([parent, depth, names]): Body<"u(ia{sv}av)"> => {
        const properties = only(find(parent), names);
        const children =
          parent !== rootId || depth === 0
            ? []
            : items.map((item, index) => {
                const child: Layout = [idOf(item, index), only(propertiesOf(item), names), []];
                return variant("(ia{sv}av)", child);
              });
        return [revision, [parent, properties, children]];
      },
      GetGroupProperties: ([ids, names]): Body<"a(ia{sv})"> => {
        const wanted = [...all()].filter(([id]) => ids.length === 0 || ids.includes(id));
        return [wanted.map(([id, properties]) => [id, only(properties, names)] as const)];
      },
      GetProperty: ([id, name]): Body<"v"> => {
        const value = find(id).get(name);
        if (value === undefined) throw refusal("InvalidArgs", `menu item ${id} has no property ${name}`);
        return [value];
      },
      Event: ([id, event]): Body<""> => {
        happened(id, event);
        return [];
      },
      EventGroup: ([events]): Body<"ai"> => {
        const known = all();
        for (const [id, event] of events) happened(id, event);
        return [events.map(([id]) => id).filter((id) => !known.has(id))];
      },
      AboutToShow: (): Body<"b"> => [false],
      AboutToShowGroup: (): Body<"aiai"> => [[], []],
    },
  });

  return {
    remove() {
      stopHolding?.();
      menu.remove();
    },
    show(now) {
      if (stopHolding) next = now;
      else become(now);
    },
  };
}
