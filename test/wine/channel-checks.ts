import assert from "node:assert/strict";
import { existsSync, promises } from "node:fs";
import { guidToBytes } from "../../mei/wire/index.ts";
import { realClock } from "../../platform/clock.ts";
import { deviceInterfaces } from "../../platform/native/device-interfaces.ts";
import { type OverlappedChannel, openOverlapped } from "../../platform/native/overlapped.ts";
import { loadWin32 } from "../../platform/native/win32.ts";
import { WindowsError } from "../../platform/native/windows-error.ts";
import { type Check, check, never, onlyOneOpen, rejection, request, withPipe } from "./check.ts";

/** FSCTL_PIPE_PEEK: u32 state, u32 bytes waiting, u32 messages, u32 length of the first, then data. */
const FSCTL_PIPE_PEEK = 0x0011400c;

async function echo(channel: OverlappedChannel, text: string): Promise<string> {
  await channel.write(request("echo", text), { signal: never });
  return (await channel.read(8192, { signal: never })).toString();
}
const number = (error: unknown): number | undefined => (error instanceof WindowsError ? error.number : undefined);

export const channelChecks = (pipe: string): Check[] => [
  check("write and read, 1 to 4096 bytes", () =>
    withPipe(pipe, async (channel) => {
      for (const size of [1, 2, 511, 4096]) assert.equal(await echo(channel, "x".repeat(size)), "x".repeat(size));
    }),
  ),
  check("500 round trips", () =>
    withPipe(pipe, async (channel) => {
      const took: number[] = [];
      for (let i = 0; i < 500; i++) {
        const before = performance.now();
        assert.equal(await echo(channel, `message ${i}`), `message ${i}`);
        took.push(performance.now() - before);
      }
      took.sort((a, b) => a - b);
      return `p50 ${took[250]?.toFixed(2)} ms, p99 ${took[495]?.toFixed(2)} ms`;
    }),
  ),
  check("a read is parked and a write passes it", () =>
    withPipe(pipe, async (channel) => {
      const read = channel.read(64, { signal: never });
      await channel.write(request("echo", "late"), { signal: never });
      assert.equal((await read).toString(), "late");
    }),
  ),
  check("six parked reads take one of two pool threads", async () => {
    assert.equal(process.env.UV_THREADPOOL_SIZE, "2");
    const channels: OverlappedChannel[] = [];
    for (let i = 0; i < 6; i++) {
      const channel = await openOverlapped(pipe, { clock: realClock });
      // The server listens again when it has answered; before, the pipe may be busy.
      assert.equal(await echo(channel, "there"), "there");
      channels.push(channel);
    }
    const reads = channels.map((channel) => rejection(channel.read(64, { signal: never })));
    // Needs a pool thread of its own.
    await promises.stat(".");
    await Promise.all(channels.map((channel) => channel.close()));
    for (const error of await Promise.all(reads)) assert.equal(number(error), 995);
  }),
  check("an aborted read rejects with the signal's reason", () =>
    withPipe(pipe, async (channel) => {
      const abort = new AbortController();
      const read = rejection(channel.read(64, { signal: abort.signal }));
      const reason = new Error("enough");
      abort.abort(reason);
      assert.equal(await read, reason);
    }),
  ),
  check("what comes after an aborted read goes to the next", () =>
    withPipe(pipe, async (channel) => {
      const abort = new AbortController();
      const read = rejection(channel.read(64, { signal: abort.signal }));
      abort.abort();
      await read;
      assert.equal(await echo(channel, "after"), "after");
    }),
  ),
  check("what an aborted read had got already goes to the next", () =>
    withPipe(pipe, async (channel) => {
      const abort = new AbortController();
      const read = rejection(channel.read(64, { signal: abort.signal }));
      const mark = `mark-${process.pid}`;
      const write = channel.write(request(`mark ${mark}`, "kept"), { signal: never });
      // Without a turn of the event loop: the message is in the read's memory and nobody knows.
      const limit = performance.now() + 10_000;
      while (!existsSync(mark)) assert.ok(performance.now() < limit, "the other end did not write");
      abort.abort();
      await read;
      await write;
      assert.equal((await channel.read(64, { signal: never })).toString(), "kept");
    }),
  ),
  check("300 reads aborted at different moments lose no message and none comes twice", () =>
    withPipe(pipe, async (channel) => {
      let again = 0;
      for (let i = 0; i < 300; i++) {
        const abort = new AbortController();
        const read = channel.read(64, { signal: abort.signal });
        const text = read.then(
          (bytes) => bytes.toString(),
          () => undefined,
        );
        const write = channel.write(request("echo", `message ${i}`), { signal: never });
        for (let turn = 0; turn < i % 12; turn++) await new Promise((resolve) => setImmediate(resolve));
        abort.abort();
        let got = await text;
        await write;
        if (got === undefined) {
          again++;
          got = (await channel.read(64, { signal: never })).toString();
        }
        assert.equal(got, `message ${i}`);
      }
      assert.ok(again > 0 && again < 300, `${again} of 300 aborts came first: nothing was proven`);
      return `${again} of 300 aborts came before the message`;
    }),
  ),
  check("close with a read parked ends the read and gives the handle back", async () => {
    const channel = await openOverlapped(pipe, { clock: realClock });
    const read = rejection(channel.read(64, { signal: never }));
    const before = performance.now();
    await channel.close();
    const took = performance.now() - before;
    assert.equal(number(await read), 995);
    assert.equal(number(await rejection(channel.read(64, { signal: never }))), 6);
    await onlyOneOpen(pipe);
    return `${took.toFixed(1)} ms`;
  }),
  check("the other end gone: the parked read fails with ERROR_BROKEN_PIPE", () =>
    withPipe(pipe, async (channel) => {
      const read = rejection(channel.read(64, { signal: never }));
      await channel.write(request("bye"), { signal: never });
      assert.equal(number(await read), 109);
    }),
  ),
  check("DeviceIoControl puts out what it should", () =>
    withPipe(pipe, async (channel) => {
      await channel.write(request("echo", "waiting"), { signal: never });
      const limit = performance.now() + 10_000;
      for (;;) {
        const out = await channel.control(FSCTL_PIPE_PEEK, Buffer.alloc(0), 64, { signal: never });
        assert.ok(out.length >= 16, `${out.length} bytes`);
        if (out.readUInt32LE(4) > 0) return assert.equal(out.toString("latin1", 16), "waiting");
        assert.ok(performance.now() < limit, "nothing came");
      }
    }),
  ),
  check("a path that is not there: ERROR_FILE_NOT_FOUND", async () => {
    assert.equal(number(await rejection(openOverlapped(`${pipe}-absent`, { clock: realClock }))), 2);
  }),
  check("enumeration finds devices of a class that Wine has", async () => {
    const win32 = await loadWin32();
    const classes: Record<string, string> = {
      display: "5b45201d-f2f2-4f3b-85bb-30ff1f953599",
      monitor: "e6f07b5f-ee97-4a90-b076-33f57bf4eaa7",
      network: "cac88484-7515-4c03-82e6-71a87abac361",
      hid: "4d1e55b2-f16f-11cf-88cb-001111000030",
      disk: "53f56307-b6bf-11d0-94f2-00a0c91efb8b",
      volume: "53f5630d-b6bf-11d0-94f2-00a0c91efb8b",
      serial: "86e0d1e0-8089-11d0-9ce4-08003e301f73",
    };
    const found: string[] = [];
    for (const [name, guid] of Object.entries(classes)) {
      const paths = deviceInterfaces(win32, guidToBytes(guid) ?? Buffer.alloc(0));
      for (const path of paths) assert.match(path, /^\\\\[?.]\\.*[}0-9a-z]$/i);
      if (paths.length > 0) found.push(`${name} ${paths.length} ${paths[0]}`);
    }
    assert.ok(found.length > 0, "none of the classes has a device here");
    return found.join(", ");
  }),
];
