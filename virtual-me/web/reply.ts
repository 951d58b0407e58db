import { STATUS_CODES } from "node:http";
import { chunked } from "./chunks.ts";
import type { Generation } from "./generation.ts";
import { logonFailed, warning } from "./pages.ts";

/** A whole answer: what is on the wire, in the order of the recorded ones. */
export interface Reply {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** As it is sent, chunks included. */
  readonly body: Buffer;
}

const lines = ({ status, headers }: Omit<Reply, "body">): string =>
  [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...headers.map(([name, value]) => `${name}: ${value}`), "", ""].join(
    "\r\n",
  );

/** The bytes of a reply, for where there is no request that node:http could answer. */
export const bytesOf = (reply: Reply): Buffer => Buffer.concat([Buffer.from(lines(reply)), reply.body]);

/** A page that ends the connection (golden http-401-*; rpc.md 6.3: 400). */
function closing(generation: Generation, status: number, page: string, challenge?: string): Reply {
  const body = Buffer.from(page);
  return {
    status,
    headers: [
      ...(challenge === undefined ? [] : ([["WWW-Authenticate", challenge]] as const)),
      ["Content-Type", "text/html"],
      ["Server", generation.server],
      ["Content-Length", String(body.length)],
      ["Connection", "close"],
    ],
    body,
  };
}

export const unauthorized = (generation: Generation, challenge: string): Reply =>
  closing(generation, 401, logonFailed(generation), challenge);

const titles: Readonly<Record<number, string>> = { 400: "Bad Request", 404: "Page Not Found" };

/** 400 was seen, without its whole text; the others are in its form, guessed. */
export const refusal = (generation: Generation, status: number, text: string): Reply =>
  closing(generation, status, warning(generation, titles[status] ?? STATUS_CODES[status]!, text));

/** AMT 7.1.91, in MeshCentral's source; 15.0.55 the same (golden http-303-15055). */
export const redirect = (generation: Generation, location: string): Reply => ({
  status: 303,
  headers: [
    ["Location", location],
    ["Content-Length", "0"],
    ["Server", generation.server],
  ],
  body: Buffer.alloc(0),
});

interface Made {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  readonly buffer: number;
  readonly date: Date;
}

function made(generation: Generation, { status, type, body, buffer, date }: Made): Reply {
  const headers: Reply["headers"] = [
    ["Date", date.toUTCString()],
    ["Server", generation.server],
    ...(generation.frameOptions ? ([["X-Frame-Options", "DENY"]] as const) : []),
    ["Content-Type", type],
    ["Transfer-Encoding", "chunked"],
    // A fault closes, an internal error does not (rpc.md 4.2; rpc-go issue 843).
    ...(status === 400 ? ([["Connection", "close"]] as const) : []),
  ];
  return { status, headers, body: chunked(Buffer.from(body), lines({ status, headers }).length, buffer) };
}

export const page = (generation: Generation, body: string, date: Date): Reply =>
  made(generation, { status: 200, type: "text/html", body, buffer: generation.buffer.others, date });

/** What a program stored, as it was stored; or the list of it. */
export const stored = (
  generation: Generation,
  { type, body, status = 200 }: { type: string; body: string | Buffer; status?: number },
  date: Date,
): Reply => made(generation, { status, type, body, buffer: generation.buffer.others, date });

const OBJECTS = /\/ws\/2004\/09\/(?:transfer|enumeration)\//;

/** An answer of WS-Man (golden wsman-15023-*, http-200-*). What it answers is told by its action, near its beginning. */
export function soap(generation: Generation, { status, body }: { status: number; body: string }, date: Date): Reply {
  const objects = status === 200 && OBJECTS.test(body.slice(body.indexOf("Action"), 2048));
  const buffer = objects ? generation.buffer.objects : generation.buffer.others;
  return made(generation, { status, type: generation.soap, body, buffer, date });
}
