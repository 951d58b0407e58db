import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const program = fileURLToPath(new URL("../dist/amt-agent.cjs", import.meta.url));

const median = (numbers: number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;

/** Wall time of one run, ms. Rejects when it fails: a failing command is fast. */
async function timed(args: string[]): Promise<number> {
  const from = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
  const code = await new Promise((resolve) => child.once("exit", resolve));
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${String(code)}`);
  return performance.now() - from;
}

/** The most memory one run had, MB: asked of the process itself at its exit. */
async function peakMemory(args: string[]): Promise<number> {
  const probe =
    "data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))";
  const child = spawn(process.execPath, ["--import", probe, ...args], {
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  let text = "";
  child.stdio[3]?.on("data", (part: Buffer) => {
    text += part.toString();
  });
  await new Promise((resolve) => child.once("close", resolve));
  return Math.round(Number(text) / 102.4) / 10;
}

/** `info` as a whole process against `node -e 0`, run by turns so that a busy moment hits both. */
export async function benchInfo(runs = 21) {
  const empty = ["-e", "0"];
  const cases = {
    version: [program, "--version"],
    "info virtual:acm-15": [program, "info", "--mei", "virtual:acm-15", "--json"],
    "info virtual:consumer-11": [program, "info", "--mei", "virtual:consumer-11", "--json"],
  };
  const times: Record<string, number[]> = { empty: [] };
  for (let run = 0; run < runs; run++) {
    times.empty?.push(await timed(empty));
    for (const [name, args] of Object.entries(cases)) {
      times[name] ??= [];
      times[name].push(await timed(args));
    }
  }
  const base = median(times.empty ?? []);
  const results = [];
  for (const [name, args] of Object.entries(cases)) {
    const ms = median(times[name] ?? []);
    results.push({
      what: name,
      medianMs: Math.round(ms),
      timesEmptyNode: Math.round((ms / base) * 100) / 100,
      peakMb: await peakMemory(args),
    });
  }
  return {
    runs,
    emptyNodeMs: Math.round(base),
    emptyNodePeakMb: await peakMemory(empty),
    targetTimesEmptyNode: 2,
    results,
  };
}

/** ns on a CPU, all threads: the kernel's own account, finer than its ticks of 10 ms. */
export const onCpu = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`)
    .map((thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]))
    .reduce((sum, ns) => sum + ns, 0);
/** RSS. */
export const residentMb = (pid: number): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? Number.NaN) / 102.4) /
  10;

/** A program of ours that has said a line on standard error or output that matches. */
export async function started(args: string[], ready: RegExp): Promise<ChildProcess & { pid: number }> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  await new Promise<void>((resolve, reject) => {
    let said = "";
    const hear = (part: Buffer): void => {
      said += part.toString();
      if (ready.test(said)) resolve();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", () => reject(new Error(`${args.join(" ")} ended early: ${said}`)));
  });
  return child as ChildProcess & { pid: number };
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  await exit;
}

/** CPU and memory of a service that nobody asks anything, at its usual interval. */
export async function benchIdle(seconds = 60) {
  const dir = mkdtempSync(join(tmpdir(), "amt-bench-"));
  const child = await started(
    [program, "serve", "--mei", "virtual:acm-15", "--socket", join(dir, "s"), "--state-dir", join(dir, "state")],
    /listening[\s\S]*listening/,
  );
  try {
    await wait(20_000); // start-up is not idle, and V8 tidies up after it for some ten seconds
    const before = onCpu(child.pid);
    await wait(seconds * 1000);
    const used = onCpu(child.pid) - before;
    return {
      seconds,
      cpuPercent: Math.round((used / 1e9 / seconds) * 100_000) / 1000,
      targetCpuPercent: 0.1,
      residentMb: residentMb(child.pid),
      targetResidentMb: 75,
    };
  } finally {
    await ended(child);
    rmSync(dir, { recursive: true, force: true });
  }
}
