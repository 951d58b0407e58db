import type { ApiClient } from "../agent/api/client.ts";
import type { Event, Snapshot } from "../agent/api/snapshot.ts";
import type { NoticeMemory } from "./notice-memory.ts";
import {
  type NoticeSetting,
  type NoticeStep,
  noticeOf,
  noticesOfSessions,
  noticesSinceLast,
  release,
} from "./notices.ts";

export interface HeraldOptions {
  readonly client: Pick<ApiClient, "call">;
  readonly memory: NoticeMemory;
  readonly perform: (steps: readonly NoticeStep[]) => Promise<void>;
  /** What may disturb a user who is not to be disturbed. */
  readonly despiteQuiet: NoticeSetting["despiteQuiet"];
  readonly signal: AbortSignal;
  readonly onTrouble: (text: string) => void;
}

/** What the service says, told to the user at most once each: what was missed while nobody listened first. */
export interface Herald {
  /** A stream has begun: whatever is newer than what was seen is read before anything else is told. */
  begin(): void;
  heard(event: Event): void;
  saw(snapshot: Snapshot): void;
  /** The desktop's do-not-disturb began or ended: what was held back meanwhile and still holds is told then. */
  quieted(isQuiet: boolean): void;
  settled(): Promise<void>;
}

export function openHerald({ client, memory, perform, despiteQuiet, signal, onTrouble }: HeraldOptions): Herald {
  let state = memory.last;
  // Who may act is the service's to say
  let setting: NoticeSetting = { quiet: false, despiteQuiet, sessions: true, atConsole: true };
  let last: Promise<void> = Promise.resolve();
  const then = (work: () => Promise<void> | void): void => {
    last = last.then(work).catch((error: unknown) => {
      if (!signal.aborted) onTrouble(error instanceof Error ? error.message : String(error));
    });
  };
  async function become(step: { state: typeof state; steps: readonly NoticeStep[] }): Promise<void> {
    if (step.state !== state) memory.keep(step.state);
    state = step.state;
    if (step.steps.length > 0) await perform(step.steps);
  }
  /** All that is newer than what was seen, before any of it is told: it is one notice. */
  async function missed(): Promise<readonly Event[]> {
    const ask = (query: { after?: number; limit: number }) => client.call("GET /v1/events", query, { signal });
    // A tray that never ran learns where the history stands, and tells nothing of it
    if (!state.seen) return (await ask({ limit: 1 })).events;
    const events: Event[] = [];
    for (let after = state.seen.id; ; ) {
      const page = await ask({ after, limit: 1_000 });
      events.push(...page.events);
      if (!page.more || page.last <= after) return events;
      after = page.last;
    }
  }
  const catchUp = async (): Promise<void> => become(noticesSinceLast(state, await missed(), setting));
  return {
    begin: () => then(catchUp),
    heard: (event) => then(() => become(noticeOf(state, event, setting))),
    saw: ({ sessions, at, confirmedAt, sessionsSince: since }) =>
      then(() => become(noticesOfSessions(state, sessions, { at, knownAt: confirmedAt ?? at, since, setting }))),
    quieted: (quiet) =>
      then(() => {
        setting = { ...setting, quiet };
        return quiet ? undefined : become(release(state));
      }),
    settled: () => last,
  };
}
