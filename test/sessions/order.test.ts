import { afterEach, expect, test } from "vitest";
import type { Frame } from "../../agent/watch/watch.ts";
import { type Watched, watched } from "../support/watched-machine.ts";

let on: Watched;
afterEach(() => on.close());

// How many milliseconds that is: bench/sessions.ts
test("a session's alert is told before AMT is asked anything, then shown, each without time passing", async () => {
  on = await watched("acm-15");
  const told: string[] = [];
  const asked = (): number => on.me.counts.of("amthi.getFeaturesState");
  let before = asked();
  on.watch.listen((frame: Frame) => {
    if (frame.kind === "event") told.push(`${frame.event.message.code} after ${asked() - before} questions`);
    else if (frame.snapshot.live.some(({ kind }) => kind === "kvm"))
      told.push(`${frame.snapshot.live[0]?.source} shown`);
  });
  for (let times = 0; times < 20; times += 1) {
    told.length = 0;
    before = asked();
    const from = on.clock.monotonic();
    await on.me.operator.perform(["kvm", "open"]);
    await on.until(() => told.length >= 2);
    expect(told.slice(0, 2)).toEqual(["event.session.opened after 0 questions", "alert shown"]);
    expect(on.clock.monotonic()).toBe(from);
    await on.me.operator.perform(["kvm", "close"]);
    await on.until(() => on.watch.snapshot().sessions.kvm === false);
    await on.look();
  }
});
