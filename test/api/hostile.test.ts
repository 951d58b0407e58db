import { EventEmitter, once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routes } from "../../agent/api/contract.ts";
import { createApi } from "../../agent/api/server.ts";
import { realClock } from "../../platform/clock.ts";
import { peerOf } from "../../platform/peer.ts";
import {
  answerOf,
  ask,
  dialRaw,
  memoryLog,
  openDirectory,
  plainHandlers,
  type Running,
  sendRaw,
  startPlainApi,
} from "../support/local-api.ts";

let api: Running;
let admin: string;
beforeAll(async () => {
  // ms short enough to wait for; the usual ones are seconds
  api = await startPlainApi({ limits: { headersWithin: 200, requestWithin: 400, maxBody: 1_000, maxHeader: 2_000 } });
  admin = `${api.socket}.admin`;
});
afterAll(async () => {
  await api.stop();
  // whatever was sent, nothing of it was a surprise to the server
  expect(api.logged()).not.toContain("error a request failed");
});

const head = "GET /v1/status HTTP/1.1\r\nHost: localhost\r\n";
const post = (headers: string, body: string): string =>
  `POST /v1/mei/call HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n${body}`;
const json = "Content-Type: application/json\r\n";

const refused: readonly [what: string, sent: () => string, status: number, code: string][] = [
  ["a huge header", () => `${head}X: ${"x".repeat(5_000)}\r\n\r\n`, 431, "API_HEADERS_TOO_LARGE"],
  ["a thousand headers", () => `${head}${"a: b\r\n".repeat(1_000)}\r\n`, 431, "API_HEADERS_TOO_LARGE"],
  ["a huge request line", () => `GET /${"x".repeat(9_000)} HTTP/1.1\r\n\r\n`, 431, "API_HEADERS_TOO_LARGE"],
  ["no HTTP at all", () => "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", 400, "API_MALFORMED"],
  ["a bare LF smuggled in", () => "GET /v1/status HTTP/1.1\nHost: localhost\n\n", 400, "API_MALFORMED"],
  ["two lengths", () => post(`${json}Content-Length: 2\r\nContent-Length: 3\r\n`, "{}"), 400, "API_MALFORMED"],
  [
    "a length and chunks",
    () => post(`${json}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n`, "0\r\n\r\n"),
    400,
    "API_MALFORMED",
  ],
  ["an announced huge body", () => post(`${json}Content-Length: 1001\r\n`, "{"), 413, "API_TOO_LARGE"],
  [
    "a huge body in chunks",
    () => post(`${json}Transfer-Encoding: chunked\r\n`, `1000\r\n${"x".repeat(4_096)}\r\n0\r\n\r\n`),
    413,
    "API_TOO_LARGE",
  ],
  ["a body that is not JSON", () => post(`${json}Content-Length: 4\r\n`, "{a:}"), 400, "API_MALFORMED"],
  ["a body that is not UTF-8", () => post(`${json}Content-Length: 3\r\n`, '"\u0080'), 400, "API_MALFORMED"],
  ["no body", () => post(`${json}Content-Length: 0\r\n`, ""), 400, "API_MALFORMED"],
  ["a form", () => post("Content-Type: text/plain\r\nContent-Length: 2\r\n", "{}"), 415, "API_NOT_JSON"],
  ["no content type", () => post("Content-Length: 2\r\n", "{}"), 415, "API_NOT_JSON"],
  ["a GET with a body", () => `${head}Connection: close\r\nContent-Length: 2\r\n\r\n{}`, 400, "API_MALFORMED"],
  ["Origin", () => `${head}Connection: close\r\nOrigin: null\r\n\r\n`, 403, "API_FOREIGN"],
  ["Referer", () => `${head}Connection: close\r\nReferer: http://x/\r\n\r\n`, 403, "API_FOREIGN"],
  ["Sec-Fetch-Site", () => `${head}Connection: close\r\nSec-Fetch-Site: none\r\n\r\n`, 403, "API_FOREIGN"],
  [
    "a foreign Host",
    () => "GET /v1/status HTTP/1.1\r\nHost: localhost.evil.example\r\nConnection: close\r\n\r\n",
    403,
    "API_FOREIGN",
  ],
  ["HTTP/1.0 without Host", () => "GET /v1/status HTTP/1.0\r\n\r\n", 403, "API_FOREIGN"],
  [
    "a query where none is",
    () => "GET /v1/status?x=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
    400,
    "API_INVALID",
  ],
  ["headers that never end", () => `${head}X: `, 408, "API_TIMEOUT"],
  ["a body that never ends", () => post(`${json}Content-Length: 900\r\n`, "{"), 408, "API_TIMEOUT"],
];

test.each(refused)("%s is refused", async (_, sent, status, code) => {
  const got = answerOf(await sendRaw(admin, sent()));
  expect(got).toMatchObject({ status, body: { error: { code, message: expect.any(String) } } });
});

test("the refusals above name no more than they must", async () => {
  const text = await sendRaw(admin, post(`${json}Content-Length: 4\r\n`, "{a:}"));
  expect(text).not.toMatch(/at .*\.ts|node_modules|SyntaxError/);
});

describe("input", () => {
  const send = (input: unknown) => ask(admin, "POST /v1/mei/call", { body: JSON.stringify(input) });
  const invalid = (field: string) => ({
    status: 400,
    body: { error: { code: "API_INVALID", message: expect.stringContaining(`"${field}"`), params: { field } } },
  });

  test("names the field that is wrong", async () => {
    expect(await send({ command: 5 })).toMatchObject(invalid("command"));
    expect(await send({ command: "x".repeat(65) })).toMatchObject(invalid("command"));
    expect(await send({})).toMatchObject(invalid("command"));
    expect(await send({ command: "x", input: [] })).toMatchObject(invalid("input"));
  });
  test("names the field that nobody knows", async () => {
    expect(await send({ command: "x", comand: "y" })).toMatchObject(invalid("comand"));
    expect(await ask(admin, "POST /v1/mei/call", { body: '{"command":"x","__proto__":{}}' })).toMatchObject(
      invalid("__proto__"),
    );
  });
  test("is an object", async () => {
    for (const wrong of [null, [], "x", 1]) expect(await send(wrong)).toMatchObject({ status: 400 });
  });
  test("in a query is read as what it is", async () => {
    expect(await ask(api.socket, "GET /v1/events?after=0")).toMatchObject({ body: { events: [{ id: 1 }] } });
    expect(await ask(api.socket, "GET /v1/events?after=1")).toMatchObject({ body: { events: [], last: 1 } });
    expect(await ask(api.socket, "GET /v1/events?after=x")).toMatchObject(invalid("after"));
    expect(await ask(api.socket, "GET /v1/events?after=-1")).toMatchObject(invalid("after"));
    expect(await ask(api.socket, "GET /v1/events?after=1&after=2")).toMatchObject({
      status: 400,
      body: { error: { params: { field: "after" } } },
    });
  });
});

describe("connections", () => {
  test("that say nothing are hung up on", async () => {
    const { closed } = dialRaw(api.socket);
    expect(answerOf(await closed)).toMatchObject({ status: 408 });
  });

  test("serve one request after the other", async () => {
    const { socket, closed } = dialRaw(api.socket);
    socket.write(`${head}\r\n`);
    await new Promise((resolve) => socket.once("data", resolve));
    socket.write(`${head}Connection: close\r\n\r\n`);
    expect((await closed).match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  });

  test("that send ahead get one answer and a refusal, and run one call", async () => {
    let running = 0;
    let most = 0;
    const slow = await startPlainApi({
      handlers: {
        ...plainHandlers,
        "GET /v1/health": async () => {
          most = Math.max(most, ++running);
          await new Promise((resolve) => setImmediate(resolve));
          running--;
          return { ok: true, conditions: [] };
        },
      },
    });
    try {
      const one = "GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
      const text = await sendRaw(slow.socket, one.repeat(50));
      expect(text.match(/HTTP\/1\.1 200/g)).toHaveLength(1);
      expect(text.match(/HTTP\/1\.1 400/g)).toHaveLength(1);
      expect(most).toBe(1);
    } finally {
      await slow.stop();
    }
  });

  test("beyond the bound of all are refused with a reason", async () => {
    const small = await startPlainApi({ limits: { connections: 1 } });
    try {
      const first = dialRaw(`${small.socket}.admin`);
      first.socket.write(`${head}\r\n`);
      await new Promise((resolve) => first.socket.once("data", resolve));
      expect(answerOf(await dialRaw(`${small.socket}.admin`).closed)).toMatchObject({
        status: 503,
        body: { error: { code: "API_CROWDED" } },
      });
      first.socket.destroy();
    } finally {
      await small.stop();
    }
  });
});

test("five hundred hostile connections later, an honest one is served", async () => {
  const attacks = refused.filter(([, , status]) => status !== 408);
  for (let round = 0; round < 25; round++) await Promise.all(attacks.map(([, sent]) => sendRaw(admin, sent())));
  expect(await ask(api.socket, "GET /v1/status")).toMatchObject({ status: 200 });
});

describe("closing", () => {
  test("ends a call that runs, a stream, a half request and an idle connection, and leaves no file", async () => {
    const directory = openDirectory();
    const { log } = memoryLog();
    const seen = new EventEmitter();
    const started = once(seen, "started");
    const api = createApi({
      routes,
      clock: realClock,
      log,
      peerOf,
      handlers: {
        ...plainHandlers,
        "GET /v1/health": ({ signal }) => {
          seen.emit("started", signal);
          return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
        },
      },
      limits: { farewell: 100 },
    });
    const socket = `${directory.path}/agent.sock`;
    await api.open("user", socket);
    const call = sendRaw(socket, "GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const stream = sendRaw(socket, "GET /v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const half = sendRaw(socket, head);
    const idle = dialRaw(socket);
    idle.socket.write(`${head}\r\n`);
    await new Promise((resolve) => idle.socket.once("data", resolve));
    const [signal] = (await started) as [AbortSignal];
    await api.close();
    expect(signal.aborted).toBe(true);
    expect(answerOf(await call)).toMatchObject({ status: 503, body: { error: { code: "API_STOPPING" } } });
    await Promise.all([stream, half, idle.closed]);
    await expect(sendRaw(socket)).resolves.toBe("");
    await log.close();
    directory.remove();
  });

  test("a caller who hangs up stops the call", async () => {
    const seen = new EventEmitter();
    const stopped = once(seen, "stopped");
    const api = await startPlainApi({
      handlers: {
        ...plainHandlers,
        "GET /v1/health": ({ signal }) =>
          new Promise((_resolve, reject) =>
            signal.addEventListener("abort", () => {
              seen.emit("stopped");
              reject(signal.reason);
            }),
          ),
      },
    });
    try {
      const { socket } = dialRaw(api.socket);
      socket.write("GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n", () => socket.destroy());
      await stopped;
    } finally {
      await api.stop();
    }
  });
});
