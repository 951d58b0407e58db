import { spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { machineNames } from "../../virtual-me/machines/index.ts";
import { hostTree } from "../support/host-tree.ts";
import { writesTo } from "../support/posture-machine.ts";
import { amtAgent, amtAgentJson, bin, folder, type Running, service } from "../support/program.ts";
import { type Served, served } from "../support/served-machine.ts";

const dir = folder();
const env = { AMT_AGENT_ADMIN_DIR: dir.in("admin") };
const tree = hostTree({
  "/sys/class/mei/mei0/kind": "gsc\n",
  "/sys/class/mei/mei0/fw_status": "00000355\n84670000\n00000000\n00000000\nE0020002\n00000000\n",
  "/sys/class/mei/mei1/kind": "mei\n",
  "/sys/class/mei/mei1/fw_status": "90000245\n89218700\n00000030\n00000000\n02F61F03\n40000000\n",
  "/sys/class/mei/mei1/fw_ver": "0:19.0.5.2095\n",
  "/proc/1/comm": "systemd\n",
  "/run/lock/": "",
});
const here = ["--host-root", tree.root];
afterAll(() => {
  tree.remove();
  dir.remove();
});
const posture = (...words: string[]) => amtAgent(["posture", ...words], { env });

describe("a report", () => {
  let me: Served;
  let at: string[];
  beforeAll(async () => {
    me = await served("acm-15");
    at = ["--mei", `socket:${me.path}`, ...here];
  });
  afterAll(() => me.stop());

  test("for people: what it is, what failed and what to do, what is not known and why, the advisories", async () => {
    const { code, stdout, stderr } = await posture(...at);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(
      "CSME 15.0.23.1706 corporate  HFSTS A0000245 80108106 00000030 00004004 10041F03 C46003C9",
    );
    expect(stdout).toContain("This is a virtual ME (acm-15)");
    expect(stdout).toMatch(/FAIL {5}TLS between AMT and the network: off {2}amt\.tls\.remote\n +should be on/);
    expect(stdout).toMatch(/unknown {2}Default password of the BIOS extension \(MEBx\)/);
    expect(stdout).toMatch(/AFFECTED INTEL-SA-00783/);
    expect(stdout).toMatch(
      /\d+ pass, \d+ fail, \d+ unknown, \d+ not applicable; advisories: 3 affected, 11 unknown\n$/,
    );
  });

  test("writes nothing to the ME, and asks it once for all checks", async () => {
    me.me.counts.clear();
    expect((await posture("--check", "amt.tls.remote", ...at)).code).toBe(0);
    expect(me.me.counts.of("amthi.getCodeVersions")).toBe(1);
    expect(me.me.counts.of("AMT_TLSSettingData.Enumerate")).toBe(1);
    expect(me.me.counts.of("AMT_GeneralSettings.Get")).toBe(0);
    await posture(...at);
    expect(writesTo(me.me)).toEqual([]);
  });

  test("takes less than 2 s of a processor, start and virtual ME included", () => {
    const run = `TIMEFORMAT="%U %S"; time "$0" "$@" >/dev/null`;
    const args = ["-c", run, process.execPath, bin, "posture", "--mei", "virtual:acm-15", ...here];
    const { stderr } = spawnSync("bash", args, { encoding: "utf8", env: { ...process.env, ...env } });
    const [user = Number.NaN, system = Number.NaN] = stderr.trim().split(" ").map(Number);
    expect(user + system).toBeLessThan(2);
  });

  test("sealed as JSON, checked, and one after the other; an older one is recognised", async () => {
    const [first, second] = [dir.in("first.json"), dir.in("second.json")];
    expect(await posture(...at, "--json", "--out", first)).toMatchObject({ code: 0, stdout: "" });
    expect(statSync(first).mode & 0o777).toBe(0o600);
    writeFileSync(second, (await posture(...at, "--json")).stdout);
    expect(await posture("verify", first, second)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/number 1 .*older than the newest[\s\S]*number 2 .*follows the one before/),
    });
    expect(await posture("verify", second)).toMatchObject({ code: 0, stdout: expect.stringContaining("the newest") });
    expect(await posture("verify", second, first)).toMatchObject({
      code: 10,
      stdout: expect.stringContaining("REPLAYED"),
    });
    const { json } = await amtAgentJson(["posture", "verify", first, second], { env });
    expect(
      json.documents.map(({ standing, trusted }: { standing: string; trusted: boolean }) => [standing, trusted]),
    ).toEqual([
      ["not-newest", true],
      ["follows", true],
    ]);
  });

  test("changed, or of another machine: refused, and told apart", async () => {
    const [good, bad] = [dir.in("good.json"), dir.in("bad.json")];
    await posture(...at, "--json", "--out", good);
    writeFileSync(bad, readFileSync(good, "utf8").replace('"result":"fail"', '"result":"pass"'));
    expect(await posture("verify", bad)).toMatchObject({
      code: 10,
      stderr: expect.stringContaining("not what was signed"),
    });
    const elsewhere = { env: { AMT_AGENT_ADMIN_DIR: dir.in("elsewhere") } };
    const { code, stderr } = await amtAgent(["posture", "verify", good], elsewhere);
    const signer = /key (\S+),/.exec(stderr)?.[1] ?? "";
    expect([code, stderr]).toEqual([12, expect.stringContaining("say --signer")]);
    const { json, code: status } = await amtAgentJson(["posture", "verify", good], elsewhere);
    expect([status, json.documents[0].trusted]).toEqual([12, false]);
    expect(await amtAgent(["posture", "verify", "--signer", signer, good], elsewhere)).toMatchObject({ code: 0 });
    expect(await posture("verify", dir.in("none.json"))).toMatchObject({ code: 2 });
  });

  test("as OCSF: an event a line; as a page", async () => {
    const { stdout } = await posture(...at, "--ocsf");
    const classes = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).class_uid as number);
    expect([...new Set(classes)]).toEqual([5001, 2003, 2002]);
    expect((await posture(...at, "--html")).stdout).toMatch(/^<!doctype html>/);
  });

  test("exit statuses", async () => {
    expect((await posture(...at, "--fail-on", "fail")).code).toBe(10);
    const pass = ["--check", "org.fwupd.hsi.Mei.OverrideStrap"];
    expect((await posture(...at, ...pass, "--fail-on", "unknown")).code).toBe(0);
    const unknown = ["--check", "amt.mebxDefault", "--fail-on"];
    expect((await posture(...at, ...unknown, "fail")).code).toBe(0);
    expect((await posture(...at, ...unknown, "unknown")).code).toBe(10);
    expect(await posture("--check", "amt.tls.remot")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("amt.tls.remote"),
    });
    expect((await posture(...at, "--json", "--out", dir.in("good.json"))).stderr).toContain("such a file already");
  });
});

test.each(machineNames)("%s: a report with every verdict, on stdout nothing but JSON", async (name) => {
  const { code, json } = await amtAgentJson(["posture", "--mei", `virtual:${name}`, ...here], { env });
  expect(code).toBe(0);
  expect(json.document.machine).toEqual({ virtual: true, name });
  expect(json.document.checks.length).toBeGreaterThan(50);
});

test("a consumer machine: AMT's checks do not apply", async () => {
  const { json } = await amtAgentJson(["posture", "--mei", "virtual:consumer-11", ...here], { env });
  const tls = json.document.checks.find(({ id }: { id: string }) => id === "amt.tls.remote");
  expect(tls).toMatchObject({ result: "not-applicable", reason: { code: "no-amt" } });
});

test("a machine without an ME device: its registers from sysfs, the graphics card's left alone, and the rest with its reason", async () => {
  const { code, json } = await amtAgentJson(["posture", "--mei", "socket:/nonexistent/me.sock", ...here], { env });
  expect(code).toBe(0);
  expect(json.document.me).toMatchObject({ version: "19.0.5.2095", family: "csme18", product: "CSME" });
  const at = (id: string) => json.document.checks.find((one: { id: string }) => one.id === id);
  expect(at("org.fwupd.hsi.Mei.ManufacturingMode").result).toBe("pass");
  expect(at("amt.tls.remote")).toMatchObject({ result: "unknown", reason: { code: "no-driver" } });
  expect(at("host.restart").result).toBe("pass");
});

test("the service's own report: shown in every form, verified as this machine's, and the same until a new one is made", async () => {
  let running: Running | undefined;
  try {
    running = await service("virtual:acm-15", dir);
    const through = { env: { ...env, AMT_AGENT_SOCKET: dir.in("agent.sock") } };
    const file = dir.in("of-service.json");
    expect(await amtAgent(["posture", "--json", "--out", file], through)).toMatchObject({ code: 0, stderr: "" });
    const sealed = readFileSync(file, "utf8");
    expect((await amtAgent(["posture", "--json"], through)).stdout).toBe(sealed);
    expect(await amtAgent(["posture", "verify", file], through)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("the newest that this machine made"),
    });
    const text = (await amtAgent(["posture"], through)).stdout;
    expect(text).toMatch(/amt\.tls\.remote[\s\S]*Report 1 of the service; posture --own makes one now\.\n$/);
    expect((await amtAgent(["posture", "--check", "amt.tls.remote", "--fail-on", "fail"], through)).code).toBe(10);
    expect((await amtAgent(["posture", "--html"], through)).stdout).toMatch(/^<!doctype html>/);
    expect((await amtAgent(["posture", "--ocsf"], through)).stdout.trim().split("\n").length).toBeGreaterThan(80);
    // Its key is its own, and another machine's command does not know it
    expect((await posture("verify", file)).code).toBe(12);
    expect(await amtAgent(["posture", "stored", "--user", "admin"], { ...through, input: "x\n" })).not.toMatchObject({
      code: 0,
    });
  } finally {
    await running?.stop();
  }
});

test("through a running service, the same checks as without", async () => {
  let running: Running | undefined;
  try {
    running = await service("virtual:acm-15", dir);
    const through = { env: { ...env, AMT_AGENT_SOCKET: dir.in("agent.sock") } };
    const { json } = await amtAgentJson(["posture", ...here], through);
    const direct = await amtAgentJson(["posture", "--mei", "virtual:acm-15", ...here], { env });
    const results = (document: { checks: { id: string; part: string; result: string }[] }) =>
      document.checks
        .filter(({ id, part }) => part === "firmware" || /webui|trustedHashes|state/.test(id))
        .map(({ id, result }) => [id, result]);
    expect(results(json.document)).toEqual(results(direct.json.document));
    const tls = json.document.checks.find(({ id }: { id: string }) => id === "amt.tls.remote");
    expect(tls).toMatchObject({ result: "unknown", reason: { text: expect.stringContaining("lms.listen") } });
  } finally {
    await running?.stop();
  }
});
