import { codeOf } from "../../mei/errors.ts";
import type { Clock } from "../../platform/clock.ts";
import type { PowerAct, PowerControl } from "../../platform/power-control.ts";
import type { PowerAnswer } from "../api/power.ts";
import { type Message, message } from "../api/texts.ts";
import type { Seen } from "../health.ts";
import type { Logger } from "../log.ts";

/** What this PC is going to do because AMT asked for it: after a notice that whoever sits here can see. */
export interface PlannedPower {
  /** What one of AMT's alerts is told as. */
  heard(what: Message): void;
  /** `isAdmin`: of this PC; who sits at the screen may only where the configuration says so. */
  cancel(options: { readonly isAdmin: boolean }): PowerAnswer;
  close(): void;
}

/** ms of notice, as Intel's LMS gives it (lms.md 4.7). */
export const NOTICE = 60_000;
const known: readonly string[] = ["shut down", "restart", "sleep", "hibernate"] satisfies PowerAct[];
const isAct = (word: unknown): word is PowerAct => known.includes(String(word));

export function planPower({
  mode,
  control,
  tell,
  note,
  clock,
  log,
  life,
}: {
  /** `off`: AMT is not obeyed. `ask`: the user at the screen can call it off. `obey`: only an administrator can. */
  readonly mode: "off" | "ask" | "obey";
  readonly control: () => Promise<PowerControl | undefined>;
  readonly tell: (what: Message) => void;
  readonly note: (seen: readonly Seen[]) => void;
  readonly clock: Clock;
  readonly log: Logger;
  readonly life: AbortSignal;
}): PlannedPower {
  let planned: { readonly what: PowerAct; readonly stop: () => void } | undefined;

  function over(): void {
    planned?.stop();
    planned = undefined;
    note([]);
  }
  async function perform(what: PowerAct): Promise<void> {
    over();
    try {
      const at = await control();
      if (!at) throw Object.assign(new Error("this system has no such thing"), { code: "HOST_POWER_NOT_ALLOWED" });
      log.info("this PC does what AMT asked for", { what });
      await at.perform(what, { signal: life });
    } catch (error) {
      log.warn("this PC could not do what AMT asked for", { what, error });
      if (!life.aborted) tell(message("event.power.failed", { what, code: codeOf(error) }));
    }
  }
  return {
    heard({ code, params: { what } }) {
      if (mode === "off" || code !== "event.power.requested" || !isAct(what) || life.aborted) return;
      // One at a time: the newest wish counts, and nobody's notice gets shorter
      over();
      planned = { what, stop: clock.after(NOTICE, () => void perform(what)) };
      tell(message("event.power.planned", { what, seconds: NOTICE / 1_000 }));
      note([{ code: "power-planned", params: { what, at: new Date(clock.now().getTime() + NOTICE).toISOString() } }]);
    },
    cancel({ isAdmin }) {
      const schema = "amt-agent.power/1";
      if (!planned) return { schema, outcome: "none", message: message("power.none", {}) };
      const { what } = planned;
      if (mode === "obey" && !isAdmin)
        return { schema, outcome: "refused", message: message("power.refused", { what }) };
      over();
      const told = message("event.power.called-off", { what });
      tell(told);
      return { schema, outcome: "called-off", message: told };
    },
    close: () => planned?.stop(),
  };
}
