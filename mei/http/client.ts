import type { Duplex } from "node:stream";
import { orAbandon } from "../../platform/abandon.ts";
import { type Clock, deadline } from "../../platform/clock.ts";
import { AuthError } from "./auth-error.ts";
import { type HttpConnection, overDuplex } from "./connection.ts";
import { exchange, type HttpReply } from "./exchange.ts";
import { HttpError } from "./http-error.ts";
import { type GiveCredentials, openLogin } from "./login.ts";

export type { HttpReply } from "./exchange.ts";

/** Gives a fresh byte stream to the web server: an APF channel, a TCP socket, TLS over either. What it rejects with comes out of `request`. */
export type Connect = (options: { signal: AbortSignal }) => Promise<Duplex>;

export interface HttpRequest {
  readonly method: string;
  /** Begins with a slash. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /**
   * `repeatable` is sent again, once, when the connection ends before its reply. `once` is not, unless nothing of it was sent: a
   * setup that was carried out must not be carried out twice. Either is sent again to answer a 401, in which the firmware says that it
   * did nothing.
   */
  readonly sending: "once" | "repeatable";
}

export interface HttpLimits {
  /** ms for a connection, TLS included. Firmware takes up to 18 s to confirm a channel (rpc.md 4.3). */
  readonly connect: number;
  /** ms from the request to the end of its reply. AMT gives its operations at least 30 s (its guide, DSP0226 compliance). */
  readonly reply: number;
  /** ms without a request after which the connection is given back: AMT has eight channels for everybody. */
  readonly idle: number;
  /** Bytes of a body. */
  readonly body: number;
}
export const usualLimits: HttpLimits = { connect: 20_000, reply: 40_000, idle: 5_000, body: 2 ** 20 };

export interface HttpClientOptions {
  readonly connect: Connect;
  readonly clock: Clock;
  /** The Host header. */
  readonly authority?: string;
  readonly credentials?: GiveCredentials;
  readonly limits?: Partial<HttpLimits>;
}

/** Requests to one web server, one at a time, over one connection that is kept while in use. */
export interface HttpClient {
  /** Any status but 401 is a reply. Rejects HttpError, AuthError, what `connect` rejects with, or the signal's reason. */
  request(request: HttpRequest, options: { signal: AbortSignal }): Promise<HttpReply>;
  /** Whatever waits rejects HTTP_STOPPED. */
  close(): void;
}

export function createHttpClient({
  connect,
  clock,
  authority = "localhost",
  credentials,
  limits: given,
}: HttpClientOptions): HttpClient {
  const limits: HttpLimits = { ...usualLimits, ...given };
  const login = credentials && openLogin({ credentials, clock });
  const closing = new AbortController();
  let connection: HttpConnection | undefined;
  let stopIdle = (): void => {};
  let turn: Promise<void> = Promise.resolve();

  /** One at a time, in order of arrival: a reply belongs to a request by nothing but its place. */
  async function locked<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const before = turn;
    let release = (): void => {};
    const mine = new Promise<void>((resolve) => {
      release = resolve;
    });
    turn = before.then(() => mine);
    try {
      await orAbandon(before, () => {}, { signal });
      return await work();
    } finally {
      release();
    }
  }

  async function limited<T>(
    ms: number,
    signal: AbortSignal,
    late: { what: string; sent: boolean },
    work: (s: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const limit = deadline(clock, ms, [signal, closing.signal], () => timedOut(late, ms));
    try {
      limit.signal.throwIfAborted();
      return await work(limit.signal);
    } finally {
      limit.done();
    }
  }

  async function connected(signal: AbortSignal): Promise<HttpConnection> {
    if (connection?.usable) return connection;
    connection?.close();
    connection = undefined;
    const late = { what: "no connection", sent: false };
    connection = await limited(limits.connect, signal, late, async (s) =>
      // a connection that comes after the deadline is nobody's any more
      overDuplex(await orAbandon(connect({ signal: s }), (stream) => stream.destroy(), { signal: s })),
    );
    if (connection.usable) return connection;
    throw new HttpError("HTTP_CLOSED", "AMT's web server ended the connection at once: try again", { sent: false });
  }

  async function sendOnce(request: HttpRequest, body: Buffer, auth: string | undefined, signal: AbortSignal) {
    stopIdle();
    const on = await connected(signal);
    const headers = {
      Host: authority,
      ...request.headers,
      ...(auth === undefined ? {} : { Authorization: auth }),
    };
    const late = { what: "no complete reply", sent: true };
    try {
      return await limited(limits.reply, signal, late, (s) =>
        exchange(
          on,
          { method: request.method, path: request.path, headers, body },
          { maxBody: limits.body, signal: s },
        ),
      );
    } finally {
      stopIdle = clock.after(limits.idle, () => on.close(), { background: true });
    }
  }

  async function perform(request: HttpRequest, signal: AbortSignal): Promise<HttpReply> {
    const body = Buffer.from(request.body ?? "");
    const attempt = await login?.begin({ signal });
    const covered = { method: request.method, path: request.path, body };
    let mayRepeat = true;
    for (;;) {
      let reply: HttpReply;
      try {
        reply = await sendOnce(request, body, attempt?.authorize(covered), signal);
      } catch (error) {
        const again = error instanceof HttpError && error.code === "HTTP_CLOSED";
        if (!(again && mayRepeat && (request.sending === "repeatable" || !error.sent))) throw error;
        mayRepeat = false;
        continue;
      }
      if (reply.status !== 401) {
        attempt?.accepted();
        return reply;
      }
      if (!attempt) throw new AuthError("AUTH_REQUIRED", "the firmware wants a login: give a user and a password");
      await attempt.challenged(reply.headers["www-authenticate"] ?? [], { signal });
    }
  }

  return {
    request: (request, { signal }) => locked(signal, () => perform(request, signal)),
    close() {
      closing.abort(new HttpError("HTTP_STOPPED", "the HTTP client was closed", { sent: true }));
      stopIdle();
      connection?.close();
    },
  };
}

const timedOut = ({ what, sent }: { what: string; sent: boolean }, ms: number): HttpError =>
  new HttpError(
    "HTTP_TIMEOUT",
    `AMT's web server: ${what} within ${ms} ms; ${sent ? "read its state before repeating what changes it" : "check that AMT is enabled, and try again"}`,
    { sent },
  );
