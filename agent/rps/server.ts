import type { connect as connectTcp, Socket } from "node:net";
import { type ConnectionOptions, connect as connectTls } from "node:tls";
import { WebSocket } from "ws";
import { type Clock, deadline } from "../../platform/clock.ts";
import type { Secret } from "../../platform/secret.ts";
import { RpsError } from "./error.ts";
import { malformed, SERVER_FRAME_LIMIT } from "./messages.ts";
import { throughProxy } from "./proxy.ts";

/** ms until a server has accepted us. */
const PATIENCE = 30_000;
/** Messages that may wait; while more would, nothing is read from the socket. */
const WAITING = 8;

/** A provisioning server that has accepted us. */
export interface Server {
  /** Resolves when it is written. Rejects RPS_CLOSED, or the signal's reason. */
  send(text: Secret, options: { signal: AbortSignal }): Promise<void>;
  /** The next text frame. Rejects RPS_CLOSED, RPS_MALFORMED, or the signal's reason. */
  receive(options: { signal: AbortSignal }): Promise<string>;
  /** Resolves when it has answered that, or a second later. */
  close(): Promise<void>;
}
export interface ServerOptions {
  /** PEM; without it the roots that Node brings. Its certificate is always checked. */
  readonly ca?: string;
  readonly proxy?: URL;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Rejects RPS_UNREACHABLE, RPS_UNTRUSTED, or the signal's reason. */
export async function connectServer(url: URL, { ca, proxy, clock, signal }: ServerOptions): Promise<Server> {
  const late = (): Error => unreachable(url, `it did not answer within ${PATIENCE / 1000} s`);
  const limit = deadline(clock, PATIENCE, [signal], late);
  try {
    const via = proxy && (await throughProxy(proxy, url, limit));
    return await accepted(start(url, { ca, via }), url, { clock, signal: limit.signal });
  } finally {
    limit.done();
  }
}

function start(url: URL, { ca, via }: { ca: string | undefined; via: Socket | undefined }): WebSocket {
  const secure = url.protocol === "wss:";
  return new WebSocket(url, {
    followRedirects: false,
    perMessageDeflate: false,
    maxPayload: SERVER_FRAME_LIMIT,
    // said, so that NODE_TLS_REJECT_UNAUTHORIZED does not count
    rejectUnauthorized: true,
    minVersion: "TLSv1.2",
    ...(ca === undefined ? {} : { ca }),
    ...(via && {
      createConnection: ((options: ConnectionOptions) =>
        secure ? connectTls({ ...options, socket: via }) : via) as unknown as typeof connectTcp,
    }),
  });
}

function accepted(
  socket: WebSocket,
  url: URL,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<Server> {
  const server = serverOn(socket, clock);
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      signal.removeEventListener("abort", onAbort);
      act();
    };
    const fail = (error: unknown): void =>
      settle(() => {
        socket.terminate();
        reject(error);
      });
    const onAbort = (): void => fail(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    socket.once("open", () => settle(() => resolve(server)));
    socket.on("error", (error) => fail(explained(error, url)));
    socket.on("unexpected-response", (_request, { statusCode = 0, headers }) => {
      const to = typeof headers.location === "string" ? shown(headers.location) : undefined;
      if (statusCode >= 300 && statusCode < 400)
        fail(unreachable(url, `it sends on${to ? ` to ${to}` : ""}, which is not followed: give the address itself`));
      else fail(unreachable(url, `it answers with HTTP status ${statusCode} instead of a WebSocket`));
    });
  });
}

function serverOn(socket: WebSocket, clock: Clock): Server {
  const texts: string[] = [];
  let end: RpsError | undefined;
  let wake = (): void => {};

  const over = (error: RpsError): void => {
    end ??= error;
    wake();
  };
  socket.on("message", (data, isBinary) => {
    if (isBinary) {
      over(malformed("it sends bytes where text is due"));
      socket.terminate();
      return;
    }
    texts.push(String(data));
    if (texts.length >= WAITING) socket.pause();
    wake();
  });
  socket.on("error", (error: NodeJS.ErrnoException) => {
    // the texts of these name what is wrong with a frame, never what is in it
    const isFrame = error.code?.startsWith("WS_ERR_") === true;
    const tooLong = error.code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH";
    over(
      isFrame ? malformed(tooLong ? `a message is over ${SERVER_FRAME_LIMIT} bytes` : error.message) : closed(error),
    );
  });
  socket.on("close", () => over(closed()));

  return {
    send: (text, { signal }) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const onAbort = (): void => reject(signal.reason);
        signal.addEventListener("abort", onAbort, { once: true });
        socket.send(text.reveal(), (error) => {
          signal.removeEventListener("abort", onAbort);
          if (error) reject(end ?? closed(error));
          else resolve();
        });
      }),
    async receive({ signal }) {
      for (;;) {
        signal.throwIfAborted();
        const text = texts.shift();
        if (text !== undefined) {
          if (socket.isPaused) socket.resume();
          return text;
        }
        if (end) throw end;
        await new Promise<void>((resolve) => {
          const onAbort = (): void => resolve();
          signal.addEventListener("abort", onAbort, { once: true });
          wake = () => {
            signal.removeEventListener("abort", onAbort);
            resolve();
          };
        });
      }
    },
    close: () =>
      new Promise((resolve) => {
        if (socket.readyState === WebSocket.CLOSED) return resolve();
        const stop = clock.after(1_000, () => socket.terminate());
        socket.once("close", () => {
          stop();
          resolve();
        });
        socket.resume(); // what waits there is in front of its answer
        socket.close(1000);
      }),
  };
}

/** OpenSSL's and Node's reasons to distrust a certificate. */
const distrusts =
  /^(DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_|UNABLE_TO_(VERIFY|GET_ISSUER)|CERT_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE))/;

function explained(error: NodeJS.ErrnoException, url: URL): RpsError {
  const code = error.code ?? "";
  if (distrusts.test(code))
    return new RpsError(
      "RPS_UNTRUSTED",
      `the certificate of ${url.host} is not trusted (${code}), so nothing was sent. If it comes from an authority of your own, name that with --server-ca FILE; otherwise somebody else may be answering there`,
      { cause: error },
    );
  return unreachable(url, shown(error.message), error);
}
export const unreachable = (url: URL, why: string, cause?: unknown): RpsError =>
  new RpsError(
    "RPS_UNREACHABLE",
    `no provisioning server at ${url.host}: ${why}`,
    cause === undefined ? {} : { cause },
  );
const closed = (cause?: Error): RpsError =>
  new RpsError(
    "RPS_CLOSED",
    "the provisioning server ended the connection before it said how it went: amt-agent info shows how AMT stands, the server's log why",
    cause ? { cause } : {},
  );
export const shown = (text: string): string => text.replace(/[^\x20-\x7e]/g, "?").slice(0, 200);
