import { type Bus, connectBus } from "../../platform/dbus/bus.ts";
import { busDaemon, dbusInterface } from "../../platform/dbus/interface.ts";
import { notifications } from "../../tray/notifier.ts";

/** As `notifications`, with what KDE's service says of do-not-disturb and what notify-send asks first. */
const service = dbusInterface({
  ...notifications,
  properties: { Inhibited: "b" },
  methods: { ...notifications.methods, GetServerInformation: { in: "", out: "ssss" } },
});

export interface SilentNotifications {
  readonly bus: Bus;
  /** What it was told to show, body by body; nothing is drawn. */
  readonly bodies: string[];
  /** The same, with what else came with it. */
  readonly notes: { readonly from: string; readonly title: string; readonly body: string; readonly urgency: unknown }[];
  close(): Promise<void>;
}

/** A notification service on a session bus that draws nothing and remembers what it was told. */
export async function silentNotifications(address: string): Promise<SilentNotifications> {
  const signal = new AbortController().signal;
  const bus = await connectBus({ address, env: {}, uid: process.getuid?.() ?? 0, signal });
  const bodies: string[] = [];
  const notes: SilentNotifications["notes"] = [];
  let last = 0;
  bus.export("/org/freedesktop/Notifications", service, {
    properties: { Inhibited: () => false },
    methods: {
      GetCapabilities: () => [["body", "actions"]],
      Notify: ([from, , , title, body, , hints]) => {
        bodies.push(body);
        notes.push({ from, title, body, urgency: hints.get("urgency")?.value });
        return [++last];
      },
      CloseNotification: () => [],
      GetServerInformation: () => ["silent", "amt-agent", "1", "1.2"],
    },
  });
  const to = { destination: busDaemon.name, path: "/org/freedesktop/DBus", of: busDaemon } as const;
  await bus.call({ ...to, method: "RequestName" }, [service.name, 4], { signal });
  return { bus, bodies, notes, close: () => bus.close() };
}
