import { execFile } from "node:child_process";
import { chmodSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { type ApiClientError, apiClient } from "../../agent/api/client.ts";
import type { Frame } from "../../agent/api/contract.ts";
import type { Snapshot } from "../../agent/api/snapshot.ts";
import { assertTrustedServer } from "../../agent/api/trust.ts";
import { realClock } from "../../platform/clock.ts";
import { dialRaw, openDirectory, plainHandlers, type Running, snapshot, startPlainApi } from "../support/local-api.ts";
import { steppedClock } from "../support/stepped-clock.ts";

let api: Running;
beforeAll(async () => {
  api = await startPlainApi();
});
afterAll(() => api.stop());

const clientOf = (socket: string, clock = realClock) => apiClient({ socket, clock });
const { signal } = new AbortController();
const failure = (attempt: Promise<unknown>): Promise<ApiClientError> =>
  attempt.then(
    () => Promise.reject(new Error("it worked")),
    (error: ApiClientError) => error,
  );

/** A server that is not ours: it does with each connection what the test says. */
async function strange(act: (socket: Socket) => void): Promise<{ socket: string; stop(): Promise<void> }> {
  const directory = openDirectory();
  const socket = path.join(directory.path, "s");
  const open = new Set<Socket>();
  const server: Server = createServer((connection) => {
    open.add(connection);
    connection.on("error", () => {});
    connection.once("data", () => act(connection));
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    socket,
    async stop() {
      for (const connection of open) connection.destroy();
      await new Promise((resolve) => server.close(resolve));
      directory.remove();
    },
  };
}
const answering = (body: string, type = "application/json"): string =>
  `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nConnection: close\r\n\r\n${body}`;

describe("a call", () => {
  test("gives what the contract says", async () => {
    const answer = await clientOf(api.socket).call("GET /v1/status", { signal });
    expectTypeOf(answer).toEqualTypeOf<Snapshot>();
    expect(answer).toEqual(snapshot);
  });
  test("sends a query", async () => {
    expect(await clientOf(api.socket).call("GET /v1/events", { after: 1 }, { signal })).toEqual({
      events: [],
      last: 1,
      more: false,
    });
    expect(await clientOf(api.socket).call("GET /v1/events", { signal })).toMatchObject({ events: [{ id: 1 }] });
  });
  test("for administrators goes to their endpoint, with a body", async () => {
    const input = { command: "getVersion", input: { text: 'ü"\n' } };
    expect(await clientOf(api.socket).callAdmin("POST /v1/mei/call", input, { signal })).toMatchObject({
      command: "getVersion",
      reply: { text: 'ü"\n' },
    });
  });
  test("cannot be written to the wrong endpoint or without its input", () => {
    const client = clientOf(api.socket);
    const never = (): unknown => [
      // @ts-expect-error for administrators
      client.call("POST /v1/mei/call", { command: "x" }, { signal }),
      // @ts-expect-error not for administrators
      client.callAdmin("GET /v1/status", { signal }),
      // @ts-expect-error a stream is read with events()
      client.call("GET /v1/stream", { signal }),
      // @ts-expect-error the command is missing
      client.callAdmin("POST /v1/mei/call", {}, { signal }),
      // @ts-expect-error no signal
      client.call("GET /v1/status"),
    ];
    expect(never).toBeTypeOf("function");
  });
});

describe("a call fails with", () => {
  test("API_UNREACHABLE where nobody listens", async () => {
    const error = await failure(clientOf("/nonexistent/agent.sock").call("GET /v1/status", { signal }));
    expect(error).toMatchObject({ code: "API_UNREACHABLE", message: expect.stringContaining("amt-agent serve") });
  });
  test("API_UNREACHABLE where the service hangs up", async () => {
    const other = await strange((socket) => socket.destroy());
    const error = await failure(clientOf(other.socket).call("GET /v1/status", { signal }));
    expect(error).toMatchObject({ code: "API_UNREACHABLE", message: expect.stringContaining("hung up") });
    await other.stop();
  });
  test("API_UNREACHABLE where the answer breaks off", async () => {
    const other = await strange((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"));
    expect(await failure(clientOf(other.socket).call("GET /v1/status", { signal }))).toMatchObject({
      code: "API_UNREACHABLE",
    });
    await other.stop();
  });
  test("API_REFUSED and the firmware's own word", async () => {
    expect(await failure(clientOf(api.socket).call("GET /v1/info", { signal }))).toMatchObject({
      code: "API_REFUSED",
      status: 502,
      refusal: { code: "ME_BUSY", params: { holder: "lms (process 812)" } },
    });
  });
  test("API_DENIED where the service says so", async () => {
    // past the types, as a newer client of an older service might
    const call = clientOf(api.socket).call as (route: string, ...rest: unknown[]) => Promise<unknown>;
    expect(await failure(call("POST /v1/mei/call", { command: "x" }, { signal }))).toMatchObject({
      code: "API_DENIED",
      status: 403,
      refusal: { code: "API_DENIED" },
    });
  });
  test("API_PROTOCOL where something else answers", async () => {
    for (const text of [
      answering("<html>"),
      "HTTP/1.1 500 No\r\nContent-Length: 2\r\n\r\n{}",
      answering("x".repeat(5_000_000)),
    ]) {
      const other = await strange((socket) => socket.end(text));
      expect(await failure(clientOf(other.socket).call("GET /v1/status", { signal }))).toMatchObject({
        code: "API_PROTOCOL",
      });
      await other.stop();
    }
  });
});

describe("an abort", () => {
  // looks like a broken connection, and is none
  const reason = Object.assign(new Error("enough"), { code: "ECONNRESET" });
  test("before the call sends nothing", async () => {
    expect(await failure(clientOf(api.socket).call("GET /v1/status", { signal: AbortSignal.abort(reason) }))).toBe(
      reason,
    );
  });
  test.each([
    ["the head of the answer", ""],
    ["the rest of the answer", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"],
    ["the stream", answering(": hello\n\n", "text/event-stream")],
  ])("while waiting for %s settles with its reason", async (what, sent) => {
    const asked: (() => void)[] = [];
    const other = await strange((socket) => socket.write(sent, () => asked.pop()?.()));
    const arrived = new Promise<void>((resolve) => asked.push(resolve));
    const controller = new AbortController();
    const client = clientOf(other.socket);
    const options = { signal: controller.signal, onEvent: () => {} };
    const call = failure(what === "the stream" ? client.events(options) : client.call("GET /v1/status", options));
    await arrived;
    controller.abort(reason);
    expect(await call).toBe(reason);
    await other.stop();
  });
  test("leaves no listener behind", async () => {
    const controller = new AbortController();
    const seen: string[] = [];
    const { addEventListener, removeEventListener } = controller.signal;
    controller.signal.addEventListener = function (this: AbortSignal, ...args: Parameters<typeof addEventListener>) {
      seen.push("+");
      addEventListener.apply(this, args);
    } as typeof addEventListener;
    controller.signal.removeEventListener = function (
      this: AbortSignal,
      ...args: Parameters<typeof removeEventListener>
    ) {
      seen.push("-");
      removeEventListener.apply(this, args);
    } as typeof removeEventListener;
    await clientOf(api.socket).call("GET /v1/status", { signal: controller.signal });
    expect(seen.filter((one) => one === "+").length).toBe(seen.filter((one) => one === "-").length);
  });
});

describe("the stream", () => {
  test("brings every frame, in order, however it is cut", async () => {
    const frame = (id: number): string => `data: ${JSON.stringify({ kind: "event", event: { id, text: "grün" } })}\n\n`;
    const other = await strange((socket) => {
      const bytes = Buffer.from(answering(`: hi\n\n${frame(1)}${frame(2)}`, "text/event-stream"));
      for (const byte of bytes) socket.write(Buffer.of(byte));
      socket.end();
    });
    const seen: unknown[] = [];
    const error = await failure(clientOf(other.socket).events({ signal, onEvent: (one) => seen.push(one) }));
    expect(error).toMatchObject({ code: "API_UNREACHABLE", message: expect.stringContaining("ended the stream") });
    expect(seen).toEqual([1, 2].map((id) => ({ kind: "event", event: { id, text: "grün" } })));
    await other.stop();
  });

  test("of the service begins with the snapshot of the moment and carries heartbeats", async () => {
    const clock = steppedClock();
    const service = await startPlainApi({ clock });
    const controller = new AbortController();
    const first = await new Promise<Frame>((resolve) => {
      void failure(clientOf(service.socket).events({ signal: controller.signal, onEvent: resolve }));
    });
    expect(first).toEqual({ kind: "snapshot", snapshot });
    controller.abort();
    const { socket, closed } = dialRaw(service.socket);
    socket.write("GET /v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const heard = (what: RegExp): Promise<void> =>
      new Promise((resolve) => {
        let text = "";
        socket.on("data", (chunk: Buffer) => {
          text += chunk.toString();
          if (what.test(text)) resolve();
        });
      });
    await heard(/data: /);
    const beats = heard(/: still here\n\n[\s\S]*: still here/);
    clock.advance(31_000);
    await beats;
    socket.destroy();
    await closed;
    await service.stop();
    expect(clock.pending).toBe(0);
  });

  test("that falls silent is given up, and heartbeats are not silence", async () => {
    const clock = steppedClock();
    let connection: Socket | undefined;
    const other = await strange((socket) => {
      connection = socket;
      socket.write(answering(': hi\n\ndata: {"n":1}\n\n', "text/event-stream"));
    });
    let onFrame: () => void = () => {};
    const frame = (): Promise<void> => new Promise((resolve) => (onFrame = resolve));
    const arrived = frame();
    const end = failure(clientOf(other.socket, clock).events({ signal, onEvent: () => onFrame() }));
    await arrived;
    for (let times = 0; times < 3; times++) {
      clock.advance(40_000);
      const again = frame();
      connection?.write(": still here\n\ndata: {}\n\n");
      await again;
    }
    clock.advance(46_000);
    expect(await end).toMatchObject({ code: "API_UNREACHABLE", message: expect.stringContaining("silent") });
    expect(clock.pending).toBe(0);
    await other.stop();
  });

  test("with a line that has no end is refused", async () => {
    const other = await strange((socket) =>
      socket.end(answering(`data: ${"x".repeat(1_200_000)}`, "text/event-stream")),
    );
    expect(await failure(clientOf(other.socket).events({ signal, onEvent: () => {} }))).toMatchObject({
      code: "API_PROTOCOL",
    });
    await other.stop();
  });

  test("hangs up on a reader who does not read, and serves the others", async () => {
    const many = 20_000;
    let ended: (sent: number) => void = () => {};
    const end = new Promise<number>((resolve) => (ended = resolve));
    const service = await startPlainApi({
      limits: { maxBacklog: 64 * 1024 },
      handlers: {
        ...plainHandlers,
        "GET /v1/stream": async (send, { signal: gone }) => {
          let sent = 0;
          for (; sent < many && !gone.aborted; sent++) {
            send({ kind: "snapshot", snapshot });
            // a turn of the loop between frames, so that what the kernel takes is taken
            await new Promise((resolve) => setImmediate(resolve));
          }
          ended(sent);
        },
      },
    });
    const lazy = connect(service.socket);
    lazy.on("error", () => {});
    lazy.write("GET /v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n");
    expect(await clientOf(service.socket).call("GET /v1/status", { signal })).toEqual(snapshot);
    expect(await end).toBeLessThan(many);
    lazy.destroy();
    await service.stop();
  });
});

describe("before a secret is sent", () => {
  const trusting = (socket: string) => apiClient({ socket, clock: realClock, checkServer: assertTrustedServer });
  const input = { command: "x" };

  test("a server of our own in a directory of our own is trusted", async () => {
    await trusting(api.socket).callAdmin("POST /v1/mei/call", input, { signal });
  });

  test("a directory that others may write is not, and nothing is sent", async () => {
    let received = 0;
    const other = await strange(() => received++);
    chmodSync(path.dirname(other.socket), 0o777);
    const error = await failure(trusting(other.socket).call("GET /v1/status", { signal }));
    expect(error).toMatchObject({ code: "API_SERVER_UNTRUSTED", message: expect.stringContaining("directory") });
    expect(received).toBe(0);
    await other.stop();
  });
});

test("the client brings neither schemas nor log nor native code with it", async () => {
  const root = path.join(import.meta.dirname, "../..");
  const script = `
    const { apiClient } = await import("./agent/api/client.ts");
    const { realClock } = await import("./platform/clock.ts");
    const { reach } = await import("./agent/settings.ts");
    const { parseMei } = await import("./agent/mei-spec.ts");
    const { thisHost } = await import("./platform/paths.ts");
    const at = await reach({ socket: process.argv[1], mei: "auto" }, { ...thisHost(), exists: () => false });
    parseMei(at.mei);
    const { standing } = await apiClient({ socket: at.socket, clock: realClock }).call("GET /v1/status", { signal: new AbortController().signal });
    console.log(standing);
  `;
  const trace = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "-e", script, api.socket],
    { cwd: root, env: { ...process.env, NODE_DEBUG: "esm" } },
  );
  expect(trace.stdout.trim()).toBe("unknown");
  const loaded = [
    ...new Set([...trace.stderr.matchAll(/node_modules\/((?:@[\w-]+\/)?[\w-]+)/g)].map(([, name]) => name)),
  ];
  expect(loaded.filter((name) => ["zod", "winston", "koffi", "yaml"].includes(name ?? ""))).toEqual([]);
  expect(trace.stderr).toMatch(/agent\/api\/client\.ts/);
});
