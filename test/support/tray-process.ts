import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The tray, running as a process of its own on some session bus. */
export interface TrayProcess {
  readonly pid: number;
  /** Everything it wrote to standard error so far. */
  said(): string;
  /** Settles when it has said this; rejects with what it said when it ends before. */
  saying(text: string): Promise<void>;
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Settles when it is gone. */
  stop(): Promise<number | NodeJS.Signals>;
}

const script = fileURLToPath(new URL("tray.child.ts", import.meta.url));

export function startTray(
  socket: string,
  env: NodeJS.ProcessEnv,
  run: readonly string[] = ["--import", import.meta.resolve("tsx"), script],
): TrayProcess {
  const child = spawn(process.execPath, [...run, socket], { env, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  return {
    pid: child.pid ?? 0,
    said: () => said,
    saying: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (said.includes(text)) resolve();
        };
        child.stderr.on("data", look);
        ended.then(() => reject(new Error(`ended before it said "${text}": ${said}`)), reject);
        look();
      }),
    ended,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      return ended;
    },
  };
}
