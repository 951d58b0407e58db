import { spawn } from "node:child_process";
import { type Clock, deadline } from "../platform/clock.ts";
import type { Host } from "../platform/paths.ts";

/** ms; a program that asks the desktop something answers sooner, or hangs with it. */
const longest = 5_000;

export interface DesktopProgramOptions {
  readonly host: Pick<Host, "env">;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** For its standard input. What it writes is then not read: it may stay in the background with it (xclip). */
  readonly input?: string;
}

/**
 * Runs a program of the desktop with this user's environment, without a shell and not in the current folder; settles with the first 64 KiB it
 * wrote. Rejects where it cannot be run, fails, or takes longer than 5 s; then it is killed.
 */
export async function runDesktopProgram(
  path: string,
  args: readonly string[],
  { host, clock, signal, input }: DesktopProgramOptions,
): Promise<string> {
  const limit = deadline(clock, longest, [signal], () => new Error(`${path} did not end within ${longest / 1_000} s`));
  try {
    const out = input === undefined ? "pipe" : "ignore";
    const child = spawn(path, args, { cwd: "/", env: host.env, stdio: ["pipe", out, "ignore"] });
    const kill = (): void => void child.kill("SIGKILL");
    limit.signal.addEventListener("abort", kill, { once: true });
    let said = "";
    child.stdout?.setEncoding("utf8").on("data", (part: string) => {
      if (said.length < 65_536) said += part;
    });
    // One that does not read its input says by its status what it thinks of that
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
    const status = await new Promise<number | string | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, killed) => resolve(code ?? killed));
    });
    if (limit.signal.aborted) throw limit.signal.reason;
    if (status !== 0) throw new Error(`${path} ended with ${status}`);
    return said;
  } finally {
    limit.done();
  }
}
