import type { Duplex } from "node:stream";

/** Bytes of a client, taken from it as far as there is room, so that its going is seen while nobody reads them. */
export interface Arriving {
  /** What has come; undefined when nothing more will. Rejects only with the signal's reason. */
  next(options: { signal: AbortSignal }): Promise<Buffer | undefined>;
  /** Gives everything to `take` as it comes, for ever: after a false only when `more` was called. Settles as `next`. */
  pour(take: (chunk: Buffer) => boolean, options: { signal: AbortSignal }): Pouring;
  /** Resolves when something has come; false: nothing will. */
  some(options: { signal: AbortSignal }): Promise<boolean>;
  /** Aborts when the client has said that it sends no more, or has gone; while nothing is read of it, not before somebody wants to. */
  readonly ended: AbortSignal;
  /** Nothing is read until something is wanted. */
  readonly unread: boolean;
}

export interface Pouring {
  /** There is room again. */
  more(): void;
  readonly done: Promise<void>;
}

/** A reason made once: an abort without one makes an error with its stack, for each connection. */
const ENDED = new DOMException("the client sends no more", "AbortError");
/** Bytes that wait for a reader before the client is no longer read. */
const ROOM = 65_536;

/** `held`: nothing is read before it is wanted: what many connections bring that wait for a channel lives long, and costs V8 more than all that passes. */
export function arrivingFrom(stream: Duplex, { held = false } = {}): Arriving {
  let unread = held;
  const ended = new AbortController();
  const waiting: Buffer[] = [];
  let size = 0;
  let wake = (): void => {};
  /** Takes what comes, where nothing waits. */
  let direct: ((chunk: Buffer) => void) | undefined;

  if (held) stream.pause(); // before anybody listens, or it flows
  const read = (): void => {
    if (unread) stream.resume();
    unread = false;
  };
  stream.on("data", (chunk: Buffer) => {
    if (direct) return direct(chunk);
    waiting.push(chunk);
    size += chunk.length;
    if (size >= ROOM) stream.pause();
    wake();
  });
  if (!held) stream.resume();
  const end = (): void => {
    ended.abort(ENDED);
    wake();
  };
  stream.once("end", end);
  stream.once("close", end);
  stream.on("error", end); // `close` follows

  function some({ signal }: { signal: AbortSignal }): Promise<boolean> {
    read();
    return new Promise((resolve, reject) => {
      const over = (): void => {
        wake = () => {};
        signal.removeEventListener("abort", onAbort);
      };
      const onAbort = (): void => {
        over();
        reject(signal.reason);
      };
      const look = (): void => {
        if (waiting.length === 0 && !ended.signal.aborted) return;
        over();
        resolve(waiting.length > 0);
      };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener("abort", onAbort, { once: true });
      wake = look;
      look();
    });
  }
  function shift(): Buffer | undefined {
    const chunk = waiting.shift();
    if (!chunk) return undefined;
    size -= chunk.length;
    if (size < ROOM && stream.isPaused()) stream.resume();
    return chunk;
  }
  function pour(take: (chunk: Buffer) => boolean, { signal }: { signal: AbortSignal }): Pouring {
    read();
    let more = (): void => {};
    const done = new Promise<void>((resolve, reject) => {
      const over = (): void => {
        direct = undefined;
        wake = () => {};
        more = () => {};
        signal.removeEventListener("abort", onAbort);
      };
      const onAbort = (): void => {
        over();
        reject(signal.reason);
      };
      const pass = (chunk: Buffer): void => {
        if (!take(chunk)) direct = undefined;
      };
      if (signal.aborted) return reject(signal.reason);
      signal.addEventListener("abort", onAbort, { once: true });
      wake = () => {
        if (waiting.length > 0 || !ended.signal.aborted) return;
        over();
        resolve();
      };
      more = () => {
        direct = pass;
        while (direct) {
          const chunk = shift();
          if (!chunk) break;
          direct(chunk);
        }
        wake();
      };
      more();
    });
    return { more: () => more(), done };
  }
  return {
    async next(options) {
      options.signal.throwIfAborted();
      if (waiting.length === 0) await some(options); // listening for an abort costs more than the chunk
      return shift();
    },
    pour,
    some,
    ended: ended.signal,
    get unread() {
      return unread;
    },
  };
}
