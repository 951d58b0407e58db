import { afterEach, describe, expect, test } from "vitest";
import { planPresence } from "../../agent/provisioning/configure/presence-plan.ts";
import { type ConfiguredMachine, configuredMachine } from "../support/configured-machine.ts";

let machine: ConfiguredMachine;
afterEach(() => machine.close());

const first = "03020100-0504-0706-0809-0a0b0c0d0e0f";
const other = "13020100-0504-0706-0809-0a0b0c0d0e0f";
const agent = (id: string, more: object = {}) => ({ id, startup: 300, timeout: 60, ...more });
const alarm = { from: ["running"], to: ["expired"] };
/** Whatever is there is asked for in the machine's own words, past everything that is under test. */
const inStore = async (className: string): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  (await machine.me.web()).manageability.managed.store.list(className);
const wishes = async (wanted: object) => {
  const before = machine.writes().length;
  const outcome = await machine.configure("presence", wanted);
  return { ...outcome, writes: machine.writes().slice(before) };
};

describe("agent presence as a wish", () => {
  test("is made, changed by what differs alone, and taken away; a second time nothing is sent", async () => {
    machine = await configuredMachine("acm-15");
    const wanted = { rebootDelay: 60, agents: [agent(first, { actions: [alarm], reboot: true }), agent(other)] };
    const made = await wishes(wanted);
    expect(made.result).toBe("done");
    expect(made.writes).toEqual([
      "Put IPS_WatchDogAction",
      ...["Create AMT_AgentPresenceWatchdog", "AddAction", "ApplyActionOnWatchDog"],
      "Create AMT_AgentPresenceWatchdog",
    ]);
    expect(await inStore("IPS_WatchDogAction")).toMatchObject([
      { Timeout: 60, AgentPresenceWatchDogExpirationAction: 1 },
    ]);
    expect(await inStore("AMT_AgentPresenceWatchdogAction")).toMatchObject([{ OldState: 4, NewState: 8 }]);
    expect(await wishes(wanted)).toMatchObject({ result: "same", writes: [] });
    expect(await wishes({ agents: [agent(first, { actions: [] }), agent(other, { reboot: true })] })).toMatchObject({
      result: "done",
      writes: ["DeleteAllActions", "ApplyActionOnWatchDog"],
    });
    const gone = await wishes({ remove: [first] });
    expect([gone.writes, gone.now]).toMatchObject([["Delete AMT_AgentPresenceWatchdog"], { agents: [{ id: other }] }]);
    expect(await wishes({ only: true })).toMatchObject({
      writes: ["Delete AMT_AgentPresenceWatchdog"],
      now: { agents: [] },
    });
  });

  test("another timeout needs a new watchdog, which keeps what nobody spoke of", async () => {
    machine = await configuredMachine("acm-15");
    await wishes({ agents: [agent(first, { description: "backup", actions: [alarm], reboot: true })] });
    const changed = await wishes({ agents: [{ id: first.toUpperCase(), startup: 300, timeout: 90 }] });
    expect(changed.writes).toEqual([
      ...["Delete AMT_AgentPresenceWatchdog", "Create AMT_AgentPresenceWatchdog"],
      ...["AddAction", "ApplyActionOnWatchDog"],
    ]);
    expect(changed.now).toMatchObject({
      agents: [{ description: "backup", timeout: 90, actions: ["running -> expired, event"], reboot: true }],
    });
  });

  test("an AMT that forgets an action is not believed", async () => {
    machine = await configuredMachine("acm-15");
    const { store } = (await machine.me.web()).manageability.managed;
    const add = store.add.bind(store);
    Object.assign(store, {
      add: (name: string, one: Readonly<Record<string, never>>) =>
        name === "AMT_StateTransitionCondition" ? undefined : add(name, one),
    });
    await expect(wishes({ agents: [agent(first, { actions: [alarm] })] })).rejects.toMatchObject({
      code: "CONFIGURE_NOT_TAKEN",
    });
  });

  test("a reset is refused where AMT has none, before version 11; without any watchdogs all of it", async () => {
    machine = await configuredMachine("acm-15");
    const old = { agents: [], reboot: undefined, limits: undefined, mode: "admin" } as const;
    const wanted = { agents: [], remove: [], only: false, rebootDelay: 30 };
    expect(() => planPresence(old, wanted)).toThrow(/AMT 11/);
    expect(() => planPresence(undefined, { ...wanted, rebootDelay: undefined })).toThrow(/watches no programs/);
  });

  const many = Array.from({ length: 17 }, (_, at) => agent(`${String(at).padStart(8, "0")}${first.slice(8)}`));
  test.each<[string, string, object, string, RegExp]>([
    ["seventeen", "acm-15", { agents: many }, "CONFIGURE_REFUSED", /16 programs at most.*17/],
    [
      "more actions than there is room for",
      "acm-15",
      { agents: [agent(first, { actions: Array(40).fill(alarm) }), agent(other, { actions: Array(40).fill(alarm) })] },
      "CONFIGURE_REFUSED",
      /room for 64.*80/,
    ],
    [
      "System Defense in client control mode",
      "ccm-12",
      { agents: [agent(first, { actions: [{ ...alarm, defense: "activate" }] })] },
      "CONFIGURE_REFUSED",
      /upgrade/,
    ],
    ["one id twice", "acm-15", { agents: [agent(first), agent(first.toUpperCase())] }, "CONFIGURE_INPUT", /twice/],
    ["one wanted and not", "acm-15", { agents: [agent(first)], remove: [first] }, "CONFIGURE_INPUT", /taken away/],
    [
      "an action that does nothing",
      "acm-15",
      { agents: [agent(first, { actions: [{ ...alarm, event: false }] })] },
      "CONFIGURE_INPUT",
      /does nothing/,
    ],
    ["the zero GUID", "acm-15", { agents: [agent(first.replace(/[^-]/g, "0"))] }, "CONFIGURE_INPUT", /zero/],
    [
      "a state that is none",
      "acm-15",
      { agents: [agent(first, { actions: [{ ...alarm, to: ["dead"] }] })] },
      "CONFIGURE_INPUT",
      /to/,
    ],
    [
      "a timeout AMT could not tell",
      "acm-15",
      { agents: [agent(first, { timeout: 65_536 })] },
      "CONFIGURE_INPUT",
      /timeout/,
    ],
  ])("%s is refused, and nothing is sent", async (_what, name, wanted, code, said) => {
    machine = await configuredMachine(name);
    const refused = (async () => machine.configure("presence", wanted))();
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(said) });
    expect(machine.writes()).toEqual([]);
  });
});
