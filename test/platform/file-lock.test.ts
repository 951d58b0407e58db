import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { realClock } from "../../platform/clock.ts";
import { lockFile } from "../../platform/file-lock.ts";
import { type Child, runChild } from "../support/child.ts";

let directory: string;
let children: Child[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "lock-"));
});
afterEach(async () => {
  for (const child of children) {
    child.process.kill("SIGKILL");
    await child.ended();
  }
  children = [];
  rmSync(directory, { recursive: true });
});
const signal = new AbortController().signal;
const quick = { clock: realClock, wait: 0, signal };

async function holder(path: string): Promise<Child> {
  const child = runChild("locking.child.ts", [path]);
  children.push(child);
  await child.printed("locked");
  return child;
}

describe.runIf(process.platform === "linux")("file lock", () => {
  test("is 0600, and free again after release, also when released twice", async () => {
    const path = join(directory, "lock");
    const first = await lockFile(path, quick);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await expect(lockFile(path, quick)).rejects.toMatchObject({ code: "LOCK_BUSY" });
    first.release();
    const second = await lockFile(path, quick);
    first.release();
    await expect(lockFile(path, quick)).rejects.toMatchObject({ code: "LOCK_BUSY" });
    second.release();
  });

  test("another process holds it: busy at once, named; then got as soon as it lets go", async () => {
    const path = join(directory, "lock");
    const child = await holder(path);
    await expect(lockFile(path, quick)).rejects.toMatchObject({
      code: "LOCK_BUSY",
      message: expect.stringContaining(`(process ${child.process.pid})`),
    });
    const waiting = lockFile(path, { clock: realClock, wait: 10_000, signal });
    child.process.stdin!.write("release\n");
    (await waiting).release();
  });

  test("a holder that is killed holds nothing", async () => {
    const path = join(directory, "lock");
    const child = await holder(path);
    const waiting = lockFile(path, { clock: realClock, wait: 10_000, signal });
    child.process.kill("SIGKILL");
    (await waiting).release();
  });

  test("an aborted wait rejects with the reason", async () => {
    const path = join(directory, "lock");
    const held = await lockFile(path, quick);
    const stop = new AbortController();
    const waiting = lockFile(path, { clock: realClock, wait: 10_000, signal: stop.signal });
    const reason = new Error("enough");
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    held.release();
  });

  test("a directory that is not there: denied, with the path", async () => {
    const path = join(directory, "none", "lock");
    await expect(lockFile(path, quick)).rejects.toMatchObject({
      code: "LOCK_DENIED",
      message: expect.stringContaining(path),
    });
  });
});
