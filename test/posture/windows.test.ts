import { expect, test } from "vitest";
import { catalogue } from "../../agent/posture/catalogue.ts";
import type { Finding } from "../../agent/posture/check.ts";
import { collectAll } from "../../agent/posture/collect.ts";
import { type Collector, HOST_TIME } from "../../agent/posture/collector.ts";
import { hostCollectors } from "../../agent/posture/collectors/all.ts";
import { hostView } from "../../agent/posture/host-view.ts";
import { NoAnswer } from "../../agent/posture/reasons.ts";
import { realClock } from "../../platform/clock.ts";
import { firmwareTableOf } from "../../platform/native/windows-system-layout.ts";
import { type Entry, type WindowsMachine, windowsMachine } from "../support/registry-tree.ts";
import { never } from "../support/virtual-machine.ts";
import { firewallKeys, microcode, windowsCases } from "./windows-cases.ts";

// What Windows itself answers is tried under Wine (test/wine/facts-checks.ts)
const collectors = hostCollectors.win32 as readonly Collector[];
const noMe = (): Promise<never> => Promise.reject(new NoAnswer("no-driver", "no ME here"));

async function lookedAt(machine: WindowsMachine | undefined, only = collectors): Promise<Map<string, Finding>> {
  const host = hostView("/nonexistent", machine && windowsMachine(machine));
  const sources = { host, device: noMe, firmware: noMe, info: noMe, wsman: noMe, clock: realClock };
  return new Map((await collectAll(only, sources, { signal: never })).map((one) => [one.id, one]));
}
const one = async (id: string, machine: WindowsMachine): Promise<Finding | undefined> =>
  (
    await lookedAt(
      machine,
      collectors.filter(({ ids }) => ids.includes(id)),
    )
  ).get(id);

const all = Object.entries(windowsCases);
const spoilt = all.flatMap(([id, { pass, fail, source }]) =>
  source ? [{ id, source, keys: (pass ?? fail).keys }] : [],
);
const whole: WindowsMachine = {
  keys: Object.assign({}, ...all.map(([, { pass }]) => pass?.keys ?? {}), microcode(0x433, 0x433).keys),
  tpm: 2,
  antivirus: 0,
};

test("only checks of the catalogue, and each of them once", () => {
  const ids = collectors.flatMap((collector) => collector.ids);
  expect(ids.every((id) => id in catalogue)).toBe(true);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(all.filter(([, { pass }]) => pass))("%s passes", async (id, { pass }) => {
  const found = await one(id, pass as WindowsMachine);
  expect(found).toMatchObject({ result: "pass", reason: null });
  expect(found?.evidence.length).toBeGreaterThan(0);
});
test.each(all)("%s fails", async (id, { fail }) => {
  const found = await one(id, fail);
  expect(found).toMatchObject({ result: "fail", reason: null });
  expect(found?.expected).not.toBeNull();
});

const wrong: readonly (readonly [string, Entry | undefined, string])[] = [
  ["missing", undefined, "no-data"],
  ["of another kind", Buffer.from("what is this?"), "malformed"],
  ["not for this user", "denied", "eperm"],
  ["huge", "too much", "too-large"],
  ["hanging", "hangs", "timeout"],
];
test.each(spoilt.flatMap((at) => wrong.map((how) => ({ ...at, what: how[0], entry: how[1], code: how[2] }))))(
  "$id, its source $what: unknown ($code)",
  async ({ id, source: [key, name], keys, entry, code }) => {
    const start = performance.now();
    const values = Object.entries(keys[key] ?? {}).filter(([other]) => other !== name);
    const changed = { ...Object.fromEntries(values), ...(entry === undefined ? {} : { [name]: entry }) };
    const found = await one(id, { keys: { ...keys, [key]: changed } });
    expect(found).toMatchObject({ result: "unknown", reason: { code } });
    expect(found?.reason?.detail).not.toBe("");
    expect(performance.now() - start).toBeLessThan(HOST_TIME + 1_000);
  },
);

test("a whole machine that passes, with one source that hangs: the others are complete", async () => {
  const found = await lookedAt({ ...whole, antivirus: "hangs" });
  const passing = all.filter(([, { pass }]) => pass).map(([id]) => id);
  expect(passing.map((id) => [id, found.get(id)?.result])).toEqual(
    passing.map((id) => [id, id === "host.antivirus" ? "unknown" : "pass"]),
  );
});

test("a machine that says nothing, and a tree without a registry: nothing passes, and each says why", async () => {
  for (const machine of [{ keys: {} }, undefined])
    for (const { id, result, reason } of (await lookedAt(machine)).values()) {
      // That there is no TPM is an answer
      if (machine && id === "org.fwupd.hsi.Tpm.Version20") expect(result).toBe("fail");
      else if (machine) expect([id, result]).toEqual([id, reason?.code === "not-here" ? "not-applicable" : "unknown"]);
      else expect([id, result, reason?.code]).toEqual([id, "unknown", "no-data"]);
    }
});

test("not started by UEFI: no Secure Boot", async () => {
  const keys = { "SYSTEM\\CurrentControlSet\\Control": { PEFirmwareType: 1 } };
  expect(await one("org.fwupd.hsi.Uefi.SecureBoot", { keys })).toMatchObject({
    result: "fail",
    value: "not started by UEFI",
  });
});

test("one revision of the microcode everywhere: shown, and not judged", async () => {
  expect(await one("host.microcode", microcode(0x433, 0x433))).toMatchObject({
    result: "unknown",
    value: "0x433",
    reason: { code: "no-rule" },
  });
});

test("the firewall: a policy comes first, a disabled service is none, another maker's is one", async () => {
  const on = firewallKeys(1, 1, 1);
  const byPolicy = { "SOFTWARE\\Policies\\Microsoft\\WindowsFirewall\\PrivateProfile": { EnableFirewall: 0 } };
  const disabled = { "SYSTEM\\CurrentControlSet\\Services\\mpssvc": { Start: 4 } };
  expect(await one("host.firewall", { keys: { ...on, ...byPolicy } })).toMatchObject({ value: "off for private" });
  expect(await one("host.firewall", { keys: { ...on, ...disabled } })).toMatchObject({
    result: "fail",
    value: "its service is disabled",
  });
  expect(await one("host.firewall", { keys: firewallKeys(0, 0, 0), firewall: 0 })).toMatchObject({
    result: "pass",
    value: "another firewall",
  });
});

test("a protection that is not monitored is not known", async () => {
  expect(await one("host.antivirus", { keys: {}, antivirus: 1 })).toMatchObject({ result: "unknown" });
  expect(await one("host.antivirus", { keys: {}, antivirus: 77 })).toMatchObject({ result: "unknown" });
});

test("Intel's LMS", async () => {
  expect((await one("amt.lms", { keys: {} }))?.result).toBe("not-applicable");
  const keys = { "SYSTEM\\CurrentControlSet\\Services\\LMS": { Start: 2 } };
  expect((await one("amt.lms", { keys }))?.result).toBe("unknown");
});

test("the BIOS's table is what stands behind Windows' own eight bytes, and no more", () => {
  const raw = Buffer.from("0003020004000000aabbccddeeff", "hex");
  expect(firmwareTableOf(raw).toString("hex")).toBe("aabbccdd");
  expect(firmwareTableOf(raw.subarray(0, 10)).toString("hex")).toBe("aabb");
  expect(firmwareTableOf(Buffer.alloc(3))).toHaveLength(0);
});
