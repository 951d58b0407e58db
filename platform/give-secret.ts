import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { isAbsolute } from "node:path";
import { type Clock, deadline } from "./clock.ts";
import { distrust, UntrustedFileError } from "./trusted-file.ts";

/** The program did not do what it was run for. Its words are not repeated: they could hold what it was given. */
export class ProgramFailedError extends Error {
  override name = "ProgramFailedError";
  readonly code = "PROGRAM_FAILED";
}

/** ms that a program gets; whoever waits for a person must not be run from here. */
const PATIENCE = 30_000;

/**
 * Runs a program without a shell, with nothing of our environment, and gives it bytes on its standard input. Resolves with its output once
 * it has ended with 0. Rejects ProgramFailedError, UntrustedFileError where somebody else could have written the program, or the signal's
 * reason; the program is then ended.
 */
export async function runTrusted(
  [program = "", ...args]: readonly string[],
  input: string,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<string> {
  checkProgram(program);
  const limit = deadline(
    clock,
    PATIENCE,
    [signal],
    () => new ProgramFailedError(`${program} took more than ${PATIENCE} ms`),
  );
  try {
    limit.signal.throwIfAborted();
    return await run(program, args, input, limit.signal);
  } finally {
    limit.done();
  }
}

function checkProgram(program: string): void {
  if (!isAbsolute(program))
    throw new UntrustedFileError(`${program || "an empty name"} is no absolute path to a program`);
  const stats = statSync(program);
  const uid = process.geteuid?.();
  const wrong = !stats.isFile()
    ? "is not a regular file"
    : uid === undefined
      ? undefined
      : distrust(stats, "names-commands", uid);
  if (wrong) throw new UntrustedFileError(`${program} ${wrong}`);
}

function run(program: string, args: readonly string[], input: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { PATH: "/usr/bin:/bin:/usr/sbin:/sbin" },
      stdio: ["pipe", "pipe", "ignore"],
    });
    const out: Buffer[] = [];
    const settle = (act: () => void): void => {
      signal.removeEventListener("abort", onAbort);
      act();
    };
    const onAbort = (): void => {
      child.kill("SIGKILL");
      settle(() => reject(signal.reason));
    };
    signal.addEventListener("abort", onAbort, { once: true });
    child.once("error", (cause) => settle(() => reject(failed(program, "cannot be run", cause))));
    child.stdout.on("data", (part: Buffer) => out.push(part));
    // A program that does not read what it is given has not taken it, whatever it says in the end
    let unread = false;
    child.stdin.on("error", () => {
      unread = true;
    });
    child.stdin.end(input);
    child.once("close", (code, by) =>
      settle(() => {
        if (code === 0 && !unread) resolve(Buffer.concat(out).toString("utf8"));
        else reject(failed(program, unread ? "did not read its input" : `ended with ${code ?? by}`));
      }),
    );
  });
}

const failed = (program: string, why: string, cause?: unknown): ProgramFailedError =>
  new ProgramFailedError(`${program} ${why}`, { cause });
