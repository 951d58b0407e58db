import { createHash } from "node:crypto";
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { IconOrder, IconReport } from "./native/icon-orders.ts";
import { runIconWindow } from "./native/icon-window.ts";
import { loadUser32 } from "./native/user32.ts";

/**
 * The thread of `windows-icon.ts`. A window belongs to the thread that made it, and reading its messages blocks that: neither is for the
 * main thread, nor for Node's pool, whose calls come to any of its threads.
 */
export async function runIconThread(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error("this is a thread of the tray's, and no command");
  const tell = (report: IconReport): void => port.postMessage(report);
  try {
    const { user32, memory } = await loadUser32();
    const next = (): IconOrder | undefined => receiveMessageOnPort(port)?.message;
    runIconWindow({ user32, memory, next, tell, guid: guidOf(process.execPath) });
  } catch (error) {
    tell({ is: "failed", why: error instanceof Error ? error.message : String(error) });
  }
  port.close();
  const isOver = workerData as Int32Array;
  Atomics.store(isOver, 0, 1);
  Atomics.notify(isOver, 0);
}

/** Windows ties an unsigned program's GUID to its path, and refuses it elsewhere: each path has one of its own, always the same. */
const guidOf = (program: string): Buffer =>
  createHash("sha256").update(`amt-agent tray\n${program.toLowerCase()}`).digest().subarray(0, 16);
