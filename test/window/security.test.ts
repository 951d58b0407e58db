import { execFile, execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setImmediate as turn } from "node:timers/promises";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { tokenLives } from "../../tray/window/entrance.ts";
import { writeLetter } from "../../tray/window/letter.ts";
import { patience } from "../../tray/window/main.ts";
import { folder } from "../support/program.ts";
import { snapshotOf } from "../support/snapshots.ts";
import { type SteppedClock, steppedClock } from "../support/stepped-clock.ts";
import { startToldService, type ToldService } from "../support/told-service.ts";
import { type Answered, askPort, entryIn, keyIn, type OpenWindow, openWindow } from "../support/window.ts";

const header = "X-Amt-Agent-Session";
let service: ToldService;
let window: OpenWindow;
beforeEach(async () => {
  service = await startToldService(snapshotOf("managed"));
  service.answers.set("/v1/version", { body: { version: "1" } });
  service.answers.set("/v1/events", { body: { events: [], last: 0, more: false } });
  window = await openWindow(service.socket);
});
afterEach(async () => {
  await window.stop();
  await service.remove();
});
const entered = async (): Promise<string> => keyIn(await window.enter(window.token()));
const reading = (key: string, more: Readonly<Record<string, string>> = {}) => ({ headers: { [header]: key, ...more } });

describe("the way in", () => {
  test("is a token, once; what was read of the service then comes by the key alone", async () => {
    expect((await window.ask("/api/version")).status).toBe(401);
    const key = await entered();
    expect(key).toMatch(/^[\w-]{43}$/);
    const answer = await window.ask("/api/version", reading(key));
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { version: "1" }]);
    expect((await window.ask("/api/version")).status).toBe(401);
    expect((await window.ask("/api/version", reading(`${key.slice(0, -1)}!`))).status).toBe(401);
    expect((await window.ask("/api/version", { headers: { Cookie: `${header}=${key}` } })).status).toBe(401);
  });

  test("does not open to a token that was never issued, or none", async () => {
    for (const token of ["", "x", "A".repeat(43)]) expect(entryIn(await window.enter(token))).toBe("unknown");
    expect(await entered()).not.toBe("");
  });

  test("used twice ends the session, tells the page that is open, and says so", async () => {
    const token = window.token();
    const key = keyIn(await window.enter(token));
    const stream = window.ask("/api/stream", reading(key));
    expect(entryIn(await window.enter(token))).toBe("reused");
    expect((await stream).body.trimEnd().split("\n").at(-1)).toBe('{"kind":"ended","why":"reused"}');
    expect(await window.ended).toMatchObject({ code: "WINDOW_REUSED", message: expect.stringMatching(/used twice/) });
  });

  test("sets no cookie and keeps the token out of what it answers", async () => {
    const token = window.token();
    const page = await window.enter(token);
    expect(page.headers["set-cookie"]).toBeUndefined();
    expect(page.body).not.toContain(token);
    expect(page.headers["cache-control"]).toBe("no-store");
  });

  test("is a file of this user's alone, which goes when it was used", async () => {
    const { letter } = window;
    expect(statSync(letter).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(letter)).mode & 0o777).toBe(0o700);
    await entered();
    expect(existsSync(letter)).toBe(false);
  });

  test("is not put where others could read or write it", () => {
    const home = folder();
    try {
      mkdirSync(home.in("open"));
      chmodSync(home.in("open"), 0o755);
      expect(() => writeLetter(home.in("open"), { port: 1, token: "x" })).toThrow(/must belong to user \d+ alone/);
    } finally {
      home.remove();
    }
  });
});

describe("time", () => {
  /** Time passes, and whoever waited for it does what follows. */
  const pass = async (clock: SteppedClock, ms: number): Promise<void> => {
    clock.advance(ms);
    await turn();
  };

  test("a token opens for 30 s; the file has a new one before that; a late one does no harm", async () => {
    const clock = steppedClock();
    const later = await openWindow(service.socket, { clock });
    try {
      const first = later.token();
      await pass(clock, patience.rewrite);
      const second = later.token();
      expect(second).not.toBe(first);
      await pass(clock, tokenLives - patience.rewrite);
      expect(entryIn(await later.enter(first))).toBe("late");
      expect(keyIn(await later.enter(second))).not.toBe("");
      // Whoever comes now with the old file has read what was not for him
      expect(entryIn(await later.enter(first))).toBe("reused");
      expect(await later.ended).toMatchObject({ code: "WINDOW_REUSED" });
    } finally {
      await later.stop();
    }
  });

  test("the window ends when nobody comes, and a while after its last page was closed", async () => {
    const clock = steppedClock();
    const nobody = await openWindow(service.socket, { clock });
    await pass(clock, patience.entry);
    expect(await nobody.ended).toMatchObject({ code: "WINDOW_NOBODY" });

    const left = await openWindow(service.socket, { clock });
    await left.enter(left.token());
    await pass(clock, patience.empty);
    expect(await left.ended).toBeUndefined();
  });
});

const evil = ["evil.example", "localhost", "127.0.0.1", "127.0.0.1:1", "[::1]"];
describe("who may ask", () => {
  test.each(evil)("not by the name %s, whatever the path", async (host) => {
    const key = await entered();
    for (const to of ["/", "/app.js", "/api/version", "/api/stream"])
      expect((await window.ask(to, reading(key, { Host: host }))).status).toBe(421);
  });

  test("not a website: neither its form nor its script, and its try costs the user nothing", async () => {
    const token = window.token();
    for (const Origin of ["https://evil.example", `http://localhost:${window.port}`, `http://127.0.0.1:${window.port}`])
      expect((await window.enter(token, { Origin })).status).toBe(403);
    const bare = await window.ask("/enter", { method: "POST", body: `token=${token}` });
    expect(bare.status).toBe(403);
    const key = keyIn(await window.enter(token));
    const foreign = [{ Origin: "https://evil.example" }, { Origin: "null" }, { "Sec-Fetch-Site": "cross-site" }];
    for (const headers of foreign)
      expect((await window.ask("/api/version", reading(key, headers as Record<string, string>))).status).toBe(403);
    const own = { Origin: `http://127.0.0.1:${window.port}`, "Sec-Fetch-Site": "same-origin" };
    expect((await window.ask("/api/version", reading(key, own))).status).toBe(200);
  });

  test("no page elsewhere is let read an answer, preflighted or not", async () => {
    const key = await entered();
    const headers = { Origin: "https://evil.example", "Access-Control-Request-Headers": header };
    const preflight = await window.ask("/api/version", { method: "OPTIONS", headers });
    expect(preflight.status).toBe(405);
    for (const { headers: sent } of [preflight, await window.ask("/api/version", reading(key))])
      expect(Object.keys(sent).filter((name) => name.startsWith("access-control"))).toEqual([]);
  });
});

describe("what may be asked", () => {
  const paths = [
    "/../../../../etc/passwd",
    "/..%2f..%2f..%2fetc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/app.js/../../../package.json",
    "/app.js%00.html",
    "//evil.example/app.js",
    "/\\..\\..\\package.json",
    "/window/index.html",
    "/index.html",
    "/api/../../agent.sock",
    "/constructor",
    "/api/__proto__",
    "http://evil.example/",
    "/api/mei/call",
    "/api/provisioning/deactivate",
    "/api/presence/lease?name=x",
    "/v1/info",
    "/api/v1/info",
    "/api/openapi",
  ];
  test.each(paths)("not %s", async (to) => {
    const answer = await window.ask(to, reading(await entered()));
    expect([400, 404]).toContain(answer.status);
    expect(answer.body).not.toMatch(/root:|"name"|<!doctype/);
  });

  test("questions to the service only with words that it knows, each once", async () => {
    const key = await entered();
    const status = async (query: string) => (await window.ask(`/api/events?${query}`, reading(key))).status;
    expect(await Promise.all(["", "limit=5&kind=session", "after=1"].map(status))).toEqual([200, 200, 200]);
    expect(await Promise.all(["limit=1&limit=2", "socket=/etc", "__proto__=1"].map(status))).toEqual([400, 400, 400]);
    expect((await window.ask("/api/version?x=1", reading(key))).status).toBe(400);
  });

  test.each(["POST", "PUT", "DELETE", "HEAD", "TRACE", "PATCH"])("nothing by %s", async (method) => {
    const key = await entered();
    for (const to of ["/", "/api/version", "/api/stream"])
      expect((await window.ask(to, { method, headers: { [header]: key } })).status).toBe(405);
  });

  test("what changes something by POST from our own page alone, with nothing in it", async () => {
    const key = await entered();
    const to = "/api/sessions/end?kind=kvm";
    const origin = `http://127.0.0.1:${window.port}`;
    const post = async (headers: Record<string, string>, body?: string): Promise<number> =>
      (await window.ask(to, { method: "POST", headers, ...(body !== undefined && { body }) })).status;
    expect((await window.ask(to, reading(key))).status).toBe(405);
    expect(await post({ [header]: key })).toBe(403);
    expect(await post({ [header]: key, origin: "http://example.com" })).toBe(403);
    expect(await post({ [header]: key, origin: "null" })).toBe(403);
    expect(await post({ origin })).toBe(401);
    expect(await post({ [header]: key, origin }, "kind=kvm")).toBe(413);
    service.answers.set("/v1/sessions/end", { status: 403, body: { error: { code: "API_DENIED", message: "No." } } });
    expect(await post({ [header]: key, origin })).toBe(403);
    const done = { schema: "amt-agent.sessions-end/1", way: "system", steps: [], left: [] };
    service.answers.set("/v1/sessions/end", { status: 200, body: done });
    expect(await post({ [header]: key, origin })).toBe(200);
  });

  test("what the service refuses is refused here too, in its words", async () => {
    const key = await entered();
    const error = { code: "API_DENIED", message: "Not for you." };
    service.answers.set("/v1/version", { status: 403, body: { error } });
    const answer = await window.ask("/api/version", reading(key));
    expect([answer.status, JSON.parse(answer.body)]).toEqual([403, { error }]);
    await service.close();
    expect((await window.ask("/api/version", reading(key))).status).toBe(503);
  });
});

/** Sends bytes as they are, and gives what comes back until the connection ends. */
async function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {}); // a reset is an answer
  socket.write(bytes);
  const answer = await text(socket).catch(() => "");
  socket.destroy();
  return answer;
}

describe("hostile bytes", () => {
  const host = (): string => `Host: 127.0.0.1:${window.port}\r\n`;

  test("headers without end are not read to their end", async () => {
    const answer = await window.ask("/", { headers: { "X-Long": "x".repeat(10_000) } });
    expect(answer.status).toBe(431);
  });

  test("a body that is too long is refused, announced or not, before it has come", async () => {
    const long = "token=".padEnd(5_000, "x");
    const announced = await window.ask("/enter", { method: "POST", headers: { Origin: "null" }, body: long });
    expect(announced.status).toBe(413);
    const huge = `POST /enter HTTP/1.1\r\n${host()}Origin: null\r\nContent-Length: 99999999999\r\n\r\n`;
    expect(await raw(window.port, huge)).toMatch(/^HTTP\/1\.1 413 /);
    const chunks = `POST /enter HTTP/1.1\r\n${host()}Origin: null\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n${long.slice(0, 4_096)}\r\n`;
    expect(await raw(window.port, chunks)).toMatch(/^HTTP\/1\.1 413 /);
    const onGet = await window.ask("/", { headers: { "Content-Length": "5" }, body: "12345" });
    expect(onGet.status).toBe(413);
  });

  test("no header of an answer holds what a request said", async () => {
    const tries = [
      "/%0d%0aX-Evil:%201",
      "/api/events?kind=%0d%0aX-Evil:%201",
      "/?\u2028X-Evil:1".replace("\u2028", "%E2%80%A8"),
    ];
    const key = await entered();
    for (const to of tries) {
      const { headers } = await window.ask(to, reading(key));
      expect(Object.keys(headers)).not.toContain("x-evil");
      expect(JSON.stringify(headers)).not.toMatch(/evil/i);
    }
    const split = `GET / HTTP/1.1\r\n${host()}X: a\nX-Evil: 1\r\n\r\n`;
    expect(await raw(window.port, split)).not.toMatch(/X-Evil/);
  });

  test("two lengths, or a length and chunks, are no request", async () => {
    const both = `POST /enter HTTP/1.1\r\n${host()}Origin: null\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
    expect(await raw(window.port, both)).toMatch(/^HTTP\/1\.1 400 /);
    expect(await raw(window.port, "GET / HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1\.1 421 /);
  });

  test("connections are few: what comes beyond is hung up on, and the page that is there goes on", async () => {
    const key = await entered();
    const crowd = Array.from({ length: 80 }, () => connect(window.port, "127.0.0.1"));
    const gone = crowd.map(
      (socket) =>
        new Promise<boolean>((resolve) => {
          socket.on("error", () => {});
          socket.once("close", () => resolve(true));
        }),
    );
    await Promise.race(gone);
    for (const socket of crowd) socket.destroy();
    await Promise.all(gone);
    expect((await window.ask("/api/version", reading(key))).status).toBe(200);
  });
});

describe("every answer", () => {
  test("says what a browser may do with it, refusals too", async () => {
    const key = await entered();
    const answers: Answered[] = [
      await window.ask("/"),
      await window.ask("/app.js"),
      await window.ask("/api/version", reading(key)),
      await window.ask("/api/version"),
      await window.ask("/nowhere", reading(key)),
      await window.ask("/", { headers: { Host: "evil.example" } }),
      await window.ask("/", { method: "PUT" }),
    ];
    for (const { headers } of answers) {
      expect(headers["content-security-policy"]).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
      expect(headers["content-security-policy"]).toMatch(/frame-ancestors 'none'/);
      expect(headers["content-security-policy"]).not.toMatch(/unsafe|\*|https?:|data:/);
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "same-origin",
        "cache-control": "no-store",
      });
    }
  });
});

const nobody = 65_534;
const asNobody = (script: string): readonly [string, string[], { env: NodeJS.ProcessEnv; cwd: string }] => [
  "setpriv",
  [`--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", process.execPath, "-e", script],
  { env: { PATH: process.env.PATH }, cwd: "/" },
];
function nobodyCanRun(): boolean {
  if (process.geteuid?.() !== 0) return false;
  try {
    return execFileSync(...asNobody("console.log(1)")).toString() === "1\n";
  } catch {
    return false; // that is the answer
  }
}

describe.runIf(nobodyCanRun())("another user of this computer", () => {
  const asked = (to: string, options: object, body = ""): string => `
    const request = require("node:http").request(${JSON.stringify({ host: "127.0.0.1", port: window.port, path: to, ...options })});
    request.on("response", (r) => console.log(r.statusCode)).on("error", (e) => console.log(e.code));
    request.end(${JSON.stringify(body)});`;

  test("cannot read the file, and is hung up on even with the token or the key in hand", async () => {
    const read = `try { require("node:fs").readFileSync(${JSON.stringify(window.letter)}); console.log("read") } catch (e) { console.log(e.code) }`;
    const run = async (script: string): Promise<string> => (await promisify(execFile)(...asNobody(script))).stdout;
    expect(await run(read)).toBe("EACCES\n");
    const token = window.token();
    const entering = { method: "POST", headers: { Origin: "null", "Content-Length": token.length + 6 } };
    expect(await run(asked("/enter", entering, `token=${token}`))).toBe("ECONNRESET\n");
    expect(await run(asked("/", {}))).toBe("ECONNRESET\n");
    const key = keyIn(await window.enter(token));
    expect(key).not.toBe("");
    expect(await run(asked("/api/version", { headers: { [header]: key } }))).toBe("ECONNRESET\n");
    expect((await askPort(window.port, "/api/version", reading(key))).status).toBe(200);
  });
});

test("the file holds an address, a token and nothing to run from elsewhere", () => {
  const page = readFileSync(window.letter, "utf8");
  expect(page.match(/https?:\/\/[^"]+/g)).toEqual([`http://127.0.0.1:${window.port}/enter`]);
});
