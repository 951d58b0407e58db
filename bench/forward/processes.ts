import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { onCpu } from "../process.ts";
import type { Ready, Role } from "./role.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Player {
  readonly port: number;
  /** MB, the most since `forget`. */
  peak(): number;
  forget(): void;
  /** ms on a CPU since it started. */
  onCpu(): number;
}
export interface Stage {
  readonly folder: string;
  play(role: Role): Promise<Player>;
  close(): Promise<void>;
}

/** Bundles one entry as the product is bundled: what tsx makes of it would be measured otherwise. */
export async function bundled(entry: string, folder: string): Promise<string> {
  const outfile = join(folder, "entry.cjs");
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["koffi"],
    logLevel: "error",
  });
  return outfile;
}
/** For bundles outside the project: where `koffi` is. */
export const besideModules = { ...process.env, NODE_PATH: join(root, "node_modules") };

const statusOf = (pid: number, field: string): number =>
  Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;

/** Processes that play their parts until it is closed. */
export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "amt-bench-"));
  const file = await bundled("bench/forward/child.ts", folder);
  const children: ChildProcess[] = [];
  return {
    folder,
    async play(role) {
      const child = fork(file, { execArgv: [], env: besideModules, stdio: ["ignore", "ignore", "inherit", "ipc"] });
      children.push(child);
      const pid = child.pid ?? 0;
      const ready = await new Promise<Ready>((resolve, reject) => {
        child.once("message", (message) => resolve(message as Ready));
        child.once("exit", (code) => reject(new Error(`${role.as} ended with ${String(code)}`)));
        child.send(role);
      });
      return {
        port: ready.port ?? 0,
        peak: () => Math.round(statusOf(pid, "VmHWM") * 10) / 10,
        onCpu: () => onCpu(pid) / 1e6,
        forget: () => writeFileSync(`/proc/${pid}/clear_refs`, "5"),
      };
    },
    async close() {
      await Promise.all(
        children.map((child) => {
          if (child.exitCode !== null) return undefined;
          const gone = new Promise((resolve) => child.once("exit", resolve));
          child.kill("SIGKILL");
          return gone;
        }),
      );
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
