import { execFile } from "node:child_process";
import { chmodSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Route, routes } from "../../agent/api/contract.ts";
import { openDirectory } from "../support/local-api.ts";
import { type Logind, logindPackages, startLogind } from "../support/logind.ts";
import { needs } from "../support/needs.ts";
import { amtAgent, amtAgentStays, type Json, type Running } from "../support/program.ts";

const execute = promisify(execFile);
const here = process.geteuid?.() === 0 && (await needs("curl", "util-linux", ...logindPackages));
/** Real uids, whom the kernel vouches for. */
const [alice, bob, carol, dora, eve] = [4001, 4002, 4003, 4004, 4005];
const acts = Object.entries<Route>(routes).flatMap(([name, { who }]) => (who === "console" ? [name] : []));

describe.runIf(here)("two users at one machine", () => {
  let logind: Logind;
  let service: Running;
  let dir: ReturnType<typeof openDirectory>;
  const socket = (): string => `${dir.path}/agent.sock`;
  const manager = "/org/freedesktop/login1";
  const addSession = (id: string, uid: number, { seat = "seat0", active = true } = {}): Promise<string> =>
    logind.call(manager, "org.freedesktop.DBus.Mock.AddSession", id, seat, String(uid), `user${uid}`, String(active));
  const change = (id: string, changes: string): Promise<string> =>
    logind.call(
      `${manager}/session/${id}`,
      "org.freedesktop.DBus.Mock.UpdateProperties",
      "org.freedesktop.login1.Session",
      changes,
    );
  async function ask(uid: number, route: string, at = socket()): Promise<{ status: number; body: Json }> {
    const [method = "", path = ""] = route.split(" ");
    const body = method === "POST" ? ["-H", "Content-Type: application/json", "-d", "{}"] : [];
    const curl = [
      "curl",
      "-sS",
      "-w",
      "\n%{http_code}",
      "--unix-socket",
      at,
      "-X",
      method,
      ...body,
      `http://localhost${path}`,
    ];
    const as = ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", ...curl];
    const { stdout } = await execute(as[0] as string, as.slice(1), { env: { PATH: process.env.PATH } });
    const lines = stdout.split("\n");
    return { status: Number(lines.pop()), body: JSON.parse(lines.join("\n")) };
  }
  const operate = async (...words: string[]): Promise<void> => {
    const { code, stderr } = await amtAgent(["virtual-me", "operate", ...words, "--socket", socket()]);
    expect([code, stderr]).toEqual([0, ""]);
  };

  beforeAll(async () => {
    logind = await startLogind();
    dir = openDirectory();
    const place = ["--socket", socket(), "--state-dir", `${dir.path}/state`];
    const ready = /AMT went from|READY/;
    service = await amtAgentStays(["serve", "--mei", "virtual:acm-16-wifi", ...place], ready, { env: logind.env });
    chmodSync(dir.path, 0o755);
    await addSession("c1", alice);
    await addSession("c2", bob, { active: false });
    await addSession("c3", carol);
    await change("c3", "{'Remote': <true>}");
    await addSession("c4", dora, { seat: "seat1" });
    await operate("kvm", "open");
  }, 60_000);
  afterAll(async () => {
    await service?.stop();
    await logind?.stop();
    dir?.remove();
  });

  test("there is something to refuse", () => expect(acts).toHaveLength(6));

  const strangers = [
    ["whose session is in the background", bob],
    ["who came over the network", carol],
    ["at another screen of this machine", dora],
    ["without a session", eve],
    ["who is root, and came by the door of everybody", 0],
  ] as const;
  describe.each(strangers)("a user %s", (_who, uid) => {
    test.each(acts)("is refused %s", async (route) => {
      expect(await ask(uid, route)).toMatchObject({
        status: 403,
        body: { error: { code: "API_DENIED", params: { who: "console" } } },
      });
    });
    test("sees who is connected all the same", async () => {
      const { status, body } = await ask(uid, "GET /v1/sessions");
      expect([status, body.sessions[0].kind]).toEqual([200, "kvm"]);
    });
  });

  test("nothing of what was refused was done", async () => {
    const { body } = await ask(eve, "GET /v1/sessions");
    expect(body.sessions[0]).toMatchObject({ kind: "kvm", who: { user: "admin", address: "192.0.2.250" } });
  });

  test("the user at the screen ends the session", async () => {
    const { status, body } = await ask(alice, "POST /v1/sessions/end");
    expect(status).toBe(200);
    expect(body.steps[0]).toMatchObject({ kind: "kvm", outcome: "ended" });
    expect(body.left.map(({ kind }: Json) => kind)).not.toContain("kvm");
  });

  test("takes back a consent that is asked for, asks for help, and has the wireless link back", async () => {
    await operate("consent", "policy-all");
    await operate("consent", "request");
    expect((await ask(eve, "GET /v1/consent")).body.state).toBe("displayed");
    expect((await ask(alice, "POST /v1/consent/cancel")).body.steps).toMatchObject([
      { kind: "consent", outcome: "ended" },
    ]);
    expect((await ask(eve, "GET /v1/consent")).body.state).toBe("notStarted");
    expect((await ask(alice, "POST /v1/wlan/to-host")).status).toBe(200);
    await operate("tunnel", "allow");
    await operate("tunnel", "server");
    expect((await ask(alice, "POST /v1/help-desk/connect")).body).toMatchObject({ connection: "connecting" });
    expect((await ask(alice, "POST /v1/help-desk/disconnect")).body).toMatchObject({ connection: "none" });
  });

  test("an administrator does so by his own door, and the command line finds it", async () => {
    await operate("sol", "open");
    const { status, body } = await ask(0, "POST /v1/sessions/end", `${socket()}.admin`);
    expect([status, body.steps[1]]).toMatchObject([200, { kind: "sol", outcome: "ended" }]);
    const ended = await amtAgent(["sessions", "end", "sol", "--socket", socket()]);
    expect([ended.code, ended.stdout]).toEqual([0, expect.stringContaining("there was none")]);
  });

  test("who moves away from the screen may no more, and who comes may", async () => {
    await change("c1", "{'Active': <false>, 'State': <'online'>}");
    await change("c2", "{'Active': <true>, 'State': <'active'>}");
    expect((await ask(alice, "POST /v1/sessions/end")).status).toBe(403);
    expect((await ask(bob, "POST /v1/sessions/end")).status).toBe(200);
  });

  test("nobody is at the screen while nobody says who", async () => {
    await logind.stopLogind();
    expect((await ask(bob, "POST /v1/sessions/end")).status).toBe(403);
    expect((await ask(0, "POST /v1/sessions/end", `${socket()}.admin`)).status).toBe(200);
  });
});
