/** Those who wait for the firmware to ask for a port. */
export interface AwaitedPorts {
  /** Resolves with the first of `ports` that is there. Rejects with what ended the session, or the signal's reason. */
  wait(ports: readonly number[], options: { signal: AbortSignal }): Promise<number>;
  /** Something may have changed. */
  look(): void;
}

export function awaitedPorts(parts: {
  readonly isThere: (port: number) => boolean;
  readonly ended: () => Error | undefined;
}): AwaitedPorts {
  const waiters = new Set<() => void>();
  return {
    wait: (ports, { signal }) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const over = (): void => {
          waiters.delete(look);
          signal.removeEventListener("abort", onAbort);
        };
        const onAbort = (): void => {
          over();
          reject(signal.reason);
        };
        const look = (): void => {
          const ended = parts.ended();
          const found = ports.find(parts.isThere);
          if (!ended && found === undefined) return;
          over();
          if (ended) reject(ended);
          else resolve(found as number);
        };
        signal.addEventListener("abort", onAbort, { once: true });
        waiters.add(look);
        look();
      }),
    look() {
      for (const waiter of [...waiters]) waiter();
    },
  };
}
