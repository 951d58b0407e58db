import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../../platform/clock.ts";
import { latestFile } from "../../../platform/latest-file.ts";
import type { Message } from "../../api/texts.ts";
import type { Logger } from "../../log.ts";
import { nextTime } from "../../next-time.ts";
import type { Readings } from "../../privacy/readings.ts";
import { settingsBetween } from "./differences.ts";
import { type Feature, type SettingsFacts, settingsIn } from "./facts.ts";

/** Reads AMT's settings by and by, and tells what was changed: also while the service was not there. */
export interface SettingsWatch {
  /** What one of AMT's alerts is told as: it may be about settings, and is then looked after. */
  heard(what: Message): void;
  /** Something was, or may have been, changed. */
  hurry(): void;
  /** Whether AMT's alerts are heard: what it said meanwhile is looked after when they are again. */
  hears(isHeard: boolean): void;
  rest(): void;
  wake(): void;
  /** Settles when nothing is under way any more, and what is known is on disk. */
  close(): Promise<void>;
}

export interface SettingsWatchOptions {
  readonly stateDir: string;
  readonly read: (options: { signal: AbortSignal }) => Promise<Readings>;
  /** `later`: nobody could hear AMT's alerts of them. */
  readonly tell: (changes: readonly Message[], options: { later: boolean }) => void;
  /** ms between two readings; two dozen requests each. */
  readonly every: number;
  readonly clock: Clock;
  readonly log: Logger;
}

/** ms after the start: the start itself has other work for the ME. */
const START = 10_000;
/** ms after a change: it seldom comes alone. */
const AFTER_CHANGE = 3_000;
/** ms between two readings at least: whoever makes AMT waver does not keep it busy. */
const REST = 60_000;

const ofSettings = /^event\.(setup|kvm\.(enabled|disabled)|consent\.policy|tunnel\.requested|amt\.|alert\.unknown)/;

export function watchSettings({ stateDir, read, tell, every, clock, log }: SettingsWatchOptions): SettingsWatch {
  const path = join(stateDir, "settings.json");
  const file = latestFile(path, {
    flush: true,
    onTrouble: (error) => log.warn("AMT's settings could not be kept for the next start", { error }),
  });
  let known = remembered(path);
  const told = new Map<Feature, boolean>();
  const life = new AbortController();
  let isResting = false;
  /** Undefined: not yet. */
  let isHeard: boolean | undefined;
  let hasMissed = false;
  let readAt = Number.NEGATIVE_INFINITY;
  const next = nextTime(clock, () => void start());
  let running: Promise<void> | undefined;

  function plan(ms: number): void {
    if (life.signal.aborted || isResting) return;
    next.at(Math.max(clock.monotonic() + ms, readAt + Math.min(REST, every)));
  }
  async function start(): Promise<void> {
    await running;
    if (life.signal.aborted || isResting) return;
    running = once().finally(() => {
      running = undefined;
    });
    await running;
    plan(every);
  }
  async function once(): Promise<void> {
    readAt = clock.monotonic();
    try {
      const now = settingsIn(await read(life), known);
      if (life.signal.aborted) return;
      const changes = known ? settingsBetween(known, now, told) : [];
      told.clear();
      if (JSON.stringify(now) !== JSON.stringify(known)) file.keep(`${JSON.stringify({ schema, settings: now })}\n`);
      known = now;
      if (changes.length > 0) tell(changes, { later: hasMissed });
      if (isHeard !== false) hasMissed = false;
    } catch (error) {
      if (!life.signal.aborted) log.info("AMT's settings could not be read", { error });
    }
  }
  plan(START);
  return {
    heard({ code }) {
      if (code === "event.kvm.enabled" || code === "event.kvm.disabled") told.set("KVM", code === "event.kvm.enabled");
      if (ofSettings.test(code)) plan(AFTER_CHANGE);
    },
    hurry: () => plan(AFTER_CHANGE),
    hears(now) {
      if (isHeard === undefined && !now) return;
      hasMissed ||= !now;
      if (now && isHeard === false) plan(AFTER_CHANGE);
      isHeard = now;
    },
    rest() {
      isResting = true;
      next.clear();
    },
    wake() {
      isResting = false;
      plan(START);
    },
    async close() {
      life.abort(new Error("the service stops"));
      next.clear();
      await running;
      await file.settled();
    },
  };
}

const schema = "amt-agent.settings/1";
/** undefined: nothing remembered, or nothing that can be read: the next reading is the first. */
function remembered(path: string): SettingsFacts | undefined {
  try {
    const value = JSON.parse(readFileSync(path, "utf8")) as { schema?: unknown; settings?: SettingsFacts } | null;
    const found = value?.schema === schema ? value.settings : undefined;
    return found?.tls && found.features ? found : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
