import type { Event } from "../api/snapshot.ts";
import type { History } from "../events/history.ts";

/** How often AMT said so of one program. AMT's old posture counted the same five for each (presence-posture.md 2.3, AMTAgentPresence). */
export interface Transitions {
  readonly notStarted: number;
  readonly running: number;
  readonly expired: number;
  readonly stopped: number;
  readonly suspended: number;
}
export interface CountedTransitions {
  readonly since: Date;
  /** Of a program by its GUID, with or without dashes; all zero: AMT has said nothing of it. */
  of(guid: string): Transitions;
}

const codes: Readonly<Record<string, keyof Transitions>> = {
  "event.agent.not-started": "notStarted",
  "event.agent.running": "running",
  "event.agent.expired": "expired",
  "event.agent.stopped": "stopped",
  "event.agent.suspended": "suspended",
};
const none: Transitions = { notStarted: 0, running: 0, expired: 0, stopped: 0, suspended: 0 };
/** As many as AMT watches: whatever else firmware names takes no memory. */
const MOST = 16;

const keyOf = (guid: string): string => guid.replaceAll("-", "").toLowerCase();

/** Counts from now on, as long as the history lives, what AMT's alerts say of the programs it watches. */
export function countTransitions(history: Pick<History, "listen">, since: Date): CountedTransitions {
  const counted = new Map<string, Transitions>();
  history.listen(({ message: { code, params } }: Event) => {
    const state = codes[code];
    const key = keyOf(String((params as { agent?: unknown }).agent ?? ""));
    if (state === undefined || !/^[0-9a-f]{32}$/.test(key)) return;
    const before = counted.get(key) ?? none;
    if (before === none && counted.size >= MOST) return;
    counted.set(key, { ...before, [state]: before[state] + 1 });
  });
  return { since, of: (guid) => counted.get(keyOf(guid)) ?? none };
}
