import { MeiError } from "../errors.ts";

/** Messages between the one who brings them and the one who waits: the receiving half of a MeiConnection, one waiter at a time. */
export interface Inbox {
  /** Nothing is taken any more once it has ended. */
  push(message: Buffer): void;
  /** Drops what is unread and settles the waiter; the first reason stays. */
  end(reason: MeiError): void;
  receive(options: { signal: AbortSignal }): Promise<Buffer>;
  /** Messages nobody has read. */
  readonly unread: number;
  readonly ended: MeiError | undefined;
}

/** `onRoom` is told after each message that was read. */
export function inbox({ client, onRoom = () => {} }: { client: string; onRoom?: () => void }): Inbox {
  const unread: Buffer[] = [];
  let ended: MeiError | undefined;
  let waiter: { take(message: Buffer): void; fail(reason: MeiError): void } | undefined;
  return {
    push(message) {
      if (ended) return;
      if (waiter) waiter.take(message);
      else unread.push(message);
    },
    end(reason) {
      if (ended) return;
      ended = reason;
      unread.length = 0;
      waiter?.fail(reason);
    },
    async receive({ signal }) {
      signal.throwIfAborted();
      if (ended) throw ended;
      if (waiter) throw new MeiError("ME_DRIVER", `${client}: somebody waits for its next message already`);
      const first = unread.shift();
      if (first) {
        onRoom();
        return first;
      }
      return new Promise((resolve, reject) => {
        const settle = (): void => {
          waiter = undefined;
          signal.removeEventListener("abort", onAbort);
        };
        const onAbort = (): void => {
          settle();
          reject(signal.reason);
        };
        waiter = {
          take(message) {
            settle();
            resolve(message);
          },
          fail(reason) {
            settle();
            reject(reason);
          },
        };
        signal.addEventListener("abort", onAbort, { once: true });
      });
    },
    get unread() {
      return unread.length;
    },
    get ended() {
      return ended;
    },
  };
}
