import { describe, expect, it } from "vitest";
import { desktopPackages, startDesktop } from "../support/desktop.ts";
import { needs } from "../support/needs.ts";
import { orangeIn, until, whereOrange } from "../support/screen.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { startToldService } from "../support/told-service.ts";
import { startTray } from "../support/tray-process.ts";

describe.runIf(await needs(...desktopPackages, "libglib2.0-bin"))("in a real panel", () => {
  it("the icon appears, turns orange for a session and back, survives the panel, and its menu quits it", async () => {
    const desktop = await startDesktop();
    const service = await startToldService(snapshotOf("managed"));
    try {
      const panel = await desktop.startPanel();
      const tray = startTray(service.socket, desktop.env);
      try {
        await tray.saying("registered");
        const watcher = ["-d", "org.kde.StatusNotifierWatcher", "-o", "/StatusNotifierWatcher"];
        const get = ["-m", "org.freedesktop.DBus.Properties.Get", "org.kde.StatusNotifierWatcher"];
        const items = ["call", "--session", ...watcher, ...get, "RegisteredStatusNotifierItems"];
        expect(await desktop.run("gdbus", ...items)).toMatch(/StatusNotifierItem'/);

        const isOrange = whereOrange(desktop.width);
        expect(isOrange(await desktop.look())).toBeUndefined();
        service.tell(snapshotOf("session"));
        await until(desktop, isOrange);
        service.tell(snapshotOf("off"));
        await until(desktop, (pixels) => (orangeIn(pixels, desktop.width).length === 0 ? true : undefined));

        service.tell(snapshotOf("session"));
        await until(desktop, isOrange);
        await panel.stop();
        await until(desktop, (pixels) => (orangeIn(pixels, desktop.width).length === 0 ? true : undefined));
        await desktop.startPanel();
        const { x, y } = await until(desktop, isOrange);

        // Left click: the menu; its last entry is Quit
        const before = await desktop.look();
        await desktop.run("xdotool", "mousemove", `${x}`, `${y}`, "click", "1");
        const differs = (pixels: Buffer): true | undefined => {
          let changed = 0;
          for (let at = 0; at < pixels.length; at += 3) if (pixels[at] !== before[at]) changed++;
          return changed > 10_000 ? true : undefined;
        };
        await until(desktop, differs);
        await desktop.run("xdotool", "key", "Up", "key", "Return");
        expect(await tray.ended).toBe(0);
      } finally {
        await tray.stop();
      }
    } finally {
      await service.remove();
      await desktop.stop();
    }
  }, 60_000);
});
