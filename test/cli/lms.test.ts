import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Snapshot } from "../../agent/api/snapshot.ts";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { needs } from "../support/needs.ts";
import { amtAgent, amtAgentJson, amtAgentStays, folder, type Running, service } from "../support/program.ts";

let dir: ReturnType<typeof folder>;
const running: Running[] = [];
beforeEach(() => {
  dir = folder();
});
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
  dir.remove();
});
/** Below the ports that the system gives to clients, and another for each run. */
const offset = 1_000 + (process.pid % 14_000);
const web = 16_992 + offset;
const listening = ["--lms-listen", "loopback", "--lms-port-offset", String(offset)];
async function start(mei: string, extra: readonly string[] = []): Promise<Running> {
  const started = await service(mei, dir, extra);
  running.push(started);
  return started;
}
const through = () => ({ env: { AMT_AGENT_SOCKET: dir.in("agent.sock") } });
async function statusWhere(fits: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  for (;;) {
    const { json } = await amtAgentJson(["status"], through());
    if (fits(json)) return json;
  }
}

describe("the service", () => {
  test("looks at once when AMT sends an alert", async () => {
    const me = dir.in("me.sock");
    running.push(await amtAgentStays(["virtual-me", "--machine", "acm-15", "--socket", me], /me\.sock/));
    await start(`socket:${me}`, ["--watch-interval", "3600"]);
    await statusWhere(({ lms }) => lms?.state === "open");
    expect((await amtAgent(["virtual-me", "operate", "kvm", "open", "--socket", me])).code).toBe(0);
    const { lms } = await statusWhere(({ sessions }) => sessions.kvm === true);
    expect(lms?.alerts).toBeGreaterThan(0);
  });

  test("names a port that is taken, offers the others, and takes it over when it is free", async () => {
    const thief = createServer().listen(web, "127.0.0.1");
    await once(thief, "listening");
    await start("virtual:acm-15", listening);
    const taken = await statusWhere(({ lms }) => lms?.ports.some(({ state }) => state === "taken") ?? false);
    expect(taken.conditions.map(({ code }) => code)).toContain("lms-ports");
    expect(taken.lms?.ports).toEqual([
      { port: 16992, state: "taken", at: [] },
      { port: 623, state: "open", at: [`127.0.0.1:${623 + offset}`, `[::1]:${623 + offset}`] },
    ]);
    const { stdout } = await amtAgent(["status"], through());
    expect(stdout).toMatch(/Local ports +16992 taken by another program, 623 open at/);
    expect(stdout).toMatch(/AMT cannot be reached on port 16992/);
    await new Promise((resolve) => thief.close(resolve));
    const free = await statusWhere(({ lms }) => lms?.ports.every(({ state }) => state === "open") ?? false);
    expect(free.conditions.map(({ code }) => code)).not.toContain("lms-ports");
    const doctor = await amtAgentJson(["doctor"], through());
    const check = doctor.json.checks.find(({ code }: { code: string }) => code === "lme");
    expect([check.result, check.evidence.text]).toEqual(["ok", expect.stringMatching(/^open;/)]);
  });

  test("that comes second says who has the session, and takes over", async () => {
    const me = dir.in("me.sock");
    running.push(await amtAgentStays(["virtual-me", "--machine", "acm-15", "--socket", me], /me\.sock/));
    const first = await amtAgentStays(
      ["serve", "--mei", `socket:${me}`, "--socket", dir.in("first.sock"), "--state-dir", dir.in("first")],
      /kind=open/,
    );
    running.push(first);
    await start(`socket:${me}`);
    const { lms } = await statusWhere((snapshot) => snapshot.lms?.state === "held");
    expect(lms?.holder).toContain(String(first.pid));
    await first.stop();
    await statusWhere((snapshot) => snapshot.lms?.state === "open");
  });
});

describe.runIf(await needs("curl"))("logins through it", () => {
  async function curl(password: string): Promise<string> {
    const args = ["-sS", "--max-time", "20", "-K", "-", "-o", "/dev/null", "-w", "%{http_code}"];
    const child = spawn("curl", [...args, `http://127.0.0.1:${web}/index.htm`], { stdio: ["pipe", "pipe", "ignore"] });
    child.stdin.end(`digest\nuser = "admin:${password}"\n`);
    return (await buffer(child.stdout)).toString();
  }
  test("leave no password and no digest in the log", async () => {
    const started = await start("virtual:acm-15", [...listening, "--log-level", "debug"]);
    await statusWhere(({ lms }) => lms?.ports.every(({ state }) => state === "open") ?? false);
    expect(await curl(virtualPassword)).toBe("200");
    for (const status of ["401", "401", "401", "429"]) expect(await curl("Wrong-Guess-1")).toBe(status);
    const account = await amtAgentJson(["mei", "call", "getLocalSystemAccount"], through());
    expect(account.json.reply.password).toBe("[secret]");
    await started.stop();
    running.splice(running.indexOf(started), 1);
    expect(started.said()).toMatch(/AMT logins are refused/);
    expect(started.said()).not.toMatch(/Wrong-Guess|Virtual-ME-1|response=|cnonce|\$\$OsAdmin:/);
  });
});
