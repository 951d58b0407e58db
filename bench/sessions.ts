import { fileURLToPath } from "node:url";
import type { Frame } from "../agent/api/contract.ts";
import { figures, startLiveService } from "./live-service.ts";

/**
 * From a KVM session that opens in the ME to a reader of the service's stream, by AMT's alert: the event, and the snapshot that shows it.
 * The ME is in this process and the service in another; one clock measures both ends.
 */
export async function benchSessions({ openings = 500 } = {}) {
  const service = await startLiveService();
  const { me, client } = service;
  const end = new AbortController();
  try {
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
    end.abort();
    await service.stop();
  }
}

/** `npx tsx bench/sessions.ts [OPENINGS]`, of the program in `dist/`: exit status 1 where the event came later than it may. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [openings = 500] = process.argv.slice(2).map(Number);
  const seen = await benchSessions({ openings });
  console.log(JSON.stringify(seen, null, 2));
  process.exitCode = seen.eventMs.p99 < seen.target.eventMs.p99 ? 0 : 1;
}
