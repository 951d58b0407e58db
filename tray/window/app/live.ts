import { useEffect, useState } from "preact/hooks";
import { realClock, sleep } from "../../../platform/clock.ts";
import type { Entry, Gate } from "./entry.ts";
import { forgetSession } from "./entry.ts";
import { firstState, hear, type State } from "./state.ts";
import { CallError, follow } from "./transport.ts";

/** ms between attempts to reach the window's program again. */
const patience = 2_000;

/** The state of the moment, for as long as the page is open. */
export function useLive(entry: Entry): State {
  const [state, setState] = useState<State>(() => firstState("gate" in entry ? entry.gate : null));
  useEffect(() => {
    if ("gate" in entry) return undefined;
    const life = new AbortController();
    void keepListening(entry.key, setState, life.signal);
    return () => life.abort();
  }, [entry]);
  return state;
}

type SetState = (change: (state: State) => State) => void;

async function keepListening(key: string, setState: SetState, signal: AbortSignal): Promise<void> {
  const shut = (gate: Gate): void => setState((state) => ({ ...state, gate }));
  while (!signal.aborted) {
    let over: Gate | undefined;
    try {
      await follow(
        key,
        (told) => {
          if (told.kind === "ended") over = told.why === "reused" ? "reused" : "closed";
          setState((state) => hear(state, told));
        },
        signal,
      );
    } catch (error) {
      if (error instanceof CallError && error.code === "NO_SESSION") over ??= "outside";
    }
    if (over) {
      forgetSession();
      return shut(over);
    }
    if (!signal.aborted) shut("lost");
    await sleep(realClock, patience, { signal }).catch(() => undefined); // only an abort ends it, and the loop sees that
  }
}
