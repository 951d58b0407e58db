import { nextIn } from "./courier.ts";
import { type Progress, progressOf } from "./progress.ts";
import type { Entry } from "./spool.ts";

/** How one destination stands to what is in the spool. */
export interface Standing
  extends Pick<Progress, "cursor" | "delivered" | "refused" | "deliveredAt" | "failing" | "refusedCode"> {
  readonly waiting: number;
  /** When the oldest that waits was made; null: nothing waits. */
  readonly since: string | null;
  /** A sender has been at work for it at some time. */
  readonly seen: boolean;
  /** When it last was; null: never. */
  readonly at: string | null;
}

/** `own`: where the sender keeps its progress. */
export async function standingOf(own: string, name: string, entries: readonly Entry[]): Promise<Standing> {
  const found = await progressOf(own, name);
  const numbers = entries.map(({ number }) => number);
  const next = nextIn(numbers, found?.cursor ?? 0);
  const {
    cursor = 0,
    delivered = 0,
    refused = 0,
    deliveredAt = null,
    failing = null,
    refusedCode = null,
  } = found ?? {};
  return {
    ...{ cursor, delivered, refused, deliveredAt, failing, refusedCode },
    waiting: next === undefined ? 0 : numbers.filter((one) => one >= next).length,
    since: next === undefined ? null : new Date(next).toISOString(),
    seen: found !== undefined,
    at: found?.at ?? null,
  };
}
