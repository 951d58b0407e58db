import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Clock } from "../../platform/clock.ts";
import { oneWrite } from "../../platform/one-write.ts";
import type { Arriving } from "./arriving.ts";

export interface RelayParts {
  readonly socket: Socket;
  readonly arriving: Arriving;
  readonly clock: Clock;
  /** Others wait for a channel: an idle connection is then given less time. */
  readonly crowded: () => boolean;
}

/** ms without a byte either way. AMT may take 40 s over one answer (its guide: at least 30 s are to be waited). */
const IDLE = 300_000;
const IDLE_CROWDED = 45_000;
const LOOK = 5_000;
/** ms for a client to end its side after ours. */
const HALF_OPEN = 5_000;

/** Resolves when `bytes` may be followed by more. Rejects when `signal` aborts, which must follow when the stream is gone. */
export const write = (stream: Duplex, bytes: Buffer, { signal }: { signal: AbortSignal }): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    if (stream.write(bytes)) return resolve();
    const over = (): void => {
      stream.off("drain", onDrain);
      signal.removeEventListener("abort", onAbort);
    };
    const onDrain = (): void => {
      over();
      resolve();
    };
    const onAbort = (): void => {
      over();
      reject(signal.reason);
    };
    stream.once("drain", onDrain);
    signal.addEventListener("abort", onAbort, { once: true });
  });

/** AMT's way back to the client, and the end of both. */
export interface Returning {
  /** Something went to AMT. */
  touch(): void;
  /** Aborts when the channel or the socket is gone. */
  readonly over: AbortSignal;
  /** Settles when both are closed. */
  readonly done: Promise<void>;
}

/**
 * Brings what comes from the channel to the client, at the client's pace. A channel that AMT has ended ends the connection; one that
 * broke (the ME was reset) breaks it too: a client must not take half an answer for a whole one.
 */
export function bringBack(channel: Duplex, { socket, clock, crowded }: RelayParts): Returning {
  const over = new AbortController();
  let last = clock.monotonic();
  const touch = (): void => {
    last = clock.monotonic();
  };
  let stopHalfOpen = (): void => {};
  let stopIdle = (): void => {};
  const lookIdle = (): void => {
    if (clock.monotonic() - last >= (crowded() ? IDLE_CROWDED : IDLE)) return void socket.destroy();
    stopIdle = clock.after(LOOK, lookIdle, { background: true });
  };
  lookIdle();
  channel.on("data", () => {
    touch();
    oneWrite(socket);
  });
  channel.pipe(socket);
  channel.on("error", () => socket.resetAndDestroy());
  socket.once("finish", () => {
    stopHalfOpen = clock.after(HALF_OPEN, () => socket.destroy(), { background: true });
  });
  const done = new Promise<void>((resolve) => {
    const look = (): void => {
      if (!socket.closed || !channel.closed) return;
      stopHalfOpen();
      stopIdle();
      resolve();
    };
    channel.once("close", () => {
      over.abort();
      if (!channel.readableEnded && !socket.writableEnded) socket.destroy(); // we have closed it ourselves
      look();
    });
    socket.once("close", () => {
      over.abort();
      stopHalfOpen();
      stopIdle();
      look();
    });
  });
  return { touch, over: over.signal, done };
}

/** Bytes both ways as they are. Settles when both ends are closed; never rejects. */
export async function relay(channel: Duplex, parts: RelayParts): Promise<void> {
  const { socket, arriving } = parts;
  const { touch, over, done } = bringBack(channel, parts);
  socket.once("close", () => channel.destroy());
  try {
    for (;;) {
      const chunk = await arriving.next({ signal: over });
      if (!chunk) break;
      touch();
      await write(channel, chunk, { signal: over });
    }
    channel.end(); // closes the channel; what AMT sends until it has closed its side still comes (lms.md 1.7)
  } catch {
    // The channel or the client is gone, and whoever remains has been told
    channel.destroy();
  }
  await done;
}
