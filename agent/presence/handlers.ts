import type { Presence, Routes } from "../api/contract.ts";
import type { Handlers } from "../api/exchange.ts";
import { ApiError } from "../api/failure.ts";
import type { Keeper } from "./keeper.ts";
import type { LeaseRefusal } from "./leases.ts";
import type { Resets } from "./open-resets.ts";
import type { OsWatchdog } from "./os-watchdog.ts";

export interface PresenceParts {
  readonly keeper: Keeper;
  readonly osWatchdog: OsWatchdog | undefined;
}

const refusals: Readonly<Record<LeaseRefusal, string>> = {
  unknown: "The configuration has no agent of this name with a lease (presence.agents).",
  "not-yours": "This lease is for another user: the configuration names who may hold it (presence.agents, lease).",
  taken: "Another process holds this lease. End it first.",
  "program-hidden":
    "The service may not see which program this is, and the configuration asks for a certain one: take executable out of presence.agents, or let the service see it.",
  "program-wrong": "The configuration gives this lease to another program (presence.agents, executable).",
};

export const viewOf = (parts: PresenceParts | undefined): Presence => ({
  agents: [...(parts?.keeper.view() ?? [])],
  osWatchdog: parts?.osWatchdog?.view() ?? null,
});

/** The routes of presence. */
export function presenceHandlers(
  parts: () => PresenceParts | undefined,
  resets: Pick<Resets, "cancel">,
): Pick<Handlers<Routes>, Extract<keyof Routes, `${string} /v1/presence${string}`>> {
  const running = (): PresenceParts => {
    const found = parts();
    if (!found) throw new ApiError("API_STOPPING", "The service is starting: try again in a moment.");
    return found;
  };
  return {
    "GET /v1/presence": () => viewOf(parts()),
    "GET /v1/presence/lease": async (send, { input: { name }, caller, signal }) => {
      const lease = running().keeper.leases.take(name, caller.peer);
      // A stream has begun when its handler runs: what it says no to is a frame of it
      if (typeof lease === "string") {
        send({ held: false, why: lease, message: refusals[lease] });
        return;
      }
      send({ held: true });
      await new Promise<void>((resolve) => {
        const over = (): void => {
          lease.release("down");
          resolve();
        };
        if (signal.aborted) over();
        else signal.addEventListener("abort", over, { once: true });
      });
    },
    "POST /v1/presence/release": ({ input: { name }, caller }) => ({
      released: running().keeper.leases.end(name, caller.peer),
    }),
    "POST /v1/presence/hurry": () => {
      running().keeper.hurry();
      return viewOf(parts());
    },
    "POST /v1/presence/cancel-reset": ({ signal }) => resets.cancel({ signal }),
  };
}
