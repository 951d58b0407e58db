import { afterEach, describe, expect, test } from "vitest";
import { type ConfiguredMachine, configuredMachine } from "../support/configured-machine.ts";

let machine: ConfiguredMachine;
afterEach(() => machine.close());

const event = (application: string | number, number: number, policy: string) => ({
  application,
  event: number,
  policy,
});
const kept = async () => {
  const { store, journal } = (await machine.me.web()).manageability.managed;
  const [rule] = store.list("AMT_AuditPolicyRule");
  const [ids, types] = [rule?.AuditApplicationEventID, rule?.PolicyType] as [number[], number[]];
  return { policy: new Map(ids.map((id, at) => [id, types[at]])), last: journal.audits.at(-1)?.subarray(0, 4) };
};

describe("the policy of single events", () => {
  test("is read, changed in one request, read back; a second time nothing is sent", async () => {
    machine = await configuredMachine("acm-15");
    const wanted = {
      events: [event("redirection", 8, "critical"), event(30, 1, "off"), event("systemDefense", 4, "on")],
    };
    const done = await machine.configure("audit", wanted);
    expect(done).toMatchObject({
      result: "done",
      changes: [
        {
          name: "events",
          before: { "redirection/8": "on", "userConsent/1": "on", "systemDefense/4": "off" },
          after: { "redirection/8": "critical", "userConsent/1": "off", "systemDefense/4": "on" },
        },
      ],
    });
    expect(machine.writes()).toEqual(["SetAuditPolicyBulk"]);
    const { policy, last } = await kept();
    expect([policy.get(18 * 65_536 + 8), policy.has(30 * 65_536 + 1), policy.get(25 * 65_536 + 4)]).toEqual([
      1,
      false,
      0,
    ]);
    expect(last?.toString("hex")).toBe("00140001"); // AMT wrote down that its policy was changed
    expect((await machine.configure("audit", wanted)).result).toBe("same");
    expect(machine.writes()).toHaveLength(1);
    await machine.configure("audit", { events: [event("redirection", 8, "on")] });
    expect(machine.writes()).toEqual(["SetAuditPolicyBulk", "SetAuditPolicy"]);
  });

  test("what is off is not written down, what is on again is", async () => {
    machine = await configuredMachine("acm-15");
    const hostname = async (host: string) => {
      await machine.configure("hostname", { host });
      return (await kept()).last?.toString("hex");
    };
    expect(await hostname("a")).toBe("00160001");
    await machine.configure("audit", { events: [event("networkAdministration", 1, "off")] });
    expect(await hostname("b")).toBe("00140001");
    await machine.configure("audit", { events: [event("networkAdministration", 1, "on")] });
    expect(await hostname("c")).toBe("00160001");
  });

  test("an AMT that keeps another policy than it said is not believed", async () => {
    machine = await configuredMachine("acm-15");
    const { store } = (await machine.me.web()).manageability.managed;
    const replace = store.replace.bind(store);
    Object.assign(store, {
      replace: (name: string, ...rest: Parameters<typeof replace> extends [string, ...infer R] ? R : never) =>
        name === "AMT_AuditPolicyRule" ? undefined : replace(name, ...rest),
    });
    await expect(machine.configure("audit", { events: [event("kvm", 0, "off")] })).rejects.toMatchObject({
      code: "CONFIGURE_NOT_TAKEN",
    });
  });

  test.each<[string, string, object[], string, RegExp]>([
    ["what is always written down, off", "acm-15", [event("auditLog", 0, "off")], "CONFIGURE_REFUSED", /auditLog\/0/],
    ["what is never critical", "acm-15", [event("auditLog", 2, "critical")], "CONFIGURE_REFUSED", /never/],
    ["client control mode", "ccm-12", [event("kvm", 0, "critical")], "CONFIGURE_REFUSED", /upgrade/],
    ["one event twice", "acm-15", [event("kvm", 0, "off"), event(29, 0, "on")], "CONFIGURE_INPUT", /twice/],
    ["an application that is none", "acm-15", [event("weather", 0, "off")], "CONFIGURE_INPUT", /application/],
    ["an event out of range", "acm-15", [event("kvm", 65_536, "off")], "CONFIGURE_INPUT", /event/],
  ])("%s is refused, and nothing is sent", async (_what, name, events, code, said) => {
    machine = await configuredMachine(name);
    const refused = (async () => machine.configure("audit", { events }))();
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(said) });
    expect(machine.writes()).toEqual([]);
  });
});
