import { setImmediate as turn } from "node:timers/promises";
import type { Snapshot } from "../../agent/api/snapshot.ts";
import { type Me, openMe } from "../../agent/me.ts";
import { openWatch, type Watch } from "../../agent/watch/watch.ts";
import { never, type Running, running } from "./virtual-machine.ts";

/** A machine in stepped time on which the service's watch runs, with the link to AMT's alerts as a test says. */
export interface Hearing extends Running {
  readonly watch: Watch;
  readonly agent: Me;
  link(state: NonNullable<Snapshot["lms"]>["state"]): void;
  /** ms, in steps short enough that everything that falls due is done before the next. */
  pass(ms: number, step?: number): Promise<void>;
  /** ms until it is so; fails after `limit`. */
  passUntil(fits: (snapshot: Snapshot) => boolean, limit: number): Promise<number>;
  /** Commands of AMT's own client so far. */
  commands(): number;
}

export async function hearing(name: string, { interval = 11_000 } = {}): Promise<Hearing> {
  const machine = await running(name);
  const { clock } = machine;
  const agent = openMe(machine.driver, { clock });
  const watch = openWatch(agent, { clock, interval });
  const life = new AbortController();
  const settle = async (): Promise<void> => {
    for (let turns = 0; turns < 60; turns += 1) await turn();
  };
  const link: Hearing["link"] = (state) => watch.noteLms({ state, holder: null, code: null, ports: [], alerts: 0 });
  link("open");
  const done = watch.run({ signal: life.signal });
  await watch.refresh({ signal: never });
  await settle();
  return {
    ...machine,
    watch,
    agent,
    link,
    async pass(ms, step = 250) {
      for (let left = ms; left > 0; left -= step) {
        clock.advance(Math.min(step, left));
        await settle();
      }
    },
    async passUntil(fits, limit) {
      const from = clock.monotonic();
      while (!fits(watch.snapshot())) {
        if (clock.monotonic() - from > limit) throw new Error(`not after ${limit} ms`);
        clock.advance(50);
        await settle();
      }
      return clock.monotonic() - from;
    },
    commands: () =>
      Object.entries(machine.me.counts.all).reduce((sum, [what, n]) => (what.startsWith("amthi.") ? sum + n : sum), 0),
    async close() {
      life.abort();
      await done;
      await agent.close();
      await machine.close();
    },
  };
}
