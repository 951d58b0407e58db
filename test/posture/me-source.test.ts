import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { shipped } from "../../agent/posture/advisories/load.ts";
import { collectReport, type Report } from "../../agent/posture/collect-report.ts";
import type { Sources } from "../../agent/posture/collector.ts";
import { hostView } from "../../agent/posture/host-view.ts";
import { MeiError } from "../../mei/errors.ts";
import { realClock } from "../../platform/clock.ts";
import { fifo, type HostTree, hostTree, type Tree } from "../support/host-tree.ts";
import { type PostureMachine, postureMachine } from "../support/posture-machine.ts";
import { never } from "../support/virtual-machine.ts";

const trees: HostTree[] = [];
const machines: PostureMachine[] = [];
afterEach(async () => {
  for (const tree of trees.splice(0)) tree.remove();
  for (const machine of machines.splice(0)) await machine.close();
});
const denied = (): Promise<never> => Promise.reject(new MeiError("ME_DENIED", "this user may not open /dev/mei0"));

/** A report by a user who may not open the device, as most are. */
async function reportOf(tree: Tree, more: Partial<Sources> = {}): Promise<Report> {
  const made = hostTree(tree);
  trees.push(made);
  const me = { device: denied, firmware: denied, info: denied, wsman: denied, ...more };
  const sources: Sources = { host: hostView(made.root), clock: realClock, ...me };
  return collectReport(sources, { version: "0", platform: "linux", advisories: shipped, signal: never });
}
const strap = ({ checks }: Report) => checks.find(({ id }) => id === "org.fwupd.hsi.Mei.OverrideStrap");

const mei = "/sys/class/mei/mei0";
const good: Tree = {
  [`${mei}/kind`]: "mei\n",
  [`${mei}/fw_status`]: "90000245\n00F10506\n00000020\n00004400\n00041F03\n446003CB\n",
  [`${mei}/fw_ver`]: "0:16.1.27.2176\n0:16.1.27.2176\n0:16.1.27.2176\n",
};
const { [`${mei}/kind`]: _kind, ...old } = good;

/** A table as the BIOS of an HP desktop wrote it. */
const row = JSON.parse(
  readFileSync(new URL("../golden/registers.jsonl", import.meta.url), "utf8")
    .split("\n")
    .find((line) => line.includes('"hfsts-dmi-37"')) ?? "{}",
) as { response_hex: string; text: string };
const structure = (hex: string, ...strings: string[]): Buffer =>
  Buffer.concat([Buffer.from(hex, "hex"), Buffer.from(`${strings.join("\0")}\0\0`, "latin1")]);
const fvi = /0xDD ([0-9a-f]+)/.exec(row.text)?.[1] ?? "";
const table = Buffer.concat([
  structure("000400000000".slice(0, 8)),
  structure(row.response_hex),
  structure(fvi, "Reference Code - ME", "MEBx version", "ME Firmware Version", "Consumer SKU"),
  structure("7f040100"),
]);
const DMI = "/sys/firmware/dmi/tables/DMI";

describe("the registers", () => {
  test("from sysfs, where the device may not be opened; AMT's checks say why they are not known", async () => {
    const report = await reportOf(good);
    expect(report.me).toMatchObject({ version: "16.1.27.2176", family: "csme16", hfsts: { capturedAt: "runtime" } });
    expect(strap(report)).toMatchObject({
      result: "pass",
      evidence: [{ source: expect.stringContaining(`${mei}/fw_status`) }],
    });
    expect(report.checks.find(({ id }) => id === "amt.tls.remote")).toMatchObject({
      result: "unknown",
      reason: { code: "eperm" },
    });
  });
  test.each([
    ["one register (ICH10)", "00000245\n", "5.2.0.1009", "me"],
    ["two registers (ME 6)", "00000245\n69000000\n", "6.2.61.3535", "me"],
    ["none (ICH)", "", "4.2.0.1020", null],
  ])("%s, and no kind as before kernel 5.8", async (_, status, version, family) => {
    const report = await reportOf({ ...old, [`${mei}/fw_status`]: status, [`${mei}/fw_ver`]: `0:${version}\n` });
    expect(report.me.family).toBe(family);
    expect(strap(report)?.result).toBe(family === null ? "unknown" : "pass");
  });
  test("from the BIOS's table, as of the start, where the kernel has no driver", async () => {
    const report = await reportOf({ [DMI]: table });
    expect(report.me).toMatchObject({
      version: "16.1.27.2176",
      hfsts: { raw: ["90000245", "39850106", "00000020", "00004000", "00041F03", "446003CB"], capturedAt: "boot" },
    });
    expect(strap(report)).toMatchObject({ result: "pass", evidence: [{ source: "SMBIOS type 219 (HFSTS1, boot)" }] });
  });
  test.each([
    ["no driver and no table", {}, "eperm"],
    ["sysfs that holds something else", { ...good, [`${mei}/fw_status`]: "hello\n" }, "eperm"],
    ["a pipe in sysfs", { ...good, [`${mei}/fw_status`]: fifo }, "eperm"],
    ["a table that is cut", { [DMI]: table.subarray(0, 40) }, "eperm"],
    ["a table without end", { [DMI]: Buffer.alloc(3 * 2 ** 20) }, "eperm"],
    ["only a graphics card", { ...good, [`${mei}/kind`]: "gscfi\n" }, "eperm"],
  ] as const)("%s: unknown, for the reason that came first", async (_, tree, code) => {
    expect(strap(await reportOf(tree as Tree))).toMatchObject({ result: "unknown", reason: { code } });
  });
  test.each([
    ["something else", { ...good, [`${mei}/fw_status`]: "hello\n" }, "malformed"],
    ["seven registers", { ...good, [`${mei}/fw_status`]: "00000000\n".repeat(7) }, "malformed"],
    ["a pipe", { ...good, [`${mei}/fw_status`]: fifo }, "malformed"],
    ["too much", { ...good, [`${mei}/fw_status`]: Buffer.alloc(3 * 2 ** 20, "0") }, "too-large"],
    ["a missing driver", {}, "no-driver"],
  ] as const)("sysfs with %s, behind a driver that shows no registers", async (_, tree, code) => {
    const device = async () => ({ virtual: false, name: null, source: "linux /dev/mei0", words: [], version: null });
    expect(strap(await reportOf(tree as Tree, { device }))).toMatchObject({ result: "unknown", reason: { code } });
  });
});

describe("an ME in trouble", () => {
  const trouble = async (client: string, kind: "busy" | "short" | "empty"): Promise<Report> => {
    const machine = await postureMachine("acm-15");
    machines.push(machine);
    machine.me.faults.add({ client, kind, times: 1_000 });
    return machine.report();
  };
  const result = ({ checks }: Report, id: string) => checks.find((one) => one.id === id);

  test("AMT's client is held: the registers and the firmware are complete, AMT's checks unknown", async () => {
    const report = await trouble("amthi", "busy");
    expect(strap(report)?.result).toBe("pass");
    expect(result(report, "me.endOfPost")?.result).toBe("pass");
    expect(result(report, "amt.webui")).toMatchObject({ result: "unknown", reason: { code: "busy" } });
    expect(report.machine).toEqual({ virtual: true, name: "acm-15" });
  });
  test("MKHI answers short: what it would say is unknown, AMT's checks complete", async () => {
    const report = await trouble("mkhi", "short");
    expect(result(report, "me.endOfPost")).toMatchObject({ result: "unknown", reason: { code: "malformed" } });
    expect(result(report, "amt.webui")?.result).toBe("fail");
    expect(result(report, "amt.tls.remote")?.result).toBe("fail");
  });
  test("the web server is silent to one class: that check alone is unknown", async () => {
    const machine = await postureMachine("acm-15");
    machines.push(machine);
    machine.me.faults.add({ client: "web", kind: "reset", at: "IPS_OptInService.Get", times: 1_000 });
    const report = await machine.report();
    expect(result(report, "amt.userConsent")?.result).toBe("unknown");
    expect(strap(report)?.result).toBe("pass");
  });
});
