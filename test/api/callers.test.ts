import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { defineRoutes, type Route, routes } from "../../agent/api/contract.ts";
import { answerOf, ask, dialRaw, plainHandlers, type Running, startApi, startPlainApi } from "../support/local-api.ts";
import { needs } from "../support/needs.ts";

const execute = promisify(execFile);
const root = process.geteuid?.() === 0;
const nobody = 65_534;

let api: Running;
beforeAll(async () => {
  api = await startPlainApi();
});
afterAll(() => api.stop());

const bodyFor = (name: string): { body?: string } => (name.startsWith("POST ") ? { body: "{}" } : {});
const protectedRoutes = Object.entries<Route>(routes).filter(([, { who }]) => who !== "user");
const openRoutes = Object.entries<Route>(routes).filter(([, { who, stream }]) => who === "user" && !stream);

describe("the user endpoint", () => {
  test("has something to refuse", () => expect(protectedRoutes.length).toBeGreaterThan(0));

  test.each(protectedRoutes)("refuses %s, to root too", async (name) => {
    const { status, body } = await ask(api.socket, name, bodyFor(name));
    expect(status).toBe(403);
    expect(body).toMatchObject({ error: { code: "API_DENIED", params: { who: expect.any(String) } } });
  });

  test.each(openRoutes)("serves %s", async (name, { output }) => {
    const { status, body } = await ask(api.socket, name, name.startsWith("POST ") ? { body: '{"name":"x"}' } : {});
    if (name === "GET /v1/info") {
      // the firmware's refusals travel whole
      expect({ status, body }).toMatchObject({
        status: 502,
        body: { error: { code: "ME_BUSY", params: { holder: "lms (process 812)" } } },
      });
    } else if (name === "GET /v1/posture") {
      // a service that starts has no report yet
      expect({ status, body }).toMatchObject({ status: 503, body: { error: { code: "API_STOPPING" } } });
    } else {
      expect(status).toBe(200);
      expect(output.safeParse(body)).toMatchObject({ success: true });
    }
  });
});

test("the admin endpoint serves what the other refuses", async () => {
  const body = JSON.stringify({ command: "getVersion" });
  expect(await ask(`${api.socket}.admin`, "POST /v1/mei/call", { body })).toMatchObject({
    status: 200,
    body: { command: "getVersion", reply: {} },
  });
  expect(await ask(`${api.socket}.admin`, "GET /v1/status")).toMatchObject({ status: 200 });
});

test("what does not exist is answered alike on both, whatever is asked", async () => {
  const answers = await Promise.all(
    [api.socket, `${api.socket}.admin`].flatMap((socket) =>
      [
        "GET /v1/nothing",
        "DELETE /v1/status",
        "POST /v1/status",
        "GET /v1/mei/call",
        "GET /v1/../v1/status",
        "GET /v1/%73tatus",
        "GET http://localhost/v1/status",
        "GET /constructor",
        "OPTIONS *",
      ].map((line) => ask(socket, line)),
    ),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ status: 404, body: { error: { code: "API_UNKNOWN_ROUTE" } } });
});

describe.runIf(await needs("curl", "util-linux"))("a caller from outside", () => {
  async function curl(args: readonly string[], uid?: number): Promise<{ status: number; exit: number; body: string }> {
    const as = uid === undefined ? [] : ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups"];
    const [command = "curl", ...rest] = [...as, "curl", "-sS", "-w", "\n%{http_code}", ...args];
    try {
      const { stdout } = await execute(command, rest, { env: { PATH: process.env.PATH } });
      const lines = stdout.split("\n");
      return { status: Number(lines.pop()), exit: 0, body: lines.join("\n") };
    } catch (error) {
      return { status: 0, exit: (error as { code: number }).code, body: "" };
    }
  }

  test("gets the status with curl", async () => {
    const { status, body } = await curl(["--unix-socket", api.socket, "http://localhost/v1/status"]);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ schema: "amt-agent.snapshot/1" });
  });

  describe.runIf(root)("as nobody", () => {
    test("reads the status", async () => {
      expect(await curl(["--unix-socket", api.socket, "http://localhost/v1/status"], nobody)).toMatchObject({
        status: 200,
      });
    });
    test.each(protectedRoutes)("is refused %s", async (name) => {
      const [method = "", path = ""] = name.split(" ");
      const body = method === "POST" ? ["-H", "Content-Type: application/json", "-d", "{}"] : [];
      const url = `http://localhost${path}`;
      const got = await curl(["--unix-socket", api.socket, "-X", method, ...body, url], nobody);
      expect({ ...got, body: JSON.parse(got.body) }).toMatchObject({
        status: 403,
        body: { error: { code: "API_DENIED" } },
      });
    });
    test("cannot connect to the admin endpoint at all", async () => {
      const got = await curl(["--unix-socket", `${api.socket}.admin`, "http://localhost/v1/status"], nobody);
      // curl's 7: could not connect
      expect(got).toEqual({ status: 0, exit: 7, body: "" });
    });
    test("cannot use up the connections of others", async () => {
      const crowded = await startPlainApi({ limits: { connectionsPerUser: 2, connections: 8 } });
      try {
        const held = [dialRaw(crowded.socket), dialRaw(crowded.socket)];
        for (const { socket } of held) {
          socket.write("GET /v1/version HTTP/1.1\r\nHost: localhost\r\n\r\n");
          await new Promise((resolve) => socket.once("data", resolve));
        }
        expect(answerOf(await dialRaw(crowded.socket).closed)).toMatchObject({
          status: 503,
          body: { error: { code: "API_CROWDED" } },
        });
        const other = await curl(["--unix-socket", crowded.socket, "http://localhost/v1/status"], nobody);
        expect(other.status).toBe(200);
        held[0]!.socket.destroy();
        await held[0]!.closed;
        // freed once the server has seen it: asking until then is bounded by the test's own time
        while ((await ask(crowded.socket, "GET /v1/status").catch(() => ({ status: 503 }))).status === 503);
        held[1]!.socket.destroy();
      } finally {
        await crowded.stop();
      }
    });
  });
});

describe("a route for the user at the console", () => {
  const table = defineRoutes({
    "POST /v1/session/end": { who: "console", title: "Ends the session", output: z.string() },
  });
  const handlers = { "POST /v1/session/end": () => "ended" };
  const end = (socket: string) => ask(socket, "POST /v1/session/end", { body: "{}" });

  test("is refused where nobody says who that is", async () => {
    const service = await startApi({ routes: table, handlers });
    try {
      expect(await end(service.socket)).toMatchObject({ status: 403, body: { error: { params: { who: "console" } } } });
      expect(await end(`${service.socket}.admin`)).toMatchObject({ status: 200, body: "ended" });
    } finally {
      await service.stop();
    }
  });

  test("is decided anew at every call, by the kernel's word on the caller", async () => {
    const asked: number[] = [];
    let active = process.geteuid?.();
    const service = await startApi({
      routes: table,
      handlers,
      atConsole: async ({ uid }) => {
        asked.push(uid);
        return uid === active;
      },
    });
    try {
      expect(await end(service.socket)).toMatchObject({ status: 200 });
      active = -1;
      expect(await end(service.socket)).toMatchObject({ status: 403 });
      expect(asked).toEqual([process.geteuid?.(), process.geteuid?.()]);
    } finally {
      await service.stop();
    }
  });

  test("is refused when the question who is at the console fails", async () => {
    const service = await startApi({
      routes: table,
      handlers,
      atConsole: () => Promise.reject(new Error("no logind")),
    });
    try {
      expect(await end(service.socket)).toMatchObject({ status: 500, body: { error: { code: "API_INTERNAL" } } });
      expect(service.logged()).toContain("no logind");
    } finally {
      await service.stop();
    }
  });
});

test("a caller whose credentials cannot be had is served nothing", async () => {
  const service = await startPlainApi({
    peerOf: () => {
      throw new Error("SO_PEERCRED is not there");
    },
  });
  try {
    for (const socket of [service.socket, `${service.socket}.admin`]) {
      const { socket: line, closed } = dialRaw(socket);
      line.write("GET /v1/status HTTP/1.1\r\nHost: localhost\r\n\r\n");
      expect(await closed).toBe("");
    }
    expect(service.logged()).toContain("without credentials");
  } finally {
    await service.stop();
  }
});

test("an unforeseen failure tells the caller nothing, and the log everything", async () => {
  const handlers = {
    ...plainHandlers,
    "GET /v1/health": (): never => {
      throw new Error("cannot read /var/lib/amt-agent/state.json");
    },
  };
  const service = await startPlainApi({ handlers });
  try {
    const { status, body } = await ask(service.socket, "GET /v1/health");
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain("state.json");
    expect(service.logged()).toContain("cannot read /var/lib/amt-agent/state.json");
  } finally {
    await service.stop();
  }
});
