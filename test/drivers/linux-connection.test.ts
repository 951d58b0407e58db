import { readSync, writeSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { amthi } from "../../mei/clients.ts";
import { LinuxConnection } from "../../mei/drivers/linux-connection.ts";
import { libc } from "../../platform/native/libc.ts";
import { POLLOUT, Poller, type Watch } from "../../platform/native/poller.ts";
import { socketpair } from "../support/socketpair.ts";

const signal = new AbortController().signal;
let poller: Poller;
const undo: (() => unknown)[] = [];
beforeEach(() => {
  poller = new Poller(libc());
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
  await poller.close();
});

function open(): { connection: LinuxConnection; far: number; hangUp: () => void; events: string[] } {
  const { near, far } = socketpair();
  const events: string[] = [];
  const connection = new LinuxConnection({
    ...{
      client: amthi,
      fd: near,
      device: "a socket",
      maxMessage: 5120,
      version: 2,
      generation: 1,
      virtual: false,
      poller,
    },
    release: async (fd) => {
      events.push("released");
      libc().close(fd);
    },
    onGone: () => events.push("gone"),
  });
  let up = true;
  const hangUp = (): void => {
    if (up) libc().close(far);
    up = false;
  };
  undo.push(hangUp, () => connection.close());
  return { connection, far, hangUp, events };
}
const heard = (fd: number): string => {
  const buffer = Buffer.alloc(6_000);
  return buffer.toString("latin1", 0, readSync(fd, buffer));
};
/** One round of poll() and the start of the next: whatever was begun before is parked in it by then. */
async function parked(fd: number): Promise<void> {
  await new Promise((resolve) => poller.once(fd, POLLOUT, resolve));
  await new Promise((resolve) => setImmediate(resolve));
}

describe.runIf(process.platform === "linux")("a connection over a descriptor", () => {
  test("one receive is one message, also one of length zero and one of the largest", async () => {
    const { connection, far } = open();
    const messages = [Buffer.from("first"), Buffer.alloc(0), Buffer.alloc(5120, 7), Buffer.from("last")];
    for (const message of messages) writeSync(far, message);
    for (const message of messages) expect(await connection.receive({ signal })).toEqual(message);
    const waiting = connection.receive({ signal });
    await parked(far);
    writeSync(far, Buffer.alloc(0));
    expect(await waiting).toHaveLength(0);
  });

  test("a message is its own copy: the next one does not change it", async () => {
    const { connection, far } = open();
    writeSync(far, "first");
    const first = await connection.receive({ signal });
    writeSync(far, "other");
    await connection.receive({ signal });
    expect(first.toString()).toBe("first");
  });

  test("an aborted receive loses no message, whenever it comes", async () => {
    const { connection, far } = open();
    for (const early of [true, false]) {
      const stop = new AbortController();
      const waiting = connection.receive({ signal: stop.signal });
      await parked(far);
      if (early) writeSync(far, "kept");
      stop.abort(new Error("enough"));
      if (!early) writeSync(far, "kept");
      await expect(waiting).rejects.toThrow("enough");
      expect((await connection.receive({ signal })).toString()).toBe("kept");
    }
    await expect(connection.receive({ signal: AbortSignal.abort(new Error("before")) })).rejects.toThrow("before");
  });

  test("a reset: what came before is delivered, then gone, for good and told once", async () => {
    const { connection, far, hangUp, events } = open();
    writeSync(far, "last words");
    hangUp();
    expect((await connection.receive({ signal })).toString()).toBe("last words");
    await expect(connection.receive({ signal })).rejects.toMatchObject({ code: "ME_GONE" });
    await expect(connection.receive({ signal })).rejects.toMatchObject({ code: "ME_GONE" });
    await expect(connection.send(Buffer.from("x"), { signal })).rejects.toMatchObject({ code: "ME_GONE" });
    expect(events).toEqual(["gone"]);
  });

  test("a reset while a receive waits, and one found by sending", async () => {
    const one = open();
    const waiting = one.connection.receive({ signal });
    await parked(one.far);
    one.hangUp();
    await expect(waiting).rejects.toMatchObject({ code: "ME_GONE" });
    const other = open();
    other.hangUp();
    await expect(other.connection.send(Buffer.from("x"), { signal })).rejects.toMatchObject({ code: "ME_GONE" });
    expect(other.events).toEqual(["gone"]);
  });

  test("close settles the waiter, releases the descriptor once, and nothing works afterwards", async () => {
    const { connection, far, events } = open();
    const waiting = connection.receive({ signal });
    await parked(far);
    const closing = connection.close();
    await expect(waiting).rejects.toMatchObject({ code: "ME_CLOSED" });
    await Promise.all([closing, connection.close()]);
    expect(events).toEqual(["released"]);
    expect(heard(far)).toBe(""); // end of file: nobody holds the other end
    await expect(connection.receive({ signal })).rejects.toMatchObject({ code: "ME_CLOSED" });
    await expect(connection.send(Buffer.from("x"), { signal })).rejects.toMatchObject({ code: "ME_CLOSED" });
  });

  test("the device is free when close settles, whether a receive was waiting or just aborted", async () => {
    for (let round = 0; round < 100; round++) {
      const { connection, far } = open();
      const stop = new AbortController();
      const waiting = connection.receive({ signal: stop.signal });
      waiting.catch(() => {});
      await parked(far);
      if (round % 2 === 0) stop.abort();
      await connection.close();
      expect(heard(far)).toBe(""); // EAGAIN while poll() still holds the other end
    }
  });

  test("close waits for poll() to let go, however long that takes, before it releases the descriptor", async () => {
    class Slow extends Poller {
      override once(...args: Parameters<Poller["once"]>): Watch {
        const watch = super.once(...args);
        const cancel = async (): Promise<void> => {
          await watch.cancel();
          await new Promise((resolve) => setImmediate(resolve));
          events.push("let go");
        };
        return { cancel };
      }
    }
    await poller.close();
    poller = new Slow(libc());
    const { connection, events } = open();
    const waiting = connection.receive({ signal });
    waiting.catch(() => {});
    await connection.close();
    expect(events).toEqual(["let go", "released"]);
  });

  test("a message that is too large is not sent", async () => {
    const { connection, far } = open();
    await expect(connection.send(Buffer.alloc(5121), { signal })).rejects.toMatchObject({ code: "ME_TOO_LARGE" });
    await connection.send(Buffer.alloc(5120, "x"), { signal });
    expect(heard(far)).toHaveLength(5120);
  });

  test("a full queue: sends wait for room and keep their order; an aborted one is never sent", async () => {
    const { connection, far } = open();
    const stop = new AbortController();
    const count = 400; // a unix socket's queue holds fewer
    const sends = Array.from({ length: count }, (_, index) =>
      connection.send(Buffer.from(`${index}`), { signal: index === 390 ? stop.signal : signal }),
    );
    sends[390]!.catch(() => {});
    await parked(far);
    stop.abort(new Error("not this one"));
    const got: string[] = [];
    const drain = async (): Promise<void> => {
      while (got.length < count - 1) {
        await new Promise((resolve) => poller.once(far, 1, resolve));
        got.push(heard(far));
      }
    };
    await Promise.all([drain(), Promise.allSettled(sends)]);
    expect(got).toEqual(Array.from({ length: count }, (_, index) => `${index}`).filter((text) => text !== "390"));
    await expect(sends[390]).rejects.toThrow("not this one");
  });

  test("a second receive beside the first is refused, and does not disturb it", async () => {
    const { connection, far } = open();
    const first = connection.receive({ signal });
    await expect(connection.receive({ signal })).rejects.toMatchObject({ code: "ME_DRIVER" });
    writeSync(far, "mine");
    expect((await first).toString()).toBe("mine");
  });

  test("eight connections in parallel, a hundred exchanges each", async () => {
    const all = Array.from({ length: 8 }, open);
    await Promise.all(
      all.map(async ({ connection, far }, index) => {
        for (let i = 0; i < 100; i++) {
          await connection.send(Buffer.from(`${index} ${i}`), { signal });
          const reply = connection.receive({ signal });
          writeSync(far, `re ${heard(far)}`);
          expect((await reply).toString()).toBe(`re ${index} ${i}`);
        }
      }),
    );
  });
});
