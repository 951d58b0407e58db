import type { Duplex } from "node:stream";

/** One byte stream on which requests follow each other. */
export interface HttpConnection {
  readonly stream: Duplex;
  /** Another request may go out on it. Turns false when the firmware ends it, or sends what nobody asked for. */
  readonly usable: boolean;
  /** What the stream failed with, for the reason of an error. */
  readonly failure: Error | undefined;
  /** A request takes the stream. */
  take(): void;
  /** The request is done with: bytes that come from now on would be taken for the next reply, so they end the connection. */
  rest(): void;
  close(): void;
}

/**
 * Takes the stream: from here on only this connection reads, writes and destroys it. An http.Agent is not used: it wants sockets, and
 * Node 20 tells it twice that a stream is free when a reply ends before the request's last write is called back, as over a window.
 */
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
    stream,
    get usable() {
      return !ended && !stream.destroyed && stream.writable;
    },
    get failure() {
      return failure;
    },
    take() {
      stream.off("data", close);
      stream.off("end", close);
    },
    rest() {
      stream.on("data", close);
      stream.once("end", close);
      stream.resume();
    },
    close,
  };
}
