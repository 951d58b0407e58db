import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Snapshot } from "../../agent/api/snapshot.ts";
import { realClock, sleep } from "../../platform/clock.ts";
import { type Desktop, startDesktop } from "../support/desktop.ts";
import { until, whereOrange } from "../support/screen.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { startToldService } from "../support/told-service.ts";
import { startTray } from "../support/tray-process.ts";
import { iconSheet } from "./icon-sheet.ts";

/** Makes the pictures of the tray in docs/images: a real panel, a real tray, a service that is told what to say. */
const images = join(import.meta.dirname, "../../docs/images");
mkdirSync(images, { recursive: true });

const life = new AbortController();
for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => life.abort());

/** Panels redraw, tooltips and menus fade in: a picture is ready when two in a row are the same. */
async function settled(desktop: Desktop): Promise<void> {
  let before = await desktop.look();
  for (;;) {
    await sleep(realClock, 700, { signal: life.signal });
    const now = await desktop.look();
    if (now.equals(before)) return;
    before = now;
  }
}

async function shoot(
  dark: boolean,
  pictures: readonly { name: string; snapshot: Snapshot; menu?: true }[],
): Promise<void> {
  const desktop = await startDesktop({ width: 760, height: 420, dark });
  const service = await startToldService(snapshotOf("session"));
  try {
    await desktop.startPanel();
    const tray = startTray(service.socket, desktop.env);
    try {
      const { x, y } = await until(desktop, whereOrange(desktop.width), { signal: life.signal });
      for (const { name, snapshot, menu } of pictures) {
        await desktop.run("xdotool", "mousemove", "200", "60");
        service.tell(snapshot);
        await settled(desktop);
        await desktop.run("xdotool", "mousemove", `${x - 1}`, `${y}`, "mousemove", `${x}`, `${y}`);
        if (menu) await desktop.run("xdotool", "click", "1");
        else await sleep(realClock, 1_500, { signal: life.signal });
        await settled(desktop);
        const area = menu ? "760x390+0+30" : "640x200+120+220";
        const to = join(images, `tray-${name}.png`);
        await desktop.run(
          "import",
          "-window",
          "root",
          "-crop",
          area,
          "+repage",
          "-filter",
          "point",
          "-resize",
          "200%",
          "-strip",
          to,
        );
        if (menu) await desktop.run("xdotool", "key", "Escape");
        process.stdout.write(`${to}\n`);
      }
    } finally {
      await tray.stop();
    }
  } finally {
    await service.remove();
    await desktop.stop();
  }
}

await shoot(false, [
  { name: "unknown", snapshot: snapshotOf("unknown") },
  { name: "managed", snapshot: snapshotOf("managed") },
  { name: "session", snapshot: snapshotOf("session") },
  { name: "menu", snapshot: snapshotOf("session", { sessions: { sol: null } }), menu: true },
]);
await shoot(true, [{ name: "virtual", snapshot: snapshotOf("managed", { virtual: true }) }]);
writeFileSync(join(images, "tray-icons.png"), iconSheet());
