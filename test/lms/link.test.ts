import { setImmediate as turn } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { type LinkState, openLink } from "../../agent/lms/link.ts";
import { MeiError } from "../../mei/errors.ts";
import type { MeiDriver } from "../../mei/port.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import { createVirtualMe } from "../../virtual-me/main.ts";
import { steppedClock } from "../support/stepped-clock.ts";

type Connect = MeiDriver["connect"];

/** A link to the LME of a machine at which connecting goes as `through` makes it; the times of its attempts. */
async function linked(through: (connect: Connect) => Connect, onState: (state: LinkState) => void = () => {}) {
  const clock = steppedClock();
  const me = await createVirtualMe("acm-15", { clock });
  const there = virtualDriver(me);
  const attempts: number[] = [];
  const connect = through((client, options) => there.connect(client, options));
  const driver: MeiDriver = {
    name: there.name,
    describe: (options) => there.describe(options),
    connect(client, options) {
      attempts.push(clock.monotonic());
      return connect(client, options);
    },
    close: () => there.close(),
  };
  const link = openLink({
    driver,
    clock,
    onState,
    onChange() {},
    onFree() {},
    onForward: () => true,
    onUnforward() {},
    onOffer() {},
    onNotice() {},
  });
  onTestFinished(async () => {
    await link.close();
    await there.close();
    me.close();
  });
  return { clock, link, attempts };
}

test("an attempt that waits because the ME was gone is made as soon as the ME has answered something else", async () => {
  let gone = true;
  let tell = (_: LinkState): void => {};
  const next = (kind: LinkState["kind"]): Promise<void> =>
    new Promise((resolve) => {
      tell = (state) => void (state.kind === kind && resolve());
    });
  const failing = next("failing");
  const { clock, link, attempts } = await linked(
    (connect) => async (client, options) => {
      if (gone) throw new MeiError("ME_GONE", "the ME was reset");
      return connect(client, options);
    },
    (state) => tell(state),
  );
  while (link.state.kind !== "failing") {
    clock.advance(1_000);
    await turn();
  }
  await failing;
  const before = attempts.length;
  gone = false;
  const open = next("open");
  clock.advance(1); // it waits for seconds
  await turn();
  expect(attempts).toHaveLength(before);
  link.hurry();
  await turn();
  expect(attempts).toHaveLength(before); // many have failed: not at once
  clock.advance(2_000);
  await open;
  expect(attempts).toHaveLength(before + 1);
  link.hurry(); // nothing waits
  expect(link.state.kind).toBe("open");
});

test("an LME that ends every session is tried every two seconds while the ME answers, and every thirty while it does not", async () => {
  const { clock, link, attempts } = await linked((connect) => async (client, options) => {
    const connection = await connect(client, options);
    await connection.close(); // as after a reset
    return connection;
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
});

test("while another program holds LME the attempts get rarer, and begin anew when it is another one", async () => {
  let holder: string | undefined = "lms (process 1)";
  const states: LinkState[] = [];
  const { clock, attempts } = await linked(
    () => async () => {
      throw new MeiError("ME_BUSY", "LME is in use", { holder });
    },
    (state) => states.push(state),
  );
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
});
