import { afterEach, beforeEach, expect, test } from "vitest";
import { apiClient } from "../../agent/api/client.ts";
import { realClock } from "../../platform/clock.ts";
import { amtAgent, folder, type Json, type Running, service } from "../support/program.ts";

let dir: ReturnType<typeof folder>;
const running: Running[] = [];
beforeEach(() => {
  dir = folder();
});
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
  dir.remove();
});
const here = () => ({ env: { AMT_AGENT_SOCKET: dir.in("agent.sock"), AMT_AGENT_STATE_DIR: dir.in("state") } });

test("a session is one line that three logs tell; who it was stands there", async () => {
  running.push(await service("virtual:acm-15", dir));
  await amtAgent(["virtual-me", "operate", "sol", "open", "--socket", dir.in("agent.sock")]);
  let lines: string[] = [];
  while (!lines.some((line) => line.includes("the history,"))) {
    const { stdout, code } = await amtAgent(["events", "--amt-log", "--audit", "--since", "1h"], here());
    expect(code).toBe(0);
    lines = stdout
      .trimEnd()
      .split("\n")
      .filter((line) => line.includes("session"));
  }
  expect(lines).toEqual([
    expect.stringMatching(/A remote session began \(SOL\)\. \(by \S+ from [0-9.]+\) \[the history, .*AMT's audit log/),
  ]);
  const { stdout } = await amtAgent(["events", "--audit", "--since", "1h", "--kind", "session", "--json"], here());
  const [first] = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Json);
  expect(first).toMatchObject({ id: expect.any(Number), amtLogs: [{ source: "audit", same: "SOL opened" }] });
  const { signal } = new AbortController();
  const client = apiClient({ socket: dir.in("agent.sock"), clock: realClock });
  await expect(client.call("GET /v1/amt-logs" as never, undefined as never, { signal } as never)).rejects.toMatchObject(
    {
      code: "API_DENIED",
    },
  );
}, 120_000);

test("what is asked wrongly is said", async () => {
  for (const [words, says] of [
    [["--audit", "--follow"], /--follow/],
    [["--mei", "virtual:acm-15"], /--mei: goes with --amt-log/],
  ] as const) {
    const { code, stderr } = await amtAgent(["events", ...words], here());
    expect([words, code]).toEqual([words, 2]);
    expect(stderr).toMatch(says);
  }
});
