import { hardenProcess } from "../service.ts";
import type { Context } from "./context.ts";

let isHard = false;

/** Call before the first secret is read: this process will hold passwords and keys. No core, no debugger, no report. */
export async function harden({ host }: Pick<Context, "host">): Promise<void> {
  if (isHard) return;
  const forbidDumps = host.platform === "linux" ? (await import("../../platform/dumps.ts")).forbidDumps : undefined;
  hardenProcess({ env: process.env, ...(forbidDumps && { forbidDumps }) });
  isHard = true;
}
