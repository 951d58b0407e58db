import { apiClient } from "../api/client.ts";
import { reach } from "../settings.ts";
import type { Run } from "./context.ts";

/** `amt-agent metrics`: from the admin endpoint of the service. */
export const run: Run = async ({ terminal, json, host, clock, signal, flags }) => {
  const { socket } = await reach(flags, host);
  const text = await apiClient({ socket, clock }).callAdmin("GET /v1/metrics", undefined, { signal });
  terminal.out(json ? JSON.stringify({ schema: "amt-agent.metrics/1", text }) : text.trimEnd());
  return "ok";
};
