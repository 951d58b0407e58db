import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { MenuAction } from "../../tray/menu-actions.ts";
import { type Desktop, desktopPackages, type PanelName, startDesktop } from "../support/desktop.ts";
import { menuRows } from "../support/menu-rows.ts";
import { needs } from "../support/needs.ts";
import { amtAgentJson, bin, folder, service } from "../support/program.ts";
import { orangeIn, until, whereOrange } from "../support/screen.ts";
import { served } from "../support/served-machine.ts";
import { silentNotifications } from "../support/silent-notifications.ts";
import { clickInMenu, countChanges } from "../support/tray-menu.ts";
import { startTray } from "../support/tray-process.ts";

/** AMT's ports, where no other test has them. */
const offset = 1_000 + ((process.pid + 23_000) % 14_000);

/** A folder for PATH in which the browser is a program that keeps what it is given, and who gave it. */
function programs(desktop: Desktop): { path: string; letters(): readonly string[]; windows(): readonly number[] } {
  const path = join(desktop.env.HOME ?? "", "bin");
  const kept = join(path, "kept");
  mkdirSync(kept, { recursive: true });
  writeFileSync(join(path, "xdg-open"), `#!/bin/sh\n/bin/cat "$1" >> ${kept}/letters\necho $PPID >> ${kept}/pids\n`);
  chmodSync(join(path, "xdg-open"), 0o755);
  symlinkSync("/usr/bin/xclip", join(path, "xclip"));
  const read = (name: string): string => (existsSync(join(kept, name)) ? readFileSync(join(kept, name), "utf8") : "");
  return {
    path,
    letters: () => [...read("letters").matchAll(/\/enter([^"]*)"/g)].map(([, page = ""]) => page),
    windows: () => read("pids").split("\n").filter(Boolean).map(Number),
  };
}

async function wholeTray(panel: PanelName, signal: AbortSignal, after: (end: () => Promise<void> | void) => void) {
  const dir = folder();
  after(() => dir.remove());
  const { me, path, stop } = await served("acm-15");
  after(stop);
  const lms = ["--lms-listen", "loopback", "--lms-port-offset", String(offset)];
  const running = await service(`socket:${path}`, dir, lms);
  after(async () => void (await running.stop()));
  // Qt makes columns of a menu that is higher than the screen, in which entries are not found by their rows
  const desktop = await startDesktop({ height: panel === "lxqt-panel" ? 900 : 620 });
  after(() => desktop.stop());
  const told = await silentNotifications(desktop.env.DBUS_SESSION_BUS_ADDRESS ?? "");
  after(() => told.close());
  await desktop.startPanel(panel);
  const own = programs(desktop);
  after(() => {
    for (const pid of own.windows()) process.kill(pid, "SIGTERM");
  });
  const env = { ...desktop.env, PATH: own.path, XDG_CONFIG_DIRS: "/nonexistent" };
  const tray = startTray(dir.in("agent.sock"), env, [bin, "tray", "--socket"]);
  after(() => tray.stop().then(() => {}));
  const until = async (what: () => Promise<boolean> | boolean): Promise<void> => {
    while (!(await what())) {
      signal.throwIfAborted();
      await turn();
    }
  };
  return { me, desktop, told, own, tray, until, env: { AMT_AGENT_SOCKET: dir.in("agent.sock") } };
}

const packages = ["lxqt-panel", "trayer", "libayatana-appindicator3-1", "xclip"] as const;

describe.runIf(await needs(...desktopPackages, ...packages))("the tray, as shipped", () => {
  for (const panel of ["xfce4-panel", "lxqt-panel", "trayer"] as const)
    it(`in ${panel}: the icon follows the ME, and the entries of its menu do what they say`, async ({
      signal,
      onTestFinished,
    }) => {
      const { me, desktop, told, own, tray, until: eventually, env } = await wholeTray(panel, signal, onTestFinished);
      const operate = (...words: string[]) => me.operator.perform(words);
      const isOrange = whereOrange(desktop.width);
      const noOrange = (pixels: Buffer): true | undefined =>
        orangeIn(pixels, desktop.width).length === 0 ? true : undefined;

      for (const kind of ["kvm", "sol", "usbr"]) await operate(kind, "open");
      const icon = await until(desktop, isOrange, { signal });
      const rows = () => menuRows(told.bus, panel === "trayer" ? "helper" : "tray", signal);
      const choose = (action: MenuAction, ...acts: MenuAction[]): Promise<void> =>
        clickInMenu(desktop, { icon, rows, action, acts, signal });

      if (panel !== "trayer") {
        const before = await desktop.look();
        await desktop.run("xdotool", "mousemove", `${icon.x - 1}`, `${icon.y}`, "mousemove", `${icon.x}`, `${icon.y}`);
        const tip = (pixels: Buffer): true | undefined => (countChanges(before, pixels) > 1_500 ? true : undefined);
        await until(desktop, tip, { signal });
        await desktop.run("xdotool", "click", "1");
        await eventually(() => own.letters().length === 1);
        expect(own.letters()).toEqual([""]);
      }
      const opened = own.letters().length;

      await choose("end-kvm", "end-kvm", "end-sol", "end-usbr", "ask-for-help");
      await eventually(() => !me.world.kvm);
      expect([me.world.sol, me.world.ider]).toEqual([true, true]);
      await choose("end-sol", "end-sol", "end-usbr", "ask-for-help");
      await eventually(() => !me.world.sol);
      await choose("end-usbr", "end-usbr", "ask-for-help");
      await eventually(() => !me.world.ider);
      await until(desktop, noOrange, { signal });

      await operate("consent", "policy-all");
      await operate("consent", "request");
      await until(desktop, isOrange, { signal });
      await choose("refuse", "refuse", "ask-for-help");
      await eventually(() => !me.world.consent);
      await until(desktop, noOrange, { signal });

      const connection = async (): Promise<string> =>
        (await amtAgentJson(["help-desk", "status"], { env })).json.connection;
      await choose("ask-for-help", "ask-for-help");
      await eventually(() => told.bodies.some((body) => body.startsWith("Help was asked for")));
      await eventually(async () => (await connection()) === "connected");
      await eventually(() => told.bodies.some((body) => body.startsWith("AMT connected to a server outside")));
      await choose("hang-up", "hang-up");
      await eventually(async () => (await connection()) === "none");

      for (const page of ["open", "reach", "history"] as const) await choose(page, "ask-for-help");
      await eventually(() => own.letters().length === opened + 3);
      expect([...own.letters().slice(opened)].sort()).toEqual(["", "#/history", "#/reach"]);

      await choose("start-at-login", "ask-for-help");
      const entry = join(desktop.env.HOME ?? "", ".config/autostart/amt-agent-tray.desktop");
      await eventually(() => existsSync(entry));
      expect(readFileSync(entry, "utf8")).toContain(`"${bin}" "tray" "--socket"`);

      await choose("support", "ask-for-help");
      await eventually(() => told.bodies.some((body) => body.includes("clipboard")));
      const copied = await desktop.run("xclip", "-selection", "clipboard", "-out");
      expect(copied).toMatch(/^amt-agent \S+, Node v\d+[\s\S]*\$ amt-agent doctor\n/);

      await choose("quit", "ask-for-help");
      expect(await tray.ended).toBe(0);
    }, 150_000);
});
