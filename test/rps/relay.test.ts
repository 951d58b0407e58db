import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type Server as HttpServer, createServer as plainServer, type RequestListener } from "node:http";
import { createServer as secureServer } from "node:https";
import { type AddressInfo, connect, type Socket, type Server as TcpServer, createServer as tcpServer } from "node:net";
import type { Duplex } from "node:stream";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Amt } from "../../agent/rps/amt.ts";
import { type Result, run } from "../../agent/rps/run.ts";
import { connectServer } from "../../agent/rps/server.ts";
import { type Clock, realClock } from "../../platform/clock.ts";
import { Secret } from "../../platform/secret.ts";
import { type Authority, type Issued, openAuthority } from "../support/openssl.ts";
import { type RpsServer, rpsServer, type Step } from "../support/rps-server.ts";
import { steppedClock } from "../support/stepped-clock.ts";

/** Between a server and web servers that are no AMT: what is passed on, and when. */
let authority: Authority;
let leaf: Issued;
beforeAll(async () => {
  authority = await openAuthority();
  leaf = await authority.issue("localhost");
});
afterAll(() => authority.remove());

const open: (HttpServer | TcpServer)[] = [];
let server: RpsServer;
afterEach(async () => {
  await server.stop();
  for (const one of open.splice(0)) {
    if ("closeAllConnections" in one) one.closeAllConnections();
    one.close();
  }
});
async function listening(one: HttpServer | TcpServer): Promise<number> {
  open.push(one.listen(0, "127.0.0.1"));
  await once(one, "listening");
  return (one.address() as AddressInfo).port;
}
const places = (by: Readonly<Record<number, number>>): Amt => ({
  async connect(port) {
    const socket = connect(by[port] ?? 0, "127.0.0.1");
    await once(socket, "connect");
    return socket;
  },
});
async function carried(
  amt: Amt,
  steps: readonly Step[],
  { clock = realClock, told = [] }: { clock?: Clock; told?: string[] } = {},
): Promise<Result> {
  server = await rpsServer({
    password: "",
    steps: [{ hear: { method: "activate --profile x", payload: {} } }, ...steps],
  });
  const signal = new AbortController().signal;
  return await run({
    server: await connectServer(new URL(`ws://127.0.0.1:${server.port}/`), { clock, signal }),
    amt,
    port: 16992,
    sender: { version: "1" },
    method: "activate --profile x",
    hello: new Secret(JSON.stringify({ ver: "1", build: "1", uuid: "u", client: "RPC", username: "a", password: "b" })),
    clock,
    signal,
    tell: (text) => told.push(text),
  });
}
const done: Step = { say: { method: "success", status: "success", message: "Done" } };
const echo: RequestListener = (request, answer) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => answer.end(Buffer.concat([Buffer.from("heard "), ...parts])));
};

describe("what is carried", () => {
  test("requests in the clear, then, after the change of ports, TLS that ends at AMT", async () => {
    const chunks: RequestListener = (request, answer) => {
      answer.useChunkedEncodingByDefault = true;
      answer.write(" ");
      echo(request, answer);
    };
    const plain = await listening(plainServer(chunks));
    const secure = await listening(secureServer({ cert: leaf.pem, key: readFileSync(leaf.key) }, chunks));
    const result = await carried(places({ 16992: plain, 16993: secure }), [
      { wsman: "<a>1</a>", expect: "heard <a>1</a>" },
      { wsman: `<a>${"ü".repeat(9_000)}</a>`, expect: "ü{9000}" },
      { say: { method: "port_switch", payload: '{"port":"16993","rootCert":"","delay":0}' } },
      { hear: { method: "port_switch_ack" } },
      { say: { method: "heartbeat_request", status: "heartbeat", payload: "" } },
      { hear: { method: "heartbeat_response", status: "success" } },
      { tunnel: true },
      // what is wrong with a length there nobody on the way can put right
      { wsman: `<a>${"x".repeat(60_000)}</a>`, expect: "x{60000}" },
      { wsman: "<a>2</a>", expect: "heard <a>2</a>" },
      done,
    ]);
    expect([server.problems, result]).toEqual([[], { ok: true, report: { text: "Done", parts: [] }, requests: 2 }]);
    for (const text of server.heard) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(102_400);
  });

  test("a port that is a while in coming is waited for", async () => {
    const clock = steppedClock();
    const secure = await listening(plainServer());
    let tries = 0;
    const amt: Amt = {
      async connect(port, options) {
        tries += 1;
        if (tries < 4) {
          setImmediate(() => clock.advance(5_000));
          throw new Error("not yet");
        }
        return places({ 16993: secure }).connect(port, options);
      },
    };
    const running = carried(
      amt,
      [
        { say: { method: "port_switch", payload: '{"port":"16993","delay":7}' } },
        { hear: { method: "port_switch_ack" } },
        done,
      ],
      { clock },
    );
    running.catch(() => {});
    // the delay that the server wants passes before the first attempt
    while (tries === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      if (server?.heard.length === 1) clock.advance(1_000);
    }
    expect(clock.monotonic()).toBeGreaterThanOrEqual(7_000);
    await running;
    expect([tries, server.problems]).toEqual([4, []]);
  });
});

describe("AMT that does not answer", () => {
  const setup =
    "<E><a:Action>http://intel.com/wbem/wscim/1/ips-schema/1/IPS_HostBasedSetupService/AdminSetup</a:Action></E>";
  test.each([
    ["hangs up", (socket: Socket) => void socket.once("data", () => socket.destroy())],
    [
      "stops in the middle",
      (socket: Socket) =>
        void socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")),
    ],
    ["speaks no HTTP", (socket: Socket) => void socket.once("data", () => socket.end("220 mail.example.com\r\n\r\n"))],
  ])("%s: the server is told nothing, and what must not happen twice does not", async (_, how) => {
    let asked = 0;
    const port = await listening(
      tcpServer((socket) => {
        asked += 1;
        socket.on("error", () => {});
        how(socket);
      }),
    );
    const request = Buffer.from(`POST /wsman HTTP/1.1\r\nContent-Length: ${setup.length}\r\n\r\n${setup}`).toString(
      "base64",
    );
    const again = { say: { method: "wsman", payload: request } };
    const told: string[] = [];
    const running = carried(places({ 16992: port }), [again, { silence: true }], { told });
    running.catch(() => {});
    while (told.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(told[0]).toMatch(/no answer to IPS_HostBasedSetupService.AdminSetup/);
    server.repeat(JSON.stringify({ method: "wsman", payload: request }));
    server.repeat(JSON.stringify({ method: "error", message: "AMT is silent" }));
    const { ok } = await running;
    expect([ok, asked, server.heard.length]).toEqual([false, 1, 1]);
    expect(told[1]).toMatch(/AdminSetup was lost.*not done/);
  });

  test("within a minute is given up on", async () => {
    const clock = steppedClock();
    const port = await listening(tcpServer((socket: Duplex) => void socket.once("data", () => clock.advance(60_000))));
    const told: string[] = [];
    const running = carried(
      places({ 16992: port }),
      [
        { say: { method: "wsman", payload: btoa("POST /wsman HTTP/1.1\r\nContent-Length: 0\r\n\r\n") } },
        { silence: true },
      ],
      { clock, told },
    );
    running.catch(() => {});
    while (told.length === 0) await new Promise((resolve) => setImmediate(resolve));
    server.repeat(JSON.stringify({ method: "error", message: "AMT is silent" }));
    await running;
    expect(told).toEqual(["AMT gave no answer to a request: nothing within 60 s"]);
  });
});
