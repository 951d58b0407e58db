import { type Clock, sleep } from "./clock.ts";
import type { Lockable } from "./native/lockable.ts";
import { holdersOf } from "./processes.ts";

export class LockError extends Error {
  override name = "LockError";
  readonly code: "LOCK_BUSY" | "LOCK_DENIED";
  constructor(code: "LOCK_BUSY" | "LOCK_DENIED", message: string, options?: { cause: unknown }) {
    super(message, options);
    this.code = code;
  }
}

export interface FileLock {
  /** Lets the next one in. The file stays: removing it would let two in, one with the old file and one with the new. */
  release(): void;
}

/** ms between attempts: both systems can wait by themselves, but not be aborted, and it would hold a pool thread. */
const firstPause = 10;
const longestPause = 250;

/**
 * One holder at a time among all processes, by flock() or LockFileEx on `path`, which is made if need be (0600, its directory must
 * exist). The kernel releases it however the holder ends. Waits up to `wait` ms, then LOCK_BUSY naming the holder where it can be seen;
 * LOCK_DENIED where the file cannot be opened.
 */
export async function lockFile(
  path: string,
  { clock, wait, signal }: { clock: Clock; wait: number; signal: AbortSignal },
): Promise<FileLock> {
  const file = await open(path);
  try {
    signal.throwIfAborted();
    const start = clock.monotonic();
    for (let pause = firstPause; !file.take(); pause = Math.min(2 * pause, longestPause)) {
      const left = wait - (clock.monotonic() - start);
      if (left <= 0) throw await busy(path, wait);
      await sleep(clock, Math.min(pause, left), { signal });
    }
    return held(file);
  } catch (error) {
    file.close();
    throw error;
  }
}

async function open(path: string): Promise<Lockable> {
  try {
    if (process.platform === "win32") return await (await import("./native/windows-lock.ts")).openForLockFileEx(path);
    return (await import("./native/linux-lock.ts")).openForFlock(path);
  } catch (cause) {
    throw new LockError("LOCK_DENIED", `cannot open the lock ${path}: ${(cause as Error).message}`, { cause });
  }
}

function held(file: Lockable): FileLock {
  let open = true;
  return {
    release() {
      if (open) file.close();
      open = false;
    },
  };
}

async function busy(path: string, wait: number): Promise<LockError> {
  const holders = process.platform === "win32" ? [] : await holdersOf(path);
  const others = holders.filter(({ pid }) => pid !== process.pid);
  const who = others.map(({ pid, name }) => `${name} (process ${pid})`).join(", ") || "another program";
  return new LockError(
    "LOCK_BUSY",
    `${who} holds ${path}, and still did after ${wait} ms. Wait for it to end, or end it.`,
  );
}
