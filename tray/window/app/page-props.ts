import type { State } from "./state.ts";

/** What every page is drawn from. */
export interface PageProps {
  readonly state: State;
}
