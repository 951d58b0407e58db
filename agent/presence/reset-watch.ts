import type { Clock } from "../../platform/clock.ts";
import { type Message, message } from "../api/texts.ts";
import type { Seen } from "../health.ts";

/** Knows of a reset that AMT is about to make, from the moment a watched program falls silent until it is made or called off. */
export interface ResetWatch {
  /** What one of AMT's alerts is told as. */
  heard(what: Message): void;
  /** Somebody at this PC called it off, and AMT agreed. */
  calledOff(): void;
  close(): void;
}

export interface ResetWatchOptions {
  /** Seconds until AMT resets the machine because this program, a GUID, has expired; undefined: it does not. */
  readonly delayOf: (agent: string) => Promise<number | undefined>;
  /** What people call the program of this GUID. */
  readonly nameOf: (agent: string) => string;
  readonly tell: (what: Message) => void;
  readonly note: (seen: readonly Seen[]) => void;
  readonly onTrouble: (error: unknown) => void;
  readonly clock: Clock;
}

/** ms after the moment AMT said, in which it must have happened. */
const GRACE = 15_000;

export function watchResets({ delayOf, nameOf, tell, note, onTrouble, clock }: ResetWatchOptions): ResetWatch {
  let stop: (() => void) | undefined;
  /** Grows with each alert: an answer to an earlier question says nothing any more. */
  let turn = 0;

  const over = (): void => {
    turn += 1;
    stop?.();
    if (stop) note([]);
    stop = undefined;
  };
  async function expired(agent: string): Promise<void> {
    const mine = ++turn;
    const since = clock.monotonic();
    try {
      const delay = await delayOf(agent);
      if (delay === undefined || mine !== turn || stop) return;
      const left = Math.max(0, delay * 1_000 - (clock.monotonic() - since));
      const at = new Date(clock.now().getTime() + left).toISOString();
      const name = nameOf(agent);
      stop = clock.after(left + GRACE, over, { background: true });
      tell(message("event.reset.pending", { agent: name, seconds: Math.round(left / 1_000) }));
      note([{ code: "reset-pending", params: { agents: name, at } }]);
    } catch (error) {
      onTrouble(error);
    }
  }
  return {
    heard({ code, params }) {
      if (code === "event.agent.expired") void expired(String(params.agent));
      if (code === "event.power.watchdog") over();
    },
    calledOff() {
      over();
      tell(message("event.reset.called-off", {}));
    },
    close: over,
  };
}
