import { setImmediate as turn } from "node:timers/promises";
import { ApfError } from "./errors.ts";

/** Messages that wait to be sent without being data. Another side that asks faster than it takes our answers gets no further. */
const MOST = 4_096;
/** Messages after which other work of this process has its turn. */
const TURN = 64;

interface Parts {
  readonly send: (bytes: Buffer, signal: AbortSignal) => Promise<void>;
  /** The same without a wait; false: nothing was done. */
  readonly sendNow: (bytes: Buffer) => boolean;
  /** Data that fits one message. */
  readonly mostData: number;
  /** The next message of data of a channel, of at most so many bytes; undefined when it has none, or no credit. */
  readonly take: (channel: number, most: number) => Buffer | undefined;
  readonly onError: (error: Error) => void;
}
/** Everything one side sends, one message after the other: control messages first, then data, the channels in turn. */
export interface Outgoing {
  say(message: Buffer): void;
  /** The channel has data, and perhaps credit. */
  ready(channel: number): void;
  /** Takes nothing more; settles when all that was said is out, or `signal` aborts, or sending fails. */
  finish(signal: AbortSignal): Promise<void>;
}

export function outgoing({ send, sendNow, mostData, take, onError }: Parts): Outgoing {
  let said: Buffer[] = [];
  /** Channels with data, the one that waits longest first. */
  const ready = new Set<number>();
  const stop = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;
  let isOver = false;

  function next(): Buffer | undefined {
    const message = said.shift();
    if (message) return message;
    for (const channel of ready) {
      ready.delete(channel);
      const data = take(channel, mostData);
      if (!data) continue; // its next credit, or its next write, says so
      ready.add(channel);
      return data;
    }
    return undefined;
  }
  async function pump(): Promise<void> {
    try {
      for (let count = 1; ; count += 1) {
        const message = next();
        if (!message) break;
        if (!sendNow(message)) await send(message, stop.signal);
        if (count % TURN === 0) await turn();
      }
    } catch (error) {
      said = [];
      ready.clear();
      isOver = true;
      onError(error as Error);
    } finally {
      isRunning = false; // in the same step in which there was nothing left
    }
  }
  function start(): void {
    if (isRunning) return;
    isRunning = true;
    running = pump();
  }

  return {
    say(message) {
      if (isOver) return;
      if (said.length >= MOST) {
        isOver = true;
        return onError(new ApfError("APF_PROTOCOL", "the other side does not take our messages"));
      }
      said.push(message);
      start();
    },
    ready(channel) {
      if (isOver) return;
      ready.add(channel);
      start();
    },
    async finish(signal) {
      isOver = true;
      ready.clear();
      const onAbort = (): void => stop.abort(signal.reason);
      if (signal.aborted) onAbort();
      signal.addEventListener("abort", onAbort, { once: true });
      await running;
      signal.removeEventListener("abort", onAbort);
    },
  };
}
