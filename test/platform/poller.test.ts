import { readSync, writeSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { libc } from "../../platform/native/libc.ts";
import { POLLIN, POLLOUT, Poller, type Watch } from "../../platform/native/poller.ts";
import { type Child, runChild } from "../support/child.ts";
import { socketpair } from "../support/socketpair.ts";

let poller: Poller;
let toClose: number[] = [];
beforeEach(() => {
  poller = new Poller(libc());
});
afterEach(async () => {
  await poller.close();
  for (const fd of toClose) libc().close(fd);
  toClose = [];
});
function pair(): { near: number; far: number } {
  const made = socketpair();
  toClose.push(made.near, made.far);
  return made;
}
const next = (fd: number, events: number, keep?: (watch: Watch) => void): Promise<number> =>
  new Promise((resolve) => {
    const watch = poller.once(fd, events, resolve);
    keep?.(watch);
  });

describe.runIf(process.platform === "linux")("poller", () => {
  test("tells what happened to each descriptor, once", async () => {
    const [a, b] = [pair(), pair()];
    const seen: string[] = [];
    poller.once(a.near, POLLIN, () => seen.push("a"));
    const onB = next(b.near, POLLIN);
    writeSync(b.far, "x");
    expect(await onB).toBe(POLLIN);
    expect(seen).toEqual([]);
    expect(await next(b.near, POLLIN | POLLOUT)).toBe(POLLIN | POLLOUT);
  });

  test("adds a descriptor while poll() is under way", async () => {
    const [a, b] = [pair(), pair()];
    poller.once(a.near, POLLIN, () => {});
    expect(await next(b.near, POLLOUT)).toBe(POLLOUT); // poll() is running by now, and parked on a
    const onB = next(b.near, POLLIN);
    writeSync(b.far, "x");
    expect(await onB).toBe(POLLIN);
  });

  test("two watches of one descriptor are two", async () => {
    const { near, far } = pair();
    const both = Promise.all([next(near, POLLIN), next(near, POLLOUT)]);
    writeSync(far, "x");
    expect(await both).toEqual([POLLIN, POLLOUT]);
  });

  test("a cancelled watch is not called, and its event stays in the kernel", async () => {
    const { near, far } = pair();
    let called = false;
    const watch = poller.once(near, POLLIN, () => {
      called = true;
    });
    await next(far, POLLOUT);
    writeSync(far, "kept");
    await watch.cancel();
    expect(called).toBe(false);
    expect(readSync(near, Buffer.alloc(10))).toBe(4);
  });

  test("a handler may cancel another one that is ready too", async () => {
    const [a, b] = [pair(), pair()];
    writeSync(a.far, "x");
    writeSync(b.far, "x");
    const seen: string[] = [];
    const watches: Watch[] = [];
    const cancelled = new Promise<void>((resolve) => {
      for (const [index, { near }] of [a, b].entries()) {
        watches[index] = poller.once(near, POLLIN, () => {
          seen.push(String(index));
          resolve(watches[1 - index]!.cancel());
        });
      }
    });
    await cancelled;
    await next(a.near, POLLOUT);
    expect(seen).toHaveLength(1);
  });

  test("once cancelled the kernel holds the descriptor no more: closing it is closing it", async () => {
    for (let round = 0; round < 200; round++) {
      const made = socketpair();
      toClose.push(made.far);
      const watch = poller.once(made.near, POLLIN, () => {});
      await next(made.far, POLLOUT);
      await new Promise((resolve) => setImmediate(resolve)); // poll() is parked on it again
      await watch.cancel();
      libc().close(made.near);
      expect(readSync(made.far, Buffer.alloc(1))).toBe(0); // EAGAIN while somebody holds the other end
    }
  });

  test("sixty-four descriptors, ten messages each", async () => {
    const pairs = Array.from({ length: 64 }, pair);
    const got = pairs.map(() => 0);
    await Promise.all(
      pairs.map(async ({ near, far }, index) => {
        for (let i = 0; i < 10; i++) {
          const ready = next(near, POLLIN);
          writeSync(far, "x");
          await ready;
          got[index]! += readSync(near, Buffer.alloc(8));
        }
      }),
    );
    expect(got).toEqual(pairs.map(() => 10));
  });
});

let children: Child[] = [];
afterEach(() => {
  for (const child of children) child.process.kill("SIGKILL");
  children = [];
});
function run(what: string): Child {
  const child = runChild("watching.child.ts", [what]);
  children.push(child);
  return child;
}

describe.runIf(process.platform === "linux")("a process with a watch outstanding", () => {
  test.each([
    ["exit", 0],
    ["throw", 1],
    ["done", 0],
  ])("%s: ends with %d within two seconds", async (what, code) => {
    const child = run(what);
    await child.printed("watching");
    const end = await child.ended();
    expect(end).toMatchObject({ code, signal: null });
    expect(end.ms).toBeLessThan(2_000);
  });

  test("uses no CPU while it waits", async () => {
    const child = run("idle");
    let said = "";
    child.process.stdout!.on("data", (chunk: Buffer) => {
      said += chunk.toString();
    });
    expect(await child.ended()).toMatchObject({ code: 0 });
    const ms = Number(/cpu ([\d.]+)/.exec(said)?.[1]);
    expect(ms).toBeLessThan(50); // a 1 ms timer in its place takes 97 ms (vm.md E)
  });
});
