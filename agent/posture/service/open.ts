import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../../platform/clock.ts";
import type { Host } from "../../../platform/paths.ts";
import type { Snapshot } from "../../api/snapshot.ts";
import type { Message } from "../../api/texts.ts";
import { isConfigured } from "../../configured.ts";
import { anchorOf } from "../../events/anchors.ts";
import type { History } from "../../events/history.ts";
import type { Seen } from "../../health.ts";
import type { Logger } from "../../log.ts";
import type { Me } from "../../me.ts";
import type { CountedTransitions } from "../../presence/transitions.ts";
import { openWeb, type Reach } from "../../provisioning/web.ts";
import type { Values } from "../../settings-table.ts";
import { loginFromFile } from "../../wsman/login-from-file.ts";
import { parseAdvisoryKeys } from "../advisories/keys.ts";
import { currentAdvisories } from "../advisories/update.ts";
import { collectReport, type Report } from "../collect-report.ts";
import { sealNext } from "../document/chain.ts";
import { type KeyChoice, signerIn } from "../document/signer.ts";
import { type HostView, hostView } from "../host-view.ts";
import { meSources } from "../me-sources.ts";
import { writeBudget } from "../stored/budget.ts";
import { type MeKeeper, openMeKeeper } from "../stored/keeper.ts";
import { openPostureKeeper, type PostureKeeper } from "./keeper.ts";
import { type Newest, newestIn } from "./newest.ts";

export interface ServicePostureOptions {
  readonly values: Values;
  readonly version: string;
  readonly host: Host;
  readonly me: Me;
  readonly reach: Reach;
  readonly snapshot: () => Snapshot;
  /** This PC's files; another tree in tests. */
  readonly view?: HostView;
  /** The service's history: each report says where it stands, so that it cannot be made anew unseen. */
  readonly history: Pick<History, "last" | "settled">;
  readonly transitions: CountedTransitions;
  readonly clock: Clock;
  readonly log: Logger;
  readonly tell: (events: readonly Message[]) => void;
  readonly note: (seen: readonly Seen[]) => void;
  readonly onReport?: (made: Newest) => void | Promise<void>;
}

const HOUR = 3_600_000;

/** The service's reports, with a key and a numbering of its own, in `posture` of the state directory. */
export function openServicePosture(options: ServicePostureOptions): PostureKeeper {
  const { values, clock, log } = options;
  const directory = join(values.stateDir, "posture");
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const noted = { report: [] as readonly Seen[], kept: [] as readonly Seen[] };
  const note = (part: keyof typeof noted, seen: readonly Seen[]): void => {
    noted[part] = seen;
    options.note([...noted.report, ...noted.kept]);
  };
  const inMe = values["posture.keepInMe"] ? inThisMe(directory, options, (seen) => note("kept", seen)) : undefined;
  return openPostureKeeper({
    directory,
    last: lastIn(directory, log),
    collect: ({ signal }) => collect(directory, options, signal),
    seal: (report, { signal }) => sealNext(report, { directory, key: keyChoice(values), clock, signal }),
    async onReport(made, how) {
      await options.onReport?.(made);
      await inMe?.offer(made.verified, how);
    },
    kept: () => inMe?.view ?? { state: "off", sequence: null, keptAt: null, code: null, writesLeft: 0 },
    tell: options.tell,
    note: (seen) => note("report", seen),
    every: values["posture.hours"] * HOUR,
    clock,
    log,
  });
}

function inThisMe(
  directory: string,
  { values, reach, snapshot, clock, log }: ServicePostureOptions,
  note: (seen: readonly Seen[]) => void,
): MeKeeper {
  const { "posture.meUser": user, "posture.mePasswordFile": file } = values;
  return openMeKeeper({
    isReady: () => isConfigured(snapshot().amt),
    signer: (how) => signerIn(directory, keyChoice(values), how),
    async open(use, { signal }) {
      const web = openWeb(reach, () => {});
      try {
        return await use(await web.http(user === "none" ? undefined : loginFromFile(user, file), { signal }));
      } finally {
        await web.close();
      }
    },
    budget: writeBudget(directory, { most: values["posture.meWritesPerDay"], now: () => clock.now() }),
    note,
    clock,
    log,
  });
}

const keyChoice = (values: Values): KeyChoice => ({ kind: values["posture.key"], tcti: values["posture.tpm"] });

function lastIn(directory: string, log: Logger): Newest | undefined {
  try {
    return newestIn(directory);
  } catch (error) {
    log.warn("the last report of this PC's health cannot be read", { error });
    return undefined;
  }
}

async function collect(
  directory: string,
  { values, version, host, me, reach, snapshot, view, history, transitions, clock, log }: ServicePostureOptions,
  signal: AbortSignal,
): Promise<Report> {
  const { data, trouble } = await currentAdvisories(directory, parseAdvisoryKeys(values["posture.advisoryKeys"]));
  if (trouble !== undefined) log.warn("the installed advisory data is not used", { error: new Error(trouble) });
  await history.settled(); // never the anchor of an event that a loss of power would take
  const web = openWeb(reach, () => {});
  const asked = meSources(me, { signal });
  const { machine } = snapshot();
  try {
    return await collectReport(
      {
        ...asked,
        // That a virtual ME is one is known even when it is silent
        device: () =>
          asked.device().catch((error: unknown) => {
            if (!machine.virtual) throw error;
            return { virtual: true, name: machine.name, source: "the service", words: [], version: null };
          }),
        host: view ?? hostView("/"),
        wsman: () => web.asSystem({ signal }),
        transitions,
        clock,
      },
      { version, platform: host.platform, advisories: data, history: anchorOf(history.last), signal },
    );
  } finally {
    await web.close();
  }
}
