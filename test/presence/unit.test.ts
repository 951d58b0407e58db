import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apiClient } from "../../agent/api/client.ts";
import type { AgentView } from "../../agent/presence/view.ts";
import { realClock as clock, sleep } from "../../platform/clock.ts";
import { realms, virtualPassword } from "../../virtual-me/accounts.ts";
import { agentState } from "../../virtual-me/cim/rules/agent.ts";
import { needs } from "../support/needs.ts";
import { amtAgent, amtAgentStays, folder, type Running } from "../support/program.ts";
import { type Served, served } from "../support/served-machine.ts";
import { startSystemd, systemdPackages, type UserSystemd } from "../support/user-systemd.ts";

const id = "03020100-0504-0706-0809-0a0b0c0d0e0f";
const { signal } = new AbortController();
const { stopped, running, expired } = agentState;
/** Seconds that AMT waits for a heartbeat. */
const TIMEOUT = 3;

const here = process.geteuid?.() === 0 && (await needs(...systemdPackages));
describe.runIf(here)("a unit of a real systemd (needs root)", () => {
  let systemd: UserSystemd;
  let virtual: Served;
  let dir: ReturnType<typeof folder>;
  let service: Running;

  beforeAll(async () => {
    dir = folder();
    systemd = await startSystemd({ "backup.service": "[Service]\nExecStart=/bin/sleep infinity\n" });
    virtual = await served("acm-15");
    writeFileSync(dir.in("password"), virtualPassword, { mode: 0o600 });
    const agents = `  agents:\n    - { name: backup, id: ${id}, unit: backup.service }\n`;
    const login = `  user: admin\n  passwordFile: ${dir.in("password")}\n`;
    writeFileSync(dir.in("config.yaml"), `presence:\n${login}${agents}`, { mode: 0o600 });
    const admin = [
      "--mei",
      `socket:${virtual.path}`,
      "--user",
      "admin",
      "--password-file",
      dir.in("password"),
      "--yes",
    ];
    const made = await amtAgent(["presence", "add", id, "--timeout", String(TIMEOUT), "--startup", "600", ...admin]);
    expect([made.code, made.stderr]).toEqual([0, ""]);
    const told = ["--from", "running", "--to", "expired", "--event"];
    expect((await amtAgent(["presence", "actions", id, ...told, ...admin])).code).toBe(0);
    const place = ["--socket", dir.in("agent.sock"), "--state-dir", dir.in("state"), "--config", dir.in("config.yaml")];
    const args = ["serve", "--mei", `socket:${virtual.path}`, ...place];
    service = await amtAgentStays(args, /AMT went from|READY/, { env: systemd.env });
  }, 120_000);
  afterAll(async () => {
    await service?.stop();
    await virtual?.stop();
    await systemd?.stop();
    dir?.remove();
  });

  /** What is waited for has no time limit of its own. */
  async function shown(state: AgentView["state"], health: AgentView["health"]): Promise<void> {
    const client = apiClient({ socket: dir.in("agent.sock"), clock });
    for (;;) {
      const { agents } = await client.call("GET /v1/presence", undefined, { signal });
      if (agents.some((one) => one.state === state && one.health === health)) return;
      await sleep(clock, 20, { signal });
    }
  }
  async function amtSays(state: number): Promise<void> {
    const { manageability } = await virtual.me.web();
    const as = { name: "admin", realms: [realms.administration] };
    const now = () => manageability.classes.list("AMT_AgentPresenceWatchdog", as)[0]?.properties.CurrentState;
    while (now() !== state) await sleep(clock, 10, { signal });
  }
  /** When AMT says of the program that it has fallen silent, and not what it says to everybody who asks. */
  const silence = (): Promise<number> =>
    new Promise((resolve) => {
      const end = virtual.me.world.alerts.listen(({ id: alert }) => {
        if (alert !== "iAMT0005") return;
        end();
        resolve(clock.monotonic());
      });
    });
  const start = (): Promise<string> => systemd.manager("StartUnit", "backup.service", "replace");

  test("that is not started yet is not told of", async () => {
    await shown("stopped", "ended");
  }, 60_000);

  test("is registered when it starts", async () => {
    await start();
    await shown("running", "up");
    await amtSays(running);
  }, 60_000);

  test("that is killed is silent, expires within its timeout and a second, and is registered again when it starts", async () => {
    const silent = silence();
    const from = clock.monotonic();
    await systemd.manager("KillUnit", "backup.service", "all", "9");
    await shown("silent", "down");
    await amtSays(expired);
    expect((await silent) - from).toBeLessThanOrEqual((TIMEOUT + 1) * 1_000);
    await start();
    await shown("running", "up");
    await amtSays(running);
  }, 60_000);

  test("that is stopped in good order is said to have stopped, and does not expire", async () => {
    await systemd.manager("StopUnit", "backup.service", "replace");
    await shown("stopped", "ended");
    await amtSays(stopped);
    await start();
    await amtSays(running);
  }, 60_000);

  test("is silent as soon as nobody can be asked how it is, and expires", async () => {
    await systemd.stop();
    await shown("silent", "down");
    await amtSays(expired);
  }, 60_000);
});
