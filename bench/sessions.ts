import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { apiClient } from "../agent/api/client.ts";
import type { Frame } from "../agent/api/contract.ts";
import { realClock as clock, sleep } from "../platform/clock.ts";
import { serveVirtualMe } from "../virtual-me/main.ts";
import type { VirtualMe } from "../virtual-me/me.ts";

const bin = fileURLToPath(new URL("../dist/amt-agent.cjs", import.meta.url));
/** ms after AMT's session is open until the service says that it is ready (agent/main.ts, LMS_FIRST), with some to spare. */
const SETTLING = 3_000;
const part = (sorted: readonly number[], of: number): number =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? Number.NaN) * 100) / 100;
const figures = (ms: readonly number[]) => {
  const sorted = [...ms].sort((a, b) => a - b);
  return { p50: part(sorted, 0.5), p99: part(sorted, 0.99), max: part(sorted, 1) };
};

/**
 * From a KVM session that opens in the ME to a reader of the service's stream, by AMT's alert: the event, and the snapshot that shows it.
 * The ME is in this process and the service in another; one clock measures both ends.
 */
export async function benchSessions({ openings = 500 } = {}) {
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
  const service = spawn(process.execPath, [bin, ...words, "--lms-listen", "off"], { stdio: "ignore" });
  try {
    const client = apiClient({ socket, clock });
    await opened(() => client.call("GET /v1/status", { signal: end.signal }), end.signal);
    await sleep(clock, SETTLING, { signal: end.signal });
    await me.operator.perform(["listener", "open"]); // what the virtual ME loads at its first act is not the service's time
    let onFrame: (frame: Frame) => void = () => {};
    const reading = client.events({ signal: end.signal, onEvent: (frame) => onFrame(frame) });
    reading.catch(() => {}); // ended below
    const until = (fits: (frame: Frame) => boolean): Promise<number> =>
      new Promise((resolve) => {
        const before = onFrame;
        onFrame = (frame) => {
          before(frame);
          if (fits(frame)) resolve(performance.now());
        };
      });
    const [events, snapshots, control]: [number[], number[], number[]] = [[], [], []];
    for (let n = 0; n < openings; n += 1) {
      onFrame = () => {};
      const asked = performance.now();
      await client.call("GET /v1/version", { signal: end.signal });
      control.push(performance.now() - asked);
      const told = until((f) => f.kind === "event" && f.event.message.code === "event.session.opened");
      const shown = until((f) => f.kind === "snapshot" && f.snapshot.sessions.kvm === true);
      const from = performance.now();
      await me.operator.perform(["kvm", "open"]);
      events.push((await told) - from);
      snapshots.push((await shown) - from);
      const closed = until((f) => f.kind === "snapshot" && f.snapshot.sessions.kvm === false);
      await me.operator.perform(["kvm", "close"]);
      await closed;
    }
    return {
      openings,
      eventMs: figures(events),
      snapshotMs: figures(snapshots),
      /** A call of the API that asks the ME nothing, at the same moments: what the machine itself adds. */
      controlMs: figures(control),
      target: { eventMs: { p99: 50 } },
    };
  } finally {
    service.kill("SIGTERM");
    await once(service, "exit");
    end.abort();
    await over;
    rmSync(folder, { recursive: true, force: true });
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
