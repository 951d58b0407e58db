import { codeOf } from "../../mei/errors.ts";
import { type Clock, sleep } from "../../platform/clock.ts";
import type { Logger } from "../log.ts";

/** The kernel's name for the ME's watchdog (drivers/watchdog/mei_wdt.c). No other one is ever opened: that would arm it. */
export const IDENTITY = "iamt_wdt";
const NAME = { identity: IDENTITY, driver: "mei_wdt" };

export interface OsWatchdogView {
  readonly state: "absent" | "pinging" | "failing" | "resting";
  readonly device: string | null;
  readonly code: string | null;
  readonly timeoutSeconds: number | null;
  readonly lastPing: string | null;
}
/** AMT's watchdog of the operating system, which goes off when nobody pings it (presence-posture.md 1.11). */
export interface OsWatchdog {
  view(): OsWatchdogView;
  /** Disarms it and lets go. */
  close(): Promise<void>;
}

export interface Device {
  readonly identity: string;
  setTimeout(seconds: number): Promise<number>;
  ping(): Promise<void>;
  close(): void;
}
export interface OsWatchdogOptions {
  /** Devices of this name, found without opening any. */
  readonly find: (name: typeof NAME) => readonly string[];
  readonly open: (path: string) => Promise<Device>;
  /** While it is not, no ping is sent. */
  readonly alive: () => boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Seconds: the driver's least and usual one. */
const TIMEOUT = 120;
/** ms until it is looked for again; the ME takes its watchdog away and brings it back. */
const LOOK = 10_000;

export function openOsWatchdog({ find, open, alive, clock, log }: OsWatchdogOptions): OsWatchdog {
  const life = new AbortController();
  const { signal } = life;
  const nothing = { device: null, code: null, timeoutSeconds: null, lastPing: null };
  let view: OsWatchdogView = { state: "absent", ...nothing };
  const become = (next: OsWatchdogView): void => {
    if (next.state !== view.state || next.code !== view.code)
      log.info("AMT's watchdog of the operating system", { state: next.state, device: next.device, code: next.code });
    view = next;
  };

  async function guard(path: string): Promise<void> {
    const device = await open(path);
    try {
      if (device.identity !== IDENTITY) throw new Error(`${path} is ${device.identity}, not ${IDENTITY}`);
      const timeoutSeconds = await device.setTimeout(TIMEOUT);
      while (!signal.aborted) {
        if (alive()) {
          await device.ping();
          become({ state: "pinging", device: path, code: null, timeoutSeconds, lastPing: clock.now().toISOString() });
        } else become({ ...view, state: "failing", code: "UNHEALTHY" });
        await sleep(clock, (timeoutSeconds * 1_000) / 2, { signal });
      }
    } finally {
      device.close();
    }
  }
  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        const [path] = find(NAME);
        if (path === undefined) become({ state: "absent", ...nothing });
        else await guard(path);
      } catch (error) {
        if (signal.aborted) return;
        become({ state: "failing", ...nothing, code: codeOf(error) });
      }
      await sleep(clock, LOOK, { signal }).catch(() => {}); // only an abort ends it: the loop sees that
    }
  }
  const running = run();
  return {
    view: () => view,
    async close() {
      life.abort(new Error("the service ends"));
      await running;
    },
  };
}
