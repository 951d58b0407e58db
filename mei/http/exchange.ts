import { type ClientRequest, type IncomingMessage, request as open } from "node:http";
import type { HttpConnection } from "./connection.ts";
import { HttpError } from "./http-error.ts";

export interface Outgoing {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface HttpReply {
  readonly status: number;
  /** Names in lower case, values in order, Latin-1 as they came. */
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
  /** The first Content-Type, or nothing. AMT 11 labels XML application/octet-stream (golden.md 4.6): a hint, no more. */
  readonly contentType: string;
  readonly body: Buffer;
}

/** AMT's own are under 1 KiB. */
const maxHeaderSize = 8 * 1024;

/** One request and its whole reply. Rejects HttpError or the signal's reason; the connection is closed then. */
export function exchange(
  connection: HttpConnection,
  { method, path, headers, body }: Outgoing,
  { maxBody, signal }: { maxBody: number; signal: AbortSignal },
): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    // a length is said even of no body, where the method has one
    const length = body.length > 0 || method === "POST" || method === "PUT" ? { "Content-Length": body.length } : {};
    const all = { ...headers, ...length, Connection: "keep-alive" };
    const createConnection = () => connection.stream;
    connection.take();
    const outgoing = written(connection, () => open({ createConnection, method, path, maxHeaderSize, headers: all }));
    let reply: HttpReply | undefined;
    let finished = false;
    let over = false;

    function settle(act: () => void, keep: boolean): void {
      if (over) return; // the stream may be another request's by now
      over = true;
      signal.removeEventListener("abort", onAbort);
      if (keep) connection.rest();
      else {
        outgoing.destroy();
        connection.close();
      }
      act();
    }
    const onAbort = (): void => fail(signal.reason);
    /** What comes after a whole reply spoils the connection, not the reply. */
    const fail = (error: unknown): void => {
      const whole = reply;
      settle(() => (whole ? resolve(whole) : reject(error)), false);
    };
    /**
     * The next request must not begin before Node is done with this one, which is when its last write has been called back too: it
     * takes its hands off the stream at both events. A reply to half a request ends at the latest with the signal.
     */
    function whenBoth(): void {
      const whole = reply;
      if (whole && (finished || !outgoing.shouldKeepAlive)) settle(() => resolve(whole), outgoing.shouldKeepAlive);
    }
    signal.addEventListener("abort", onAbort, { once: true });

    outgoing.on("error", (error) => fail(explained(error, connection)));
    outgoing.on("upgrade", () => fail(new HttpError("HTTP_BAD_REPLY", switched, { sent: true })));
    outgoing.on("finish", () => {
      finished = true;
      whenBoth();
    });
    outgoing.on("response", (incoming: IncomingMessage) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on("error", (error) => fail(explained(error, connection)));
      incoming.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBody) fail(tooLarge(`its body is over ${maxBody} bytes`));
        else chunks.push(chunk);
      });
      incoming.on("end", () => {
        reply = read(incoming, Buffer.concat(chunks, size));
        whenBoth();
      });
    });
    outgoing.end(body);
  });
}

function read(incoming: IncomingMessage, body: Buffer): HttpReply {
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headersDistinct,
    contentType: incoming.headersDistinct["content-type"]?.[0] ?? "",
    body,
  };
}

/** Making a request throws at once for what cannot be written. */
function written(connection: HttpConnection, make: () => ClientRequest): ClientRequest {
  try {
    return make();
  } catch (error) {
    connection.rest();
    const why = error instanceof Error ? error.message : "it cannot be written";
    throw new HttpError("HTTP_BAD_REQUEST", `the HTTP request is not sent: ${why}`, { sent: false });
  }
}

/** Node's errors by what they mean here. Their texts and causes are not passed on: a parse error carries the whole packet. */
function explained(error: unknown, connection: HttpConnection): HttpError {
  if (error instanceof HttpError) return error;
  const code = String((error as { code?: unknown }).code ?? "");
  if (/^HPE_(HEADER|CHUNK_EXTENSIONS)_OVERFLOW$/.test(code))
    return tooLarge("its headers, or what is said of a chunk, are over 8 KiB");
  if (code.startsWith("HPE_") && code !== "HPE_INVALID_EOF_STATE") {
    return new HttpError(
      "HTTP_BAD_REPLY",
      `the reply is not HTTP (${code}): check that the port is that of AMT's web server, and whether it wants TLS`,
      { sent: true },
    );
  }
  return closed(connection, true, error);
}

const closed = (connection: HttpConnection, sent: boolean, error?: unknown): HttpError => {
  const cause = connection.failure ?? error;
  const why = cause instanceof Error ? ` (${cause.message})` : "";
  return new HttpError(
    "HTTP_CLOSED",
    `AMT's web server ended the connection before its reply was complete${why}: whether the request was carried out is not known, read the state before repeating what changes it`,
    { sent, ...(cause === undefined ? {} : { cause }) },
  );
};
const tooLarge = (what: string): HttpError =>
  new HttpError("HTTP_TOO_LARGE", `the reply is refused: ${what}. Ask for less, or check that the port is AMT's`, {
    sent: true,
  });
const switched = "the reply switches to another protocol, which nobody asked for: check that the port is AMT's";
