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
