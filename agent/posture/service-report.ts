import { type Clock, deadline } from "../../platform/clock.ts";
import type { Info } from "../api/info.ts";
import type { PostureAnswer } from "../api/posture.ts";
import { openWeb, type Reach } from "../provisioning/web.ts";
import { shipped } from "./advisories/load.ts";
import { collectReport } from "./collect-report.ts";
import { hostView } from "./host-view.ts";
import { meSources } from "./me-sources.ts";

export interface ServiceReportParts {
  readonly reach: Reach;
  /** Everything the ME says, shared with whoever else asks. */
  readonly info: () => Promise<Info>;
  readonly version: string;
  readonly platform: NodeJS.Platform;
}

/** ms a report is given to everybody who asks: it takes some sixty questions to the ME, and programs of this PC. */
const FRESH = 300_000;
/** ms for all of it; each collector has less. */
const PATIENCE = 60_000;

/** The newest report, made with the service's rights when somebody asks; the same one for all for five minutes. */
export function serviceReport(
  { reach, info, version, platform }: ServiceReportParts,
  { clock, life }: { readonly clock: Clock; readonly life: AbortSignal },
): () => Promise<PostureAnswer> {
  let last: { readonly answer: Promise<PostureAnswer>; readonly until: number } | undefined;

  async function collect(): Promise<PostureAnswer> {
    const limit = deadline(clock, PATIENCE, [life], () => new Error("the report took too long"));
    const web = openWeb(reach, () => {});
    try {
      const { signal } = limit;
      const sources = {
        ...meSources(reach.me, { signal }),
        info,
        host: hostView("/"),
        clock,
        wsman: () => web.asSystem(limit),
      };
      const report = await collectReport(sources, { version, platform, advisories: shipped, signal });
      // A report that is shown is none of the row of those that are kept
      return { report: { document: { ...report, sequence: 1, previous: null } } };
    } finally {
      limit.done();
      await web.close();
    }
  }
  return () => {
    if (last && clock.monotonic() < last.until) return last.answer;
    const mine = { answer: collect(), until: clock.monotonic() + FRESH };
    last = mine;
    mine.answer.catch(() => {
      if (last === mine) last = undefined; // whoever asks next may have more luck
    });
    return mine.answer;
  };
}
