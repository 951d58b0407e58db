import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { type Device, IDENTITY, openOsWatchdog } from "../../agent/presence/os-watchdog.ts";
import { identityIn, watchdogsNamed } from "../../platform/watchdog-device.ts";
import { keptLog } from "../support/lms.ts";
import { steppedClock } from "../support/stepped-clock.ts";

const NAME = { identity: IDENTITY, driver: "mei_wdt" };

test("the watchdog is found by its name in sysfs, so that no other one is opened, which would arm it", () => {
  const sysRoot = mkdtempSync(join(tmpdir(), "amt-sys-"));
  try {
    expect(watchdogsNamed(NAME, { sysRoot })).toEqual([]);
    for (const [name, identity] of Object.entries({
      watchdog0: "iTCO_wdt",
      watchdog1: "iamt_wdt",
      watchdog2: "softdog",
    })) {
      mkdirSync(join(sysRoot, "class", "watchdog", name), { recursive: true });
      writeFileSync(join(sysRoot, "class", "watchdog", name, "identity"), `${identity}\n`);
    }
    expect(watchdogsNamed(NAME, { sysRoot })).toEqual(["/dev/watchdog1"]);
  } finally {
    rmSync(sysRoot, { recursive: true });
  }
});

test("without attributes of watchdogs it is found by the driver of its device; a wrong identity outweighs a right driver", () => {
  const sysRoot = mkdtempSync(join(tmpdir(), "amt-sys-"));
  try {
    const drivers = { watchdog0: "iTCO_wdt", watchdog1: "mei_wdt", watchdog2: undefined, watchdog3: "mei_wdt" };
    for (const [name, driver] of Object.entries(drivers)) {
      const device = join(sysRoot, "class", "watchdog", name, "device");
      mkdirSync(device, { recursive: true });
      if (driver) symlinkSync(join("..", "..", "..", "..", "bus", "drivers", driver), join(device, "driver"));
    }
    writeFileSync(join(sysRoot, "class", "watchdog", "watchdog3", "identity"), "softdog\n");
    expect(watchdogsNamed(NAME, { sysRoot })).toEqual(["/dev/watchdog1"]);
  } finally {
    rmSync(sysRoot, { recursive: true });
  }
});

test("struct watchdog_info: the name stands behind options and firmware version, in 32 bytes", () => {
  const info = Buffer.alloc(40);
  info.writeUInt32LE(0x8180); // SETTIMEOUT, KEEPALIVEPING
  info.write("iamt_wdt", 8, "latin1");
  expect(identityIn(info)).toBe("iamt_wdt");
});

/** A driver with this name, that keeps what was done to it. */
function fakeDevice(identity = IDENTITY): { device: Device; done: string[] } {
  const done: string[] = [];
  return {
    done,
    device: {
      identity,
      async setTimeout(seconds) {
        done.push(`timeout ${seconds}`);
        return seconds;
      },
      async ping() {
        done.push("ping");
      },
      close: () => void done.push("close"),
    },
  };
}
async function turns(): Promise<void> {
  for (let n = 0; n < 10; n++) await turn();
}

test("pings at half its timeout while the service is well, not otherwise, and is disarmed at the end", async () => {
  const clock = steppedClock();
  const { device, done } = fakeDevice();
  let isAlive = true;
  const opened: string[] = [];
  const guard = openOsWatchdog({
    find: () => ["/dev/watchdog1"],
    open: async (path) => {
      opened.push(path);
      return device;
    },
    alive: () => isAlive,
    clock,
    log: keptLog(),
  });
  await turns();
  for (let minute = 0; minute < 3; minute++) {
    clock.advance(60_000);
    await turns();
  }
  expect(done).toEqual(["timeout 120", "ping", "ping", "ping", "ping"]);
  isAlive = false;
  clock.advance(60_000);
  await turns();
  expect(done.length).toBe(5);
  expect(guard.view()).toMatchObject({ state: "failing", code: "UNHEALTHY" });
  await guard.close();
  expect(done.at(-1)).toBe("close");
  expect(opened).toEqual(["/dev/watchdog1"]);
  expect(clock.pending).toBe(0);
});

test("another watchdog behind the path is closed at once and never pinged", async () => {
  const clock = steppedClock();
  const { device, done } = fakeDevice("iTCO_wdt");
  const guard = openOsWatchdog({
    find: () => ["/dev/watchdog0"],
    open: async () => device,
    alive: () => true,
    clock,
    log: keptLog(),
  });
  await turns();
  expect(done).toEqual(["close"]);
  expect(guard.view()).toMatchObject({ state: "failing", device: null });
  await guard.close();
});
