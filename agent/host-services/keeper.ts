import { codeOf } from "../../mei/errors.ts";
import { type Clock, deadline } from "../../platform/clock.ts";
import type { HostServiceView } from "../api/snapshot.ts";
import type { Logger } from "../log.ts";
import type { Came, Work } from "./work.ts";

export interface HostServices {
  readonly view: readonly HostServiceView[];
  /** AMT may be ready now: what waits, or failed, is tried. `all`: after a sleep, what was right as well. */
  hurry(options?: { all: boolean }): void;
  /** Settles when nothing is under way; afterwards nothing is done any more. */
  close(): Promise<void>;
}

/** ms for one attempt, and until the next after one that failed. */
const LIMIT = 60_000;
const RETRY = 600_000;

/** One after the other, so that AMT has one session of ours for it; each again when it is due. */
export function keepHostServices({
  works,
  isReady,
  onChange,
  clock,
  log,
}: {
  readonly works: readonly Work[];
  /** Is AMT set up? What is not is not touched. */
  readonly isReady: () => boolean;
  readonly onChange: (view: readonly HostServiceView[]) => void;
  readonly clock: Clock;
  readonly log: Logger;
}): HostServices {
  const life = new AbortController();
  const views = new Map<string, HostServiceView>(
    works.map(({ name }) => [name, { name, state: "waiting", confirmedAt: null, value: null, code: null }]),
  );
  const stops = new Map<string, () => void>();
  const due = new Set<string>();
  let active: string | undefined;
  let running: Promise<void> | undefined;
  const view = (): HostServiceView[] => [...views.values()];

  function become(name: string, next: HostServiceView): void {
    if (JSON.stringify(views.get(name)) === JSON.stringify(next)) return;
    views.set(name, next);
    onChange(view());
  }
  async function attempt(work: Work): Promise<Came> {
    const late = (): Error => Object.assign(new Error("AMT took too long"), { code: "ME_TIMEOUT" });
    const limit = deadline(clock, LIMIT, [life.signal], late);
    try {
      return await work.carryOut(limit);
    } catch (error) {
      if (!life.signal.aborted) log.info("AMT could not be given what it is to have", { service: work.name, error });
      return { is: "failing", code: codeOf(error) };
    } finally {
      limit.done();
    }
  }
  function learn({ name }: Work, came: Came): void {
    const before = views.get(name) as HostServiceView;
    if (came.is === "failing") {
      become(name, { ...before, state: "failing", code: came.code });
      return;
    }
    const confirmedAt = clock.now().toISOString();
    become(name, { name, state: came.is, confirmedAt, value: came.value, code: null });
    if (came.is === "right" && came.changed !== undefined)
      log.info("AMT was given what it is to have", { service: name, before: came.changed, after: came.value });
  }
  async function run(): Promise<void> {
    for (const work of works) {
      if (!due.delete(work.name) || life.signal.aborted) continue;
      stops.get(work.name)?.();
      if (!isReady()) continue;
      active = work.name;
      const came = await attempt(work);
      active = undefined;
      if (life.signal.aborted) return;
      learn(work, came);
      const pause = came.is === "failing" ? RETRY : work.every;
      stops.set(
        work.name,
        clock.after(pause, () => start([work.name]), { background: true }),
      );
    }
  }
  function start(names: readonly string[]): void {
    for (const name of names) due.add(name);
    running ??= (async () => {
      while (due.size > 0 && !life.signal.aborted) await run();
    })().finally(() => {
      running = undefined;
    });
  }
  return {
    get view() {
      return view();
    },
    hurry({ all } = { all: false }) {
      if (life.signal.aborted || !isReady()) return;
      const wanted = view().filter(({ name, state }) => name !== active && (all || state === "waiting"));
      if (wanted.length > 0) start(wanted.map(({ name }) => name));
    },
    async close() {
      life.abort(new Error("the service stops"));
      for (const stop of stops.values()) stop();
      await running;
      for (const stop of stops.values()) stop();
    },
  };
}
