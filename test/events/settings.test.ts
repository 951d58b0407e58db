import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Message, message } from "../../agent/api/texts.ts";
import type { Readings } from "../../agent/privacy/readings.ts";
import { settingsBetween } from "../../agent/watch/settings/differences.ts";
import { settingsIn } from "../../agent/watch/settings/facts.ts";
import { watchSettings } from "../../agent/watch/settings/keeper.ts";
import { digestRealm, passwordDigest, realms } from "../../virtual-me/accounts.ts";
import { keptLog } from "../support/lms.ts";
import { machineToRead, type ReadMachine } from "../support/privacy.ts";
import { steppedClock } from "../support/stepped-clock.ts";

let machine: ReadMachine | undefined;
afterEach(async () => {
  await machine?.close();
  machine = undefined;
});
const short = (changes: readonly Message[]): string[] =>
  changes.map(({ code, params }) => [code.replace("event.settings.", ""), ...Object.values(params)].join(" "));

describe("what was changed in AMT, between two readings of a machine", () => {
  test.each([true, false])(
    "as its administrator: %s",
    async (asAdmin) => {
      machine = await machineToRead("acm-15");
      const { me, readings } = machine;
      const first = settingsIn(await readings({ asAdmin }), undefined);
      expect(settingsBetween(first, settingsIn(await readings({ asAdmin }), first))).toEqual([]);
      const digest = passwordDigest("guest", digestRealm(me.machine), "Guest-of-AMT-1");
      const guest = { name: "guest", digest, access: "any", enabled: true } as const;
      me.world.accounts.set({ ...guest, realms: [realms.generalInfo] });
      for (const line of ["kvm disable", "usbr disable", "tunnel server"]) await me.operator.perform(line.split(" "));
      const second = settingsIn(await readings({ asAdmin }), first);
      expect(short(settingsBetween(first, second)).sort()).toEqual([
        "feature-off KVM",
        "feature-off remote storage",
        "server-added mps.example.net",
        ...(asAdmin ? ["user-added guest"] : []), // whose users there are is not told to programs of this PC
      ]);
      me.world.accounts.set({ ...guest, realms: [realms.generalInfo, realms.remoteControl] });
      const third = settingsIn(await readings({ asAdmin }), second);
      expect(short(settingsBetween(second, third))).toEqual(asAdmin ? ["user-changed guest"] : []);
      me.world.accounts.remove("guest");
      await me.operator.perform(["kvm", "enable"]);
      const fourth = settingsIn(await readings({ asAdmin }), third);
      expect(short(settingsBetween(third, fourth, new Map([["KVM", true]])))).toEqual(
        asAdmin ? ["user-removed guest"] : [],
      );
    },
    60_000,
  );

  test("a trusted root that came, and TLS that went, are told; what one reading does not know is no news", async () => {
    machine = await machineToRead("acm-16-tls");
    const readings = await machine.readings();
    const now = settingsIn(readings, undefined);
    const [[hash = "", name = ""] = []] = Object.entries(now.roots ?? {});
    const { [hash]: _, ...fewer } = now.roots ?? {};
    expect(settingsBetween({ ...now, roots: fewer }, now)).toEqual([
      message("event.settings.root-added", { name, hash: `${hash.slice(0, 16)}…` }),
    ]);
    const off = { ...now, tls: { ...now.tls, "the network": false } };
    expect(short(settingsBetween({ ...now, tls: { ...now.tls, "the network": true } }, off))).toEqual([
      "tls-off the network",
    ]);
    const blind = { ...now, roots: null, servers: null, users: null, tls: { ...now.tls, "the network": null } };
    expect(settingsBetween(now, blind)).toEqual([]);
    expect(settingsBetween(blind, now)).toEqual([]);
    const unread = { ...readings, info: { ...readings.info, certificates: null } };
    expect(settingsIn(unread, now).roots).toEqual(now.roots);
  }, 60_000);
});

describe("reading by and by", () => {
  let dir: string;
  let readings: Readings;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), "amt-settings-"));
    machine = await machineToRead("acm-15");
    readings = await machine.readings();
  });
  afterEach(() => rmSync(dir, { recursive: true }));
  const without = (): Readings => ({ ...readings, info: { ...readings.info, certificates: [] } });

  function open(read: () => Promise<Readings>) {
    const clock = steppedClock();
    const told: string[] = [];
    const later: boolean[] = [];
    let count = 0;
    const watch = watchSettings({
      stateDir: dir,
      read: () => {
        count += 1;
        return read();
      },
      tell(changes, when) {
        told.push(...short(changes));
        later.push(when.later);
      },
      every: 3_600_000,
      clock,
      log: keptLog(),
    });
    const pass = async (ms: number): Promise<void> => {
      clock.advance(ms);
      for (let n = 0; n < 20; n += 1) await turn();
    };
    return { watch, told, later, pass, count: () => count };
  }

  test("the first reading is what later ones are held against, also after the service was away", async () => {
    const one = open(async () => without());
    await one.pass(10_000);
    await one.watch.close();
    expect(one.told).toEqual([]);
    expect(JSON.parse(readFileSync(join(dir, "settings.json"), "utf8")).schema).toBe("amt-agent.settings/1");
    const two = open(async () => readings);
    await two.pass(10_000);
    await two.watch.close();
    expect(two.told.length).toBe(readings.info.certificates?.filter(({ active }) => active).length);
    expect(two.told[0]).toMatch(/^root-added /);
  });

  test("each hour; soon after an alert about settings, and not more often than once a minute", async () => {
    const { watch, pass, count } = open(async () => readings);
    await pass(9_999);
    expect(count()).toBe(0);
    await pass(1);
    expect(count()).toBe(1);
    watch.heard(message("event.session.opened", { kind: "KVM" }));
    await pass(70_000);
    expect(count()).toBe(1);
    for (let n = 0; n < 100; n += 1) watch.heard(message("event.kvm.disabled", {}));
    await pass(3_000);
    expect(count()).toBe(2);
    for (let n = 0; n < 100; n += 1) watch.heard(message("event.setup.post", {}));
    await pass(50_000);
    expect(count()).toBe(2);
    await pass(10_000);
    expect(count()).toBe(3);
    await pass(3_600_000);
    expect(count()).toBe(4);
    watch.rest();
    await pass(7_200_000);
    expect(count()).toBe(4);
    watch.wake();
    await pass(10_000);
    expect(count()).toBe(5);
    await watch.close();
  });

  test("what was changed while AMT's alerts were not heard is looked for when they are again, and told as found later", async () => {
    const off = (kvm: boolean): Readings => ({
      ...readings,
      info: { ...readings.info, redirection: { ...readings.info.redirection, kvm } },
    });
    let now = off(true);
    const { watch, told, later, pass, count } = open(async () => now);
    watch.hears(false); // it is only being opened
    watch.hears(true);
    await pass(10_000);
    await pass(60_000);
    expect(count()).toBe(1);
    watch.hears(false);
    now = off(false);
    await pass(600_000);
    expect([count(), told]).toEqual([1, []]);
    watch.hears(true);
    await pass(3_000);
    expect([count(), told, later]).toEqual([2, ["feature-off KVM"], [true]]);
    now = off(true);
    await pass(3_600_000);
    expect([told, later]).toEqual([
      ["feature-off KVM", "feature-on KVM"],
      [true, false],
    ]);
    await watch.close();
  });

  test("a reading that fails is tried again in its time; a memory that was broken by hand is none", async () => {
    writeFileSync(join(dir, "settings.json"), '{"schema":"amt-agent.settings/1","settings":');
    let fails = true;
    const { watch, told, pass, count } = open(async () => {
      if (fails) throw new Error("the ME is gone");
      return readings;
    });
    await pass(10_000);
    fails = false;
    await pass(3_600_000);
    expect([count(), told]).toEqual([2, []]);
    await watch.close();
  });
});
