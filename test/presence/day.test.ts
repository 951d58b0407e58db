import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { openLms } from "../../agent/lms/lms.ts";
import { deviceIdOf, guidOf } from "../../agent/presence/device-id.ts";
import type { Health } from "../../agent/presence/heartbeat.ts";
import { openKeeper } from "../../agent/presence/keeper.ts";
import { Secret } from "../../platform/secret.ts";
import { noTcpOwners } from "../../platform/tcp-owner.ts";
import { digestRealm, passwordDigest, realms } from "../../virtual-me/accounts.ts";
import { agentState } from "../../virtual-me/cim/rules/agent.ts";
import { setPower } from "../../virtual-me/cim/rules/power.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import { eventClock } from "../support/event-clock.ts";
import { keptLog } from "../support/lms.ts";
import { presenceWorld } from "../support/presence-world.ts";

const password = "Presence-1-only";
const HOUR = 3_600_000;

test("a day through WS-Man, HTTP, digest, APF and LME: resets, sleeps, a crash, a clean end", async () => {
  const clock = eventClock();
  const log = keptLog();
  const expiries: { dog: number; at: number }[] = [];
  const { me, managed, dogs } = await presenceWorld(clock, { count: 3, timeout: 300, startup: 600 }, (dog) =>
    expiries.push({ dog, at: clock.monotonic() }),
  );
  const digest = passwordDigest("presence", digestRealm(me.machine), password);
  // All that a user needs who reports programs: the realm Agent Presence Local, on this machine
  me.world.accounts.set({
    ...{ name: "presence", digest, access: "local", realms: [realms.agentPresenceLocal], enabled: true },
  });
  const driver = virtualDriver(me);
  const lms = openLms({ driver, clock, log, reach: "off", targets: new Set(), owners: noTcpOwners });
  let tellUnit: (health: Health) => void = () => {};
  const keeper = openKeeper({
    agents: dogs.map(({ id }, number) => ({
      name: `agent-${number}`,
      id: guidOf(id) ?? "",
      timeoutSeconds: 5,
      ...(number === 0 ? { self: true as const } : number === 1 ? { unit: "x.service" } : { command: ["/bin/true"] }),
    })),
    lms,
    credentials: () => ({ user: "presence", password: new Secret(password) }),
    trust: undefined,
    clock,
    log,
    random: () => 0.5,
    followUnit(_unit, onHealth) {
      tellUnit = onHealth;
      onHealth("up");
    },
    runCommand: async () => "up",
    executableOf: () => undefined,
  });
  const waits = (): boolean => keeper.view().some(({ state }) => state === "registering");
  /** Everything that needs no time happens; what waits for an answer of the program next door gets its turns. */
  async function calm(): Promise<void> {
    for (let n = 0; n < 40; n++) await turn();
  }
  async function pass(ms: number): Promise<void> {
    const end = clock.monotonic() + ms;
    for (await calm(); clock.next <= end; await calm()) clock.to(clock.next);
    clock.to(end);
    await calm();
  }
  const states = (): number[] => dogs.map((dog) => dog.state());
  const { running, stopped, expired } = agentState;

  expect(deviceIdOf("03020100-0504-0706-0809-0A0B0C0D0E0F")).toBe("AAECAwQFBgcICQoLDA0ODw==");
  await pass(30_000);
  expect(states()).toEqual([running, running, running]);
  for (let hour = 0; hour < 24; hour++) {
    if (hour % 5 === 1) me.operator.reset({ downFor: 3_000 });
    if (hour % 7 === 2) {
      const resting = keeper.rest({ limit: 500 });
      await pass(600);
      await resting;
      const closing = lms.rest({ limit: 1_500 });
      await pass(1_600);
      await closing;
      setPower(managed, 4);
      await pass(HOUR);
      setPower(managed, 2);
      lms.wake();
      keeper.wake();
    }
    await pass(HOUR);
    expect(states()).toEqual([running, running, running]);
  }
  expect(expiries).toEqual([]);
  expect(waits()).toBe(false);

  const crash = clock.monotonic();
  tellUnit("down");
  await pass(301_000);
  expect(states()).toEqual([running, expired, running]);
  expect(expiries).toHaveLength(1);
  expect((expiries[0]?.at ?? 0) - crash).toBeLessThanOrEqual(301_000);
  tellUnit("up");
  await pass(5_000);
  expect(states()).toEqual([running, running, running]);

  const closing = keeper.close();
  await pass(5_000);
  await closing;
  expect(states()).toEqual([stopped, stopped, stopped]);
  await pass(HOUR);
  expect(states()).toEqual([stopped, stopped, stopped]);
  expect(expiries).toHaveLength(1);
  const ended = lms.close();
  await pass(5_000);
  await ended;
  await driver.close();
  me.close();
}, 120_000);
