import { closeSync, constants, openSync } from "node:fs";
import { type Clock, sleep } from "./clock.ts";
import { errnoName, libc, SystemError } from "./native/libc.ts";
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

/** ms between attempts: flock() can wait by itself, but not be aborted, and it would hold a pool thread. */
const firstPause = 10;
const longestPause = 250;

/**
 * One holder at a time among all processes, by flock() on `path`, which is made if need be (0600, its directory must exist). The
 * kernel releases it however the holder ends. Waits up to `wait` ms, then LOCK_BUSY naming the holder where it can be seen;
 * LOCK_DENIED where the file cannot be opened.
 */
export async function lockFile(
  path: string,
  { clock, wait, signal }: { clock: Clock; wait: number; signal: AbortSignal },
): Promise<FileLock> {
  const library = libc();
  signal.throwIfAborted();
  const fd = open(path);
  try {
    const start = clock.monotonic();
    for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
      const result = library.tryFlock(fd);
      if (result === 0) return held(fd);
      if (!["EAGAIN", "EINTR"].includes(errnoName(result))) throw new SystemError("flock", result);
      const left = wait - (clock.monotonic() - start);
      if (left <= 0) throw await busy(path, wait);
      await sleep(clock, Math.min(pause, left), { signal });
    }
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function open(path: string): number {
  try {
    return openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
  } catch (cause) {
    throw new LockError("LOCK_DENIED", `cannot open the lock ${path}: ${(cause as Error).message}`, { cause });
  }
}

function held(fd: number): FileLock {
  let open = true;
  return {
    release() {
      if (open) closeSync(fd);
      open = false;
    },
  };
}

async function busy(path: string, wait: number): Promise<LockError> {
  const others = (await holdersOf(path)).filter(({ pid }) => pid !== process.pid);
  const who = others.map(({ pid, name }) => `${name} (process ${pid})`).join(", ") || "another program";
  return new LockError(
    "LOCK_BUSY",
    `${who} holds ${path}, and still did after ${wait} ms. Wait for it to end, or end it.`,
  );
}
