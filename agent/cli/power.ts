import { apiClient } from "../api/client.ts";
import { reach } from "../settings.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { harmless } from "./terminal.ts";

/** `amt-agent power cancel` */
export async function cancelPower({ terminal, json, flags, host, clock, signal }: Context): Promise<Exit> {
  const { socket } = await reach(flags, host);
  const answer = await apiClient({ socket, clock }).callConsole("POST /v1/power/cancel", undefined, { signal });
  terminal.out(json ? JSON.stringify(answer, null, 2) : harmless(answer.message.text));
  return answer.outcome === "refused" ? "denied" : "ok";
}
