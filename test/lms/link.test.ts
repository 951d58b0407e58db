import { setImmediate as turn } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { type Link, type LinkState, openLink } from "../../agent/lms/link.ts";
import { decodeApf } from "../../mei/apf/messages.ts";
import { inbox } from "../../mei/drivers/inbox.ts";
import { MeiError } from "../../mei/errors.ts";
import type { MeiDriver } from "../../mei/port.ts";
import { echo } from "../../virtual-me/lme/services.ts";
import { type SteppedClock, steppedClock } from "../support/stepped-clock.ts";
import { never, type Running, running } from "../support/virtual-machine.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Watched {
  readonly link: Link;
  readonly states: LinkState["kind"][];
  /** ms of each attempt to connect. */
  readonly attempts: number[];
  /** Lets time pass, and everything in it happen. */
  pass(ms: number): Promise<void>;
}
function watched(driver: Pick<MeiDriver, "connect">, clock: SteppedClock): Watched {
  const states: LinkState["kind"][] = [];
  const attempts: number[] = [];
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 25) {
      for (let i = 0; i < 6; i += 1) await turn();
      clock.advance(25);
    }
    for (let i = 0; i < 20; i += 1) await turn();
  };
  const link = openLink({
    driver: {
      name: "counting",
      describe: () => Promise.reject(new Error("nobody asks")),
      close: async () => {},
      connect(client, options) {
        attempts.push(clock.monotonic());
        return driver.connect(client, options);
      },
    },
    clock,
    onState: ({ kind }) => states.push(kind),
    onChange() {},
    onForward: () => true,
    onUnforward() {},
    onOffer: (offer) => offer.refuse("administrativelyProhibited"),
    onNotice() {},
  });
  cleanups.push(() => link.close());
  return { link, states, attempts, pass };
}
const gaps = (times: readonly number[]): number[] => times.slice(1).map((at, i) => at - (times[i] ?? 0));
async function machine(): Promise<Running> {
  const on = await running("acm-15");
  cleanups.push(() => on.close());
  on.me.lme.services.set(20_007, echo);
  return on;
}

test("an ME that is away is tried again for ever, less and less often; from then on it is as if nothing was", async () => {
  const on = await machine();
  const { link, states, attempts, pass } = watched(on.driver, on.clock);
  await pass(6_000);
  expect(states).toEqual(["open"]);
  on.me.operator.reset({ downFor: 120_000 });
  await pass(119_000);
  expect(gaps(attempts).slice(1, 9)).toEqual([200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 30_000]);
  expect(link.session).toBeUndefined();
  await pass(30_000);
  expect(link.state.kind).toBe("open");
  await pass(6_000);
  attempts.splice(0);
  on.me.operator.reset();
  await pass(200);
  expect(attempts).toHaveLength(1);
  expect(link.state.kind).toBe("open");
});

test("a session that is used and ends is no failure: firmware that does so after each channel is reconnected at once", async () => {
  const on = await machine();
  on.me.lme.facts.dropsOnClose = true;
  const { link, states, attempts, pass } = watched(on.driver, on.clock);
  await pass(100);
  for (let i = 0; i < 10; i += 1) {
    const channel = await link.session!.openChannel(16992, { signal: never });
    channel.on("error", () => {}).destroy();
    await pass(200);
    expect(link.state.kind).toBe("open");
  }
  expect(attempts).toHaveLength(11);
  expect(states).not.toContain("failing");
});

test("firmware that ends each session at once is given time, and said to fail", async () => {
  const on = await machine();
  const { link, attempts, pass } = watched(
    {
      async connect(client, options) {
        const connection = await on.driver.connect(client, options);
        return { ...connection, receive: async () => Buffer.from("01000000020000", "hex") };
      },
    },
    on.clock,
  );
  await pass(60_000);
  expect(link.state).toEqual({ kind: "failing", code: "APF_DISCONNECTED" });
  expect(attempts.length).toBeLessThan(12);
});

test("another program is asked for again, first soon and then every ten seconds", async () => {
  const clock = steppedClock();
  const { link, attempts, pass } = watched(
    { connect: () => Promise.reject(new MeiError("ME_BUSY", "taken", { holder: "lms (process 7)" })) },
    clock,
  );
  await pass(50_000);
  expect(gaps(attempts).slice(0, 7)).toEqual([200, 800, 2_000, 5_000, 10_000, 10_000, 10_000]);
  expect(link.state).toEqual({ kind: "held", holder: "lms (process 7)" });
});

test("an ME that waits for us hears us the second time", async () => {
  const clock = steppedClock();
  const said: string[][] = [];
  const { pass } = watched(
    {
      async connect(client) {
        const box = inbox({ client: client.title });
        const mine: string[] = [];
        said.push(mine);
        return {
          client,
          maxMessage: 4_096,
          version: 1,
          generation: said.length,
          virtual: true,
          send: async (message: Buffer) => void mine.push(decodeApf(message).type),
          receive: (options: { signal: AbortSignal }) => box.receive(options),
          close: async () => box.end(new MeiError("ME_CLOSED", "closed")),
        };
      },
    },
    clock,
  );
  await pass(11_000);
  expect(said.slice(0, 2)).toEqual([["disconnect"], ["protocolVersion", "disconnect"]]);
});
