import { type Clock, sleep } from "../../platform/clock.ts";
import type { Event, Snapshot } from "../api/snapshot.ts";
import { type Message, message } from "../api/texts.ts";
import type { Me } from "../me.ts";
import { initialState, reduce } from "../state.ts";
import { type Constant, look } from "./look.ts";
import type { Remembered } from "./memory.ts";

export type Frame = { kind: "snapshot"; snapshot: Snapshot } | { kind: "event"; event: Event };

/** The service's eye: looks at the ME, keeps the state, tells whoever listens. */
export interface Watch {
  snapshot(): Snapshot;
  /** Events of this service run with a greater id, oldest first; the last 500 are kept. */
  events(after: number): Event[];
  /** Every frame from now on. The returned function ends it. */
  listen(listener: (frame: Frame) => void): () => void;
  /** Looks now, and settles when the state is as new as this call. */
  refresh(options: { signal: AbortSignal }): Promise<Snapshot>;
  /** Records what is different from the last run of the service. */
  tellSince(last: Remembered): void;
  /** Looks every `interval` ms until the signal aborts. */
  run(options: { signal: AbortSignal }): Promise<void>;
}

const KEPT = 500;

export function openWatch(me: Me, { clock, interval }: { clock: Clock; interval: number }): Watch {
  let state = initialState(me.driver, clock.now());
  let known: Constant | undefined;
  let nextId = 1;
  const kept: Event[] = [];
  const listeners = new Set<(frame: Frame) => void>();
  const tell = (frame: Frame): void => {
    for (const listener of listeners) listener(frame);
  };
  const record = (what: Message): void => {
    const event: Event = { id: nextId++, at: clock.now().toISOString(), message: what };
    kept.push(event);
    if (kept.length > KEPT) kept.shift();
    tell({ kind: "event", event });
  };
  record(message("event.started", {}));

  /** Looks are shared: whoever asks while one is queued gets the queued one. */
  let running: Promise<unknown> = Promise.resolve();
  let queued: Promise<Snapshot> | undefined;
  const lookOnce = async (signal: AbortSignal): Promise<Snapshot> => {
    const seen = await look(me, { clock, known, signal });
    known = seen.kind === "answered" && seen.amtPresent && seen.amt.version !== null ? seen.amt : undefined;
    const { state: next, events } = reduce(state, seen);
    const changed = !sameButTime(state.snapshot, next.snapshot);
    state = next;
    if (changed) tell({ kind: "snapshot", snapshot: next.snapshot });
    for (const event of events) record(event);
    return next.snapshot;
  };
  let life: AbortSignal | undefined;

  return {
    snapshot: () => state.snapshot,
    events: (after) => kept.filter(({ id }) => id > after),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh({ signal }) {
      const own = life ?? signal;
      queued ??= running.then(() => {
        queued = undefined;
        const mine = lookOnce(own);
        running = mine.catch(() => {}); // whoever asked gets the rejection; the next look only waits for this one's end
        return mine;
      });
      return queued;
    },
    tellSince({ standing: from, at }) {
      const to = state.snapshot.standing;
      if (to !== "unknown" && to !== from) record(message("event.while-away", { from, to, since: at }));
    },
    async run({ signal }) {
      life = signal;
      while (!signal.aborted) {
        try {
          await this.refresh({ signal });
          await sleep(clock, interval, { signal });
        } catch (error) {
          if (!signal.aborted) throw error;
        }
      }
    },
  };
}

/** Time passes in every snapshot; that alone is no news. */
function sameButTime(a: Snapshot, b: Snapshot): boolean {
  const timeless = ({ at: _, confirmedAt: __, ...rest }: Snapshot): string => JSON.stringify(rest);
  return timeless(a) === timeless(b);
}
