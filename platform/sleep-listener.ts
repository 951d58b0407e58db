import type { Clock } from "./clock.ts";
import type { Host } from "./paths.ts";

/** Whoever wants to know that the machine goes to sleep and wakes up. */
export interface SleepListener {
  /** The machine waits for this, at most as long as its system lets it (logind: 5 s). Must not reject. */
  before(): Promise<void>;
  /** Also when the end of a sleep was not told but can only be assumed, as when the bus went away. */
  after(): void;
}
/** Follows announcements of sleep until the signal aborts; never rejects. */
export type SleepAnnouncer = (
  listener: SleepListener,
  options: Pick<SleepOptions, "signal" | "onHeard">,
) => Promise<void>;
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
  /** Who announces it, where that is not something on this machine that can be asked: Windows tells its services. */
  readonly announcer?: SleepAnnouncer | undefined;
}
