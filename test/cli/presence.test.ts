import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { apiClient } from "../../agent/api/client.ts";
import type { Presence } from "../../agent/api/contract.ts";
import { realClock as clock, sleep } from "../../platform/clock.ts";
import { digestRealm, passwordDigest, realms, virtualPassword } from "../../virtual-me/accounts.ts";
import { amtAgent, amtAgentJson, amtAgentStays, folder, type Running, service } from "../support/program.ts";
import { type Served, served } from "../support/served-machine.ts";

const own = "03020100-0504-0706-0809-0a0b0c0d0e0f";
const leased = "13020100-0504-0706-0809-0a0b0c0d0e0f";
const { signal } = new AbortController();

let dir: ReturnType<typeof folder>;
let virtual: Served;
const running: Running[] = [];
beforeEach(async () => {
  dir = folder();
  virtual = await served("acm-15");
  const { world } = virtual.me;
  const digest = passwordDigest("presence", digestRealm(virtual.me.machine), "Presence-1-only");
  world.accounts.set({ name: "presence", digest, access: "local", realms: [realms.agentPresenceLocal], enabled: true });
  writeFileSync(dir.in("admin"), virtualPassword, { mode: 0o600 });
  writeFileSync(dir.in("presence"), "Presence-1-only\n", { mode: 0o600 });
  writeFileSync(
    dir.in("config.yaml"),
    `presence:
  user: presence
  passwordFile: ${dir.in("presence")}
  agents:
    - { name: service, id: ${own}, self: true }
    - { name: kiosk, id: ${leased}, lease: ${process.geteuid?.() ?? 0} }
`,
    { mode: 0o600 },
  );
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
  await virtual.stop();
  dir.remove();
});

const admin = (): string[] => [
  "--mei",
  `socket:${virtual.path}`,
  "--user",
  "admin",
  "--password-file",
  dir.in("admin"),
];
const here = (): { env: NodeJS.ProcessEnv } => ({ env: { AMT_AGENT_SOCKET: dir.in("agent.sock") } });

/** The agent of this name, when it is so. Asked again and again: what is waited for has no time limit of its own. */
async function agentWhere(name: string, fits: (one: Presence["agents"][number]) => boolean) {
  const client = apiClient({ socket: dir.in("agent.sock"), clock });
  for (;;) {
    const { agents } = await client.call("GET /v1/presence", undefined, { signal });
    const found = agents.find((one) => one.name === name);
    if (found && fits(found)) return found;
    await sleep(clock, 20, { signal });
  }
}
const dogs = async () => {
  const { manageability } = await virtual.me.web();
  return manageability.classes
    .list("AMT_AgentPresenceWatchdog", { name: "admin", realms: [realms.administration] })
    .map(({ properties }) => properties.CurrentState);
};

test("watchdogs are made, shown, given actions and taken away", async () => {
  const made = await amtAgent(["presence", "add", own, "--description", "us", "--timeout", "30", ...admin(), "--yes"]);
  expect([made.code, made.stderr]).toEqual([0, ""]);
  expect((await amtAgent(["presence", "add", own, ...admin()])).code).toBe(2); // not confirmed
  expect((await amtAgent(["presence", "add", "0".repeat(8), ...admin(), "--yes"])).code).toBe(2);
  const { json } = await amtAgentJson(["presence", "list", ...admin()]);
  expect(json).toEqual([{ id: own, description: "us", state: "notStarted", startupSeconds: 300, timeoutSeconds: 30 }]);
  const how = ["--from", "running", "--to", "expired", "--event", "--reboot", "on", "--delay", "60"];
  const { code, json: after } = await amtAgentJson(["presence", "actions", own, ...how, ...admin(), "--yes"]);
  expect(code).toBe(0);
  expect(after.actions).toMatchObject([{ EventOnTransition: true }]);
  expect(after.conditions).toMatchObject([{ OldState: "running", NewState: "expired" }]);
  expect(after.expiration).toMatchObject({ AgentPresenceWatchDogExpirationAction: "reboot", Timeout: 60 });
  expect((await amtAgent(["presence", "remove", own, ...admin(), "--yes"])).code).toBe(0);
  expect(await dogs()).toEqual([]);
});

test("the service registers itself, waits for what is missing, and stops in good order", async () => {
  const started = await service(`socket:${virtual.path}`, dir, ["--config", dir.in("config.yaml")]);
  running.push(started);
  expect(await agentWhere("service", ({ state }) => state === "failing")).toMatchObject({ code: "WSMAN_FAULT" });
  expect((await amtAgent(["presence", "status"], here())).stdout).toMatch(/service\s+failing \(WSMAN_FAULT\)/);
  const { manageability } = await virtual.me.web();
  makeDog(manageability, own);
  await apiClient({ socket: dir.in("agent.sock"), clock }).callAdmin("POST /v1/presence/hurry", undefined, { signal });
  expect(
    await agentWhere("service", ({ state, lastHeartbeat }) => state === "running" && lastHeartbeat !== null),
  ).toMatchObject({
    code: null,
    timeoutSeconds: 60,
  });
  expect(await dogs()).toEqual([4]);
  await started.stop();
  running.length = 0;
  expect(await dogs()).toEqual([2]);
});

function makeDog(manageability: Awaited<ReturnType<Served["me"]["web"]>>["manageability"], guid: string): void {
  const rule = manageability.classes.rule("AMT_AgentPresenceWatchdog");
  const DeviceID = Buffer.from("000102030405060708090a0b0c0d0e0f", "hex");
  DeviceID[3] = Number.parseInt(guid.slice(0, 2), 16);
  const call = { user: { name: "admin", realms: [realms.administration] }, over: "local", tls: false } as const;
  const given = { DeviceID: DeviceID.toString("base64"), StartupInterval: 300, TimeoutInterval: 60 };
  manageability.managed.store.add("AMT_AgentPresenceWatchdog", rule.create?.(call, given) ?? {});
}

test("guard: held while the program runs, silent after its crash, stopped after its end; its status is passed on", async () => {
  const { manageability } = await virtual.me.web();
  makeDog(manageability, leased);
  const started = await service(`socket:${virtual.path}`, dir, ["--config", dir.in("config.yaml")]);
  running.push(started);
  await agentWhere("kiosk", ({ state }) => state === "silent");
  const guarded = await amtAgentStays(
    ["guard", "kiosk", "--", "sh", "-c", "echo READY $$; exec sleep 600"],
    /READY \d+\n/,
    here(),
  );
  const program = Number(/READY (\d+)/.exec(guarded.said())?.[1]);
  await agentWhere("kiosk", ({ state }) => state === "running");
  expect(await dogs()).toEqual([4]);
  guarded.child.kill("SIGKILL");
  process.kill(program);
  await agentWhere("kiosk", ({ state, health }) => state === "silent" && health === "down");
  expect(await dogs()).toEqual([4]); // AMT counts, and nobody tells it otherwise
  const failed = await amtAgent(["guard", "kiosk", "--", "sh", "-c", "exit 3"], here());
  expect(failed.code).toBe(3);
  await agentWhere("kiosk", ({ health }) => health === "down");
  const well = await amtAgent(["guard", "kiosk", "--", "true"], here());
  expect([well.code, well.stderr]).toEqual([0, ""]);
  await agentWhere("kiosk", ({ state }) => state === "stopped");
  const stranger = await amtAgent(["guard", "service", "--", "true"], here());
  expect(stranger.code).toBe(4);
  expect(stranger.stderr).toContain("no agent of this name with a lease");
});
