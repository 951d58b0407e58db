import type { IncomingMessage, ServerResponse } from "node:http";
import * as z from "zod";
import type { Logger } from "../log.ts";
import { type AtConsole, type Caller, mayCall } from "./actor.ts";
import type { OutputOf, ReceivedBy, Route, RouteTable } from "./contract.ts";
import { ApiError, failureOf } from "./failure.ts";

export interface Call<R extends Route> {
  readonly input: ReceivedBy<R>;
  readonly caller: Caller;
  /** Aborts when the caller is gone or the service stops. */
  readonly signal: AbortSignal;
}
type Handler<R extends Route> = R extends { readonly stream: true }
  ? (send: (frame: OutputOf<R>) => void, call: Call<R>) => Promise<void>
  : (call: Call<R>) => OutputOf<R> | Promise<OutputOf<R>>;

/** One handler per route, typed by the table; of a stream, one that sends frames until its promise settles. */
export type Handlers<T extends RouteTable> = { readonly [K in keyof T]: Handler<T[K]> };

export type StreamOf = (
  response: ServerResponse,
  run: (send: (frame: unknown) => void) => Promise<void>,
) => Promise<void>;

export interface ExchangeOptions<T extends RouteTable> {
  readonly routes: T;
  readonly handlers: Handlers<T>;
  readonly atConsole: AtConsole;
  readonly log: Logger;
  /** Bytes of a request's body. */
  readonly maxBody: number;
  readonly stream: StreamOf;
}

/** Answers one request, whatever it is. Never rejects. */
export async function exchange<T extends RouteTable>(
  request: IncomingMessage,
  response: ServerResponse,
  caller: Caller,
  { signal, ...options }: ExchangeOptions<T> & { readonly signal: AbortSignal },
): Promise<void> {
  try {
    refuseBrowsers(request);
    const { name, route, query } = findRoute(request, options.routes);
    await refuseStrangers(name, route, caller, options.atConsole, signal);
    const input = readInput(
      route,
      name.startsWith("POST ") ? await readJson(request, options.maxBody, { signal }) : query,
      request,
    );
    // The table types the handlers for those who write them; here every one is what its route says, a stream or not
    const handler = options.handlers[name] as unknown as (...args: unknown[]) => unknown;
    if (route.stream) {
      await options.stream(response, async (send) => {
        await handler(send, { input, caller, signal });
      });
      return;
    }
    const output = await handler({ input, caller, signal });
    if (route.media === undefined) answer(response, 200, output);
    else send(response, 200, String(output), route.media);
  } catch (error) {
    if (response.destroyed || (signal.aborted && request.socket.destroyed)) return;
    const { status, body, unforeseen } = failureOf(signal.aborted ? signal.reason : error);
    if (unforeseen)
      options.log.error("a request failed", { request: `${request.method} ${request.url?.split("?")[0]}`, error });
    // what was not read of the request would be taken for the next one
    if (!request.complete) response.setHeader("Connection", "close");
    if (response.headersSent) response.destroy();
    else answer(response, status, body);
  }
}

export const answer = (response: ServerResponse, status: number, body: unknown): void =>
  send(response, status, JSON.stringify(body ?? null), "application/json");

function send(response: ServerResponse, status: number, body: string, media: string): void {
  const text = Buffer.from(body);
  response.writeHead(status, {
    "Content-Type": media,
    "Content-Length": text.length,
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(text);
}

/** A local socket has no web pages. Whatever carries a page's marks came through somebody's proxy or a rebound name. */
function refuseBrowsers({ headers }: IncomingMessage): void {
  for (const mark of ["origin", "referer", "sec-fetch-site"]) {
    if (headers[mark] !== undefined)
      throw new ApiError("API_FOREIGN", `Requests with the header ${mark} are refused: this API is not for web pages.`);
  }
  if (!/^(localhost(:\d{1,5})?|amt-agent)$/.test(headers.host ?? ""))
    throw new ApiError("API_FOREIGN", "The header Host must be localhost.");
}

function findRoute<T extends RouteTable>(
  { method, url = "" }: IncomingMessage,
  routes: T,
): { name: keyof T & string; route: Route; query: string } {
  const [path = "", ...query] = url.split("?");
  // Compared as it came, undecoded and unnormalised: what is not written in the table does not exist. No property of
  // Object.prototype has a space in its name
  const name = `${method} ${path}`;
  const route = routes[name];
  if (!route) throw new ApiError("API_UNKNOWN_ROUTE", "There is no such route. GET /v1/openapi lists them.");
  return { name, route, query: query.join("?") };
}

async function refuseStrangers(
  name: string,
  route: Route,
  caller: Caller,
  atConsole: AtConsole,
  signal: AbortSignal,
): Promise<void> {
  const anonymous = caller.endpoint === "user" && caller.peer === undefined;
  const readOnly = anonymous && !name.startsWith("GET ");
  if (!readOnly && (await mayCall(route.who, caller, { atConsole, signal }))) return;
  throw new ApiError(
    "API_DENIED",
    route.who === "console"
      ? "Only the user at this machine's own screen may do this, or an administrator through the admin endpoint."
      : "This is for administrators: root, or a member of the group amt-admin, through the admin endpoint.",
    { params: { who: route.who } },
  );
}

async function readJson(
  request: IncomingMessage,
  maxBody: number,
  { signal }: { signal: AbortSignal },
): Promise<unknown> {
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    throw new ApiError("API_NOT_JSON", "The header Content-Type must be application/json.");
  const tooLarge = new ApiError("API_TOO_LARGE", `The request's body is larger than ${maxBody} bytes.`);
  if (Number(request.headers["content-length"] ?? 0) > maxBody) throw tooLarge;
  const body = await collect(request, maxBody, { signal, tooLarge });
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (cause) {
    throw new ApiError("API_MALFORMED", "The request's body is not JSON in UTF-8.", { cause });
  }
}

/** Not `for await`: leaving that early destroys the socket, and with it the answer that says why. */
function collect(
  request: IncomingMessage,
  maxBody: number,
  { signal, tooLarge }: { signal: AbortSignal; tooLarge: ApiError },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (how: () => void): void => {
      request.off("data", onData).off("end", onEnd).off("error", onBroken).off("close", onBroken);
      signal.removeEventListener("abort", onAbort);
      how();
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > maxBody) settle(() => reject(tooLarge));
      else chunks.push(chunk);
    };
    const onEnd = (): void => settle(() => resolve(Buffer.concat(chunks)));
    const onBroken = (): void => settle(() => reject(new ApiError("API_MALFORMED", "The request's body broke off.")));
    const onAbort = (): void => settle(() => reject(signal.reason));
    signal.addEventListener("abort", onAbort, { once: true });
    request.on("data", onData).once("end", onEnd).once("error", onBroken).once("close", onBroken);
  });
}

function readInput(route: Route, given: unknown, { method, headers }: IncomingMessage): unknown {
  const bodyOnGet = Number(headers["content-length"] ?? 0) > 0 || headers["transfer-encoding"] !== undefined;
  if (method === "GET" && bodyOnGet) throw new ApiError("API_MALFORMED", "A GET request has no body here.");
  const value = typeof given === "string" ? readQuery(given) : given;
  const result = (route.input ?? z.strictObject({})).safeParse(value);
  if (result.success) return route.input ? result.data : undefined;
  const [issue] = result.error.issues;
  const field = issue?.code === "unrecognized_keys" ? issue.keys[0] : issue?.path.join(".");
  const where = field ? `The field "${field.slice(0, 100)}"` : "The input";
  const params = field ? { field: field.slice(0, 100) } : {};
  throw new ApiError("API_INVALID", `${where} is not valid: ${issue?.message.slice(0, 200) ?? "refused"}.`, { params });
}

function readQuery(query: string): Record<string, string> {
  const fields = [...new URLSearchParams(query)];
  const twice = fields.find(([name], at) => fields.findIndex(([other]) => other === name) !== at);
  if (twice)
    throw new ApiError("API_INVALID", "A field of the query stands there twice.", {
      params: { field: twice[0].slice(0, 100) },
    });
  return Object.fromEntries(fields);
}
