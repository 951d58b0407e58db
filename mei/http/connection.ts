import { Agent, type ClientRequest, type ClientRequestArgs } from "node:http";
import type { Duplex } from "node:stream";
import { HttpError } from "./http-error.ts";

/** One byte stream on which requests follow each other. */
export interface HttpConnection {
  /** For node:http. Gives this stream and, once it is gone, no other. */
  readonly agent: Agent;
  /** Another request may go out on it. Turns false when the firmware ends it, or sends what nobody asked for. */
  readonly usable: boolean;
  /** What the stream failed with, for the reason of an error. */
  readonly failure: Error | undefined;
  close(): void;
}

/** Takes the stream: from here on only this connection reads, writes and destroys it. */
export function overDuplex(stream: Duplex): HttpConnection {
  let failure: Error | undefined;
  let ended = stream.readableEnded; // it may have ended before anybody listened
  const close = (): void => {
    ended = true;
    stream.destroy();
  };
  stream.on("error", (error) => {
    failure ??= error;
  });
  stream.once("close", close);
  // half-open means nothing to HTTP: a reply cannot come any more
  stream.once("end", () => {
    ended = true;
  });
  return {
    agent: new OneStream(stream, close),
    get usable() {
      return !ended && !stream.destroyed && stream.writable;
    },
    get failure() {
      return failure;
    },
    close,
  };
}

/**
 * node:http's pool, of one stream that need not be a socket. The two hooks replace what the pool does to sockets (keep-alive
 * probes, ref, timeouts) and watch the stream while nobody reads it: bytes that come then would be taken for the next reply.
 */
class OneStream extends Agent {
  #stream: Duplex | undefined;
  readonly #onUnasked: () => void;
  constructor(stream: Duplex, close: () => void) {
    super({ keepAlive: true, maxSockets: 1, maxFreeSockets: 1 });
    this.#stream = stream;
    this.#onUnasked = close;
  }
  override createConnection(
    _options: ClientRequestArgs,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | undefined {
    const stream = this.#stream;
    this.#stream = undefined;
    if (stream) return stream;
    // the callback's type has no room for what its documentation says: with an error there is no stream
    const fail = callback as ((error: Error) => void) | undefined;
    fail?.(new HttpError("HTTP_CLOSED", "AMT's web server ended the connection", { sent: false }));
    return undefined;
  }
  override keepSocketAlive(stream: Duplex): boolean {
    stream.on("data", this.#onUnasked);
    stream.once("end", this.#onUnasked);
    stream.resume();
    return true;
  }
  override reuseSocket(stream: Duplex, _request: ClientRequest): void {
    stream.off("data", this.#onUnasked);
    stream.off("end", this.#onUnasked);
  }
}
