import { type Evidence, finding, type Judged, seen } from "../check.ts";
import { type At, type Collector, HOST_TIME } from "../collector.ts";
import type { HostView } from "../host-view.ts";

export interface Looked {
  readonly judged: Judged;
  readonly evidence?: readonly Evidence[];
}

/** One check of this machine's own files and programs. */
export const hostCheck = (id: string, rule: string, look: (host: HostView, at: At) => Promise<Looked>): Collector => ({
  name: id,
  ids: [id],
  timeout: HOST_TIME,
  async collect(at) {
    const { judged, evidence = [] } = await look(at.host, at);
    return [finding(id, judged, { rule, evidence })];
  },
});

/** A file's first line, and it as evidence. Rejects errors of reading. */
export async function line(host: HostView, path: string): Promise<{ text: string; evidence: Evidence }> {
  const text = (await host.text(path)).split("\n")[0]?.trim() ?? "";
  return { text, evidence: seen(path, text) };
}
