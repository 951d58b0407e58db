/** Waiting for something to become true, asked anew whenever something changes. */
export interface Becoming {
  /**
   * Resolves with the first answer of `look` that is not undefined. Rejects with what it throws, with the signal's reason, or with what
   * ended everything.
   */
  until<T>(look: () => T | undefined, options: { signal: AbortSignal }): Promise<T>;
  /** Something has changed, or all is over. */
  changed(): void;
}

export function becoming(life: AbortSignal): Becoming {
  const waiters = new Set<() => void>();
  return {
    until: (look, { signal }) =>
      new Promise((resolve, reject) => {
        const over = (): void => {
          waiters.delete(attempt);
          signal.removeEventListener("abort", attempt);
        };
        const attempt = (): void => {
          try {
            signal.throwIfAborted();
            life.throwIfAborted();
            const found = look();
            if (found === undefined) return;
            over();
            resolve(found);
          } catch (error) {
            over();
            reject(error);
          }
        };
        signal.addEventListener("abort", attempt, { once: true });
        waiters.add(attempt);
        attempt();
      }),
    changed() {
      for (const waiter of [...waiters]) waiter();
    },
  };
}
