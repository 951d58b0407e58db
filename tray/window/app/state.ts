import type { Event, Snapshot } from "../../../agent/api/snapshot.ts";
import type { View } from "../../view.ts";
import type { Told } from "../audience.ts";
import type { Gate } from "./entry.ts";

/** All that the pages are drawn from, beside what they read themselves. */
export interface State {
  /** Present: nothing else is shown. */
  readonly gate: Gate | null;
  /** null: nothing was told yet. */
  readonly view: View | null;
  /** When the last snapshot was made, also after the service fell silent. */
  readonly lastAt: string | null;
  /** Told since the page is open, oldest first. */
  readonly events: readonly Event[];
  /** Grows each time the service is there again: what was read before is read anew. */
  readonly turn: number;
}

export const firstState = (gate: Gate | null): State => ({ gate, view: null, lastAt: null, events: [], turn: 0 });

const mostEvents = 1_000;

/** Pure. */
export function hear(state: State, told: Told): State {
  switch (told.kind) {
    case "snapshot": {
      const turn = state.gate === null && state.view?.kind === "snapshot" ? state.turn : state.turn + 1;
      return { ...state, gate: null, view: told, lastAt: told.snapshot.at, turn };
    }
    case "silent":
      return { ...state, gate: null, view: told };
    case "event":
      return { ...state, events: [...state.events, told.event].slice(-mostEvents) };
    case "ended":
      return { ...state, gate: told.why === "reused" ? "reused" : "closed" };
    case "beat":
      return state;
  }
}

export const snapshotIn = ({ view }: State): Snapshot | undefined =>
  view?.kind === "snapshot" ? view.snapshot : undefined;
