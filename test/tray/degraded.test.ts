import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Event } from "../../agent/api/snapshot.ts";
import { message } from "../../agent/api/texts.ts";
import { alertEvent } from "../support/alert-event.ts";
import { startBareBus, startBus } from "../support/desktop.ts";
import { needs } from "../support/needs.ts";
import { amtAgent, bin, folder } from "../support/program.ts";
import { silentNotifications } from "../support/silent-notifications.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { startToldService, type ToldService } from "../support/told-service.ts";
import { startTray } from "../support/tray-process.ts";

const execute = promisify(execFile);
const lines = (text: string): string[] => text.trim().split("\n");
const event = (id: number): Event => alertEvent(id, message("event.session.opened", { kind: "SOL" }));

/** What docs/tray.md says of each, in the words of the program as shipped. */
describe("amt-agent tray without a session bus", () => {
  test.each([
    ["none is announced", { DBUS_SESSION_BUS_ADDRESS: "", XDG_RUNTIME_DIR: "" }],
    ["nobody is there", { DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent/bus" }],
    ["the address is none", { DBUS_SESSION_BUS_ADDRESS: "nonsense" }],
  ])("(%s) says once what it needs, and ends with 1", async (_what, env) => {
    const { code, stdout, stderr } = await amtAgent(["tray"], { env });
    expect({ code, stdout, lines: lines(stderr).length }).toEqual({ code: 1, stdout: "", lines: 1 });
    expect(stderr).toMatch(/The tray needs a desktop session: .*\. Start it from the desktop, or use amt-agent status/);
  });
});

async function session(): Promise<{ address: string; service: ToldService; bodies: readonly string[] }> {
  const { address, process: daemon } = await startBus({ PATH: process.env.PATH });
  onTestFinished(() => daemon.stop());
  const shown = await silentNotifications(address);
  onTestFinished(() => shown.close());
  const service = await startToldService(snapshotOf("managed"));
  onTestFinished(() => service.remove());
  service.answers.set("/v1/events", { body: { events: [], last: 0, more: false } });
  return { address, service, bodies: shown.bodies };
}
const until = async (what: () => boolean, signal: AbortSignal): Promise<void> => {
  while (!what()) {
    signal.throwIfAborted();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
};

describe.runIf(await needs("dbus", "util-linux"))("amt-agent tray", () => {
  test.runIf(process.geteuid?.() === 0)(
    "whose home cannot be written says so once, shows everything all the same, and ends in good order",
    async ({ signal }) => {
      const { address, service, bodies } = await session();
      const dir = folder();
      onTestFinished(() => dir.remove());
      const home = dir.in("home");
      mkdirSync(home);
      // Root may write what others may not: only a read-only file system refuses it
      await execute("mount", ["-t", "tmpfs", "-o", "ro", "tmpfs", home]);
      onTestFinished(async () => void (await execute("umount", [home])));
      const env = { PATH: process.env.PATH, HOME: home, DBUS_SESSION_BUS_ADDRESS: address };
      const tray = startTray(service.socket, env, [bin, "tray", "--socket"]);
      onTestFinished(() => tray.stop().then(() => {}));
      await service.joined();
      for (const id of [1, 2]) {
        service.happen({ ...event(id), message: message("event.session.opened", { kind: id === 1 ? "SOL" : "KVM" }) });
        await until(() => bodies.length === id, signal);
      }
      await tray.saying("What was shown cannot be kept");
      expect(await tray.stop()).toBe(0);
      expect(tray.said().match(/What was shown cannot be kept \(.*EROFS/g)).toHaveLength(1);
      expect(lines(tray.said()).filter((line) => /EROFS|read-only/i.test(line))).toHaveLength(1);
    },
  );

  test("without a display waits for a panel of today's kind, says so once, and starts nothing of the older kind", async () => {
    const { address, service } = await session();
    const home = folder();
    onTestFinished(() => home.remove());
    const env = { PATH: process.env.PATH, HOME: home.path, DBUS_SESSION_BUS_ADDRESS: address };
    const tray = startTray(service.socket, env, [bin, "tray", "--socket"]);
    onTestFinished(() => tray.stop().then(() => {}));
    await service.joined();
    await tray.saying("no place for tray icons");
    const { stdout } = await execute("ps", ["--no-headers", "-o", "pid", "--ppid", String(tray.pid)]).catch(
      (error: { stdout: string }) => error,
    );
    expect([stdout, await tray.stop()]).toEqual(["", 0]);
    expect(lines(tray.said())).toHaveLength(1);
  });

  test("runs no program that lies in the current folder or in a relative one of PATH", async ({ signal }) => {
    const { address, process: daemon } = await startBareBus({ PATH: process.env.PATH });
    onTestFinished(() => daemon.stop());
    const service = await startToldService(snapshotOf("managed"));
    onTestFinished(() => service.remove());
    service.answers.set("/v1/events", { body: { events: [], last: 0, more: false } });
    const home = folder();
    onTestFinished(() => home.remove());
    const planted = home.in("planted");
    mkdirSync(planted);
    for (const name of ["notify-send", "gsettings", "xclip", "tray_linux_release"]) {
      writeFileSync(`${planted}/${name}`, `#!/bin/sh\ntouch ${home.in("ran")}\n`);
      chmodSync(`${planted}/${name}`, 0o755);
    }
    const env = { PATH: ".:planted", HOME: home.path, DBUS_SESSION_BUS_ADDRESS: address, XDG_CURRENT_DESKTOP: "GNOME" };
    // It begins in the folder itself: what is relative leads there
    writeFileSync(home.in("go.cjs"), `process.chdir(${JSON.stringify(planted)});\n`);
    const tray = startTray(service.socket, env, ["-r", home.in("go.cjs"), bin, "tray", "--socket"]);
    onTestFinished(() => tray.stop().then(() => {}));
    await service.joined();
    service.happen(event(1));
    await tray.saying("This desktop shows no notifications");
    signal.throwIfAborted();
    expect(await tray.stop()).toBe(0);
    expect(readdirSync(home.path)).not.toContain("ran");
  });
});
