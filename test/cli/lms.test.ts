import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Snapshot } from "../../agent/api/snapshot.ts";
import { exits } from "../../agent/cli/exit-codes.ts";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { needs } from "../support/needs.ts";
import { portOffset } from "../support/port-offset.ts";
import { amtAgent, amtAgentJson, amtAgentStays, folder, type Running, service } from "../support/program.ts";
import { served } from "../support/served-machine.ts";

let dir: ReturnType<typeof folder>;
const running: Running[] = [];
beforeEach(() => {
  dir = folder();
});
afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.stop();
  dir.remove();
});
const web = 16_992 + portOffset;
const listening = ["--lms-listen", "loopback", "--lms-port-offset", String(portOffset)];
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
      { port: 623, state: "open", at: [`127.0.0.1:${623 + portOffset}`, `[::1]:${623 + portOffset}`] },
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
  /** Every name that is in use for what is worth a secret, and each value of it that this run has seen. */
  const worth = /response="?[0-9a-f]{32}|cnonce=|authorization: *(digest|basic)|Wrong-Guess|Virtual-ME-1/i;

  /** What curl sent, with the credentials by its configuration on its input. */
  async function curl(place: string, password: string, extra: readonly string[] = []) {
    const args = ["-sS", "-v", "--max-time", "20", "-K", "-", "-o", "/dev/null", "-w", "%{http_code}", ...extra];
    const child = spawn("curl", [...args, `${place}/index.htm`], { stdio: ["pipe", "pipe", "pipe"] });
    child.stdin.end(`digest\nuser = "admin:${password}"\n`);
    const [status, said] = await Promise.all([text(child.stdout), text(child.stderr)]);
    const proofs = [...said.matchAll(/\b(?:response|cnonce)="([^"]+)"/g)].map(([, proof = ""]) => proof);
    return { status, proofs };
  }
  /** A run at the finest log level, on a machine whose secrets the test can see. */
  async function watched(machine: string) {
    const me = await served(machine);
    const account = me.me.world.localAccount;
    const started = await start(`socket:${me.path}`, [...listening, "--log-level", "debug"]);
    await statusWhere(
      ({ lms }) => (lms?.ports.length ?? 0) > 0 && (lms?.ports.every(({ state }) => state === "open") ?? false),
    );
    return {
      me: me.me,
      /** Ends it, and gives all it has said. */
      async said(): Promise<string> {
        await started.stop();
        running.splice(running.indexOf(started), 1);
        await me.stop();
        return started.said();
      },
      secrets: [account.password.reveal(), virtualPassword, "Wrong-Guess-1"],
    };
  }
  function expectNothingOf(said: string, secrets: readonly string[]): void {
    expect(said).not.toMatch(worth);
    for (const secret of secrets)
      for (const form of [secret, Buffer.from(secret).toString("base64"), Buffer.from(secret).toString("hex")])
        expect(said.includes(form)).toBe(false); // without showing it
  }

  test("leave no password, no proof of one and no secret of $$OsAdmin in the log: without TLS, and our own", {
    timeout: 180_000,
  }, async () => {
    const { said, secrets } = await watched("acm-15");
    const place = `http://127.0.0.1:${web}`;
    const right = await curl(place, virtualPassword);
    expect(right.status).toBe("200");
    expect(right.proofs).toHaveLength(2);
    const own = await amtAgent(["wsman", "get", "AMT_GeneralSettings"], through());
    expect(own.code).toBe(0);
    const env = (password: string) => ({ env: { ...through().env, AMT_PASSWORD: password } });
    const asked = ["wsman", "get", "AMT_GeneralSettings", "--user", "admin"];
    expect((await amtAgent(asked, env(virtualPassword))).code).toBe(0);
    expect((await amtAgent(asked, env("Wrong-Guess-1"))).code).toBe(exits.login[0]);
    const wrong = [];
    for (const status of ["401", "401", "429"]) {
      const one = await curl(place, "Wrong-Guess-1");
      expect(one.status).toBe(status);
      wrong.push(...one.proofs);
    }
    expect(wrong.length).toBeGreaterThan(0);
    const account = await amtAgentJson(["mei", "call", "getLocalSystemAccount"], through());
    expect(account.json.reply.password).toBe("[secret]");
    const log = await said();
    expect(log).toMatch(/AMT logins are refused/);
    expectNothingOf(log, [...secrets, ...right.proofs, ...wrong]);
    expectNothingOf([own.stdout, own.stderr].join(), secrets);
  });

  test("nor over TLS", { timeout: 120_000 }, async () => {
    const { me, said, secrets } = await watched("acm-16-tls");
    writeFileSync(dir.in("ca.pem"), (await me.web()).web.identity.authority);
    const place = `https://127.0.0.1:${16_993 + portOffset}`;
    const ca = ["--cacert", dir.in("ca.pem")];
    const right = await curl(place, virtualPassword, ca);
    const wrong = await curl(place, "Wrong-Guess-1", ca);
    expect([right.status, wrong.status]).toEqual(["200", "401"]);
    const own = await amtAgent(["wsman", "get", "AMT_GeneralSettings", "--ca", dir.in("ca.pem")], through());
    expect(own.code).toBe(0);
    expectNothingOf(await said(), [...secrets, ...right.proofs, ...wrong.proofs]);
  });
});
