import { once } from "node:events";
import { type Server as HttpServer, createServer as plainServer } from "node:http";
import { createServer as secureServer } from "node:https";
import { type AddressInfo, connect as connectTcp } from "node:net";
import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { WebSocket } from "ws";
import { type ActivateOptions, activateThroughServer } from "../../agent/cli/rps.ts";
import { type Authority, type Issued, openAuthority } from "../support/openssl.ts";
import { commandOn } from "../support/rps-command.ts";
import { type RpsServer, rpsServer } from "../support/rps-server.ts";
import { type Served, served } from "../support/served-machine.ts";
import { steppedClock } from "../support/stepped-clock.ts";

let me: Served;
let server: RpsServer | undefined;
let other: HttpServer | undefined;
beforeAll(async () => {
  me = await served("unprovisioned-11");
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  if (other) {
    other.closeAllConnections();
    other.close();
    await once(other, "close");
  }
  other = undefined;
});
afterAll(() => me.stop());

const none = { password: "", steps: [] };
const command = (options?: Parameters<typeof commandOn>[1]) => commandOn(`socket:${me.path}`, options);
const failure = (options: ActivateOptions, said = command()): Promise<Error & { code: string }> =>
  activateThroughServer(said.context, options).then(
    () => {
      throw new Error("it succeeded");
    },
    (error) => error,
  );
const secret = (): string => me.me.world.localAccount.password.reveal();

/** A server that does this at the first message; how the command ends, and all it said. */
async function against(hostile: (socket: WebSocket, text: string) => void) {
  server = await rpsServer(none, { hostile });
  const said = command();
  const error = await failure({ url: `ws://127.0.0.1:${server.port}`, profile: "x" }, said);
  return { error, all: [...said.out, ...said.err, inspect(error, { depth: 9 })].join("\n") };
}
const say = (envelope: object) => (socket: WebSocket) => socket.send(JSON.stringify(envelope));

describe("a server that does not keep to the protocol", () => {
  test.each([
    ["no JSON", (socket: WebSocket) => socket.send("{no"), "RPS_MALFORMED"],
    ["bytes", (socket: WebSocket) => socket.send(Buffer.from("{}")), "RPS_MALFORMED"],
    ["two megabytes", (socket: WebSocket) => socket.send(" ".repeat(2 ** 21)), "RPS_MALFORMED"],
    ["its own method", say({ method: "shell", payload: "cm0=" }), "RPS_MALFORMED"],
    ["another page of AMT's", say({ method: "wsman", payload: btoa("GET / HTTP/1.1\r\n\r\n") }), "RPS_MALFORMED"],
    ["another port of the machine", say({ method: "port_switch", payload: '{"port":"22"}' }), "RPS_MALFORMED"],
    ["TLS from the start", say({ method: "tls_data", payload: btoa("x") }), "RPS_ORDER"],
    ["its end", (socket: WebSocket) => socket.close(1011), "RPS_CLOSED"],
    ["nothing, and is gone", (socket: WebSocket) => socket.terminate(), "RPS_CLOSED"],
    [
      "what it heard, as its reason",
      (socket: WebSocket, text: string) =>
        say({ method: "error", message: atob(JSON.parse(text).payload).slice(0, 9) })(socket),
      "RPS_REFUSED",
    ],
  ] as const)("sends %s", async (_, hostile, code) => {
    const { error, all } = await against(hostile);
    expect(error.code).toBe(code);
    expect(server?.heard).toHaveLength(1);
    expect(all).not.toContain(secret());
    expect(all).not.toContain(JSON.parse(server?.heard[0] ?? "").payload.slice(0, 40));
  });

  test("is cut off in the middle of what is too long", async () => {
    const { error } = await against((socket) => socket.send(" ".repeat(2 ** 21)));
    expect(error.message).toContain("over 1048576 bytes");
  });

  test("hangs up while we answer: its last word counts", async () => {
    const { error } = await against((socket) => {
      for (let i = 0; i < 50; i++) say({ method: "heartbeat_request", status: "heartbeat", payload: "" })(socket);
      say({ method: "error", message: "no such profile" })(socket);
      socket.close();
    });
    expect(error).toMatchObject({ code: "RPS_REFUSED", message: expect.stringContaining("no such profile") });
  });

  test("is told AMT's answers, and nothing of them is printed", async () => {
    const request = "POST /wsman HTTP/1.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    const { all } = await against((socket, text) => {
      const { method, payload } = JSON.parse(text);
      if (method !== "response") return say({ method: "wsman", payload: btoa(request) })(socket);
      expect(atob(payload)).toMatch(/^HTTP\/1\.1 401/);
      socket.close();
    });
    // A port can have these digits in it
    expect(all).not.toMatch(/Digest|nonce|\b401\b/);
  });

  test("that drives a terminal does not drive ours", async () => {
    const { error } = await against(say({ method: "error", message: "\u001b[2Jgone\r\nfake line" }));
    expect(error.message).toContain("\\x1b[2Jgone\\x0d\\x0afake line");
  });

  test("beats without end is answered each time, and does no harm", async () => {
    let beats = 0;
    server = await rpsServer(none, {
      hostile: (socket, text) => {
        const { method } = JSON.parse(text);
        if (method === "heartbeat_response") beats += 1;
        else
          for (let i = 0; i < 2_000; i++)
            say({ method: "heartbeat_request", status: "heartbeat", payload: "" })(socket);
        if (beats === 2_000) say({ method: "error", message: "enough" })(socket);
      },
    });
    const error = await failure({ url: `ws://localhost:${server.port}`, profile: "x" });
    expect([error.code, beats]).toEqual(["RPS_REFUSED", 2_000]);
  });

  test("says nothing is left after three minutes", async () => {
    const clock = steppedClock();
    server = await rpsServer(none, { hostile: () => clock.advance(180_000) });
    const error = await failure({ url: `ws://127.0.0.1:${server.port}`, profile: "x" }, command({ clock }));
    expect(error).toMatchObject({ code: "RPS_SILENT", message: expect.stringContaining("3 minutes") });
  });

  test("is left at Ctrl-C", async () => {
    const stop = new AbortController();
    server = await rpsServer(none, { hostile: () => stop.abort(new DOMException("SIGINT", "AbortError")) });
    const error = await failure(
      { url: `ws://127.0.0.1:${server.port}`, profile: "x" },
      command({ signal: stop.signal }),
    );
    expect(error.name).toBe("AbortError");
  });
});

test("names and passwords of any letters come to the server as they are", async () => {
  const ascii = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).join("");
  const owned = await served("acm-15");
  try {
    server = await rpsServer(none, { hostile: say({ method: "error", message: "heard" }) });
    const url = `ws://127.0.0.1:${server.port}`;
    const { context } = commandOn(`socket:${owned.path}`, { env: { AMT_PASSWORD: `${ascii} z` } });
    const name = `"Büro" & <'日本'>`;
    await expect(activateThroughServer(context, { url, profile: "x", name })).rejects.toThrow("heard");
    const { method, payload } = JSON.parse(server.heard[0] ?? "");
    expect(method).toBe("activate --profile x");
    expect(JSON.parse(Buffer.from(payload, "base64").toString("utf8"))).toMatchObject({
      password: `${ascii} z`,
      friendlyName: name,
    });
  } finally {
    await owned.stop();
  }
});

describe("an address", () => {
  const listening = async (made: HttpServer): Promise<number> => {
    other = made.listen(0, "127.0.0.1");
    await once(other, "listening");
    return (other.address() as AddressInfo).port;
  };
  test("that sends on is not followed", async () => {
    server = await rpsServer(none, { hostile: () => {} });
    const to = `ws://127.0.0.1:${server.port}/`;
    const port = await listening(plainServer((_, answer) => answer.writeHead(302, { Location: to }).end()));
    const error = await failure({ url: `ws://127.0.0.1:${port}/activate`, profile: "x" });
    expect(error).toMatchObject({ code: "RPS_UNREACHABLE", message: expect.stringMatching(/sends on.*not followed/) });
    expect(server.heard).toEqual([]);
  });
  test("of a web page is none", async () => {
    const port = await listening(plainServer((_, answer) => answer.end("hello")));
    const error = await failure({ url: `ws://127.0.0.1:${port}/`, profile: "x" });
    expect(error).toMatchObject({ code: "RPS_UNREACHABLE", message: expect.stringContaining("HTTP status 200") });
  });
  test("at which nobody listens, and one that never answers", async () => {
    const port = await listening(plainServer());
    const clock = steppedClock();
    other?.on("connection", () => clock.advance(30_000));
    const late = await failure({ url: `ws://127.0.0.1:${port}/`, profile: "x" }, command({ clock }));
    expect(late).toMatchObject({ code: "RPS_UNREACHABLE", message: expect.stringContaining("within 30 s") });
    other?.closeAllConnections();
    other?.close();
    other = undefined;
    const nobody = await failure({ url: `ws://127.0.0.1:${port}/`, profile: "x" });
    expect(nobody).toMatchObject({ code: "RPS_UNREACHABLE", message: expect.stringContaining("ECONNREFUSED") });
  });
  test.each([
    "ws://rps.example.com/activate",
    "ws://127.evil.example.com/",
    "https://rps.example.com/",
    "wss://user@rps.example.com/",
    "wss://:pw@rps.example.com/",
    "wss://rps.example.com/#x",
    "rps.example.com",
  ])("%s is refused before anything is asked of anybody", async (url) => {
    expect(await failure({ url, profile: "x" })).toMatchObject({ code: "CONFIG_INVALID" });
  });

  describe("behind a proxy", () => {
    test("is reached through it", async () => {
      server = await rpsServer(none, { hostile: say({ method: "error", message: "reached" }) });
      const asked: string[] = [];
      const proxy = plainServer().on("connect", (request, socket) => {
        asked.push(request.url ?? "");
        const far = connectTcp(server?.port ?? 0, "127.0.0.1", () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
        for (const one of [far, socket]) one.on("error", () => {});
        far.pipe(socket).pipe(far);
      });
      const port = await listening(proxy);
      const error = await failure({
        url: `ws://127.0.0.1:${server.port}/`,
        profile: "x",
        proxy: `http://127.0.0.1:${port}`,
      });
      expect([error.code, asked]).toEqual(["RPS_REFUSED", [`127.0.0.1:${server.port}`]]);
    });
    test("that refuses is not", async () => {
      const port = await listening(plainServer().on("connect", (_, socket) => socket.end("HTTP/1.1 407 No\r\n\r\n")));
      const error = await failure({ url: "ws://127.0.0.1:9/", profile: "x", proxy: `http://127.0.0.1:${port}` });
      expect(error).toMatchObject({ code: "RPS_UNREACHABLE", message: expect.stringContaining("status 407") });
    });
    test.each(["https://proxy.example.com", "http://u:p@proxy.example.com", "proxy:3128"])(
      "%s is none",
      async (proxy) => {
        expect(await failure({ url: "ws://127.0.0.1:9/", profile: "x", proxy })).toMatchObject({
          code: "CONFIG_INVALID",
        });
      },
    );
  });
});

describe("the server's certificate", () => {
  let authority: Authority;
  let root: Issued;
  let good: Issued;
  let strange: Issued;
  beforeAll(async () => {
    authority = await openAuthority();
    root = await authority.issue("Own Root", { ca: true });
    good = await authority.issue("localhost", { issuer: root });
    strange = await authority.issue("elsewhere.example.com", { issuer: root });
  });
  afterAll(() => authority.remove());
  const keyOf = async ({ key }: Issued): Promise<string> => (await import("node:fs/promises")).readFile(key, "utf8");
  async function secured(leaf: Issued): Promise<string> {
    server = await rpsServer(none, {
      tls: { cert: leaf.pem, key: await keyOf(leaf) },
      hostile: say({ method: "error", message: "reached" }),
    });
    return `wss://localhost:${server.port}/activate`;
  }
  test("by nobody known is refused, and nothing was sent; neither is it by the environment's word", async () => {
    const url = await secured(good);
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    for (const word of [undefined, "0"]) {
      if (word) process.env.NODE_TLS_REJECT_UNAUTHORIZED = word;
      const error = await failure({ url, profile: "x" });
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
      expect(error).toMatchObject({
        code: "RPS_UNTRUSTED",
        message: expect.stringMatching(/UNABLE_TO_VERIFY.*--server-ca/),
      });
    }
    expect(server?.heard).toEqual([]);
  });
  test("signed by itself is refused", async () => {
    const own = await authority.issue("localhost");
    const error = await failure({ url: await secured(own), profile: "x" });
    expect(error).toMatchObject({ code: "RPS_UNTRUSTED", message: expect.stringContaining("SELF_SIGNED") });
    expect(server?.heard).toEqual([]);
  });
  test("is accepted with --server-ca of its authority", async () => {
    const error = await failure({ url: await secured(good), profile: "x", serverCa: root.certificate });
    expect(error.code).toBe("RPS_REFUSED");
  });
  test("for another name is refused, whoever gave it", async () => {
    const error = await failure({ url: await secured(strange), profile: "x", serverCa: root.certificate });
    expect(error).toMatchObject({ code: "RPS_UNTRUSTED", message: expect.stringContaining("ALTNAME") });
    expect(server?.heard).toEqual([]);
  });
  test("of another authority is refused", async () => {
    const another = await authority.issue("Other Root", { ca: true });
    const error = await failure({ url: await secured(good), profile: "x", serverCa: another.certificate });
    expect(error.code).toBe("RPS_UNTRUSTED");
  });
  test("and a file that holds none is said so", async () => {
    for (const serverCa of [root.key, "/nonexistent"])
      expect(await failure({ url: "wss://localhost:1/", profile: "x", serverCa })).toMatchObject({
        code: "CONFIG_INVALID",
      });
  });
  test("does not matter to a server without WebSocket", async () => {
    const made = secureServer({ cert: good.pem, key: await keyOf(good) }, (_, answer) => answer.writeHead(404).end());
    other = made.listen(0, "127.0.0.1");
    await once(other, "listening");
    const url = `wss://localhost:${(other.address() as AddressInfo).port}/`;
    expect((await failure({ url, profile: "x", serverCa: root.certificate })).code).toBe("RPS_UNREACHABLE");
  });
});
