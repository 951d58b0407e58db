import { setImmediate as turn } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Message, message } from "../../agent/api/texts.ts";
import type { Seen } from "../../agent/health.ts";
import { planPower } from "../../agent/host-services/planned-power.ts";
import { powerWork } from "../../agent/host-services/power.ts";
import { realClock } from "../../platform/clock.ts";
import { logindPower } from "../../platform/linux-power.ts";
import type { PowerAct } from "../../platform/power-control.ts";
import { type ConfiguredMachine, configuredMachine } from "../support/configured-machine.ts";
import { keptLog } from "../support/lms.ts";
import { type Logind, logindPackages, startLogind } from "../support/logind.ts";
import { needs } from "../support/needs.ts";
import { amtAgent, amtAgentJson, amtAgentStays, folder, type Json, type Running } from "../support/program.ts";
import { steppedClock } from "../support/stepped-clock.ts";

const { signal } = new AbortController();
const asked = (what: string): Message => message("event.power.requested", { what });

describe("what AMT asks for", () => {
  function planning(mode: "off" | "ask" | "obey", perform: (act: PowerAct) => Promise<void> = async () => {}) {
    const clock = steppedClock();
    const told: Message[] = [];
    const noted: (readonly Seen[])[] = [];
    const done: string[] = [];
    const power = planPower({
      mode,
      control: async () => ({
        allowed: async () => ["shut down"],
        perform: async (act) => {
          done.push(act);
          await perform(act);
        },
      }),
      tell: (what) => void told.push(what),
      note: (seen) => void noted.push(seen),
      clock,
      log: keptLog(),
      life: signal,
    });
    const pass = async (ms: number): Promise<void> => {
      clock.advance(ms);
      for (let n = 0; n < 5; n += 1) await turn();
    };
    return { power, told, noted, done, pass };
  }
  const codes = (told: readonly Message[]): string[] => told.map(({ code }) => code);

  test("is done after a minute that everybody was told of, and not before", async () => {
    const { power, told, noted, done, pass } = planning("ask");
    power.heard(asked("shut down"));
    expect(told).toMatchObject([{ code: "event.power.planned", params: { what: "shut down", seconds: 60 } }]);
    expect(noted.at(-1)).toMatchObject([{ code: "power-planned", params: { at: "2026-01-01T00:01:00.000Z" } }]);
    await pass(59_999);
    expect(done).toEqual([]);
    await pass(1);
    expect([done, noted.at(-1)]).toEqual([["shut down"], []]);
  });

  test("can be called off by whoever sits here, or only by an administrator", async () => {
    const ask = planning("ask");
    ask.power.heard(asked("restart"));
    expect(ask.power.cancel({ isAdmin: false }).outcome).toBe("called-off");
    expect(ask.power.cancel({ isAdmin: false }).outcome).toBe("none");
    await ask.pass(120_000);
    expect([ask.done, codes(ask.told)]).toEqual([[], ["event.power.planned", "event.power.called-off"]]);
    const obey = planning("obey");
    obey.power.heard(asked("restart"));
    expect(obey.power.cancel({ isAdmin: false }).outcome).toBe("refused");
    expect(obey.power.cancel({ isAdmin: true }).outcome).toBe("called-off");
    await obey.pass(120_000);
    expect(obey.done).toEqual([]);
  });

  test("is left alone where nobody opted in, and what is no such wish everywhere", async () => {
    const off = planning("off");
    off.power.heard(asked("shut down"));
    const ask = planning("ask");
    ask.power.heard(asked("explode"));
    ask.power.heard(message("event.power.watchdog", {}));
    await ask.pass(120_000);
    await off.pass(120_000);
    expect([off.told, off.done, ask.told, ask.done]).toEqual([[], [], [], []]);
  });

  test("a second wish takes the first one's place, with a notice of its own; what fails is told", async () => {
    const { power, told, done, pass } = planning("ask", async () => {
      throw Object.assign(new Error("no"), { code: "DBUS_REFUSED" });
    });
    power.heard(asked("sleep"));
    await pass(40_000);
    power.heard(asked("restart"));
    await pass(40_000);
    expect(done).toEqual([]);
    await pass(20_000);
    expect([done, told.at(-1)]).toMatchObject([
      ["restart"],
      { code: "event.power.failed", params: { what: "restart", code: "DBUS_REFUSED" } },
    ]);
  });
});

describe("what AMT may ask for", () => {
  let machine: ConfiguredMachine;
  beforeEach(async () => {
    machine = await configuredMachine("acm-15");
  });
  afterEach(() => machine.close());
  const work = (allowed: readonly PowerAct[]) =>
    powerWork({
      open: (use) => use(machine.reach.wsman),
      control: async () => ({ allowed: async () => allowed, perform: async () => {} }),
    });

  test("is what the system does, told once and read back; what it may not do is not promised", async () => {
    const first = await work(["sleep", "hibernate"]).carryOut({ signal });
    expect(first).toMatchObject({ is: "right", value: expect.stringMatching(/sleep, hibernate/) });
    const writes = machine.writes().length;
    expect(await work(["sleep", "hibernate"]).carryOut({ signal })).toMatchObject({ changed: undefined });
    expect(machine.writes()).toHaveLength(writes);
    expect(await work([]).carryOut({ signal })).toEqual({ is: "failing", code: "HOST_POWER_NOT_ALLOWED" });
  });
});

const here = process.platform === "linux" && (await needs(...logindPackages));
describe.runIf(here)("with a logind", () => {
  let logind: Logind;
  beforeAll(async () => {
    logind = await startLogind();
  }, 60_000);
  afterAll(() => logind?.stop());
  const login1 = "/org/freedesktop/login1";
  const orders = (name: string): Promise<string> =>
    logind.call(login1, "org.freedesktop.DBus.Mock.GetMethodCalls", name);

  test("it is asked what may be done, and told to without asking anybody for a password", async () => {
    const host = {
      platform: "linux" as const,
      uid: process.geteuid?.() ?? 0,
      home: "/",
      env: logind.env,
      exists: () => false,
    };
    const at = logindPower(host, realClock);
    expect(await at.allowed({ signal })).toEqual(["shut down", "restart", "sleep", "hibernate"]);
    await at.perform("restart", { signal });
    expect(await orders("Reboot")).toMatch(/\[<false>\]/);
  });

  describe("the running service", () => {
    let dir: ReturnType<typeof folder>;
    let running: Running;
    const socket = () => ["--socket", dir.in("agent.sock")];
    const conditions = async (): Promise<Json[]> => (await amtAgentJson(["status", ...socket()])).json.conditions;
    const planned = async (): Promise<Json> => {
      for (;;) {
        const found = (await conditions()).find(({ code }) => code === "power-planned");
        if (found) return found;
      }
    };
    beforeEach(() => {
      dir = folder();
    });
    afterEach(async () => {
      await running?.stop();
      dir.remove();
    });

    test("tells AMT what may be asked, tells the user of a wish, and lets it be called off", async () => {
      const env = { ...logind.env, AMT_AGENT_HOST_SERVICES_POWER: "ask" };
      const words = ["serve", "--mei", "virtual:acm-15", ...socket(), "--state-dir", dir.in("state")];
      running = await amtAgentStays(words, /AMT was given what it is to have|AMT went from/, { env });
      for (;;) {
        const [view] = (await amtAgentJson(["status", ...socket()])).json.hostServices;
        expect(view.state).not.toBe("failing");
        if (view.state === "right") break;
      }
      expect((await amtAgent(["status", ...socket()])).stdout).toMatch(
        /AMT may ask to +shut down, restart, sleep, hibernate/,
      );
      const acted = await amtAgent(["virtual-me", "operate", "power", "sleep", ...socket()]);
      expect([acted.code, acted.stderr]).toEqual([0, ""]);
      expect((await planned()).remedy.text).toContain("amt-agent power cancel");
      const { code, json } = await amtAgentJson(["power", "cancel", ...socket()]);
      expect([code, json.outcome]).toEqual([0, "called-off"]);
      expect((await conditions()).map(({ code: one }) => one)).not.toContain("power-planned");
      expect(await orders("Suspend")).not.toContain("false");
    }, 120_000);
  });
});
