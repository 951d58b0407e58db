import type { Socket } from "node:net";
import { peerOf } from "../platform/peer.ts";
import { processName, unknownProgram } from "./process-name.ts";

/** Who is at the other end, for people: `node (process 812)`. What the system does not tell (Windows) stays open. */
export async function holderOf(socket: Socket): Promise<string> {
  try {
    return processName((await peerOf(socket)).pid);
  } catch (error) {
    if ((error as { code?: unknown }).code === "PEER_UNKNOWN") return unknownProgram;
    throw error;
  }
}
