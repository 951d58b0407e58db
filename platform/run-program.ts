import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { join } from "node:path";

/** A program that could not be run, or did not say what it was asked. */
export class ProgramError extends Error {
  override name = "ProgramError";
  readonly code: "PROGRAM_MISSING" | "PROGRAM_TOO_MUCH" | "PROGRAM_FAILED";
  constructor(code: ProgramError["code"], message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}

/** Where programs of the system are, and nobody but root puts any. */
export const systemPrograms: readonly string[] = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/**
 * What a program of the system writes to its standard output: at most `most` bytes, without a shell, with nothing of our environment.
 * Rejects ProgramError, or the signal's reason; then the program is killed.
 */
export async function runProgram(
  name: string,
  args: readonly string[],
  { places = systemPrograms, most, signal }: { places?: readonly string[]; most: number; signal: AbortSignal },
): Promise<string> {
  const path = await placeOf(name, places);
  signal.throwIfAborted();
  const env = { PATH: systemPrograms.join(":"), LC_ALL: "C" };
  // A group of its own, so that what it started ends with it
  const child = spawn(path, args, { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const kill = (): void => killGroup(child.pid);
  signal.addEventListener("abort", kill, { once: true });
  const parts: Buffer[] = [];
  let [length, complaint] = [0, ""];
  child.stdout.on("data", (part: Buffer) => {
    length += part.length;
    if (length > most) kill();
    else parts.push(part);
  });
  child.stderr.on("data", (part: Buffer) => {
    if (complaint.length < 500) complaint += part.toString("utf8");
  });
  try {
    const status = await new Promise<number | null>((resolve, reject) => {
      child.once("close", resolve);
      child.once("error", (cause) => reject(new ProgramError("PROGRAM_FAILED", `${path} cannot be run`, { cause })));
    });
    signal.throwIfAborted();
    if (length > most) throw new ProgramError("PROGRAM_TOO_MUCH", `${path} wrote more than ${most} bytes`);
    if (status !== 0) {
      const [line = ""] = complaint.trim().split("\n");
      throw new ProgramError("PROGRAM_FAILED", `${path} ended with ${status ?? "a signal"}${line && `: ${line}`}`);
    }
    return Buffer.concat(parts).toString("utf8");
  } finally {
    signal.removeEventListener("abort", kill);
  }
}

async function placeOf(name: string, places: readonly string[]): Promise<string> {
  for (const place of places) {
    const path = join(place, name);
    const there = await access(path, constants.X_OK).then(
      () => true,
      () => false, // not here: the next place
    );
    if (there) return path;
  }
  throw new ProgramError("PROGRAM_MISSING", `${name} is not installed`);
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // it has ended already
  }
}
