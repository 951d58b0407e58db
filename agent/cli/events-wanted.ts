import type { EventKind } from "../api/snapshot.ts";

/** Which events a person asked for. */
export interface Wanted {
  readonly since: Date | undefined;
  readonly kind: EventKind | undefined;
  readonly limit: number;
}

/** Events that are asked for at once. */
export const PAGE = 1_000;
