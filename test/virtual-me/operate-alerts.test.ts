import { setImmediate as turn } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { deliverAlerts } from "../../virtual-me/alerts/delivery.ts";
import { alerts } from "../../virtual-me/cim/alert.ts";
import { createVirtualMe } from "../../virtual-me/main.ts";
import { alertHost, type Manners } from "../support/alert-host.ts";
import { type SteppedClock, steppedClock } from "../support/stepped-clock.ts";
import { never } from "../support/virtual-machine.ts";

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of cleanup.splice(0).reverse()) await close();
});
const settled = async (): Promise<void> => {
  for (let count = 0; count < 50; count += 1) await turn();
};
async function begin(manners: Omit<Manners, "clock"> = {}, clock: SteppedClock = steppedClock()) {
  const me = await createVirtualMe("acm-15", { clock });
  const host = await alertHost(me, { clock, ...manners });
  cleanup.push(
    async () => {
      await settled();
      expect(clock.pending).toBe(0);
    },
    () => me.close(),
    () => host.close(),
  );
  const fate = async () => (await me.operator.act("state", "show")).state.alerts;
  return { me, host, clock, fate, raise: () => me.world.alerts.raise(alerts.networkChanged) };
}

test("one channel for each, in their order, and every one is closed again", async () => {
  const { me, host, fate, raise } = await begin();
  for (let i = 0; i < 20; i += 1) raise();
  await host.count(20);
  await settled();
  expect(await fate()).toEqual({ host: true, taken: 20, waiting: 0, lost: 0 });
  const numbers = host.alerts.map(({ messageId }) => Number.parseInt(String(messageId?.slice(-12)), 16));
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  expect([host.endpoint.channels, me.lme.session?.channels]).toEqual([0, 0]);
});

test("without a host they are lost, and a host that comes later hears only what happens then", async () => {
  const clock = steppedClock();
  const me = await createVirtualMe("acm-15", { clock });
  cleanup.push(() => me.close());
  me.world.alerts.raise(alerts.networkChanged);
  const host = await alertHost(me, { clock });
  cleanup.push(() => host.close());
  await me.operator.act("kvm", "open");
  await host.count(1);
  await settled();
  expect(host.keys).toEqual(["iAMT0052-1"]);
  expect((await me.operator.act("state", "show")).state.alerts).toEqual({ host: true, taken: 1, waiting: 0, lost: 1 });
});

test("a host that does not close the channel holds up the next one for ten seconds, not for ever", async () => {
  const { host, clock, fate, raise } = await begin({ closes: false });
  raise();
  raise();
  await host.count(1);
  await settled();
  expect([host.alerts.length, (await fate()).waiting]).toEqual([1, 2]);
  clock.advance(10_000);
  await host.count(2);
  expect((await fate()).lost).toBe(1);
});

test("a host that refuses loses them; nothing is tried again", async () => {
  const { fate, raise } = await begin({ refuses: true });
  raise();
  await settled();
  expect(await fate()).toMatchObject({ taken: 0, waiting: 0, lost: 1 });
});

test("while every channel of the firmware is in use an alert waits, for thirty seconds at most", async () => {
  const { me, host, clock, fate, raise } = await begin({});
  me.lme.services.set(7, () => {});
  const open = await Promise.all(Array.from({ length: 8 }, () => host.endpoint.openChannel(16992, { signal: never })));
  for (const channel of open) channel.on("error", () => {});
  raise();
  await settled();
  expect([host.alerts.length, (await fate()).waiting]).toEqual([0, 1]);
  open[0]?.destroy();
  await settled();
  clock.advance(250);
  await host.count(1);
  const [again] = await Promise.all([host.endpoint.openChannel(16992, { signal: never })]);
  again.on("error", () => {});
  raise();
  for (let seconds = 0; seconds < 30; seconds += 1) {
    await settled();
    clock.advance(1_000);
  }
  await settled();
  expect(await fate()).toEqual({ host: true, taken: 1, waiting: 0, lost: 1 });
  for (const channel of [...open, again]) channel.destroy();
});

test("what waits when the ME resets is lost, and more than sixty-four never wait", async () => {
  const { me, host, fate, raise } = await begin({ closes: false });
  for (let i = 0; i < 100; i += 1) raise();
  await host.count(1);
  expect(await fate()).toMatchObject({ waiting: 65, lost: 35 });
  me.operator.reset();
  await host.endpoint.closed;
  await settled();
  expect(await fate()).toEqual({ host: false, taken: 0, waiting: 0, lost: 100 });
});

test("the end of the virtual ME ends the wait", async () => {
  const { me, host, clock } = await begin({ closes: false });
  const delivery = deliverAlerts({ alerts: me.world.alerts, lme: me.lme, clock });
  me.world.alerts.raise(alerts.networkChanged);
  await host.count(2);
  delivery.close();
  delivery.close();
  await settled();
  expect([delivery.waiting, delivery.lost]).toEqual([0, 1]);
  me.world.alerts.raise(alerts.networkChanged);
  expect(delivery.waiting).toBe(0);
});
