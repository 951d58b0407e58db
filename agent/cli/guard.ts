import { spawn } from "node:child_process";
import { constants } from "node:os";
import { deadline, sleep } from "../../platform/clock.ts";
import { apiClient } from "../api/client.ts";
import { reach } from "../settings.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";

/** ms between two attempts to get the lease, when the service is away. */
const RETRY = 2_000;
/** ms for saying that the program ended. */
const FAREWELL = 5_000;

/**
 * `amt-agent guard NAME -- COMMAND`: runs it, and stands for it at the service as long as it runs. Its own exit status is passed on; 0
 * is a program that stopped in good order, anything else, and a signal, one that AMT is to miss.
 */
export async function guard(context: Context, name: string, command: readonly string[]): Promise<Exit> {
  const { terminal, clock, flags, host, signal } = context;
  const { socket } = await reach(flags, host);
  const client = apiClient({ socket, clock });
  const life = new AbortController();
  let onHeld: () => void = () => {};
  let onRefused: (error: unknown) => void = () => {};
  /** Settles with the first answer: a mistake in name or user is told before anything runs. */
  const first = new Promise<void>((resolve, reject) => {
    onHeld = resolve;
    onRefused = reject;
  });
  first.catch(() => {}); // awaited below
  let told = false;
  async function hold(): Promise<void> {
    while (!life.signal.aborted) {
      try {
        await client.lease(name, {
          signal: life.signal,
          onHeld() {
            told = false;
            onHeld();
          },
        });
      } catch (error) {
        if (life.signal.aborted) return;
        const { code } = error as { code?: unknown };
        if (code !== "API_UNREACHABLE") onRefused(error);
        if (!told) terminal.err(`amt-agent: ${name} is not guarded: ${(error as Error).message}`);
        told = true;
        onHeld(); // a program does not wait for its watchman
      }
      await sleep(clock, RETRY, { signal: life.signal }).catch(() => {}); // only an abort ends it: the loop sees that
    }
  }
  async function release(): Promise<void> {
    const limit = deadline(clock, FAREWELL, [], () => new Error("the service did not answer"));
    try {
      await client.call("POST /v1/presence/release", { name }, limit);
    } catch (error) {
      terminal.err(`amt-agent: AMT will miss ${name}, which ended well: ${(error as Error).message}`);
    } finally {
      limit.done();
    }
  }
  const holding = hold();
  try {
    await first;
    const [program = "", ...args] = command;
    const child = spawn(program, args, { stdio: "inherit" });
    const pass = (): void => void child.kill("SIGTERM");
    signal.addEventListener("abort", pass, { once: true });
    const [code, by] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (status, killed) => resolve([status, killed]));
    });
    signal.removeEventListener("abort", pass);
    // Ended by us on somebody's order is in good order too
    if (code === 0 || signal.aborted) await release();
    const status = code ?? 128 + constants.signals[by ?? "SIGTERM"];
    // The program's own, whatever the table of ours says
    process.once("exit", () => {
      process.exitCode = status;
    });
    return "ok";
  } finally {
    life.abort();
    await holding;
  }
}
