import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { exits } from "../../agent/cli/exit-codes.ts";
import { renewedExitCodes } from "../../build/exit-codes-doc.ts";
import { amtAgent, amtAgentJson, folder } from "../support/program.ts";

const dir = folder();
afterAll(() => dir.remove());

describe("bad input names what is valid", () => {
  test.each([
    ["a machine", ["info", "--mei", "virtual:acm15"], /acm-15/],
    ["a driver", ["info", "--mei", "virtal"], /did you mean virtual/],
    ["a flag", ["info", "--jsn"], /--json/],
    ["a subcommand", ["statsu"], /status/],
    ["an ME command", ["mei", "call", "getUuidd", "--mei", "virtual"], /getUuid/],
    [
      "an input field",
      ["mei", "call", "getLanInterfaceSettings", "--mei", "virtual", "--input", "interfaze=wired"],
      /interface/,
    ],
    [
      "an enum value",
      ["mei", "call", "getLanInterfaceSettings", "--mei", "virtual", "--input", "interface=wird"],
      /wired/,
    ],
    [
      "a fault of the web server",
      ["virtual-me", "--machine", "acm-15", "--socket", "/tmp/x", "--fault", "web:short@AMT_GeneralSettings.Get#2"],
      /no such fault.*lost/,
    ],
    ["where certificates go", ["virtual-me", "pki"], /--out DIR/],
    ["whose certificates", ["virtual-me", "pki", "--out", "/tmp/x", "--machine", "acm-51"], /acm-15/],
    ["a fault", ["virtual-me", "--machine", "acm-15", "--socket", "/tmp/x", "--fault", "amthi:shrt"], /short/],
  ])("%s", async (_, args, expected) => {
    const { code, stderr, stdout } = await amtAgent(args);
    expect(code).toBe(exits.usage[0]);
    expect(stderr + stdout).toMatch(expected);
  });
  test("a configuration key, with file and line", async () => {
    writeFileSync(dir.in("config.yaml"), "# ours\nmie: auto\n", { mode: 0o600 });
    const { code, stderr } = await amtAgent(["info", "--config", dir.in("config.yaml")]);
    expect(code).toBe(exits.usage[0]);
    expect(stderr).toMatch(/mie \(.*config\.yaml:2\).*mei/);
  });
  test("a broken trace file names its line", async () => {
    writeFileSync(
      dir.in("broken.jsonl"),
      '{"schema":"amt-agent.trace/1","driver":"x","device":{"device":"x","virtual":true,"firmwareStatus":[],"firmwareVersions":[]}}\n{"t":1,\n',
    );
    const { code, stderr } = await amtAgent(["info", "--mei", `trace:${dir.in("broken.jsonl")}`]);
    expect(code).toBe(exits.usage[0]);
    expect(stderr).toMatch(/line 2/);
  });
  test("a secret on the command line is refused, and not repeated", async () => {
    const { code, stderr, stdout } = await amtAgent([
      "mei",
      "call",
      "setOneTimePassword",
      "--mei",
      "virtual",
      "--input",
      "password=hunter2hunter2",
    ]);
    expect(code).toBe(exits.usage[0]);
    expect(stderr + stdout).not.toContain("hunter2");
    expect(stderr).toMatch(/input-file|standard input/);
  });
  test("a secret from standard input is taken", async () => {
    const { code, json } = await amtAgentJson(
      ["mei", "call", "setOneTimePassword", "--mei", "virtual:unprovisioned-11", "--input-file", "-"],
      {
        input: '{"password":"hunter2hunter2"}',
      },
    );
    expect([code, json.error?.code]).toEqual([0, undefined]);
  });
});

describe("exit statuses", () => {
  test("are distinct, and only success is 0", () => {
    const numbers = Object.values(exits).map(([status]) => status);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.filter((status) => status === 0)).toHaveLength(1);
  });
  test("are documented, each with its meaning", () => {
    const page = readFileSync(new URL("../../docs/exit-codes.md", import.meta.url), "utf8");
    expect(page, "npx tsx build/exit-codes-doc.ts").toBe(renewedExitCodes(page));
  });
  test("no ME: its own status and words, also as JSON", async () => {
    const { code, json, stderr } = await amtAgentJson(["info", "--mei", "linux"]);
    expect(code).toBe(exits.absent[0]);
    expect(json.error).toMatchObject({ code: "ME_ABSENT" });
    expect(stderr).toMatch(/modprobe mei_me/);
  });
  test("doctor turns that into a finding", async () => {
    const { code, json } = await amtAgentJson(["doctor", "--mei", "linux"]);
    expect(code).toBe(exits.problem[0]);
    expect(json.checks.find(({ code }: { code: string }) => code === "driver")).toMatchObject({ result: "failed" });
    expect(json.checks.find(({ code }: { code: string }) => code === "capable")).toMatchObject({ result: "skipped" });
  });
  test("a refusal by firmware keeps its number and name", async () => {
    const { code, json } = await amtAgentJson([
      "mei",
      "call",
      "unprovision",
      "--input",
      "mode=none",
      "--mei",
      "virtual:acm-15",
    ]);
    expect(code).toBe(exits.refused[0]);
    expect(json.error.message).toMatch(/0x3 INVALID_PT_MODE/);
  });
  test("help is no failure and shows examples and exit statuses", async () => {
    const { code, stdout } = await amtAgent(["info", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Examples:[\s\S]*info --json/);
    expect((await amtAgent(["--help"])).stdout).toMatch(/Exit status:[\s\S]*130/);
  });
});

test.each([
  "getCodeVersions",
  "getUuid",
  "getFirmwareVersion",
  "isChangeToAmtEnabled",
  "getUpidSupport",
  "getFaultLogSize",
])("mei call %s answers with plain JSON", async (name) => {
  const { code, json } = await amtAgentJson(["mei", "call", name, "--mei", "virtual:acm-16-tls"]);
  expect([code, json.command, json.virtual]).toEqual([0, name, true]);
});
