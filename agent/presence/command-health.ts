import { spawn } from "node:child_process";
import type { Clock } from "../../platform/clock.ts";
import type { Health } from "./heartbeat.ts";

/** Runs a program without a shell, input, output or our environment: status 0 within `ms` is healthy. Never rejects. */
export function commandHealth(
  command: readonly string[],
  { ms, clock, signal }: { ms: number; clock: Clock; signal: AbortSignal },
): Promise<Health> {
  return new Promise((resolve) => {
    const [program = "", ...args] = command;
    const child = spawn(program, args, { stdio: "ignore", env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" }, cwd: "/" });
    const kill = (): void => void child.kill("SIGKILL");
    const stop = clock.after(ms, kill, { background: true });
    const over = (health: Health): void => {
      stop();
      signal.removeEventListener("abort", kill);
      resolve(health);
    };
    signal.addEventListener("abort", kill, { once: true });
    if (signal.aborted) kill();
    child.once("error", () => over("down"));
    child.once("exit", (code) => over(code === 0 ? "up" : "down"));
  });
}
