import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApiClient, apiClient } from "../agent/api/client.ts";
import { realClock as clock, sleep } from "../platform/clock.ts";
import { serveVirtualMe } from "../virtual-me/main.ts";
import type { VirtualMe } from "../virtual-me/me.ts";
import { program } from "./process.ts";

/** ms after AMT's session is open until the service says that it is ready (agent/main.ts, LMS_FIRST), with some to spare. */
const SETTLING = 3_000;

/** The service as shipped, in a process of its own, which hears AMT's alerts; its ME is in this process. One clock measures both ends. */
export interface LiveService {
  readonly me: VirtualMe;
  readonly client: ApiClient;
  /** The user endpoint. */
  readonly socket: string;
  /** Taken away at the end; anything may be put there. */
  readonly folder: string;
  stop(): Promise<void>;
}

export async function startLiveService(): Promise<LiveService> {
  const folder = mkdtempSync(join(tmpdir(), "amt-bench-"));
  const end = new AbortController();
  const mePath = join(folder, "me.sock");
  let over: Promise<void> = Promise.resolve();
  const me = await new Promise<VirtualMe>((resolve, reject) => {
    const onReady = (facts: { readonly me: VirtualMe }): void => resolve(facts.me);
    over = serveVirtualMe({ machine: "acm-15", socket: mePath, clock, signal: end.signal, onReady });
    over.catch(reject);
  });
  const socket = join(folder, "agent.sock");
  const words = ["serve", "--mei", `socket:${mePath}`, "--socket", socket, "--state-dir", join(folder, "state")];
  const service = spawn(process.execPath, [program, ...words, "--lms-listen", "off"], { stdio: "ignore" });
  const stop = async (): Promise<void> => {
    service.kill("SIGTERM");
    await once(service, "exit");
    end.abort();
    await over;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const client = apiClient({ socket, clock });
    await opened(() => client.call("GET /v1/status", { signal: end.signal }), end.signal);
    await sleep(clock, SETTLING, { signal: end.signal });
    await me.operator.perform(["listener", "open"]); // what the virtual ME loads at its first act is not the service's time
    return { me, client, socket, folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The service is up and hears AMT's alerts. */
async function opened(status: () => Promise<{ lms: { state: string } | null }>, signal: AbortSignal): Promise<void> {
  for (;;) {
    const found = await status().catch(() => undefined); // not yet
    if (found?.lms?.state === "open") return;
    await sleep(clock, 50, { signal });
  }
}

const part = (sorted: readonly number[], of: number): number =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? Number.NaN) * 100) / 100;
/** Of ms, to a hundredth. */
export function figures(ms: readonly number[]): { p50: number; p99: number; max: number } {
  const sorted = [...ms].sort((a, b) => a - b);
  return { p50: part(sorted, 0.5), p99: part(sorted, 0.99), max: part(sorted, 1) };
}
