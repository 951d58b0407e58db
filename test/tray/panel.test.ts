import { describe, expect, it } from "vitest";
import { desktopPackages, startDesktop } from "../support/desktop.ts";
import { needs } from "../support/needs.ts";
import { orangeIn, until, whereOrange } from "../support/screen.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { startToldService } from "../support/told-service.ts";
import { startTray } from "../support/tray-process.ts";

describe.runIf(await needs(...desktopPackages, "libglib2.0-bin"))("in a real panel", () => {
  it("the icon appears, turns orange for a session and back, survives the panel, and its menu quits it", async ({
    signal,
    onTestFinished,
  }) => {
    // Not `finally`: after a timeout Vitest waits for these, and for nothing else
    const desktop = await startDesktop();
    onTestFinished(() => desktop.stop());
    const service = await startToldService(snapshotOf("managed"));
    onTestFinished(() => service.remove());
    const panel = await desktop.startPanel();
    const tray = startTray(service.socket, desktop.env);
    onTestFinished(() => void tray.stop());

    await tray.saying("registered");
    const watcher = ["-d", "org.kde.StatusNotifierWatcher", "-o", "/StatusNotifierWatcher"];
    const get = ["-m", "org.freedesktop.DBus.Properties.Get", "org.kde.StatusNotifierWatcher"];
    const items = ["call", "--session", ...watcher, ...get, "RegisteredStatusNotifierItems"];
    expect(await desktop.run("gdbus", ...items)).toMatch(/StatusNotifierItem'/);

    const isOrange = whereOrange(desktop.width);
    const noOrange = (pixels: Buffer): true | undefined =>
      orangeIn(pixels, desktop.width).length === 0 ? true : undefined;
    expect(isOrange(await desktop.look())).toBeUndefined();
    service.tell(snapshotOf("session"));
    await until(desktop, isOrange, { signal });
    service.tell(snapshotOf("off"));
    await until(desktop, noOrange, { signal });

    service.tell(snapshotOf("session"));
    await until(desktop, isOrange, { signal });
    await panel.stop();
    await until(desktop, noOrange, { signal });
    await desktop.startPanel();
    const { x, y } = await until(desktop, isOrange, { signal });

    // Left click: the menu; its last entry is Quit
    const before = await desktop.look();
    await desktop.run("xdotool", "mousemove", `${x}`, `${y}`, "click", "1");
    const differs = (pixels: Buffer): true | undefined => {
      let changed = 0;
      for (let at = 0; at < pixels.length; at += 3) if (pixels[at] !== before[at]) changed++;
      return changed > 10_000 ? true : undefined;
    };
    await until(desktop, differs, { signal });
    await desktop.run("xdotool", "key", "Up", "key", "Return");
    expect(await tray.ended).toBe(0);
  }, 60_000);
});
