import type { ResetAnswer } from "../api/presence.ts";
import type { GuardedAgent } from "../config-agents.ts";
import type { Book } from "../events/book.ts";
import type { Logger } from "../log.ts";
import { asSystemOf } from "../provisioning/as-system.ts";
import type { Reach } from "../provisioning/web.ts";
import type { Watch } from "../watch/watch.ts";
import { cancelReset, resetDelay } from "./reset.ts";
import { type ResetWatch, watchResets } from "./reset-watch.ts";

export interface Resets extends Pick<ResetWatch, "heard" | "close"> {
  /** Asks AMT, as its account for this PC's programs, not to reset the machine. */
  cancel(options: { readonly signal: AbortSignal }): Promise<ResetAnswer>;
}

/** ms for AMT to say whether it will reset the machine: it does so in 30 s, where nobody changed that. */
const SOON = 15_000;

/** Resets that AMT is about to make: told of as soon as they are known, and called off for whoever may. */
export function openResets({
  reach,
  agents,
  book,
  watch,
  log,
  life,
}: {
  readonly reach: Reach;
  readonly agents: readonly GuardedAgent[];
  readonly book: Pick<Book, "note">;
  readonly watch: Pick<Watch, "noteTrouble">;
  readonly log: Logger;
  readonly life: AbortSignal;
}): Resets {
  const asSystem = asSystemOf(reach);
  const nameOf = (guid: string): string => {
    const name = agents.find(({ id }) => id.toLowerCase() === guid.toLowerCase())?.name;
    return name === undefined ? guid : `${name}, ${guid}`;
  };
  const resets = watchResets({
    delayOf: (guid) => asSystem(async (wsman, signal) => resetDelay(await wsman(), guid, { signal }), life, SOON),
    nameOf,
    tell: (what) => book.note(what),
    note: (seen) => watch.noteTrouble("reset", seen),
    onTrouble(error) {
      if (!life.aborted) log.warn("whether AMT will reset this machine could not be asked", { error });
    },
    clock: reach.clock,
  });
  return {
    heard: resets.heard,
    close: resets.close,
    async cancel({ signal }) {
      const answer = await asSystem(
        async (wsman, until) => cancelReset(await wsman(), { signal: until }),
        signal,
        SOON,
      );
      if (answer.outcome === "called-off") resets.calledOff();
      return { ...answer, way: "system" };
    },
  };
}
