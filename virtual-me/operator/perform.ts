import { alertName } from "../cim/alert.ts";
import type { Manageability } from "../cim/manageability.ts";
import type { World } from "../world.ts";
import type { Do } from "./act.ts";
import { acts } from "./acts.ts";
import { deskOf } from "./desk.ts";
import { findAct } from "./find.ts";
import { type OperatorState, stateOf } from "./state.ts";

export interface Performed {
  readonly alerts: readonly string[];
  readonly state: Omit<OperatorState, "alerts" | "counts">;
}
/** The operator's place at this AMT. */
export interface Performer {
  /** Throws OperatorError. */
  perform(words: readonly string[]): Performed;
  close(): void;
}

export function performer(world: World, service: Manageability, reset: () => void): Performer {
  const desk = deskOf(world, service, reset);
  const table: Readonly<Record<string, Readonly<Record<string, Do>>>> = acts;
  return {
    perform(words) {
      const { action, verb, value = "" } = findAct(words);
      const told: string[] = [];
      const stop = world.alerts.listen((alert) => told.push(alertName(alert)));
      try {
        table[action]?.[verb]?.(desk, value);
      } finally {
        stop();
        world.settled();
      }
      return { alerts: told, state: stateOf(desk) };
    },
    close: desk.close,
  };
}
