import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Clock } from "../../platform/clock.ts";
import { gathered } from "../../platform/gathered.ts";
import type { Arriving } from "./arriving.ts";
import type { Presence } from "./presence.ts";

export interface RelayParts {
  readonly socket: Socket;
  readonly arriving: Arriving;
  readonly presence: Presence;
  readonly clock: Clock;
  /** Others wait for a channel: an idle connection is then given less time. */
  readonly crowded: () => boolean;
}

/** ms without a byte either way. AMT may take 40 s over one answer (its guide: at least 30 s are to be waited). */
const IDLE = 300_000;
const IDLE_CROWDED = 45_000;
const LOOK = 5_000;
/** ms without a byte after which nobody takes what a client that has gone left behind. */
const IDLE_GONE = 5_000;
/** ms without a byte after the client's last word: AMT will not answer, or has done so. LME has no half-closing that would make it end. */
const SILENCE = { before: 5_000, after: 1_000 } as const;
/** Others wait, and most clients that end have heard what they wanted. */
const SILENCE_CROWDED = { before: 1_000, after: 50 } as const;
const LISTEN = 25;
/** A reason made once: an abort without one makes an error with its stack, for each connection. */
const OVER = new DOMException("the connection is over", "AbortError");
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
  /** ms without a byte either way; 0 while there are some that have not been taken. */
  readonly silence: number;
  /** The last byte was AMT's. */
  readonly answers: boolean;
  /** Aborts when the channel or the socket is gone. */
  readonly over: AbortSignal;
  /** Settles when both are closed. */
  readonly done: Promise<void>;
  /** The client gets nothing more of AMT's. */
  mute(): void;
}

/**
 * Brings what comes from the channel to the client, at the client's pace. A channel that AMT has ended ends the connection; one that
 * broke (the ME was reset) breaks it too: a client must not take half an answer for a whole one.
 */
export function bringBack(channel: Duplex, { socket, presence, clock, crowded }: RelayParts): Returning {
  const over = new AbortController();
  let last = clock.monotonic();
  let answers = false;
  const touch = (): void => {
    last = clock.monotonic();
    answers = false;
  };
  let stopHalfOpen = (): void => {};
  let stopIdle = (): void => {};
  const lookIdle = (): void => {
    const idle = clock.monotonic() - last;
    if (idle >= (presence.gone.aborted ? IDLE_GONE : crowded() ? IDLE_CROWDED : IDLE)) return void socket.destroy();
    if (idle >= LOOK) presence.look();
    stopIdle = clock.after(LOOK, lookIdle, { background: true });
  };
  lookIdle();
  const out = gathered(socket);
  let isMuted = false;
  channel.on("data", (chunk: Buffer) => {
    touch();
    answers = true;
    if (!isMuted && !out.put(chunk)) channel.pause();
  });
  socket.on("drain", () => void channel.resume());
  channel.once("end", () => {
    if (isMuted) return;
    out.flush();
    socket.end();
  });
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
      over.abort(OVER);
      if (!channel.readableEnded && !socket.writableEnded) socket.destroy(); // we have closed it ourselves
      look();
    });
    socket.once("close", () => {
      over.abort(OVER);
      stopHalfOpen();
      stopIdle();
      look();
    });
  });
  return {
    touch,
    get silence() {
      const waiting = channel.writableLength + channel.readableLength + socket.writableLength + out.waiting;
      return waiting > 0 ? 0 : clock.monotonic() - last;
    },
    get answers() {
      return answers;
    },
    over: over.signal,
    done,
    mute() {
      out.flush();
      isMuted = true;
    },
  };
}

/** Bytes both ways as they are. Settles when both ends are closed; never rejects. */
export async function relay(channel: Duplex, parts: RelayParts): Promise<void> {
  const { socket, arriving } = parts;
  const returning = bringBack(channel, parts);
  const { touch, over, done } = returning;
  socket.once("close", () => channel.destroy());
  try {
    const take = (chunk: Buffer): boolean => {
      touch();
      return channel.write(chunk);
    };
    const pouring = arriving.pour(take, { signal: over });
    channel.on("drain", pouring.more);
    await pouring.done;
    await heardOut(returning, parts);
    channel.end(); // closes the channel; what AMT sends until it has closed its side still comes (lms.md 1.7)
  } catch {
    // The channel or the client is gone, and whoever remains has been told
    channel.destroy();
  }
  await done;
}

/** Resolves when a client that has said its last word has heard AMT's, as far as that can be told, or no longer listens. */
function heardOut(returning: Returning, { presence, clock, crowded }: RelayParts): Promise<void> {
  const ends = [returning.over, presence.gone];
  return new Promise((resolve) => {
    let stop = (): void => {};
    const done = (): void => {
      stop();
      for (const end of ends) end.removeEventListener("abort", done);
      resolve();
    };
    const look = (): void => {
      const limit = (crowded() ? SILENCE_CROWDED : SILENCE)[returning.answers ? "after" : "before"];
      if (ends.some(({ aborted }) => aborted) || returning.silence >= limit) done();
      else stop = clock.after(LISTEN, look, { background: true });
    };
    for (const end of ends) end.addEventListener("abort", done, { once: true });
    look();
  });
}
