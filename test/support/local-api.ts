import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Writable } from "node:stream";
import { type RouteTable, routes } from "../../agent/api/contract.ts";
import type { Handlers } from "../../agent/api/exchange.ts";
import { ApiError } from "../../agent/api/failure.ts";
import { type Api, type ApiOptions, createApi } from "../../agent/api/server.ts";
import { message } from "../../agent/api/texts.ts";
import { createLog, type Log } from "../../agent/log.ts";
import { initialState } from "../../agent/state.ts";
import { MeiError } from "../../mei/errors.ts";
import { type Clock, realClock } from "../../platform/clock.ts";
import { peerOf } from "../../platform/peer.ts";

/** A directory every user may enter, gone with `remove`. */
export function openDirectory(): { path: string; remove(): void } {
  const made = mkdtempSync(path.join(tmpdir(), "amt-api-"));
  chmodSync(made, 0o755);
  return { path: made, remove: () => rmSync(made, { recursive: true, force: true }) };
}

export const snapshot = initialState("virtual:demo", new Date("2026-01-01T00:00:00Z")).snapshot;
const event = {
  id: 1,
  at: "2026-01-01T00:00:00.000Z",
  kind: "service" as const,
  severity: "info" as const,
  origin: "service" as const,
  foundLater: false,
  alert: null,
  message: { code: "event.started" as const, params: {}, text: "The service started." },
};

const job = () => ({ job: "1" });

const noHelp = {
  schema: "amt-agent.help-desk/1",
  network: "direct",
  connection: "none",
  trigger: "user",
  server: "",
  allowed: true,
} as const;

/** Handlers for every route: what a service on a machine without ME would say. */
export const plainHandlers: Handlers<typeof routes> = {
  "GET /v1/status": () => snapshot,
  "GET /v1/stream": async (send, { signal }) => {
    send({ kind: "snapshot", snapshot });
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  },
  "GET /v1/events": ({ input: { after = 0 } }) => ({
    events: [event].filter(({ id }) => id > after),
    last: 1,
    more: false,
  }),
  "GET /v1/health": () => ({ ok: true, conditions: [] }),
  "GET /v1/version": () => ({
    name: "amt-agent",
    version: "0.0.0",
    pid: process.pid,
    id: "0123-abcd",
    started: "2026-01-01T00:00:00.000Z",
    mei: "auto",
  }),
  "GET /v1/info": () => {
    throw new MeiError("ME_BUSY", "The ME is in use by lms (process 812).", { holder: "lms (process 812)" });
  },
  "GET /v1/sessions": () => ({ schema: "amt-agent.sessions/1", confirmedAt: null, virtual: false, sessions: [] }),
  "POST /v1/sessions/end": () => ({ schema: "amt-agent.sessions-end/1", way: "system", steps: [], left: [] }),
  "POST /v1/sessions/switch-off": () => ({
    schema: "amt-agent.sessions-switch-off/1",
    way: "system",
    steps: [],
    ended: [],
    back: null,
  }),
  "GET /v1/consent": () => ({
    schema: "amt-agent.consent/1",
    required: "all",
    state: "notStarted",
    codeTimeoutSeconds: 120,
    displayTimeoutSeconds: 300,
    canBeChanged: false,
  }),
  "POST /v1/consent/cancel": () => ({ schema: "amt-agent.sessions-end/1", way: "system", steps: [], left: [] }),
  "GET /v1/help-desk": () => noHelp,
  "POST /v1/help-desk/connect": () => noHelp,
  "POST /v1/help-desk/disconnect": () => noHelp,
  "POST /v1/wlan/to-host": () => ({ schema: "amt-agent.wlan/1", preference: "host" }),
  "GET /v1/amt-logs": () => ({ entries: [] }),
  "GET /v1/metrics": () => "# HELP amt_agent_virtual 1 if the ME is a virtual one.\n",
  "GET /v1/privacy": () => ({
    schema: "amt-agent.privacy/1",
    at: "2026-01-01T00:00:00.000Z",
    machine: { virtual: false, name: null, notice: null },
    answer: message("privacy.answer.unknown", {}),
    about: message("privacy.about", {}),
    topics: [],
  }),
  "GET /v1/posture": () => {
    throw new ApiError("API_STOPPING", "The service is starting: try again in a moment.");
  },
  "POST /v1/posture/collect": () => {
    throw new ApiError("API_STOPPING", "The service is starting: try again in a moment.");
  },
  "GET /v1/presence": () => ({ agents: [], osWatchdog: null }),
  "GET /v1/presence/lease": async (send) => send({ held: true }),
  "POST /v1/presence/release": () => ({ released: true }),
  "POST /v1/presence/hurry": () => ({ agents: [], osWatchdog: null }),
  "POST /v1/presence/cancel-reset": () => ({
    schema: "amt-agent.reset/1",
    way: "system",
    outcome: "none",
    message: message("reset.none", {}),
  }),
  "POST /v1/mei/call": ({ input: { command, input } }) => ({
    schema: "amt-agent.mei-call/1",
    command,
    code: "amthi 0x1",
    virtual: true,
    reply: input,
    leftovers: [],
  }),
  "POST /v1/configure": ({ input: { subject } }) => ({
    schema: "amt-agent.configure/1",
    subject,
    title: subject,
    virtual: true,
    changes: [],
    result: "shown",
    now: null,
  }),
  "POST /v1/provisioning/activate": job,
  "POST /v1/provisioning/upgrade": job,
  "POST /v1/provisioning/deactivate": job,
  "POST /v1/provisioning/stop-configuration": job,
  "POST /v1/provisioning/cancel": job,
  "GET /v1/provisioning/progress": ({ input }) => ({
    job: input.job,
    events: [],
    ended: true,
    result: null,
    error: { code: "ME_ABSENT", message: "no ME device", remedy: null },
  }),
  "GET /v1/openapi": () => ({}),
};

export interface Running {
  readonly api: Api;
  /** The user endpoint. */
  readonly socket: string;
  /** What was logged so far. */
  readonly logged: () => string;
  stop(): Promise<void>;
}

/** A log into memory. */
export function memoryLog(clock: Clock = realClock): { log: Log; logged: () => string } {
  let text = "";
  const to = new Writable({
    write(chunk: Buffer, _encoding, next) {
      text += chunk.toString();
      next();
    },
  });
  return { log: createLog({ level: "debug", format: "text", to, clock }), logged: () => text };
}

/** The real server over real sockets in a directory of its own; both endpoints. */
export async function startApi<T extends RouteTable>(
  options: Partial<Omit<ApiOptions<T>, "routes" | "handlers">> & Pick<ApiOptions<T>, "routes" | "handlers">,
): Promise<Running> {
  const directory = openDirectory();
  const { log, logged } = memoryLog();
  const api = createApi<T>({ clock: realClock, log, peerOf, ...options });
  const socket = path.join(directory.path, "agent.sock");
  await api.open("user", socket);
  await api.open("admin", `${socket}.admin`);
  return {
    api,
    socket,
    logged,
    async stop() {
      await api.close();
      await log.close();
      directory.remove();
    },
  };
}

export const startPlainApi = (options: Partial<ApiOptions<typeof routes>> = {}): Promise<Running> =>
  startApi({ routes, handlers: plainHandlers, ...options });

export interface Raw {
  readonly socket: Socket;
  /** Everything the server sent until it hung up. */
  readonly closed: Promise<string>;
}

/** A connection for a caller who does not keep the rules. */
export function dialRaw(address: string): Raw {
  const socket = connect({ path: address, allowHalfOpen: true });
  let text = "";
  socket.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  // a reset is one way of hanging up; what came before it counts
  socket.on("error", () => {});
  socket.once("end", () => socket.destroy());
  return { socket, closed: new Promise((resolve) => socket.once("close", () => resolve(text))) };
}

/** Sends bytes as they are and waits for the server to hang up. */
export function sendRaw(address: string, ...parts: readonly string[]): Promise<string> {
  const { socket, closed } = dialRaw(address);
  for (const part of parts) socket.write(part);
  return closed;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The first answer in what came from `sendRaw`. */
export function answerOf(text: string): Answer {
  const [head = "", body = ""] = text.split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), body: body === "" ? undefined : JSON.parse(body) };
}

/** One honest request by hand. */
export const ask = async (
  address: string,
  route: string,
  { headers = {}, body }: { headers?: Readonly<Record<string, string>>; body?: string } = {},
): Promise<Answer> => {
  const lines = Object.entries({
    Host: "localhost",
    Connection: "close",
    ...(body === undefined
      ? {}
      : { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(body)) }),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return answerOf(await sendRaw(address, `${route} HTTP/1.1\r\n${lines.join("")}\r\n${body ?? ""}`));
};
