import { runTray } from "../../tray/main.ts";
import { reach } from "../settings.ts";
import type { Run } from "./context.ts";

/** `amt-agent tray` */
export const run: Run = async ({ terminal, host, clock, signal, flags }) => {
  const { socket } = await reach(flags, host);
  await runTray({ socket, host, clock, signal, say: (text) => terminal.err(text) });
  return "ok";
};
