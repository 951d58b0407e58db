import { execFile } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Event } from "../../agent/api/snapshot.ts";
import { message } from "../../agent/api/texts.ts";
import { realClock } from "../../platform/clock.ts";
import { connectBus } from "../../platform/dbus/bus.ts";
import { followQuiet } from "../../tray/quiet.ts";
import { alertEvent } from "../support/alert-event.ts";
import { type Desktop, desktopPackages, start, startBus, startDesktop } from "../support/desktop.ts";
import { needs } from "../support/needs.ts";
import { folder } from "../support/program.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { startToldService } from "../support/told-service.ts";
import { startTray } from "../support/tray-process.ts";

const uid = process.getuid?.() ?? 0;
const never = new AbortController().signal;

/** Follows this session's do-not-disturb as the tray does; `next` settles with each change. */
async function following(env: NodeJS.ProcessEnv) {
  const bus = await connectBus({ address: env.DBUS_SESSION_BUS_ADDRESS ?? "", env: {}, uid, signal: never });
  onTestFinished(() => bus.close());
  const changes: boolean[] = [];
  let wake = (): void => {};
  await followQuiet(bus, {
    host: { env, exists: existsSync },
    clock: realClock,
    signal: never,
    onChange(isQuiet) {
      changes.push(isQuiet);
      wake();
    },
  });
  return {
    changes,
    async next(): Promise<boolean> {
      while (changes.length === 0)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      return changes.shift()!;
    },
  };
}
async function aDesktop(): Promise<Desktop> {
  const desktop = await startDesktop();
  onTestFinished(() => desktop.stop());
  return desktop;
}
const answers = async (what: () => Promise<unknown>, signal: AbortSignal): Promise<void> => {
  while (
    !(await what().then(
      () => true,
      () => false,
    ))
  )
    signal.throwIfAborted();
};

describe.runIf(await needs(...desktopPackages, "dunst"))("dunst", () => {
  test("that is paused is not to be disturbed, from the start or from now on, until it is gone", async ({ signal }) => {
    const desktop = await aDesktop();
    const dunst = start("dunst", [], desktop.env);
    onTestFinished(() => dunst.stop());
    await answers(() => desktop.run("dunstctl", "count"), signal);
    await desktop.run("dunstctl", "set-paused", "true");
    const quiet = await following(desktop.env);
    expect(await quiet.next()).toBe(true);
    await desktop.run("dunstctl", "set-paused", "false");
    expect(await quiet.next()).toBe(false);
    await desktop.run("dunstctl", "set-paused", "true");
    expect(await quiet.next()).toBe(true);
    await dunst.stop();
    expect(await quiet.next()).toBe(false);
    expect(quiet.changes).toEqual([]);
  });

  const event = (id: number, kind: string): Event => alertEvent(id, message("event.session.opened", { kind }));

  test("that is paused is told of a screen session at once, and of other things when it no longer is", async ({
    signal,
  }) => {
    const desktop = await aDesktop();
    const dunst = start("dunst", [], desktop.env);
    onTestFinished(() => dunst.stop());
    await answers(() => desktop.run("dunstctl", "count"), signal);
    await desktop.run("dunstctl", "set-paused", "true");
    const service = await startToldService(snapshotOf("managed"));
    onTestFinished(() => service.remove());
    service.answers.set("/v1/events", { body: { events: [], last: 0, more: false } });
    const tray = startTray(service.socket, desktop.env);
    onTestFinished(() => tray.stop().then(() => {}));
    await service.joined();
    const count = async (which: "waiting" | "displayed"): Promise<number> =>
      Number(await desktop.run("dunstctl", "count", which));
    const until = async (what: () => Promise<boolean>): Promise<void> => {
      while (!(await what())) signal.throwIfAborted();
    };
    service.happen(event(1, "SOL"));
    service.happen(event(2, "KVM"));
    // dunst keeps back what it is given meanwhile. In the order of the events: had the first been told, it would wait here too
    await until(async () => (await count("waiting")) === 1);
    expect(await count("displayed")).toBe(0);
    await desktop.run("dunstctl", "set-paused", "false");
    await until(async () => (await count("displayed")) === 2);
    expect(await tray.stop()).toBe(0);
  });
});

describe.runIf(await needs(...desktopPackages, "xfce4-notifyd", "xfconf"))("Xfce's notification service", () => {
  test("that is set to do not disturb is not disturbed", async ({ signal }) => {
    const desktop = await aDesktop();
    const set = (value: boolean) =>
      desktop.run(
        "xfconf-query",
        ...["-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-n", "-t", "bool", "-s", String(value)],
      );
    await set(true);
    await answers(() => desktop.run("xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb"), signal);
    const quiet = await following(desktop.env);
    expect(await quiet.next()).toBe(true);
    await set(false);
    expect(await quiet.next()).toBe(false);
    await set(true);
    expect(await quiet.next()).toBe(true);
    expect(quiet.changes).toEqual([]);
  });
});

const gnome = [
  "dbus",
  "libglib2.0-bin",
  "dconf-service",
  "dconf-gsettings-backend",
  "gsettings-desktop-schemas",
] as const;
describe.runIf(await needs(...gnome))("GNOME's setting", () => {
  test("not to show banners is do not disturb, in a desktop that goes by it", async () => {
    const home = folder();
    onTestFinished(() => home.remove());
    mkdirSync(home.in("run"), { mode: 0o700 });
    const own = { PATH: process.env.PATH, HOME: home.path, XDG_RUNTIME_DIR: home.in("run") };
    const { address, process: daemon } = await startBus(own);
    onTestFinished(() => daemon.stop());
    const env = { ...own, DBUS_SESSION_BUS_ADDRESS: address, XDG_CURRENT_DESKTOP: "ubuntu:GNOME" };
    const set = (value: boolean) =>
      promisify(execFile)("gsettings", ["set", "org.gnome.desktop.notifications", "show-banners", String(value)], {
        env,
      });
    await set(false);
    const quiet = await following(env);
    const elsewhere = await following({ ...env, XDG_CURRENT_DESKTOP: "XFCE" });
    expect(await quiet.next()).toBe(true);
    await set(true);
    expect(await quiet.next()).toBe(false);
    await set(false);
    expect(await quiet.next()).toBe(true);
    expect([quiet.changes, elsewhere.changes]).toEqual([[], []]);
  });
});
