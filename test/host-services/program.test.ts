import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { amtAgent, amtAgentJson, amtAgentStays, folder, type Json, type Running } from "../support/program.ts";

let dir: ReturnType<typeof folder>;
let running: Running | undefined;
beforeEach(() => {
  dir = folder();
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  dir.remove();
});
const here = () => ({ env: { AMT_AGENT_SOCKET: dir.in("agent.sock") } });
async function start(machine: string, env: Record<string, string>): Promise<void> {
  const words = [
    "serve",
    "--mei",
    `virtual:${machine}`,
    "--socket",
    dir.in("agent.sock"),
    "--state-dir",
    dir.in("state"),
  ];
  running = await amtAgentStays(words, /AMT went from/, { env });
}

test("what is asked for in the configuration is done, read back and shown; /etc/hosts stays as it is", async () => {
  const hosts = readFileSync("/etc/hosts");
  await start("acm-15", { AMT_AGENT_HOST_SERVICES_CLOCK: "yes", AMT_AGENT_HOST_SERVICES_NAME: "yes" });
  let views: Json[] = [];
  while (views.length === 0 || views.some(({ state }) => state === "waiting"))
    views = (await amtAgentJson(["status"], here())).json.hostServices;
  expect(views.map(({ name, state }) => `${name} ${state}`)).toEqual([
    "clock right",
    expect.stringMatching(/^name (right|failing)$/),
  ]);
  const { stdout } = await amtAgent(["status"], here());
  expect(stdout).toMatch(/AMT's clock +by this PC's: 20\d\d-.*read back 20\d\d-/);
  expect(readFileSync("/etc/hosts").equals(hosts)).toBe(true);
}, 120_000);

test("without being asked for nothing is done, and on an AMT that nobody set up neither", async () => {
  await start("acm-15", {});
  expect((await amtAgentJson(["status"], here())).json.hostServices).toEqual([]);
  await running?.stop();
  await start("unprovisioned-18", { AMT_AGENT_HOST_SERVICES_CLOCK: "yes" });
  const { stdout } = await amtAgent(["status"], here());
  expect(stdout).toMatch(/AMT's clock +to be kept by this PC's: AMT is not set up/);
}, 120_000);
