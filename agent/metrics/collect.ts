import type { Presence } from "../api/contract.ts";
import type { Posture } from "../api/posture.ts";
import type { Snapshot } from "../api/snapshot.ts";
import type { History } from "../events/history.ts";
import { exposition } from "./exposition.ts";
import { eventKey, metricsOf } from "./metrics.ts";
import { postureMetrics } from "./posture.ts";

export interface MetricsParts {
  readonly version: string;
  readonly started: string;
  readonly snapshot: () => Snapshot;
  readonly presence: () => Presence;
  /** The newest report of this run; undefined: none yet. */
  readonly posture: () => Posture | undefined;
  readonly history: Pick<History, "recent" | "last" | "listen">;
}

/** Counts from now on, what is in memory included; the returned function writes it all down as Prometheus' text. */
export function collectMetrics({ version, started, snapshot, presence, posture, history }: MetricsParts): () => string {
  const events = new Map<string, number>();
  const count = (event: Parameters<typeof eventKey>[0]): void => {
    const key = eventKey(event);
    events.set(key, (events.get(key) ?? 0) + 1);
  };
  for (const event of history.recent) count(event);
  history.listen(count);
  return () => {
    const { user, system } = process.cpuUsage();
    const reading = {
      version,
      started,
      snapshot: snapshot(),
      presence: presence(),
      lastEvent: history.last.id,
      events,
      memory: process.memoryUsage.rss(),
      cpu: (user + system) / 1e6,
    };
    const report = posture();
    return exposition([...metricsOf(reading), ...(report ? postureMetrics(report) : [])]);
  };
}
