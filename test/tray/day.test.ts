import { setImmediate as turn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, onTestFinished, test } from "vitest";
import { message } from "../../agent/api/texts.ts";
import { realClock } from "../../platform/clock.ts";
import { runTray } from "../../tray/main.ts";
import { alertEvent } from "../support/alert-event.ts";
import { startBus } from "../support/desktop.ts";
import { needs } from "../support/needs.ts";
import { folder } from "../support/program.ts";
import { silentNotifications } from "../support/silent-notifications.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { startToldService } from "../support/told-service.ts";

const bytes = (): number => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
  return process.memoryUsage().heapUsed;
};

/** Every minute of a day somebody comes and goes, and every ten seconds the service says how things are. */
describe.runIf(await needs("dbus"))("a day of the tray", () => {
  test("leaves no more memory behind than a quarter of it", async ({ signal }) => {
    const home = folder();
    const { address, process: daemon } = await startBus({ PATH: process.env.PATH });
    const desktop = await silentNotifications(address);
    const service = await startToldService(snapshotOf("managed"));
    service.answers.set("/v1/events", { body: { events: [], last: 0, more: false } });
    const life = new AbortController();
    const said: string[] = [];
    const running = runTray({
      socket: service.socket,
      host: {
        platform: "linux",
        uid: process.getuid?.() ?? 0,
        home: home.path,
        env: { DBUS_SESSION_BUS_ADDRESS: address },
        exists: () => false,
      },
      clock: realClock,
      signal: life.signal,
      say: (text) => said.push(text),
    });
    onTestFinished(async () => {
      life.abort();
      await running;
      await service.remove();
      await desktop.close();
      await daemon.stop();
      home.remove();
    });
    await service.joined();
    let [id, told] = [0, 0];
    const start = Date.UTC(2026, 10, 21);
    const happen = (kind: "session.opened" | "session.closed", seconds: number): void => {
      id += 1;
      const at = new Date(start + seconds * 1_000).toISOString();
      service.happen(alertEvent(id, message(`event.${kind}`, { kind: "KVM" }), { at }));
    };
    /** An hour, as fast as it goes; settles when all of it was told. */
    const hour = async (n: number): Promise<void> => {
      for (let slot = 0; slot < 60; slot += 1) {
        const at = n * 3_600 + slot * 60;
        happen("session.opened", at);
        for (let s = 0; s < 6; s += 1) {
          const now = new Date(start + (at + s * 10) * 1_000).toISOString();
          const isOpen = s < 3;
          if (s === 3) happen("session.closed", at + 30);
          service.tell(snapshotOf(isOpen ? "session" : "managed", { at: now, confirmedAt: now }));
        }
        while (desktop.bodies.length < 2) {
          signal.throwIfAborted();
          await turn();
        }
        told += desktop.bodies.splice(0).length;
      }
    };
    for (let n = 0; n < 6; n += 1) await hour(n);
    const early = bytes();
    for (let n = 6; n < 24; n += 1) await hour(n);
    const growth = bytes() - early;
    // A kilobyte for each visit would be 2 MB; code that V8 compiles meanwhile comes and goes by half of one
    expect(growth).toBeLessThan(1_500_000);
    expect([id, told]).toEqual([24 * 60 * 2, 24 * 60 * 2]);
    expect(said.filter((text) => !/tray icon/.test(text))).toEqual([]);
  }, 60_000);
});
