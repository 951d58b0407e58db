import { watch } from "node:fs";
import { type Clock, linked, sleep } from "./clock.ts";

/** ms after which it is looked in any case: not every file system tells. */
const LONGEST = 60_000;
/** The same where nobody tells: there is no such directory yet, or the system has no more watches to give. */
const UNTOLD = 5_000;

/**
 * Who wants to know when something in a directory is different. Whatever happened since the last call of `news` counts, so that nothing falls
 * between looking and waiting.
 */
export interface DirectoryNews {
  /** Resolves at the next change, after a minute in any case. Rejects with the signal's reason. */
  next(seen: number, options: { signal: AbortSignal }): Promise<void>;
  /** Number of the newest change: taken before looking. */
  readonly seen: number;
  close(): void;
}

export function directoryNews(path: string, { clock }: { clock: Clock }): DirectoryNews {
  let seen = 0;
  const waiting = new Set<() => void>();
  const tell = (): void => {
    seen += 1;
    for (const one of [...waiting]) one();
  };
  let watcher = open(path, tell);
  return {
    get seen() {
      return seen;
    },
    async next(before, { signal }) {
      if (seen !== before) return;
      // Whatever came before it watched is seen by looking once more
      const isNew = watcher === undefined;
      watcher ??= open(path, tell);
      const over = new AbortController();
      const either = linked([signal, over.signal]);
      let wake = (): void => {};
      const told = new Promise<void>((resolve) => {
        wake = resolve;
        waiting.add(wake);
      });
      const waited = sleep(clock, isNew || watcher === undefined ? UNTOLD : LONGEST, either);
      waited.catch(() => {}); // whoever was told has no more use for it
      try {
        await Promise.race([told, waited]);
      } finally {
        waiting.delete(wake);
        over.abort();
        either.done();
      }
    },
    close: () => watcher?.close(),
  };
}

/** undefined: looking by time does it then. */
function open(path: string, tell: () => void): { close(): void } | undefined {
  try {
    const watcher = watch(path, { persistent: false }, tell);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
