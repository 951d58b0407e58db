import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sinceWhen } from "../../agent/cli/since.ts";
import { amtAgent, amtAgentStays, folder, type Json, type Running, service } from "../support/program.ts";

let dir: ReturnType<typeof folder>;
const running: Running[] = [];
beforeEach(() => {
  dir = folder();
});
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
  dir.remove();
});
const start = async (): Promise<Running> => {
  const started = await service("virtual:acm-15", dir);
  running.push(started);
  return started;
};
const stop = async (one: Running, signal?: NodeJS.Signals): Promise<void> => {
  running.splice(running.indexOf(one), 1);
  await one.stop(signal);
};
const here = () => ({ env: { AMT_AGENT_SOCKET: dir.in("agent.sock"), AMT_AGENT_STATE_DIR: dir.in("state") } });
const operate = (...words: string[]) => amtAgent(["virtual-me", "operate", ...words, "--socket", dir.in("agent.sock")]);
const lines = async (...words: string[]): Promise<Json[]> => {
  const { stdout } = await amtAgent(["events", ...words, "--json"], here());
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
};
const codes = (events: Json[]): string[] => events.map(({ message }) => message.code);
const said = async (one: Running, what: RegExp): Promise<void> => {
  while (!what.test(one.said())) await new Promise((resolve) => one.child.stdout?.once("data", resolve));
};

test("from alert to command line: followed, filtered, told without the service, verified against the log, and after a kill", async () => {
  const first = await start();
  const follower = await amtAgentStays(["events", "--follow"], /The service started/, here());
  running.push(follower);
  await operate("sol", "open");
  await said(follower, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d ! {2}A remote session began \(SOL\)\.$/m);
  const sessions = await lines("--kind", "session", "--since", "1h");
  expect(sessions).toMatchObject([{ kind: "session", severity: "warning", message: { params: { kind: "SOL" } } }]);
  await stop(first);
  const asked = await amtAgent(["events", "verify", "--anchors", "-"], { ...here(), input: first.said() });
  expect([asked.code, asked.stdout]).toEqual([0, expect.stringMatching(/intact and anchored/)]);
  const before = await lines();
  expect(codes(before).at(-1)).toBe("event.stopped");

  const second = await start();
  await said(follower, /The service started[\s\S]*The service started/); // it came back by itself
  const after = await lines();
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.map(({ id }) => id)).toEqual(after.map((_, at) => at + 1));
  await stop(second, "SIGKILL");
  expect((await amtAgent(["events", "verify"], here())).code).toBe(0);

  const path = dir.in("state/events/events-00000001.ndjson");
  writeFileSync(path, readFileSync(path, "utf8").replace('"SOL"', '"KVM"'));
  const broken = await amtAgent(["events", "verify", "--json"], here());
  expect(broken.code).toBe(10);
  const { ranges } = JSON.parse(broken.stdout) as Json;
  expect(ranges.map(({ state }: Json) => state)).toEqual(["intact", "broken", "intact"]);
  expect(ranges[1].breaks[0]).toMatchObject({ how: "changed", id: sessions[0].id });
}, 240_000);

test("what is asked wrongly is said", async () => {
  for (const [words, says] of [
    [["--since", "yesterday"], /--since/],
    [["--kind", "nothing"], /session/],
    [["--limit", "0"], /1 to 1000/],
    [["verify", "--anchor", "12"], /--anchor/],
  ] as const) {
    const { code, stderr } = await amtAgent(["events", ...words], here());
    expect([words, code]).toEqual([words, 2]);
    expect(stderr).toMatch(says);
  }
  expect((await amtAgent(["events"], here())).code).toBe(9);
  expect((await amtAgent(["events", "verify"], here())).code).toBe(9);
});

test("since when", () => {
  const now = new Date("2026-03-01T12:00:00Z");
  expect(sinceWhen("2h", now).toISOString()).toBe("2026-03-01T10:00:00.000Z");
  expect(sinceWhen("7d", now).toISOString()).toBe("2026-02-22T12:00:00.000Z");
  expect(sinceWhen("2026-01-01T00:00:00Z", now).toISOString()).toBe("2026-01-01T00:00:00.000Z");
  expect(sinceWhen("2026-01-01", now)).toEqual(new Date(2026, 0, 1));
});
