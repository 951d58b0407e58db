import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { portOffset } from "../support/port-offset.ts";
import { amtAgent, amtAgentJson, folder, type Json, type Running, service } from "../support/program.ts";

let dir: ReturnType<typeof folder>;
const running: Running[] = [];
beforeEach(() => {
  dir = folder();
});
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
  dir.remove();
});
const start = async (machine: string, ...extra: string[]): Promise<void> => {
  running.push(await service(`virtual:${machine}`, dir, extra));
};
const here = () => ({ env: { AMT_AGENT_SOCKET: dir.in("agent.sock") } });
/** What is the same with and without the service. */
const bare = ({ topics, answer }: Json): Json => [answer, topics.filter(({ topic }: Json) => topic !== "logs")];

test("with and without the service the report is the same, but for who writes things down", async () => {
  await start("acm-16-tls");
  const asked = await amtAgentJson(["privacy"], here());
  const alone = await amtAgentJson(["privacy", "--mei", "virtual:acm-16-tls"]);
  expect([asked.code, alone.code]).toEqual([0, 0]);
  expect(bare(asked.json)).toEqual(bare(alone.json));
  const own = ({ json }: { json: Json }): string => json.topics.at(-1).findings.at(-1).message.params.state;
  expect([own(asked), own(alone)]).toEqual(["yes", "no"]);
}, 120_000);

test("with a login of one's own, over the service's ports: the accounts", async () => {
  await start("acm-15", "--lms-listen", "loopback", "--lms-port-offset", String(portOffset));
  for (let state = ""; state !== "open"; )
    state = (await amtAgentJson(["status"], here())).json.lms?.ports[0]?.state ?? "";
  writeFileSync(dir.in("password"), `${virtualPassword}\n`, { mode: 0o600 });
  const { stdout, code } = await amtAgent(
    ["privacy", "--user", "admin", "--password-file", dir.in("password")],
    here(),
  );
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Whoever has a login/);
  expect(stdout).toMatch(/OPEN +admin, AMT's administrator: everything/);
  expect(stdout).not.toContain("UNKNOWN");
  expect(stdout).not.toContain(virtualPassword);
}, 120_000);

test("a PC without ME is an error that says so, as everywhere", async () => {
  const { code, stdout } = await amtAgent(["privacy", "--json"], here());
  expect([3, 4]).toContain(code);
  expect(JSON.parse(stdout).error.code).toMatch(/^ME_/);
});
