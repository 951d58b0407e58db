import { MeiError } from "../errors.ts";

/** Messages between the one who brings them and the one who waits: the receiving half of a MeiConnection, one waiter at a time. */
export interface Inbox {
  /** Nothing is taken any more once it has ended. */
  push(message: Buffer): void;
  /** Drops what is unread and settles the waiter; the first reason stays. */
  end(reason: MeiError): void;
  receive(options: { signal: AbortSignal }): Promise<Buffer>;
  /** The next one if it is here already. */
  receiveNow(): Buffer | undefined;
  /** Messages nobody has read. */
  readonly unread: number;
  readonly ended: MeiError | undefined;
}

/** `onRoom` is told after each message that was read. */
export function inbox({ client, onRoom = () => {} }: { client: string; onRoom?: () => void }): Inbox {
  const unread: Buffer[] = [];
  let ended: MeiError | undefined;
  let waiter: { take(message: Buffer): void; fail(reason: unknown): void } | undefined;
  /** That of the last waiter. Most wait with the same one for ever, and listening anew for each message costs more than the message. */
  let watched: AbortSignal | undefined;

  const onAbort = (): void => {
    const reason: unknown = watched?.reason;
    watch(undefined);
    settled()?.fail(reason);
  };
  function watch(signal: AbortSignal | undefined): void {
    if (signal === watched) return;
    watched?.removeEventListener("abort", onAbort);
    watched = signal;
    signal?.addEventListener("abort", onAbort, { once: true });
  }
  function settled(): typeof waiter {
    const one = waiter;
    waiter = undefined;
    return one;
  }
  function first(): Buffer | undefined {
    const message = waiter ? undefined : unread.shift();
    if (message) onRoom();
    return message;
  }
  return {
    push(message) {
      if (ended) return;
      if (waiter) settled()?.take(message);
      else unread.push(message);
    },
    end(reason) {
      if (ended) return;
      ended = reason;
      unread.length = 0;
      watch(undefined);
      settled()?.fail(reason);
    },
    async receive({ signal }) {
      signal.throwIfAborted();
      if (ended) throw ended;
      if (waiter) throw new MeiError("ME_DRIVER", `${client}: somebody waits for its next message already`);
      const message = first();
      if (message) return message;
      watch(signal);
      return new Promise((take, fail) => {
        waiter = { take, fail };
      });
    },
    receiveNow: first,
    get unread() {
      return unread.length;
    },
    get ended() {
      return ended;
    },
  };
}
