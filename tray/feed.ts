import type { ApiClient } from "../agent/api/client.ts";
import type { Event } from "../agent/api/snapshot.ts";
import { type Clock, sleep } from "../platform/clock.ts";
import type { Silence, View } from "./view.ts";

export interface FeedOptions {
  readonly socket: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** ms to wait before each new attempt; the last is for ever. */
  readonly backoff?: readonly number[];
  readonly onView: (view: View) => void;
  /** What happens from now on. */
  readonly onEvent?: (event: Event) => void;
  /** Told once when the service is lost, not at every attempt. */
  readonly onTrouble: (text: string) => void;
}
const usualBackoff = [500, 1_000, 2_000, 5_000, 10_000, 30_000];

/** Hands over each snapshot the service pushes, and its silence as soon as it is one. Settles when the signal aborts. */
export async function followService(
  client: Pick<ApiClient, "events">,
  { socket, clock, signal, backoff = usualBackoff, onView, onEvent, onTrouble }: FeedOptions,
): Promise<void> {
  let failures = 0;
  let told = "";
  while (!signal.aborted) {
    try {
      await client.events({
        signal,
        onEvent: (frame) => {
          if (frame.kind === "event") return onEvent?.(frame.event);
          if (frame.snapshot.schema !== "amt-agent.snapshot/1") throw new ForeignSnapshot();
          failures = 0;
          told = "";
          onView({ kind: "snapshot", snapshot: frame.snapshot });
        },
      });
    } catch (error) {
      if (signal.aborted) return;
      onView({ kind: "silent", why: whyOf(error), socket });
      const text = error instanceof Error ? error.message : String(error);
      if (text !== told) onTrouble(text);
      told = text;
    }
    const wait = backoff[Math.min(failures++, backoff.length - 1)] ?? 0;
    try {
      await sleep(clock, wait, { signal });
    } catch {
      // Only an abort ends a sleep: the loop sees it.
    }
  }
}

/** The service is of another version. */
class ForeignSnapshot extends Error {
  override name = "ForeignSnapshot";
  readonly code = "TRAY_FOREIGN";
  constructor() {
    super("The service speaks another version than this tray. Install the same version of both.");
  }
}

function whyOf(error: unknown): Silence {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === "API_UNREACHABLE") return "unreachable";
  return code === "API_DENIED" ? "denied" : "foreign";
}
