import { uptime } from "node:os";
import type { Clock } from "./clock.ts";
import type { Host } from "./paths.ts";

/** Whoever wants to know that the machine goes to sleep and wakes up. */
export interface SleepListener {
  /** The machine waits for this, at most as long as its system lets it (logind: 5 s). Must not reject. */
  before(): Promise<void>;
  /** Also when the end of a sleep was not told but can only be assumed, as when the bus went away. */
  after(): void;
}
export interface SleepOptions {
  readonly host: Pick<Host, "platform" | "uid" | "env">;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told when the system's announcements cannot be heard, once until that changes. Trying goes on. */
  readonly onTrouble: (error: unknown) => void;
  /** Told whenever announcements are heard from now on. `delays`: the machine waits for `before`. */
  readonly onHeard: (how: { delays: boolean }) => void;
  /** For people who ask what keeps the machine awake: who waits, and for what. */
  readonly who: string;
  readonly why: string;
}

/** Follows the system's sleep until the signal aborts; never rejects. Only Linux with logind announces it here: elsewhere nothing is told. */
export async function onSleep(listener: SleepListener, options: SleepOptions): Promise<void> {
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
