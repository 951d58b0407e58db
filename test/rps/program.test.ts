import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { exits } from "../../agent/cli/exit-codes.ts";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { portOffset } from "../support/port-offset.ts";
import { amtAgent, amtAgentJson, folder, type Running, service } from "../support/program.ts";
import { type RpsServer, rpsServer, type Script } from "../support/rps-server.ts";
import { type Served, served } from "../support/served-machine.ts";

const script = (name: string): Script =>
  JSON.parse(readFileSync(new URL(`scripts/${name}.json`, import.meta.url), "utf8")) as Script;
const dir = folder();
afterAll(() => dir.remove());

let me: Served;
let server: RpsServer;
let running: Running | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await server.stop();
  await me.stop();
});
async function at(machine: string, name: string): Promise<string> {
  me = await served(machine);
  server = await rpsServer(script(name));
  return `ws://127.0.0.1:${server.port}/activate`;
}

describe("the program", () => {
  test("has a server set AMT up, says what the server learns, and holds no secret in what it prints", async () => {
    const url = await at("unprovisioned-11", "ccm");
    const words = ["activate", "--url", url, "--profile", "ccm", "--name", "büro 1", "--mei", `socket:${me.path}`];
    const { code, stdout, stderr } = await amtAgent(words);
    expect([code, server.problems, stdout]).toEqual([
      0,
      [],
      "Client control mode.  virtual ME\n  Network: Wired Network Configured.\n  Control mode: client\n",
    ]);
    expect(stderr).toMatch(
      /is told: AMT's version and UUID.*the password of AMT's account for this machine's programs/,
    );
    const told = JSON.parse(Buffer.from(JSON.parse(server.heard[0] ?? "").payload, "base64").toString("utf8"));
    expect(told).toMatchObject({
      friendlyName: "büro 1",
      currentMode: 0,
      ver: "11.8.93",
      ipConfiguration: { ipAddress: "" },
    });
    for (const secret of [
      told.password,
      Buffer.from(told.password).toString("base64"),
      script("ccm").password,
      "Digest",
    ])
      expect(stdout + stderr).not.toContain(secret);
  });

  test("ends it by a server, with the password from a file of its owner", async () => {
    const url = await at("acm-15", "deactivate");
    writeFileSync(dir.in("password"), `${virtualPassword}\n`, { mode: 0o600 });
    const words = ["deactivate", "--url", url, "--password-file", dir.in("password"), "--mei", `socket:${me.path}`];
    const { code, json } = await amtAgentJson(words);
    expect([code, server.problems]).toEqual([0, []]);
    expect(json).toMatchObject({ did: "deactivate", controlMode: "none", text: "Deactivated", requests: 2 });
  });

  test("beside the service: by its ports", async () => {
    const url = await at("unprovisioned-11", "ccm");
    running = await service(`socket:${me.path}`, dir, [
      "--lms-listen",
      "loopback",
      "--lms-port-offset",
      String(portOffset),
    ]);
    const env = { AMT_AGENT_SOCKET: dir.in("agent.sock") };
    for (let state = ""; state !== "open"; ) state = (await amtAgentJson(["status"], { env })).json.lms?.state ?? "";
    const { code, stderr } = await amtAgent(["activate", "--url", url, "--profile", "ccm"], { env });
    expect([code, server.problems, stderr]).toEqual([0, [], expect.stringContaining("Setting up")]);
    expect(me.me.world.controlMode).toBe("client");
    expect(JSON.parse(Buffer.from(JSON.parse(server.heard[0] ?? "").payload, "base64").toString())).toMatchObject({
      lmsInstalled: true,
    });
  });

  test("has a status of its own for servers", async () => {
    const url = await at("unprovisioned-11", "refused");
    const where = ["--mei", `socket:${me.path}`];
    const refused = await amtAgentJson(["activate", "--url", url, "--profile", "ccm", ...where]);
    expect([refused.code, refused.json.error.code]).toEqual([exits.server[0], "RPS_REFUSED"]);
    const nothing = await amtAgentJson(["deactivate", "--url", url, ...where]);
    expect([nothing.code, nothing.json.error.code]).toEqual([exits.refused[0], "RPS_NOT_SET_UP"]);
  });

  test.each([
    [
      "what a server decides",
      ["activate", "--url", "ws://[::1]:9/", "--profile", "x", "--ccm"],
      /--ccm does not go with --url/,
    ],
    ["which server", ["activate", "--ccm", "--profile", "x"], /--profile goes only with --url/],
    ["which profile", ["activate", "--url", "ws://[::1]:9/"], /--profile NAME/],
    ["two words for a profile", ["activate", "--url", "ws://[::1]:9/", "--profile", "a b"], /no blanks/],
    ["a way in the clear", ["activate", "--url", "ws://rps.example.com/", "--profile", "x"], /must be wss:/],
    ["partly", ["deactivate", "--url", "ws://[::1]:9/", "--partial"], /--partial does not go/],
    ["where to", ["maintenance", "synctime"], /needs --url/],
    ["a task", ["maintenance", "reboot", "--url", "ws://[::1]:9/"], /no task reboot: synctime/],
  ])("does not guess %s", async (_, words, why) => {
    await at("unprovisioned-11", "refused");
    const { code, stderr } = await amtAgent([...words, "--mei", `socket:${me.path}`]);
    expect([code, stderr]).toEqual([exits.usage[0], expect.stringMatching(why)]);
    expect(server.heard).toEqual([]);
  });
});

test("WebSocket is in no other command's bundle", () => {
  const url = new URL("../../dist/bundles.json", import.meta.url);
  const records: { file: string; packages: string[]; loads: string[] }[] = JSON.parse(readFileSync(url, "utf8"));
  expect(records.filter(({ packages }) => packages.includes("ws")).map(({ file }) => file)).toEqual(["cli-rps.cjs"]);
  expect(records.filter(({ loads }) => loads.includes("cli-rps.cjs")).map(({ file }) => file)).toEqual([
    "amt-agent.cjs",
  ]);
});
