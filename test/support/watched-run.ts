import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { realClock, sleep } from "../../platform/clock.ts";
import { bin } from "./program.ts";

export interface WatchedRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** All that it printed. */
  readonly said: string;
  /** Command lines of every process of this machine meanwhile, and the environment of the program and of its children. */
  readonly seen: string;
  /** As the kernel had it, while the program ran. */
  readonly limits: string;
}

/** ms between two looks. */
const OFTEN = 5;

/** The program as shipped, watched from /proc for as long as it runs; the shell allows cores as large as they like. Linux. */
export async function watchedRun(
  words: readonly string[],
  {
    cwd,
    env,
    started,
  }: { cwd: string; env: NodeJS.ProcessEnv; started?: (kill: (signal: NodeJS.Signals) => void) => void },
): Promise<WatchedRun> {
  const line = ["-c", 'ulimit -c unlimited 2>/dev/null; exec "$@"', "sh", process.execPath, bin, ...words];
  const child = spawn("/bin/sh", line, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  started?.((signal) => void child.kill(signal));
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (part: string) => {
      said += part;
    });
  const ended = new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.once("close", (code, signal) => resolve([code, signal])),
  );
  let over = false;
  void ended.then(() => {
    over = true;
  });
  const seen = new Set<string>();
  const strangers = new Set<string>();
  let limits = "";
  while (!over) {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name) && !strangers.has(name))) {
      seen.add(read(pid, "cmdline"));
      if (isBelow(pid, String(child.pid))) seen.add(read(pid, "environ"));
      else strangers.add(pid);
    }
    limits = read(String(child.pid), "limits") || limits;
    await sleep(realClock, OFTEN, new AbortController());
  }
  const [code, signal] = await ended;
  return { code, signal, said, seen: [...seen].join("\n"), limits };
}

function isBelow(pid: string, above: string): boolean {
  for (let at = pid; at !== "" && at !== "0"; at = /^PPid:\s*(\d+)/m.exec(read(at, "status"))?.[1] ?? "") {
    if (at === above) return true;
  }
  return false;
}

/** Gone meanwhile, or nobody's to read: nothing then. */
function read(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "latin1");
  } catch {
    return "";
  }
}
