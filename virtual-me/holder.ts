import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { peerOf } from "../platform/peer.ts";

/** Who is at the other end, for people: `node (process 812)`. What the system does not tell (Windows) stays open. */
export async function holderOf(socket: Socket): Promise<string> {
  const unknown = "another program";
  let pid: number;
  try {
    ({ pid } = await peerOf(socket));
  } catch (error) {
    if ((error as { code?: unknown }).code === "PEER_UNKNOWN") return unknown;
    throw error;
  }
  return `${nameOf(pid) ?? unknown} (process ${pid})`;
}

function nameOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim() || undefined;
  } catch {
    return undefined; // it has ended, or there is no /proc: the number must do
  }
}
