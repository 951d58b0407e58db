/** One reader, several writers, each of which waits until what it put has been taken: nothing piles up. */
export interface Mailbox<T> {
  /** Resolves when it was taken, or nobody takes any more. */
  put(item: T): Promise<void>;
  /** Rejects the signal's reason. */
  take(options: { signal: AbortSignal }): Promise<T>;
  close(): void;
}

export function mailbox<T>(): Mailbox<T> {
  const waiting: { readonly item: T; readonly taken: () => void }[] = [];
  let wake = (): void => {};
  let closed = false;
  return {
    put: (item) =>
      new Promise((resolve) => {
        if (closed) return resolve();
        waiting.push({ item, taken: resolve });
        wake();
      }),
    async take({ signal }) {
      for (;;) {
        signal.throwIfAborted();
        const first = waiting.shift();
        if (first) {
          first.taken();
          return first.item;
        }
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
    close() {
      closed = true;
      for (const { taken } of waiting.splice(0)) taken();
    },
  };
}
