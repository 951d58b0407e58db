import type { GuardedAgent } from "../config-agents.ts";
import type { Session } from "./heartbeat.ts";
import type { Runner } from "./runner.ts";

export type AgentState =
  /** AMT is told. */
  | "running"
  /** It is well, and AMT does not know it yet. */
  | "registering"
  /** It is well, and AMT cannot be told: `code` says why. */
  | "failing"
  /** It is not well, or not there: AMT hears nothing. */
  | "silent"
  /** It stopped in good order. */
  | "stopped"
  /** The machine sleeps. */
  | "resting";

export interface AgentView {
  readonly name: string;
  readonly id: string;
  readonly source: "self" | "unit" | "command" | "lease";
  readonly state: AgentState;
  readonly health: Session["health"];
  readonly code: string | null;
  /** Seconds that AMT waits for a heartbeat; null: AMT has not said yet. */
  readonly timeoutSeconds: number | null;
  readonly lastHeartbeat: string | null;
  readonly nextHeartbeat: string | null;
}

const stateOf = ({ health, resting, open, trouble, sequence, asked }: Session): AgentState => {
  if (resting) return "resting";
  if (trouble !== undefined && (health === "up" || open)) return "failing";
  if (health === "down") return "silent";
  if (health === "ended") return open ? "registering" : "stopped";
  return sequence !== undefined || asked?.call === "beat" ? "running" : "registering";
};

export const viewOf = (
  { name, id, unit, command, lease }: GuardedAgent,
  { session, lastFed, nextDue }: Pick<Runner, "session" | "lastFed" | "nextDue">,
  code: string | undefined,
): AgentView => ({
  name,
  id: id.toLowerCase(),
  source: unit !== undefined ? "unit" : command !== undefined ? "command" : lease !== undefined ? "lease" : "self",
  state: stateOf(session),
  health: session.health,
  code: code ?? null,
  timeoutSeconds: session.timeout === 0 ? null : session.timeout / 1_000,
  lastHeartbeat: lastFed?.toISOString() ?? null,
  nextHeartbeat: nextDue?.toISOString() ?? null,
});
