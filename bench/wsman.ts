import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { besideModules, bundled } from "./forward/processes.ts";
import { program, started } from "./process.ts";

/** Output and wall time of one run, ms. Rejects when it fails. */
async function timed(args: readonly string[]): Promise<{ ms: number; output: string }> {
  const from = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"], env: besideModules });
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const output = await text(child.stdout);
  const code = await gone;
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${String(code)}`);
  return { ms: performance.now() - from, output };
}
const middle = (numbers: readonly number[]): number =>
  Math.round([...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN);

/**
 * WS-Man through LME: Gets of AMT_GeneralSettings with digest over one session, one channel and one HTTP connection; and `amt-agent wsman
 * get` as a whole process, session and login included, beside `node -e 0`. The virtual ME is another process.
 */
export async function benchWsman({ ms = 2_000, runs = 7 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "amt-bench-"));
  const path = join(folder, "me.sock");
  const child = await started([program, "virtual-me", "--machine", "acm-15", "--socket", path], /me\.sock/);
  try {
    const file = await bundled("bench/wsman-child.ts", folder);
    const session: unknown = JSON.parse((await timed([file, path, String(ms)])).output);
    const whole: number[] = [];
    const empty: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      empty.push((await timed(["-e", "0"])).ms);
      whole.push(
        (await timed([program, "wsman", "get", "AMT_GeneralSettings", "--mei", `socket:${path}`, "--json"])).ms,
      );
    }
    return { session, freshProcess: { runs, getMs: middle(whole), emptyNodeMs: middle(empty) } };
  } finally {
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("exit", resolve));
    rmSync(folder, { recursive: true, force: true });
  }
}
