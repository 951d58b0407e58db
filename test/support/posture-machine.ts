import type { Posture } from "../../agent/api/posture.ts";
import { openMe } from "../../agent/me.ts";
import { shipped } from "../../agent/posture/advisories/load.ts";
import { collectReport, type Report } from "../../agent/posture/collect-report.ts";
import type { Sources } from "../../agent/posture/collector.ts";
import { hostView } from "../../agent/posture/host-view.ts";
import { meSources } from "../../agent/posture/me-sources.ts";
import { allCommands } from "../../mei/catalogue.ts";
import { realClock } from "../../platform/clock.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";
import { type ConfiguredMachine, configuredMachine } from "./configured-machine.ts";
import { never } from "./virtual-machine.ts";

export interface PostureMachine extends ConfiguredMachine {
  readonly sources: Sources;
  report(): Promise<Report>;
  /** One check of a fresh report. */
  check(id: string): Promise<Posture["checks"][number] | undefined>;
}

/** A virtual machine of which reports are made, logged in as its administrator; nothing of this PC is in them. */
export async function postureMachine(name: string): Promise<PostureMachine> {
  const machine = await configuredMachine(name);
  const host = openMe(virtualDriver(machine.me), { clock: realClock });
  const sources: Sources = {
    ...meSources(host, { signal: never }),
    host: hostView("/nonexistent"),
    wsman: async () => machine.reach.wsman,
    clock: realClock,
  };
  const report = (): Promise<Report> =>
    collectReport(sources, { version: "0.0.0", platform: "linux", advisories: shipped, signal: never });
  return {
    ...machine,
    sources,
    report,
    check: async (id) => (await report()).checks.find((one) => one.id === id),
    async close() {
      await host.close();
      await machine.close();
    },
  };
}

const changing = new Set(allCommands.filter(({ effect }) => effect !== "read").map(({ name }) => name));
const reads = /^(Get|Enumerate|Pull|Get[A-Z]\w*|Enumerate[A-Z]\w*|AMTAuthenticate)$/;

/** What arrived at the ME that can change it: names of its counters. */
export const writesTo = ({ counts }: VirtualMe): string[] =>
  Object.keys(counts.all).filter((name) => {
    const [of = "", what = ""] = name.split(".");
    if (name === "http" || of === "lme") return false;
    return /^[A-Z]+_/.test(of) ? !reads.test(what) : changing.has(what);
  });
