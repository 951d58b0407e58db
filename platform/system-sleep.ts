import { uptime } from "node:os";
import type { SleepListener, SleepOptions } from "./sleep-listener.ts";

/** Follows the system's sleep until the signal aborts; never rejects. Announced by logind on Linux, to a service by Windows: elsewhere nothing is told. */
export async function onSleep(listener: SleepListener, options: SleepOptions): Promise<void> {
  if (options.announcer) return options.announcer(listener, options);
  if (options.host.platform !== "linux") return;
  const { followLogind } = await import("./linux-sleep.ts");
  await followLogind(listener, options);
}

/**
 * Grows by the ms that the machine slept, give or take a hundredth of a second; only differences mean anything. Linux: the uptime is
 * CLOCK_BOOTTIME, the process's own time CLOCK_MONOTONIC, which stands still meanwhile (clock_gettime(2)). Elsewhere both go on, and
 * nothing is ever seen.
 */
export const sleptSoFar = (): number => uptime() * 1000 - performance.now();
