import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { type LinkState, openLink } from "../../agent/lms/link.ts";
import { MeiError } from "../../mei/errors.ts";
import type { MeiDriver } from "../../mei/port.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import { createVirtualMe } from "../../virtual-me/main.ts";
import { steppedClock } from "../support/stepped-clock.ts";

test("an attempt that waits because the ME was gone is made as soon as the ME has answered something else", async () => {
  const clock = steppedClock();
  const me = await createVirtualMe("acm-15", { clock });
  const there = virtualDriver(me);
  let gone = true;
  let attempts = 0;
  /** The device of a machine whose ME is gone for a while. */
  const driver: MeiDriver = {
    name: there.name,
    describe: (options) => there.describe(options),
    async connect(client, options) {
      attempts += 1;
      if (gone) throw new MeiError("ME_GONE", "the ME was reset");
      return there.connect(client, options);
    },
    close: () => there.close(),
  };
  let tell = (_: LinkState): void => {};
  const next = (kind: LinkState["kind"]): Promise<void> =>
    new Promise((resolve) => {
      tell = (state) => void (state.kind === kind && resolve());
    });
  const failing = next("failing");
  const link = openLink({
    driver,
    clock,
    onState: (state) => tell(state),
    onChange() {},
    onFree() {},
    onForward: () => true,
    onUnforward() {},
    onOffer() {},
    onNotice() {},
  });
  while (link.state.kind !== "failing") {
    clock.advance(1_000);
    await turn();
  }
  await failing;
  const before = attempts;
  gone = false;
  const open = next("open");
  clock.advance(1); // it waits for seconds
  await turn();
  expect(attempts).toBe(before);
  link.hurry();
  await turn();
  expect(attempts).toBe(before); // many have failed: not at once
  clock.advance(2_000);
  await open;
  expect(attempts).toBe(before + 1);
  link.hurry(); // nothing waits
  expect(link.state.kind).toBe("open");
  await link.close();
  await there.close();
  me.close();
});

test("an LME that ends every session is tried every two seconds while the ME answers, and every thirty while it does not", async () => {
  const clock = steppedClock();
  const me = await createVirtualMe("acm-15", { clock });
  const there = virtualDriver(me);
  const attempts: number[] = [];
  const driver: MeiDriver = {
    name: there.name,
    describe: (options) => there.describe(options),
    async connect(client, options) {
      attempts.push(clock.monotonic());
      const connection = await there.connect(client, options);
      await connection.close(); // as after a reset
      return connection;
    },
    close: () => there.close(),
  };
  const link = openLink({
    driver,
    clock,
    onState() {},
    onChange() {},
    onFree() {},
    onForward: () => true,
    onUnforward() {},
    onOffer() {},
    onNotice() {},
  });
  /** The last wait before `count` attempts have been made; the ME answers every half second, or does not. */
  const lastWait = async (count: number, { answers }: { answers: boolean }): Promise<number> => {
    for (let ms = 0; attempts.length < count; ms += 100) {
      await turn();
      await turn();
      if (attempts.length >= count) break;
      clock.advance(100);
      if (answers && ms % 500 === 0) link.hurry();
    }
    return (attempts.at(-1) ?? 0) - (attempts.at(-2) ?? 0);
  };
  expect(await lastWait(10, { answers: false })).toBe(30_000);
  const answered = await lastWait(20, { answers: true });
  expect(answered).toBeGreaterThanOrEqual(2_000);
  expect(answered).toBeLessThanOrEqual(2_600);
  await link.close();
  await there.close();
  me.close();
});

test("while another program holds LME the attempts get rarer, and begin anew when it is another one", async () => {
  const clock = steppedClock();
  const me = await createVirtualMe("acm-15", { clock });
  const there = virtualDriver(me);
  let holder: string | undefined = "lms (process 1)";
  const attempts: number[] = [];
  const driver: MeiDriver = {
    name: there.name,
    describe: (options) => there.describe(options),
    async connect(_client, _options) {
      attempts.push(clock.monotonic());
      throw new MeiError("ME_BUSY", "LME is in use", { holder });
    },
    close: () => there.close(),
  };
  const states: LinkState[] = [];
  const link = openLink({
    driver,
    clock,
    onState: (state) => states.push(state),
    onChange() {},
    onFree() {},
    onForward: () => true,
    onUnforward() {},
    onOffer() {},
    onNotice() {},
  });
  const until = async (count: number): Promise<void> => {
    while (attempts.length < count) {
      await turn();
      if (attempts.length < count) clock.advance(100);
    }
  };
  const waits = (from: number): number[] => attempts.slice(from).map((at, i) => at - (attempts[from + i - 1] ?? at));
  await until(7);
  expect(waits(1)).toEqual([200, 800, 2_000, 5_000, 10_000, 10_000]);
  holder = undefined; // it has gone, just too late for this attempt
  await until(10);
  expect(waits(8)).toEqual([200, 800]);
  expect(states).toEqual([
    { kind: "held", holder: "lms (process 1)" },
    { kind: "held", holder: "another program" },
  ]);
  await link.close();
  await there.close();
  me.close();
});
