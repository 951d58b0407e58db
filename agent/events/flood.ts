import type { Clock } from "../../platform/clock.ts";
import type { Message } from "../api/texts.ts";

/**
 * Firmware that floods us with alerts fills no history and hides no other alert: of each code so many are told, and then how many more came.
 * Keyed by code, of which there are as many as are declared, whatever the firmware writes.
 */
export interface Flood {
  /** Is this alert to be told by itself? */
  admits(what: Message): boolean;
  /** Tells what was counted until now, and counts no more. */
  end(): void;
}

/** Alerts of one code that are told one by one within `WINDOW` ms. A busy day's sessions are fewer. */
export const BURST = 20;
const WINDOW = 60_000;
/** ms without any until they are told one by one again. */
export const QUIET = 60_000;
/** ms between two sums of a flood that goes on: each twice the one before, up to the last. */
const FIRST_SUM = 60_000;
const LAST_SUM = 3_600_000;

interface Kept {
  since: number;
  told: number;
  lastAt: number;
  /** Not told yet, and the newest of them. */
  more: number;
  newest: Message;
  /** undefined: told one by one. */
  stop: (() => void) | undefined;
}

export function newFlood({
  clock,
  onMore,
}: {
  readonly clock: Clock;
  readonly onMore: (count: number, newest: Message) => void;
}): Flood {
  const codes = new Map<string, Kept>();

  function sum(kept: Kept): void {
    const { more, newest } = kept;
    kept.more = 0;
    if (more > 0) onMore(more, newest);
  }
  function mute(kept: Kept, pause: number): void {
    kept.stop = clock.after(
      pause,
      () => {
        sum(kept);
        if (clock.monotonic() - kept.lastAt >= QUIET) loosen(kept);
        else mute(kept, Math.min(2 * pause, LAST_SUM));
      },
      { background: true },
    );
  }
  function loosen(kept: Kept): void {
    kept.stop?.();
    kept.stop = undefined;
    kept.told = 0;
  }

  return {
    admits(what) {
      const now = clock.monotonic();
      const fresh: Kept = { since: now, told: 0, lastAt: now, more: 0, newest: what, stop: undefined };
      const kept = codes.get(what.code) ?? fresh;
      codes.set(what.code, kept);
      if (kept.stop && now - kept.lastAt >= QUIET) {
        sum(kept);
        loosen(kept);
      }
      if (!kept.stop && now - kept.since >= WINDOW) Object.assign(kept, { since: now, told: 0 });
      kept.lastAt = now;
      if (!kept.stop && kept.told < BURST) {
        kept.told += 1;
        return true;
      }
      kept.more += 1;
      kept.newest = what;
      if (!kept.stop) mute(kept, FIRST_SUM);
      return false;
    },
    end() {
      for (const kept of codes.values()) {
        sum(kept);
        loosen(kept);
      }
    },
  };
}
