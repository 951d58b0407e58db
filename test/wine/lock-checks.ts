import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { realClock, sleep } from "../../platform/clock.ts";
import { lockFile } from "../../platform/file-lock.ts";
import { type Check, check, never, rejection } from "./check.ts";

const quick = { clock: realClock, wait: 0, signal: never };
const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

async function isFree(path: string): Promise<boolean> {
  try {
    (await lockFile(path, quick)).release();
    return true;
  } catch (error) {
    assert.equal(codeOf(error), "LOCK_BUSY");
    return false;
  }
}

/** Of files, by LockFileEx. `directory` is there. */
export const lockChecks = (directory: string): Check[] => [
  check("lock: one holder at a time, free again after release, also when released twice", async () => {
    const path = join(directory, "one.lock");
    const first = await lockFile(path, quick);
    assert.equal(codeOf(await rejection(lockFile(path, quick))), "LOCK_BUSY");
    first.release();
    const second = await lockFile(path, quick);
    first.release();
    assert.equal(codeOf(await rejection(lockFile(path, quick))), "LOCK_BUSY");
    second.release();
  }),
  check("lock: whoever waits gets it when it is let go of, and an aborted wait ends with its reason", async () => {
    const path = join(directory, "two.lock");
    const held = await lockFile(path, quick);
    const stop = new AbortController();
    const aborted = rejection(lockFile(path, { ...quick, wait: 10_000, signal: stop.signal }));
    const waiting = lockFile(path, { ...quick, wait: 10_000 });
    const reason = new Error("enough");
    stop.abort(reason);
    assert.equal(await aborted, reason);
    held.release();
    (await waiting).release();
  }),
  check("lock: a process that is killed holds nothing", async () => {
    const path = join(directory, "three.lock");
    const [, program = ""] = process.argv;
    const child = spawn(process.execPath, [program, "lock", path], { stdio: "ignore" });
    const gone = new Promise((resolve) => child.once("exit", resolve));
    const limit = performance.now() + 30_000;
    while (await isFree(path)) {
      assert.ok(performance.now() < limit, "the other process did not lock");
      await sleep(realClock, 50, { signal: never });
    }
    const waiting = lockFile(path, { ...quick, wait: 10_000 });
    child.kill();
    await gone;
    (await waiting).release();
  }),
  check("lock: a directory that is not there is said, with the path", async () => {
    const path = join(directory, "none", "lock");
    const error = await rejection(lockFile(path, quick));
    assert.equal(codeOf(error), "LOCK_DENIED");
    assert.ok(String(error).includes(path));
    return String(error);
  }),
];
