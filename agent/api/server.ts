import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Clock } from "../../platform/clock.ts";
import { isPipe } from "../../platform/paths.ts";
import type { Peer } from "../../platform/peer.ts";
import type { Logger } from "../log.ts";
import type { AtConsole, Caller } from "./actor.ts";
import { admit, hangUp } from "./admission.ts";
import type { RouteTable } from "./contract.ts";
import { answer, type ExchangeOptions, exchange, type Handlers } from "./exchange.ts";
import { type ApiCode, ApiError, failureOf } from "./failure.ts";
import { type ApiLimits, usualLimits } from "./limits.ts";
import { type Listening, listenAt } from "./listen.ts";
import { stream } from "./stream.ts";

export interface ApiOptions<T extends RouteTable> {
  readonly routes: T;
  readonly handlers: Handlers<T>;
  readonly clock: Clock;
  readonly log: Logger;
  /** The credentials of whoever is at the other end of a unix socket; rejects where they cannot be had. */
  readonly peerOf: (socket: Socket) => Peer;
  /** Without it nobody is at the console. */
  readonly atConsole?: AtConsole;
  readonly limits?: Partial<ApiLimits>;
}

export interface Api {
  /** Starts to listen. Throws ListenError. */
  open(endpoint: Caller["endpoint"], address: string): Promise<void>;
  /** Stops listening, tells running calls and streams, hangs up. */
  close(): Promise<void>;
}

/** The local API over unix sockets or named pipes. */
export function createApi<const T extends RouteTable>(options: ApiOptions<T>): Api {
  const limits = { ...usualLimits, ...options.limits };
  const stopping = new AbortController();
  const open: { server: Server; listening: Listening }[] = [];
  const { clock, log } = options;
  const shared: Omit<ExchangeOptions<T>, "stream"> = {
    routes: options.routes,
    handlers: options.handlers,
    atConsole: options.atConsole ?? (async () => false),
    log,
    maxBody: limits.maxBody,
  };

  function serve(request: IncomingMessage, response: ServerResponse, caller: Caller): Promise<void> {
    const gone = new AbortController();
    const onStop = (): void => gone.abort(stopping.signal.reason);
    if (stopping.signal.aborted) onStop();
    stopping.signal.addEventListener("abort", onStop, { once: true });
    response.once("close", () => {
      stopping.signal.removeEventListener("abort", onStop);
      gone.abort(new ApiError("API_STOPPING", "The caller hung up."));
    });
    const { signal } = gone;
    return exchange(request, response, caller, {
      ...shared,
      signal,
      stream: (to, run) => stream(to, run, { ...limits, clock, signal }),
    });
  }

  return {
    async open(endpoint, address) {
      const server = createServer({
        maxHeaderSize: limits.maxHeader,
        headersTimeout: limits.headersWithin,
        requestTimeout: limits.requestWithin,
        keepAliveTimeout: limits.keepAlive,
        connectionsCheckingInterval: limits.headersWithin,
      });
      const admission = admit(endpoint, isPipe(address), options, limits);
      const busy = new WeakSet<Socket>();
      server.on("connection", admission.onConnection);
      server.on("request", (request, response) => {
        const { socket } = request;
        const caller = admission.callerOf(socket);
        if (!caller) return void socket.destroy();
        if (busy.has(socket)) return refusePipelining(response);
        busy.add(socket);
        response.once("close", () => busy.delete(socket));
        void serve(request, response, caller);
      });
      server.on("clientError", refuseMalformed);
      server.on("dropRequest", (_request, socket) => socket.destroy());
      const listening = await listenAt(server, address, { access: endpoint === "user" ? "everyone" : "admin" });
      open.push({ server, listening });
      log.info("listening", { endpoint, address, ...(listening.group ? { group: listening.group } : {}) });
    },
    async close() {
      stopping.abort(new ApiError("API_STOPPING", "The service is stopping."));
      await Promise.all(
        open.splice(0).map(async ({ server, listening }) => {
          listening.release();
          const closed = new Promise<void>((resolve) => server.close(() => resolve()));
          server.closeIdleConnections();
          const cut = clock.after(limits.farewell, () => server.closeAllConnections());
          await closed;
          cut();
        }),
      );
    },
  };
}

/** Answers in order would have to be queued for a caller who does not read them; no client of ours sends ahead. */
function refusePipelining(response: ServerResponse): void {
  response.setHeader("Connection", "close");
  const { status, body } = failureOf(new ApiError("API_MALFORMED", "Send a request after the answer to the last."));
  answer(response, status, body);
}

const parserRefusals: Readonly<Record<string, readonly [ApiCode, string]>> = {
  HPE_HEADER_OVERFLOW: ["API_HEADERS_TOO_LARGE", "The request's headers are too large."],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ["API_TOO_LARGE", "The request's chunk extensions are too large."],
  ERR_HTTP_REQUEST_TIMEOUT: ["API_TIMEOUT", "The request did not arrive in time."],
};

function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const [code, message] = parserRefusals[error.code ?? ""] ?? ["API_MALFORMED", "This is not HTTP/1.1 as it must be."];
  hangUp(socket, code, message);
}
