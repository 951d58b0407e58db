import { expect, test } from "vitest";
import { cimMachine, ok } from "../support/cim-machine.ts";

const at = cimMachine("acm-15");
const log = "AMT_AuditLog";
const lock = (input: Record<string, string>) => at.on.output(log, "SetAuditLock", input);
const state = async () => Number((await at.on.properties(log)).AuditState) & 3;

test("locked by whoever comes first, for its time, and unlocked with the handle", async () => {
  expect((await lock({ Flag: "0", LockTimeoutInSeconds: "301" })).ReturnValue).toBe("36");
  const { Handle, ReturnValue } = await lock({ Flag: "0", LockTimeoutInSeconds: "180" });
  expect([ReturnValue, await state()]).toEqual(["0", 2]);
  expect((await lock({ Flag: "0", LockTimeoutInSeconds: "10" })).ReturnValue).toBe("16");
  expect((await lock({ Flag: "2", Handle: "1" })).ReturnValue).toBe("16");
  expect((await lock({ Flag: "2", Handle: String(Handle) })).ReturnValue).toBe("0");
  expect(await state()).toBe(0);
  await lock({ Flag: "1", LockTimeoutInSeconds: "10" });
  at.on.clock.advance(10_000);
  expect(await state()).toBe(0);
});

test("switched off it writes down only what is always written down", async () => {
  expect(await at.on.output(log, "RequestStateChange", { RequestedState: "3" })).toEqual(ok);
  expect([at.lastAudit(), await state()]).toEqual(["20/2", 1]);
  const settings = await at.on.properties("AMT_GeneralSettings");
  await at.on.put("AMT_GeneralSettings", { ...settings, HostName: "another" });
  expect(at.lastAudit()).toBe("20/2");
  expect(await at.on.output(log, "RequestStateChange", { RequestedState: "2" })).toEqual(ok);
  await at.on.put("AMT_GeneralSettings", { ...settings, HostName: "third" });
  expect([at.lastAudit(), await state()]).toEqual(["22/1", 0]);
  expect((await at.on.output(log, "RequestStateChange", { RequestedState: "9" })).ReturnValue).toBe("36");
});

test("of many events all are set, or none; never critical is never critical; each attempt is written down", async () => {
  const policy = "AMT_AuditPolicyRule";
  const before = await at.on.properties(policy);
  const bulk = (events: string[], type: string) =>
    at.on.output(policy, "SetAuditPolicyBulk", {
      Enable: events.map(() => "true"),
      AuditedAppID: events.map(() => "20"),
      EventID: events,
      PolicyType: events.map(() => type),
    });
  expect((await bulk(["1", "2"], "1")).ReturnValue).toBe("36");
  expect(at.lastAudit()).toBe("20/1");
  expect(await at.on.properties(policy)).toEqual(before);
  expect(await bulk(["1"], "1")).toEqual(ok);
  const of = { Enable: "false", AuditedAppID: "20", EventID: "5" };
  expect((await at.on.output(policy, "SetAuditPolicy", of)).ReturnValue).toBe("36");
  expect(await at.on.output(policy, "SetAuditPolicy", { ...of, EventID: "1" })).toEqual(ok);
  expect(String((await at.on.properties(policy)).AuditApplicationEventID)).not.toContain("1310721");
});
