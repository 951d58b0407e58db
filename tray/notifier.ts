import type { ButtonName } from "../agent/api/notification-policy.ts";
import { message } from "../agent/api/texts.ts";
import type { Bus } from "../platform/dbus/bus.ts";
import { DBusError } from "../platform/dbus/errors.ts";
import { dbusInterface } from "../platform/dbus/interface.ts";
import { variant } from "../platform/dbus/signature.ts";
import type { Words } from "./locales/en.ts";
import { escaped } from "./markup.ts";
import { say as inWords } from "./menu.ts";
import type { Notice, NoticeStep } from "./notices.ts";
import type { PlainNotice } from "./notify-send.ts";
import { oneLine } from "./one-line.ts";

/** The desktop's notifications (Desktop Notifications Specification 1.2). */
export const notifications = dbusInterface({
  name: "org.freedesktop.Notifications",
  properties: {},
  methods: {
    GetCapabilities: { in: "", out: "as" },
    Notify: { in: "susssasa{sv}i", out: "u" },
    CloseNotification: { in: "u", out: "" },
  },
  signals: { NotificationClosed: "uu", ActionInvoked: "us" },
});
const target = {
  destination: notifications.name,
  path: "/org/freedesktop/Notifications",
  of: notifications,
} as const;

/** Critical ones do not expire by themselves: for whoever is in, or asks to be, as long as that is so; for nothing else. */
export const urgencyOf = ({ is, stays }: Notice): number => (is === "session" && stays === "until-over" ? 2 : 1);

export interface NotifierOptions {
  readonly words: Words;
  /** Buttons that can be kept: of a notice's buttons only these are shown. */
  readonly buttons: readonly ButtonName[];
  /** The user's choice; `details` is also a click on the notification itself. */
  readonly onButton: (button: ButtonName, notice: Notice) => void;
  /** Where the bus has no such service. Rejects where there is no other way either. */
  readonly otherwise?: (notice: PlainNotice) => Promise<void>;
  /** Told once for each kind of trouble. */
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Shows, replaces and withdraws on the session bus, one after the other, in the order given. A desktop without notifications is told of once;
 * one that restarts has forgotten what it showed, and what is replaced then is shown anew.
 */
export async function openNotifier(
  bus: Bus,
  options: NotifierOptions,
): Promise<(steps: readonly NoticeStep[]) => Promise<void>> {
  const { words, buttons, onButton, otherwise, say, signal } = options;
  const shown = new Map<string, { readonly id: number; readonly notice: Notice }>();
  let capabilities: readonly string[] | undefined;
  let told = "";
  let last: Promise<void> = Promise.resolve();

  await bus.subscribe(
    { of: notifications, signal: "ActionInvoked", sender: target.destination },
    ([id, action]) => {
      const found = [...shown.values()].find((one) => one.id === id);
      if (!found) return; // somebody else's
      const button = action === "default" ? "details" : (action as ButtonName);
      if (action === "default" || found.notice.buttons.includes(button)) onButton(button, found.notice);
    },
    { signal },
  );
  await bus.subscribe(
    { of: notifications, signal: "NotificationClosed", sender: target.destination },
    ([id]) => {
      for (const [subject, one] of shown) if (one.id === id) shown.delete(subject);
    },
    { signal },
  );
  await bus.watchName(
    target.destination,
    () => {
      shown.clear();
      capabilities = undefined;
    },
    { signal },
  );

  async function show(notice: Notice): Promise<void> {
    capabilities ??= (await bus.call({ ...target, method: "GetCapabilities" }, [], { signal }))[0];
    const text = oneLine(inWords(notice.message, words));
    const offered = capabilities.includes("actions") ? notice.buttons.filter((one) => buttons.includes(one)) : [];
    const actions = offered.flatMap((one) => [one, inWords(message(`notice.button.${one}`, {}), words)]);
    const body = capabilities.includes("body-markup") ? escaped(text) : text;
    const [id] = await bus.call(
      { ...target, method: "Notify" },
      [
        "amt-agent",
        shown.get(notice.subject)?.id ?? 0,
        "",
        words.product,
        body,
        offered.includes("details") ? ["default", "", ...actions] : actions,
        new Map([
          ["urgency", variant("y", urgencyOf(notice))],
          ["category", variant("s", "device")],
          ["desktop-entry", variant("s", "amt-agent-tray")],
        ]),
        typeof notice.stays === "number" ? notice.stays : 0,
      ],
      { signal },
    );
    shown.set(notice.subject, { id, notice });
  }
  async function withdraw(subject: string): Promise<void> {
    const one = shown.get(subject);
    if (!one) return;
    shown.delete(subject);
    await bus.call({ ...target, method: "CloseNotification" }, [one.id], { signal });
  }
  /** By another way, if nobody has the service's name; false: there is somebody, or no other way. */
  async function without(notice: Notice, error: unknown): Promise<boolean> {
    if (!otherwise || !isNobodyThere(error)) return false;
    await otherwise({
      title: words.product,
      text: oneLine(inWords(notice.message, words)),
      urgency: urgencyOf(notice) === 2 ? "critical" : "normal",
      stays: typeof notice.stays === "number" ? notice.stays : 0,
    });
    tell(words.menu.byNotifySend);
    return true;
  }
  const tell = (text: string): void => {
    if (text !== told) say(text);
    told = text;
  };
  async function perform(steps: readonly NoticeStep[]): Promise<void> {
    for (const step of steps) {
      try {
        if (step.do === "withdraw") await withdraw(step.subject);
        else await show(step.notice);
      } catch (error) {
        if (signal.aborted) return;
        const why = error instanceof Error ? error.message : String(error);
        // Why the other way is none either is no news
        const isTold = step.do !== "withdraw" && (await without(step.notice, error).catch(() => false));
        if (!isTold && !signal.aborted) tell(words.notNotified(why));
      }
    }
  }
  return (steps) => {
    last = last.then(() => perform(steps));
    return last;
  };
}

const nobody = ["ServiceUnknown", "NameHasNoOwner", "Spawn.ExecFailed", "Spawn.ChildExited", "Spawn.ServiceNotFound"];
const isNobodyThere = (error: unknown): boolean =>
  error instanceof DBusError && nobody.some((name) => error.dbusName === `org.freedesktop.DBus.Error.${name}`);
