import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Snapshot } from "../../agent/api/snapshot.ts";
import { type Me, openMe } from "../../agent/me.ts";
import { openWatch, type Watch } from "../../agent/watch/watch.ts";
import { amthi } from "../../mei/clients.ts";
import { settle } from "../support/settle.ts";
import { never, type Running, running } from "../support/virtual-machine.ts";

const hour = 3_600_000;
let machine: Running;
let me: Me;
let watch: Watch;
let life: AbortController;
let done: Promise<void>;
let slept: number;
const codes = (): string[] => watch.events(0).map(({ message }) => message.code);
/** The next snapshot that fits. */
const snapshotWhere = (fits: (snapshot: Snapshot) => boolean): Promise<Snapshot> =>
  new Promise((resolve) => {
    const stop = watch.listen((frame) => {
      if (frame.kind !== "snapshot" || !fits(frame.snapshot)) return;
      stop();
      resolve(frame.snapshot);
    });
  });

beforeEach(async () => {
  machine = await running("acm-15");
  me = openMe(machine.driver, { clock: machine.clock });
  slept = 0;
  watch = openWatch(me, { clock: machine.clock, interval: hour, slept: () => slept });
  life = new AbortController();
  const first = snapshotWhere(({ standing }) => standing === "managed");
  done = watch.run({ signal: life.signal });
  await first;
});
afterEach(async () => {
  life.abort();
  await done;
  await me.close();
  await machine.close();
});

describe("a sleep that nobody announced", () => {
  test("is seen by the time that passed, and everything is read anew", async () => {
    await machine.me.operator.act("kvm", "open");
    slept = 8 * hour;
    const forgotten = snapshotWhere(({ conditions }) => conditions.some(({ code }) => code === "asleep"));
    const found = snapshotWhere(({ standing }) => standing === "session");
    machine.clock.advance(2_000);
    expect((await forgotten).standing).toBe("unknown");
    expect((await found).conditions.map(({ code }) => code)).toEqual(["virtual"]);
    expect(codes().slice(-3)).toEqual(["event.slept", "event.while-asleep", "event.session.opened"]);
  });

  test("clocks that differ by less than a nap are no sleep", async () => {
    slept = 900;
    const before = watch.snapshot();
    machine.clock.advance(10_000);
    await turn();
    expect(watch.snapshot()).toBe(before);
    expect(codes()).not.toContain("event.slept");
  });
});

describe("a sleep that was announced", () => {
  test("its time is not counted again", async () => {
    watch.rest();
    slept = 8 * hour;
    const found = snapshotWhere(({ standing }) => standing === "managed");
    watch.wake();
    await found;
    await turn(); // it waits for the next look now
    machine.clock.advance(4_000);
    await turn();
    await watch.refresh({ signal: never });
    expect(codes().filter((code) => code === "event.slept")).toHaveLength(1);
    expect(watch.snapshot().standing).toBe("managed");
  });

  test("nothing is looked at until it is over; whoever waits gets what is true then", async () => {
    watch.rest();
    await machine.me.operator.act("sol", "open");
    const waiting = watch.refresh({ signal: never });
    machine.clock.advance(3 * hour);
    expect(watch.snapshot().standing).toBe("unknown");
    watch.wake();
    expect((await waiting).sessions.sol).toBe(true);
  });

  test("a look that it interrupts leaves nothing of what it saw", async () => {
    const asked = new Promise<void>((resolve) => {
      machine.me.faults.add({ client: "amthi", kind: "hang", onTaken: resolve });
    });
    const looking = watch.refresh({ signal: never });
    await asked;
    watch.rest();
    await machine.me.operator.act("kvm", "open");
    watch.wake();
    expect((await looking).sessions.kvm).toBe(true);
    expect(codes().slice(-3)).toEqual(["event.slept", "event.while-asleep", "event.session.opened"]);
  });

  test("an ME that is not back yet is no news of its own, and the truth comes with its first answer", async () => {
    watch.rest();
    await me.rest({ limit: 1_000 });
    machine.me.faults.add({ client: "amthi", kind: "busy", times: 6 });
    me.wake();
    watch.wake();
    const failed = snapshotWhere(({ conditions }) => conditions.every(({ code }) => code !== "asleep"));
    await settle(machine.clock, failed, 5_000);
    expect(watch.snapshot().standing).toBe("unknown");
    expect(codes()).not.toContain("event.slept");
    await machine.me.operator.act("kvm", "open");
    await watch.refresh({ signal: never });
    expect(watch.snapshot().standing).toBe("session");
    expect(codes().slice(-3)).toEqual(["event.slept", "event.while-asleep", "event.session.opened"]);
  });
});

describe("the ME at rest", () => {
  test("nothing is open, nothing is begun, and afterwards it answers", async () => {
    await me.session(amthi).limits({ signal: never });
    expect(machine.me.open).toBeGreaterThan(0);
    await me.rest({ limit: 1_000 });
    expect(machine.me.open).toBe(0);
    await expect(me.session(amthi).limits({ signal: never })).rejects.toMatchObject({ code: "ME_GONE" });
    me.wake();
    expect(await me.session(amthi).limits({ signal: never })).toMatchObject({ virtual: true });
  });

  test("what is closed does not wake", async () => {
    await me.close();
    me.wake();
    await expect(me.session(amthi).limits({ signal: never })).rejects.toMatchObject({ code: "ME_CLOSED" });
  });
});
