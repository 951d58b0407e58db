import type { Info } from "../../api/info.ts";
import { plainOf } from "../../wsman/plain.ts";
import { type Evidence, finding, type Judged, seen } from "../check.ts";
import { type At, type Collector, ME_TIME } from "../collector.ts";
import type { Reads } from "../shared-reads.ts";
import { notSetUp } from "./amt-facts.ts";

export interface Asked {
  readonly wsman: Reads;
  readonly info: Info;
  readonly signal: AbortSignal;
  readonly now: Date;
  readonly transitions: At["transitions"];
}
export interface Told {
  readonly judged: Judged;
  readonly evidence: readonly Evidence[];
}

/** A check by AMT's web services, where AMT is set up (posture.md 3c, sources L and P). */
export const web = (id: string, ask: (asked: Asked) => Promise<Told>): Collector => ({
  name: id,
  ids: [id],
  timeout: ME_TIME,
  async collect({ info, wsman, transitions, clock, signal }) {
    const told = await info();
    const none = notSetUp(told);
    if (none) return [finding(id, none)];
    const asked = { wsman: await wsman(), info: told, transitions, signal, now: clock.now() };
    const { judged, evidence } = await ask(asked);
    return [finding(id, judged, { rule: "posture.md 3c", evidence })];
  },
});

/** Some properties of an instance, as evidence: `AMT_TLSSettingData {"Enabled":true}`. Secrets stay what they are. */
export const properties = <T extends object>(
  className: string,
  instance: T,
  names: readonly (keyof T & string)[],
): Evidence =>
  seen(className, JSON.stringify(Object.fromEntries(names.map((name) => [name, plainOf(instance[name] ?? null)]))));
