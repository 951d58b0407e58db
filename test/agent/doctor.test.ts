import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { type Check, hasProblem } from "../../agent/doctor/check.ts";
import { diagnose, type HostFacts, type Reading } from "../../agent/doctor/checks.ts";
import { lookAtHost } from "../../agent/doctor/host.ts";
import { readInfo } from "../../agent/info/read.ts";
import { openMe } from "../../agent/me.ts";
import { realClock as clock } from "../../platform/clock.ts";
import { openVirtual } from "../../virtual-me/main.ts";

const { signal } = new AbortController();
const host: HostFacts = {
  listening: [],
  lms: undefined,
  stuck: undefined,
  service: { socket: "/run/x.sock", running: true, lms: null, delivery: [], hostServices: [] },
};
const byCode = (checks: readonly Check[]): Record<string, Check["result"]> =>
  Object.fromEntries(checks.map(({ code, result }) => [code, result]));
const failing = (code: string, holder?: string): Reading => ({
  failure: { code, message: "as it was said", ...(holder === undefined ? {} : { holder }) },
});
async function reading(machine: string): Promise<Reading> {
  const me = openMe(await openVirtual({ machine, clock }), { clock });
  try {
    return { info: await readInfo(me, { signal }) };
  } finally {
    await me.close();
  }
}

describe("what stops us is one failed check, and what depends on it is skipped, not failed", () => {
  test.each([
    ["ME_ABSENT", { driver: "failed", permission: "skipped", busy: "skipped", me: "skipped", capable: "skipped" }],
    ["ME_DENIED", { driver: "ok", permission: "failed", busy: "skipped", me: "skipped", capable: "skipped" }],
    ["ME_BUSY", { driver: "ok", permission: "ok", busy: "failed", me: "skipped", capable: "skipped" }],
    ["ME_TIMEOUT", { driver: "ok", permission: "ok", busy: "ok", me: "failed", capable: "skipped" }],
    ["ME_GONE", { driver: "ok", permission: "ok", busy: "ok", me: "failed", capable: "skipped" }],
  ] as const)("%s", (code, expected) => {
    const checks = diagnose(failing(code, "lms (process 7)"), host);
    expect(byCode(checks)).toMatchObject(expected);
    expect(checks.filter(({ result }) => result === "failed")).toHaveLength(1);
    for (const check of checks)
      expect(check.result === "failed").toBe(check.result === "failed" && check.remedy !== null);
    expect(hasProblem(checks)).toBe(true);
  });
  test("the holder is named in evidence and remedy", () => {
    const busy = diagnose(failing("ME_BUSY", "lms (process 7)"), host).find(({ code }) => code === "busy");
    expect([busy?.evidence.text, busy?.remedy?.text].join(" ")).toMatch(/lms \(process 7\).*lms \(process 7\)/);
  });
});

test("a link that the kernel gave up is named where the ME is silent, with how to bring it back", async () => {
  const devices = [{ device: "/dev/mei0" }, { device: "/dev/mei1", state: "RESETTING" }];
  const found = await lookAtHost({ service: host.service, devices }, { clock, signal });
  expect(found.stuck).toEqual({ device: "/dev/mei1", state: "RESETTING" });
  const me = diagnose(failing("ME_GONE"), found).find(({ code }) => code === "me");
  expect(me?.evidence.text).toContain("RESETTING of /dev/mei1");
  expect(me?.remedy?.text).toContain("modprobe mei_me");
  const working = await lookAtHost(
    { service: host.service, devices: [{ device: "/dev/mei0", state: "ENABLED" }] },
    { clock, signal },
  );
  expect(working.stuck).toBeUndefined();
});

describe("machines", () => {
  test.each([
    ["acm-15", { capable: "ok", enabled: "ok", configured: "ok" }],
    ["consumer-11", { capable: "note", enabled: "skipped", configured: "skipped" }],
    ["disabled-21", { capable: "ok", enabled: "note", configured: "note" }],
    ["unprovisioned-9", { capable: "ok", enabled: "unknown", configured: "note" }],
    ["unprovisioned-18", { capable: "ok", enabled: "ok", configured: "note" }],
  ])("%s", async (machine, expected) => {
    const checks = diagnose(await reading(machine), host);
    expect(byCode(checks)).toMatchObject(expected);
    expect(hasProblem(checks)).toBe(false);
  });
});

describe("this machine", () => {
  test("what the service does for AMT: nothing, all, or what fails with what to do", async () => {
    const view = { confirmedAt: null, value: null, code: null };
    const found = async (hostServices: (typeof host)["service"]["hostServices"]) => {
      const service = { ...host.service, hostServices };
      return diagnose(await reading("acm-15"), { ...host, service }).find(({ code }) => code === "host-services");
    };
    expect(await found([])).toMatchObject({ result: "ok", remedy: null });
    expect(await found([{ ...view, name: "clock", state: "right" }])).toMatchObject({ result: "ok" });
    expect(await found([{ ...view, name: "clock", state: "refused" }])).toMatchObject({ result: "note" });
    const missing = await found([{ ...view, name: "address", state: "failing", code: "PROGRAM_MISSING" }]);
    expect([missing?.result, missing?.remedy?.text]).toEqual(["note", expect.stringContaining("iproute2")]);
    expect(missing?.evidence.text).toContain("hostServices.address");
  });
  test("Intel LMS and a service that does not run are notes with a remedy", async () => {
    const checks = diagnose(await reading("ccm-12"), {
      listening: [16992],
      lms: "lms (process 812)",
      stuck: undefined,
      service: { socket: "/run/x.sock", running: false, lms: null, delivery: [], hostServices: [] },
    });
    expect(byCode(checks)).toMatchObject({ lms: "note", ports: "note", service: "note" });
    expect(checks.find(({ code }) => code === "ports")?.evidence.text).toContain("16992 taken by lms (process 812)");
  });
  test("somebody who listens on an AMT port is found", async () => {
    const server = createServer().listen(16993, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    try {
      expect((await lookAtHost({ service: host.service, devices: [] }, { clock, signal })).listening).toContain(16993);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    expect((await lookAtHost({ service: host.service, devices: [] }, { clock, signal })).listening).not.toContain(
      16993,
    );
  });
});
