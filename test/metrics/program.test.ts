import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { apiClient } from "../../agent/api/client.ts";
import { realClock } from "../../platform/clock.ts";
import { needs } from "../support/needs.ts";
import { amtAgent, amtAgentStays, folder, type Running } from "../support/program.ts";

let dir: ReturnType<typeof folder>;
let running: Running;
beforeEach(async () => {
  dir = folder();
  const env = { AMT_AGENT_METRICS_TEXTFILE: dir.in("amt.prom") };
  const words = ["serve", "--mei", "virtual:acm-15", "--socket", dir.in("agent.sock"), "--state-dir", dir.in("state")];
  running = await amtAgentStays(words, /AMT went from/, { env });
});
afterEach(async () => {
  await running.stop();
  dir.remove();
});
const here = () => ({ env: { AMT_AGENT_SOCKET: dir.in("agent.sock") } });
async function promtool(input: string): Promise<{ code: number | null; said: string }> {
  const child = spawn("promtool", ["check", "metrics"], { stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [out, problem] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, said: out + problem };
}

describe.runIf(await needs("prometheus"))("promtool check metrics", () => {
  test("finds nothing wrong in what the command and the textfile say, and does in what is wrong", async () => {
    const { stdout, code } = await amtAgent(["metrics"], here());
    expect(code).toBe(0);
    expect(stdout).toMatch(/^amt_agent_standing\{standing="managed"\} 1$/m);
    expect(await promtool(stdout)).toEqual({ code: 0, said: "" });
    while (!existsSync(dir.in("amt.prom"))) await amtAgent(["metrics"], here());
    expect(await promtool(readFileSync(dir.in("amt.prom"), "utf8"))).toEqual({ code: 0, said: "" });
    expect(
      (await promtool(stdout.replace("# TYPE amt_agent_standing gauge", "# TYPE amt_agent_standing many"))).code,
    ).not.toBe(0);
  }, 120_000);
});

test("figures are for administrators: the user endpoint refuses them", async () => {
  const client = apiClient({ socket: dir.in("agent.sock"), clock: realClock });
  const { signal } = new AbortController();
  const asked = client.call("GET /v1/metrics" as never, undefined as never, { signal } as never);
  await expect(asked).rejects.toMatchObject({ code: "API_DENIED" });
});

test("the textfile goes with the service", async () => {
  while (!existsSync(dir.in("amt.prom"))) await amtAgent(["metrics"], here());
  await running.stop();
  expect(existsSync(dir.in("amt.prom"))).toBe(false);
});
