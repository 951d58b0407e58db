import { execFile } from "node:child_process";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Message } from "../../agent/api/texts.ts";
import { message } from "../../agent/api/texts.ts";
import { realClock } from "../../platform/clock.ts";
import { connectBus } from "../../platform/dbus/bus.ts";
import { en } from "../../tray/locales/en.ts";
import { escaped } from "../../tray/markup.ts";
import type { Notice } from "../../tray/notices.ts";
import { openNotifier } from "../../tray/notifier.ts";
import { notifySend } from "../../tray/notify-send.ts";
import { oneLine } from "../../tray/one-line.ts";
import { alertEvent } from "../support/alert-event.ts";
import { desktopPackages, startBareBus, startBus, startDesktop } from "../support/desktop.ts";
import { needs } from "../support/needs.ts";
import { folder } from "../support/program.ts";
import { silentNotifications } from "../support/silent-notifications.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { startToldService } from "../support/told-service.ts";
import { startTray } from "../support/tray-process.ts";

const never = new AbortController().signal;
const uid = process.getuid?.() ?? 0;

/** What firmware or a program's name could hold to be taken for something else on its way. */
const hostile = [
  "--urgency=low -u critical",
  "-",
  "--",
  `'"; touch /tmp/x; "'`,
  "$(id) `id` $HOME %s %n !!",
  "<b>bold</b> <img src='file:///etc/passwd'/> <a href=\"x\">y</a> &amp; &lt; &#60;",
  "C:\\new\\table \\101 \\x41 \\\\ \\",
  "\\377\\376 is no UTF-8",
  "bell \u0007 escape \u001b[31m tab \t line \n return \r NUL \u0000 end",
  "right to left \u202e gnp.exe",
  "half of a pair \ud83d",
  "long ".repeat(5_000),
];
/** A sentence in the words of a service that is newer than this tray: nothing of it is ours. */
const sentence = (text: string): Message => ({ code: "event.of.tomorrow", params: {}, text }) as unknown as Message;
const notice = (text: string, stays: Notice["stays"] = "until-closed"): Notice => ({
  subject: text.slice(0, 20),
  message: sentence(text),
  is: "session",
  who: "all",
  stays,
  buttons: ["end", "details"],
});
/** What the desktop is to show of it. */
const shownOf = (text: string): string => oneLine(text).replaceAll(/\p{Surrogate}/gu, "\ufffd");

/** Gone after the test. */
async function ownBus(env: NodeJS.ProcessEnv, services?: string): Promise<string> {
  const { address, process: daemon } = await startBareBus(env, services);
  onTestFinished(() => daemon.stop());
  return address;
}
const emptyBus = async () => {
  const bus = await connectBus({ address: await ownBus(process.env), env: {}, uid, signal: never });
  onTestFinished(() => bus.close());
  return bus;
};

describe.runIf(await needs("dbus", "libnotify-bin"))("without a notification service on the bus", () => {
  test("each text arrives through the real notify-send as it was, and it is said once how", async () => {
    const bus = await emptyBus();
    // Where notify-send finds somebody: it is asked a moment later than the tray asked
    const { address, process: daemon } = await startBus({ PATH: process.env.PATH });
    onTestFinished(() => daemon.stop());
    const desktop = await silentNotifications(address);
    onTestFinished(() => desktop.close());
    const host = { env: { PATH: process.env.PATH, DBUS_SESSION_BUS_ADDRESS: address }, exists: existsSync };
    const said: string[] = [];
    const perform = await openNotifier(bus, {
      words: en,
      buttons: ["end", "details"],
      onButton: () => {},
      otherwise: (plain) => notifySend(plain, { host, clock: realClock, signal: never }),
      say: (text) => said.push(text),
      signal: never,
    });
    for (const text of hostile) await perform([{ do: "show", notice: notice(text, "until-over") }]);
    expect(desktop.notes).toEqual(
      hostile.map((text) => ({ from: "amt-agent", title: en.product, body: escaped(shownOf(text)), urgency: 2 })),
    );
    expect(said).toEqual([en.menu.byNotifySend]);
  });

  test("and without notify-send, it is said once that nothing is shown", async () => {
    const dir = folder();
    onTestFinished(() => dir.remove());
    const bus = await emptyBus();
    const said: string[] = [];
    const host = { env: { PATH: dir.path }, exists: existsSync };
    const perform = await openNotifier(bus, {
      words: en,
      buttons: [],
      onButton: () => {},
      otherwise: (plain) => notifySend(plain, { host, clock: realClock, signal: never }),
      say: (text) => said.push(text),
      signal: never,
    });
    for (const text of ["one", "two"]) await perform([{ do: "show", notice: notice(text) }]);
    expect(said).toEqual([
      expect.stringMatching(/^This desktop shows no notifications \(.*org\.freedesktop\.Notifications/),
    ]);
  });
});

describe.runIf(await needs(...desktopPackages, "libnotify-bin", "dunst"))("the tray as a process", () => {
  test("has notify-send show in a real daemon what it could not itself", async ({ signal }) => {
    const desktop = await startDesktop();
    onTestFinished(() => desktop.stop());
    const home = desktop.env.HOME ?? "";
    // A daemon that fails each time it is started for the first time, and then does not
    const program = join(home, "dunst-at-the-second-try");
    const started = join(home, "tried");
    writeFileSync(program, `#!/bin/sh\n[ -e ${started} ] || { touch ${started}; exit 1; }\nexec dunst\n`);
    chmodSync(program, 0o755);
    writeFileSync(
      join(home, "org.freedesktop.Notifications.service"),
      `[D-BUS Service]\nName=org.freedesktop.Notifications\nExec=${program}\n`,
    );
    const env = { ...desktop.env, DBUS_SESSION_BUS_ADDRESS: await ownBus(desktop.env, home) };
    const dunstctl = async (...args: string[]): Promise<string> =>
      (await promisify(execFile)("dunstctl", args, { env })).stdout;
    const service = await startToldService(snapshotOf("managed"));
    onTestFinished(() => service.remove());
    service.answers.set("/v1/events", { body: { events: [], last: 0, more: false } });
    const tray = startTray(service.socket, env);
    onTestFinished(() => tray.stop().then(() => {}));
    await service.joined();
    const agent = "-t 1 <b>\\377'\"$(id)\u0007\n&amp;";
    const at = new Date().toISOString();
    service.happen(alertEvent(1, message("event.agent.expired", { agent }), { at, kind: "presence" }));
    await tray.saying(en.menu.byNotifySend);
    while ((await dunstctl("count", "displayed")).trim() !== "1") signal.throwIfAborted();
    await dunstctl("close-all");
    const history = JSON.parse(await dunstctl("history"));
    expect(history.data[0][0].body.data).toContain(escaped(oneLine(agent)));
    expect(tray.said().match(/notify-send/g)).toHaveLength(1);
    expect(await tray.stop()).toBe(0);
  });
});
