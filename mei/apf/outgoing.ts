import { turn } from "../../platform/clock.ts";
import { ApfError } from "./errors.ts";

/** Messages that wait to be sent without being data. Another side that asks faster than it takes our answers gets no further. */
const MOST = 4_096;
/** Messages after which other work of this process has its turn. */
const TURN = 64;

/** One message, the bytes of data apart. */
interface Message {
  readonly head: Buffer;
  readonly rest?: Buffer;
}
interface Parts {
  readonly send: (bytes: Buffer, signal: AbortSignal) => Promise<void>;
  /** The same without a wait; false: nothing was done. */
  readonly sendNow: (message: Message) => boolean;
  /** Data that fits one message. */
  readonly mostData: number;
  /** The next message of data of a channel, of at most so many bytes; undefined when it has none, or no credit. */
  readonly take: (channel: number, most: number) => Message | undefined;
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
  /** Channels with data, the one that waits longest first; seldom more than a few. */
  let ready: number[] = [];
  /** Taken, and there was no room for it. */
  let held: Message | undefined;
  const stop = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;
  let isOver = false;

  function next(): Message | undefined {
    const head = said.shift();
    if (head) return { head };
    for (;;) {
      const channel = ready[0];
      if (channel === undefined) return undefined;
      const data = take(channel, mostData);
      ready.shift();
      if (!data) continue; // its next credit, or its next write, says so
      ready.push(channel);
      return data;
    }
  }
  /** Sends while there is room, a turn's worth at most. False: there is more. */
  function sendSome(): boolean {
    for (let count = 0; count < TURN; count += 1) {
      const message = next();
      if (!message) return true;
      if (sendNow(message)) continue;
      held = message;
      return false;
    }
    return false;
  }
  async function pump(): Promise<void> {
    try {
      do {
        if (held) await send(whole(held), stop.signal);
        else await turn();
        held = undefined;
      } while (!sendSome());
    } catch (error) {
      fail(error as Error);
    } finally {
      isRunning = false; // in the same step in which there was nothing left
    }
  }
  function fail(error: Error): void {
    said = [];
    ready = [];
    isOver = true;
    onError(error);
  }
  /** Most messages find room: only what does not makes a promise. */
  function start(): void {
    if (isRunning) return;
    isRunning = true;
    try {
      if (sendSome()) {
        isRunning = false;
        return;
      }
    } catch (error) {
      isRunning = false;
      fail(error as Error);
      return;
    }
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
      if (!ready.includes(channel)) ready.push(channel);
      start();
    },
    async finish(signal) {
      isOver = true;
      ready = [];
      const onAbort = (): void => stop.abort(signal.reason);
      if (signal.aborted) onAbort();
      signal.addEventListener("abort", onAbort, { once: true });
      await running;
      signal.removeEventListener("abort", onAbort);
    },
  };
}
const whole = ({ head, rest }: Message): Buffer => (rest ? Buffer.concat([head, rest]) : head);
