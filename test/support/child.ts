import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface Child {
  readonly process: ChildProcess;
  /** Settles when the child has printed this line; rejects with what it said when it ends before. */
  printed(line: string): Promise<void>;
  /** `signal` or exit code, and the ms between the call and the end. */
  ended(): Promise<{ code: number | null; signal: NodeJS.Signals | null; ms: number }>;
}

/** Runs a TypeScript file of `test/support/` as a process of its own. */
export function runChild(file: string, args: readonly string[] = []): Child {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, ["--import", import.meta.resolve("tsx"), path, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let said = "";
  const end = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  const output = (chunk: Buffer): void => {
    said += chunk.toString();
  };
  child.stdout.on("data", output);
  child.stderr.on("data", output);
  return {
    process: child,
    printed: (line) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (said.split("\n").includes(line)) resolve();
        };
        child.stdout.on("data", look);
        look();
        end.then(() => reject(new Error(`ended before it printed "${line}": ${said}`)), reject);
      }),
    async ended() {
      const start = performance.now();
      const [code, signal] = await end;
      return { code, signal, ms: performance.now() - start };
    },
  };
}
