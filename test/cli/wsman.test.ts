import { spawn } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exits } from "../../agent/cli/exit-codes.ts";
import { readMessage } from "../../mei/wsman/envelope.ts";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { needs } from "../support/needs.ts";
import { portOffset } from "../support/port-offset.ts";
import { amtAgent, amtAgentJson, bin, folder, type Json, type Running, service } from "../support/program.ts";
import { type Served, served } from "../support/served-machine.ts";
import { readEnvelopes } from "../support/wsman-answers.ts";

const dir = folder();
let me: Served;
let at: string[];
beforeAll(async () => {
  me = await served("acm-15");
  at = ["--mei", `socket:${me.path}`];
});
afterAll(async () => {
  await me.stop();
  dir.remove();
});

const wsman = (...words: string[]) => amtAgent(["wsman", ...words]);
const asAdmin = { env: { AMT_PASSWORD: virtualPassword } };
const settings = ["get", "AMT_GeneralSettings"];
/** Of everything that a run printed. */
const both = ({ stdout, stderr }: { stdout: string; stderr: string }): string => stdout + stderr;

describe("get", () => {
  test.each([
    ["a virtual ME in this process", () => ["--mei", "virtual:acm-15"]],
    ["one behind a socket", () => at],
  ])("without a service, from %s: the properties that AMT 15.0.23 was recorded with", async (_, where) => {
    const { code, json } = await amtAgentJson(["wsman", ...settings, ...where()]);
    expect(code).toBe(0);
    expect(json).toMatchObject({ class: "AMT_GeneralSettings", virtual: true });
    const recorded = readEnvelopes().find(({ id }) => id === "wsman-15023-generalsettings");
    const theirs = new Map(readMessage(recorded?.xml ?? "").body?.children.map(({ name, text }) => [name, text]));
    expect(Object.keys(json.properties).sort()).toEqual([...theirs.keys()].sort());
    const own = /^(DDNSUpdateEnabled|DigestRealm|DomainName|HostName|HostOSFQDN)$/; // of the machine it was recorded on
    const numbered: Json = { PowerSource: "0", PreferredAddressFamily: "0", PrivacyLevel: "0" };
    for (const [name, value] of Object.entries(json.properties))
      if (!own.test(name)) expect([name, numbered[name] ?? String(value)]).toEqual([name, theirs.get(name)]);
    expect(json.properties).toMatchObject({ DDNSTTL: 900, SharedFQDN: true, PowerSource: "ac", HostName: "optiplex" });
  });

  test("for people: aligned, names beside numbers, only what is asked for", async () => {
    const { stdout } = await wsman(...settings, "--property", "PowerSource", "--property", "HostName", ...at);
    expect(stdout).toBe("AMT_GeneralSettings  virtual ME\n  HostName     optiplex\n  PowerSource  0 ac\n");
  });

  test("by selector", async () => {
    const port = ["get", "AMT_EthernetPortSettings", "--json"];
    const one = await wsman(...port, "--selector", "InstanceID=Intel(r) AMT Ethernet Port Settings 0", ...at);
    expect(JSON.parse(one.stdout).properties.MACAddress).toBe("02-ae-11-1e-46-53");
    const none = await wsman(...port, "--selector", "InstanceID=Intel(r) AMT Ethernet Port Settings 7", ...at);
    expect(none.code).toBe(exits.refused[0]);
    expect(JSON.parse(none.stdout).error).toMatchObject({
      code: "WSMAN_FAULT",
      remedy: expect.stringContaining("enumerate"),
    });
  });

  test("of a class that is not declared, when told so", async () => {
    const { code, stderr } = await wsman("get", "AMT_Strange", "--undeclared", ...at);
    expect(code).toBe(exits.refused[0]);
    expect(stderr).toContain("DestinationUnreachable");
  });
});

describe("enumerate", () => {
  test("gives every instance, as JSON and for people", async () => {
    const { json } = await amtAgentJson(["wsman", "enumerate", "CIM_SoftwareIdentity", ...at]);
    expect(json).toHaveLength(11);
    expect(json[0]).toEqual({
      class: "CIM_SoftwareIdentity",
      virtual: true,
      properties: { InstanceID: "Flash", IsEntity: true, VersionString: "15.0.23" },
    });
    const { stdout } = await wsman("enumerate", "CIM_SoftwareIdentity", ...at);
    expect(stdout.match(/^CIM_SoftwareIdentity {2}virtual ME$/gm)).toHaveLength(11);
  });
  test("of none is an answer", async () => {
    const { code, stdout } = await wsman("enumerate", "AMT_RemoteAccessPolicyRule", ...at, "--json");
    expect([code, stdout.trim()[0]]).toEqual([0, "["]);
  });
  test("as XML: each answer, one element a line, readable again", async () => {
    const { stdout } = await wsman("enumerate", "CIM_PowerManagementService", "--xml", ...at);
    const answers = stdout.split(/(?<=<\/s:Envelope>)\n/).filter((one) => one !== "");
    expect(answers.map((one) => readMessage(one).body?.name)).toEqual(["EnumerateResponse", "PullResponse"]);
    expect(stdout).toContain("          <p:Name>Intel(r) AMT Power Management Service</p:Name>\n");
  });
});

describe("invoke", () => {
  const uuid = ["invoke", "AMT_SetupAndConfigurationService", "GetUuid"];
  test("names the return value", async () => {
    const { code, json } = await amtAgentJson(["wsman", ...uuid, "--user", "admin", ...at], asAdmin);
    expect(code).toBe(0);
    expect(json).toMatchObject({ method: "GetUuid", returnValue: 0, returnValueName: "SUCCESS" });
    expect(Buffer.from(json.output.UUID, "base64")).toHaveLength(16);
    const { stdout } = await amtAgent(["wsman", ...uuid, "--user", "admin", ...at], asAdmin);
    expect(stdout).toMatch(/^ {2}ReturnValue {2}0 SUCCESS$/m);
  });
  test("what the account may not do is a refusal that says what to do", async () => {
    const { code, stderr, stdout } = await wsman(...uuid, "--xml", ...at);
    expect(code).toBe(exits.refused[0]);
    expect(stderr).toMatch(/AccessDenied[\s\S]*--user/);
    expect(stdout).toContain("<s:Fault>");
  });
  test("what changes AMT wants --yes, and says so before it asks for a login", async () => {
    const lock = ["invoke", "AMT_AuditLog", "SetAuditLock", "--input", "Flag=lock", "--user", "admin", ...at];
    const unsaid = await wsman(...lock);
    expect(unsaid.code).toBe(exits.usage[0]);
    expect(unsaid.stderr).toMatch(/changes this machine's AMT.*--yes/);
    const said = await amtAgent(["wsman", ...lock, "--yes"], asAdmin);
    expect(said.stderr).not.toContain("--yes");
  });
  test("takes references, files and secrets; a secret only by a file that nobody else can read", async () => {
    const power = [
      "invoke",
      "CIM_PowerManagementService",
      "RequestPowerStateChange",
      "--user",
      "admin",
      "--yes",
      ...at,
    ];
    const computer = "ManagedElement=CIM_ComputerSystem?Name=ManagedSystem";
    const { code } = await amtAgent(
      ["wsman", ...power, "--input", computer, "--input", "PowerState=masterBusReset"],
      asAdmin,
    );
    expect(code).toBe(0);
    // Of CIM's own numbers, not AMT's status: it is on already
    const on = await amtAgent(["wsman", ...power, "--input", computer, "--input", "PowerState=on"], asAdmin);
    expect([on.code, both(on)]).toEqual([exits.refused[0], expect.stringMatching(/\b2\b.*UNKNOWN_ERROR/)]);

    const password = [
      "invoke",
      "AMT_SetupAndConfigurationService",
      "SetMEBxPassword",
      "--user",
      "admin",
      "--yes",
      ...at,
    ];
    const shown = await wsman(...password, "--input", "Password=Hunter-2-Hunter");
    expect([shown.code, both(shown)]).toEqual([exits.usage[0], expect.not.stringContaining("Hunter")]);
    writeFileSync(dir.in("new"), "Hunter-2-Hunter\n", { mode: 0o644 });
    chmodSync(dir.in("new"), 0o644);
    const open = await wsman(...password, "--input", `Password=@${dir.in("new")}`);
    expect([open.code, both(open)]).toEqual([exits.usage[0], expect.stringMatching(/may be read by others/)]);
    chmodSync(dir.in("new"), 0o600);
    const closed = await amtAgent(["wsman", ...password, "--input", `Password=@${dir.in("new")}`], asAdmin);
    expect([closed.code, both(closed)]).toEqual([0, expect.not.stringContaining("Hunter")]);
  });
});

describe("words that cannot be meant name what can", () => {
  test.each([
    ["a class", ["get", "AMT_GeneralSettigns"], /did you mean AMT_GeneralSettings\?/],
    ["a class of no family", ["get", "Settings_General"], /is no class/],
    ["a property", [...settings, "--property", "Hostnam"], /did you mean .*HostName/],
    ["a selector", ["get", "AMT_EthernetPortSettings", "--selector", "InstanceId=0"], /did you mean InstanceID/],
    ["a method", ["invoke", "AMT_AuditLog", "ReadRecord"], /did you mean ReadRecords/],
    ["an argument", ["invoke", "AMT_AuditLog", "ReadRecords", "--input", "StartIndx=1"], /did you mean StartIndex/],
    ["a value", ["invoke", "AMT_AuditLog", "ReadRecords", "--input", "StartIndex=first"], /StartIndex: .*whole number/],
    ["nothing", ["invoke", "AMT_AuditLog", "ReadRecords"], /StartIndex: is missing/],
    ["whose password", [...settings, "--password-file", "/nonexistent"], /--user/],
    ["a pin", [...settings, "--pin", "sha256:00"], /sha256:/],
  ])("%s", async (_, words, expected) => {
    const { code, stderr } = await wsman(...words, ...at);
    expect([code, stderr]).toEqual([exits.usage[0], expect.stringMatching(expected)]);
  });
  test("list knows every class, and what one has", async () => {
    const { json } = await amtAgentJson(["wsman", "list"]);
    expect(json.length).toBeGreaterThan(100);
    const { stdout } = await wsman("list", "AMT_AuditLog");
    expect(stdout).toMatch(/ReadRecords {2}reads\n +StartIndex +a whole number/);
  });
});

describe("the login", () => {
  test("a wrong password is a status of its own, and nothing secret is printed", async () => {
    const env = { AMT_PASSWORD: "Wrong-Guess-1" };
    const refused = await amtAgent(["wsman", ...settings, "--user", "admin", "--json", ...at], { env });
    expect(refused.code).toBe(exits.login[0]);
    expect(JSON.parse(refused.stdout).error.code).toBe("AUTH_FAILED");
    const right = await wsman(...settings, "--xml", ...at);
    const { password } = me.me.world.localAccount;
    expect(right.code).toBe(0);
    for (const said of [both(refused), both(right)]) {
      expect(said).not.toMatch(/Wrong-Guess|response=|cnonce/);
      expect(said).not.toContain(password.reveal());
    }
  });
  test("by a file of its owner", async () => {
    writeFileSync(dir.in("password"), `${virtualPassword}\n`, { mode: 0o600 });
    const words = [...settings, "--user", "admin", "--password-file", dir.in("password"), ...at];
    expect((await wsman(...words)).code).toBe(0);
    chmodSync(dir.in("password"), 0o640);
    const open = await wsman(...words);
    expect([open.code, open.stderr]).toEqual([exits.usage[0], expect.stringContaining("chmod 0600")]);
  });
  test("without a terminal nobody is asked", async () => {
    const script = `require("node:child_process").execFile(process.execPath, ${JSON.stringify([bin, "wsman", ...settings, "--user", "admin", ...at])}, (error, out, err) => { process.stdout.write(err); process.exit(error?.code) })`;
    // a session of its own has no terminal, whoever started the tests
    const child = spawn(process.execPath, ["-e", script], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      said += part;
    });
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    expect([code, said]).toEqual([exits.login[0], expect.stringMatching(/--password-file or AMT_PASSWORD/)]);
  });
});

describe.runIf(await needs("bsdutils"))("at a terminal", () => {
  /** Runs it as somebody who types each answer when the question has come. */
  async function typed(words: readonly string[], answers: readonly (readonly [RegExp, string])[]) {
    const command = [process.execPath, bin, "wsman", ...words].map((word) => `'${word}'`).join(" ");
    const env = { ...process.env, NO_COLOR: "1" };
    const child = spawn("script", ["-q", "-e", "-c", command, "/dev/null"], { env, timeout: 40_000 });
    const left = [...answers];
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      said += part;
      if (left[0]?.[0].test(said)) child.stdin.write(left.shift()?.[1] ?? "");
    });
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { code, said };
  }
  test("the password is asked for and not shown", async () => {
    const words = [...settings, "--user", "admin", "--property", "HostName", ...at];
    const { code, said } = await typed(words, [[/Password of admin: /, "Virtual-MX\u007fE-1\r"]]);
    expect([code, said]).toEqual([0, expect.stringMatching(/HostName +optiplex/)]);
    expect(said).not.toMatch(/Virtual-M|\*/);
  });
  test("Ctrl-C ends the question", async () => {
    const { code } = await typed([...settings, "--user", "admin", ...at], [[/Password of admin: /, "Vir\u0003"]]);
    expect(code).toBe(exits.interrupted[0]);
  });
  test("what changes AMT is asked about; no is the default", async () => {
    const clear = ["invoke", "AMT_AuditLog", "ClearLog", "--user", "admin", ...at];
    const no = await typed(clear, [[/Go on\? \[y\/N\] /, "\r"]]);
    expect([no.code, no.said]).toEqual([exits.usage[0], expect.stringContaining("was not carried out")]);
    const yes = await typed(clear, [
      [/Go on\? \[y\/N\] /, "y\r"],
      [/Password of admin: /, `${virtualPassword}\r`],
    ]);
    expect([yes.code, yes.said]).toEqual([0, expect.stringMatching(/0 SUCCESS/)]);
  });
});

describe("where AMT has only TLS", () => {
  test("nothing is trusted unsaid; by the pin that was shown, and by the root; not by another's", async () => {
    const tls = await served("acm-16-tls");
    try {
      const { identity } = (await tls.me.web()).web;
      const pin = identity.hash("sha256").toString("hex");
      const words = [...settings, "--mei", `socket:${tls.path}`];
      const unsaid = await wsman(...words);
      expect([unsaid.code, unsaid.stderr]).toEqual([exits.untrusted[0], expect.stringContaining(`sha256:${pin}`)]);
      expect((await wsman(...words, "--pin", `sha256:${pin}`)).code).toBe(0);
      expect((await wsman(...words, "--pin", `sha256:${"0".repeat(64)}`)).code).toBe(exits.untrusted[0]);
      writeFileSync(dir.in("ca.pem"), identity.authority, { mode: 0o600 });
      expect((await amtAgent(["wsman", ...words], { env: { AMT_AGENT_TLS_CA: dir.in("ca.pem") } })).code).toBe(0);
      // what is said on the command line counts, not what was configured
      const env = { AMT_AGENT_TLS_PIN: `sha256:${"0".repeat(64)}` };
      expect((await amtAgent(["wsman", ...words, "--ca", dir.in("ca.pem")], { env })).code).toBe(0);
    } finally {
      await tls.stop();
    }
  });
});

describe("beside the service", () => {
  const through = () => ({ env: { AMT_AGENT_SOCKET: dir.in("agent.sock") } });
  async function withService(mei: string, listen: string, use: () => Promise<void>): Promise<void> {
    const running: Running = await service(mei, dir, ["--lms-listen", listen, "--lms-port-offset", String(portOffset)]);
    try {
      for (let state = ""; state !== "open"; )
        state = (await amtAgentJson(["status"], through())).json.lms?.state ?? "";
      await use();
    } finally {
      await running.stop();
    }
  }
  test("through its ports, as $$OsAdmin, or whoever is said", async () => {
    await withService(`socket:${me.path}`, "loopback", async () => {
      const { code, json } = await amtAgentJson(["wsman", ...settings], through());
      expect([code, json.properties?.HostName]).toEqual([0, "optiplex"]);
    });
  });
  test("a service that keeps the ports to itself, or whose virtual ME has no other way in, says what to do", async () => {
    await withService("virtual:acm-15", "loopback", async () => {
      const { code, stderr } = await amtAgent(["wsman", ...settings], through());
      expect([code, stderr]).toEqual([exits.login[0], expect.stringContaining("--user NAME")]);
      const env = { ...through().env, ...asAdmin.env };
      expect((await amtAgent(["wsman", ...settings, "--user", "admin"], { env })).code).toBe(0);
    });
    await withService(`socket:${me.path}`, "off", async () => {
      const { code, stderr } = await amtAgent(["wsman", ...settings], through());
      expect([code, stderr]).toEqual([exits.unreachable[0], expect.stringContaining("lms.listen")]);
    });
  });
});

test("a machine without AMT says so", async () => {
  const { code, stderr } = await wsman(...settings, "--mei", "virtual:consumer-11");
  expect([code, stderr]).toEqual([exits.refused[0], expect.stringContaining("doctor")]);
});

test("WS-Management is in no other command's bundle", () => {
  const records: { file: string; loads: string[] }[] = JSON.parse(
    readFileSync(new URL("../../dist/bundles.json", import.meta.url), "utf8"),
  );
  const loading = records.filter(({ loads }) => loads.includes("cli-wsman.cjs")).map(({ file }) => file);
  expect(loading).toEqual(["amt-agent.cjs"]);
  for (const name of ["amt-agent", "cli-info", "cli-status"])
    expect(readFileSync(new URL(`../../dist/${name}.cjs`, import.meta.url), "utf8")).not.toContain(
      "AMT_AuditPolicyRule",
    );
});
