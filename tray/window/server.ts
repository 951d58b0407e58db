import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { ApiClient } from "../../agent/api/client.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Audience } from "./audience.ts";
import { shortBody } from "./body.ts";
import type { Entrance } from "./entrance.ts";
import { type Refused, refused, wrongEntry, wrongHost, wrongReader } from "./guard.ts";
import { type PageFile, type PageFiles, withMeta } from "./page-files.ts";
import { askService, isAct } from "./proxy.ts";
import { sendFile, sendJson, sendRefusal } from "./reply.ts";

export interface WindowServerOptions {
  readonly files: PageFiles;
  readonly entrance: Entrance;
  readonly audience: Audience;
  readonly client: Pick<ApiClient, "call" | "callConsole">;
  readonly clock: Clock;
  /** What `/api/window` answers. */
  readonly about: unknown;
  /** Whether a connection comes from this user. */
  readonly isOwn: (socket: Socket) => Promise<boolean>;
  readonly signal: AbortSignal;
  readonly onEntered: () => void;
  /** The file was used twice: whose session this is, nobody can say. */
  readonly onReused: () => void;
  readonly onFault: (error: unknown) => void;
}

export interface WindowServer {
  readonly port: number;
  /** Settles when every connection is closed. */
  close(): Promise<void>;
}

const limits = {
  header: 8_192,
  connections: 64,
  headersWithin: 5_000,
  requestWithin: 10_000,
  keepAlive: 5_000,
  lastWords: 1_000,
};
/** Listens on 127.0.0.1, on a port that the system chooses. */
export async function openWindowServer(options: WindowServerOptions): Promise<WindowServer> {
  const server = createServer(
    {
      maxHeaderSize: limits.header,
      headersTimeout: limits.headersWithin,
      requestTimeout: limits.requestWithin,
      keepAliveTimeout: limits.keepAlive,
    },
    (request, response) => {
      answer(request, response, server, options).catch((error: unknown) => {
        // A page that has gone is no fault
        if (!response.destroyed) options.onFault(error);
        response.destroy();
      });
    },
  );
  server.maxConnections = limits.connections;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: portOf(server),
    async close() {
      const closed = once(server, "close");
      server.close();
      // A page that reads no more must not hold the end up
      const stop = options.clock.after(limits.lastWords, () => server.closeAllConnections());
      await closed;
      stop();
    },
  };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  server: Server,
  options: WindowServerOptions,
): Promise<void> {
  const port = portOf(server);
  // Before anything is read of it: another user's process has no business here, token or not
  if (!(await options.isOwn(request.socket))) return void request.socket.destroy();
  const url = addressOf(request, port);
  if (url?.host !== `127.0.0.1:${port}`) return sendRefusal(response, refused(400, "WRONG_ADDRESS"));
  const wrong = wrongHost(request, port) ?? wrongMethod(request, url);
  if (wrong) return sendRefusal(response, wrong);
  const file = fileAt(url.pathname, options.files);
  if (file) return sendFile(response, file);
  if (url.pathname === "/enter") return enter(request, response, options);
  const notOurs = wrongReader(request, { port, admits: (key) => options.entrance.admits(key) });
  if (notOurs) return sendRefusal(response, notOurs);
  return read(url, response, options);
}

const fileAt = (pathname: string, { document, parts }: PageFiles): PageFile | undefined =>
  pathname === "/" ? document : parts.get(pathname.slice(1));

function addressOf({ url = "" }: IncomingMessage, port: number): URL | undefined {
  const base = `http://127.0.0.1:${port}`;
  return URL.canParse(url, base) ? new URL(url, base) : undefined;
}

function wrongMethod({ method, headers }: IncomingMessage, { pathname }: URL): Refused | undefined {
  if (method !== (pathname === "/enter" || isAct(pathname) ? "POST" : "GET")) return refused(405, "METHOD");
  if (pathname === "/enter") return undefined;
  const length = headers["content-length"];
  const isEmpty = length === undefined || (method === "POST" && length === "0");
  if (!isEmpty || headers["transfer-encoding"] !== undefined) return refused(413, "BODY");
  // A browser says with each POST where it comes from; who says nothing is no page of ours
  return method === "POST" && headers.origin === undefined ? refused(403, "WRONG_ORIGIN") : undefined;
}

async function enter(request: IncomingMessage, response: ServerResponse, options: WindowServerOptions): Promise<void> {
  const wrong = wrongEntry(request);
  if (wrong) return sendRefusal(response, wrong);
  const body = await shortBody(request);
  if (body === undefined) return sendRefusal(response, refused(413, "BODY"));
  const entry = options.entrance.enter(new URLSearchParams(body).get("token") ?? "");
  if (entry.kind === "entered") options.onEntered();
  if (entry.kind === "reused") options.onReused();
  const content = entry.kind === "entered" ? `key:${entry.key}` : entry.kind;
  sendFile(response, withMeta(options.files.document, "entry", content));
}

async function read(url: URL, response: ServerResponse, options: WindowServerOptions): Promise<void> {
  if (url.pathname === "/api/stream") return options.audience.join(response);
  if (url.pathname === "/api/window") return sendJson(response, 200, options.about);
  const asked = await askService(options.client, url, { signal: options.signal });
  if (asked) sendJson(response, asked.status, asked.body);
  else sendRefusal(response, refused(404, "NOT_FOUND"));
}
