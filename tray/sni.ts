import type { Clock } from "../platform/clock.ts";
import type { Bus } from "../platform/dbus/bus.ts";
import { dbusInterface } from "../platform/dbus/interface.ts";
import type { Body, Value } from "../platform/dbus/signature.ts";
import { exportMenu } from "./dbus-menu.ts";
import { type Face, looksAlike } from "./face.ts";
import { iconOf } from "./icon.ts";
import type { Words } from "./locales/en.ts";
import { escaped } from "./markup.ts";
import type { MenuAction } from "./menu-actions.ts";

/** The icon as freedesktop's StatusNotifierItem: KDE, Xfce, LXQt, Cinnamon, MATE, GNOME with an extension. */
export const statusNotifierItem = dbusInterface({
  name: "org.kde.StatusNotifierItem",
  properties: {
    Category: "s",
    Id: "s",
    Title: "s",
    Status: "s",
    WindowId: "i",
    IconThemePath: "s",
    IconName: "s",
    IconPixmap: "a(iiay)",
    OverlayIconName: "s",
    OverlayIconPixmap: "a(iiay)",
    AttentionIconName: "s",
    AttentionIconPixmap: "a(iiay)",
    AttentionMovieName: "s",
    ToolTip: "(sa(iiay)ss)",
    ItemIsMenu: "b",
    Menu: "o",
  },
  methods: {
    ContextMenu: { in: "ii", out: "" },
    Activate: { in: "ii", out: "" },
    SecondaryActivate: { in: "ii", out: "" },
    Scroll: { in: "is", out: "" },
  },
  signals: { NewTitle: "", NewIcon: "", NewAttentionIcon: "", NewOverlayIcon: "", NewToolTip: "", NewStatus: "s" },
});

/** Who collects the icons for the panel; comes and goes with it. */
export const statusNotifierWatcher = dbusInterface({
  name: "org.kde.StatusNotifierWatcher",
  properties: {},
  methods: { RegisterStatusNotifierItem: { in: "s", out: "" } },
  signals: {},
});
const watcherPath = "/StatusNotifierWatcher";
const itemPath = "/StatusNotifierItem";
const menuPath = "/StatusNotifierItem/Menu";

type Pixmaps = Value<"a(iiay)">;
const statuses = { quiet: "Passive", normal: "Active", attention: "NeedsAttention" } as const;

export interface ItemOptions {
  readonly words: Words;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onAction: (action: MenuAction) => void;
  /** A left click opens the window, not the menu. */
  readonly opens: boolean;
  /** Is there something that shows icons? Told at once, and with each change. */
  readonly onHost: (isThere: boolean) => void;
  /** What the user of a terminal should know. */
  readonly say: (text: string) => void;
}

/** Offers the icon, and registers it with each watcher that appears. The returned function changes it. */
export async function openItem(
  bus: Bus,
  first: Face,
  { words, clock, signal, onAction, opens, onHost, say }: ItemOptions,
): Promise<(face: Face) => void> {
  let face = first;
  let pixmaps = draw(first);
  const menu = exportMenu(bus, menuPath, { clock, onAction });
  const nothing = (): Body<""> => [];
  const item = bus.export(itemPath, statusNotifierItem, {
    properties: {
      Category: () => "SystemServices",
      Id: () => "amt-agent",
      Title: () => face.title,
      Status: () => statuses[face.urgency],
      WindowId: () => 0,
      IconThemePath: () => "",
      IconName: () => "",
      IconPixmap: () => pixmaps,
      OverlayIconName: () => "",
      OverlayIconPixmap: () => [],
      AttentionIconName: () => "",
      AttentionIconPixmap: () => (face.urgency === "attention" ? pixmaps : []),
      AttentionMovieName: () => "",
      ToolTip: (): Value<"(sa(iiay)ss)"> => [
        "",
        [],
        // The specification allows markup here
        escaped(face.tooltip.title),
        escaped(face.tooltip.body.join("\n")),
      ],
      ItemIsMenu: () => !opens,
      Menu: () => menuPath,
    },
    methods: {
      ContextMenu: nothing,
      Activate: () => {
        if (opens) onAction("open");
        return [];
      },
      SecondaryActivate: nothing,
      Scroll: nothing,
    },
  });
  menu.show(first.menu);

  async function register(watcher: string): Promise<void> {
    const target = { destination: watcher, path: watcherPath, of: statusNotifierWatcher } as const;
    try {
      await bus.call({ ...target, method: "RegisterStatusNotifierItem" }, [bus.uniqueName], { signal });
      say(words.registered);
    } catch (error) {
      if (!signal.aborted) say(words.hostRefused(error instanceof Error ? error.message : String(error)));
    }
  }
  await bus.watchName(
    statusNotifierWatcher.name,
    (watcher) => {
      onHost(watcher !== undefined);
      if (watcher === undefined) say(words.waitingForHost);
      else void register(watcher);
    },
    { signal },
  );

  return (now) => {
    const before = face;
    face = now;
    if (!looksAlike(now, before)) {
      pixmaps = draw(now);
      item.emit("NewIcon", []);
      item.emit("NewAttentionIcon", []);
    }
    if (now.title !== before.title) item.emit("NewTitle", []);
    if (JSON.stringify(now.tooltip) !== JSON.stringify(before.tooltip)) item.emit("NewToolTip", []);
    if (now.urgency !== before.urgency) item.emit("NewStatus", [statuses[now.urgency]]);
    if (JSON.stringify(now.menu) !== JSON.stringify(before.menu)) menu.show(now.menu);
  };
}

const draw = (face: Face): Pixmaps =>
  iconOf(face.standing, face).map(({ size, pixels }) => [size, size, pixels] as const);
