import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exits } from "../../agent/cli/exit-codes.ts";
import { amthi, mkhi } from "../../mei/clients.ts";
import { connectClient } from "../../mei/drivers/connect-ioctl.ts";
import { guidToBytes } from "../../mei/wire/index.ts";
import { errnos } from "../../virtual-me/cuse/errno.ts";
import { opcodes } from "../../virtual-me/cuse/fuse-messages.ts";
import { serveCuse } from "../../virtual-me/cuse/serve-cuse.ts";
import { createVirtualMe } from "../../virtual-me/main.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";
import { processName } from "../../virtual-me/process-name.ts";
import { type FuseKernel, fuseKernel } from "../support/fuse-kernel.ts";
import { amtAgent, folder } from "../support/program.ts";
import { steppedClock } from "../support/stepped-clock.ts";

const started = async (): Promise<{ me: VirtualMe; kernel: FuseKernel }> => {
  const me = await createVirtualMe("acm-15", { clock: steppedClock() });
  return { me, kernel: fuseKernel(me) };
};
const uuidOf = ({ uuid }: { uuid: string }): Buffer => guidToBytes(uuid) as Buffer;
const ask = Buffer.from("010100005c00000400000000", "hex");

describe("the device is named to the kernel", () => {
  // linux/fuse.h: fuse_out_header, cuse_init_out of 7.31, then the name.
  test("byte for byte", async () => {
    const { kernel } = await started();
    expect(kernel.init(7, 37).errno).toBe(0);
    expect(kernel.ready).toBe(1);
    expect(kernel.sent[0]?.toString("hex")).toBe(
      `650000000000000002000000000000000700${"00001f000000"}${"00".repeat(8)}${"00000200".repeat(2)}${"00".repeat(48)}${Buffer.from("DEVNAME=mei0\0").toString("hex")}`,
    );
  });
  test("to an older one in its own version; to one that speaks otherwise, or twice, not at all", async () => {
    expect((await started()).kernel.init(7, 23).body.readUInt32LE(4)).toBe(23);
    for (const [major, minor] of [
      [7, 10],
      [8, 0],
    ] as const) {
      const { kernel } = await started();
      expect(kernel.init(major, minor).errno).toBe(errnos.EPROTO);
      expect(kernel.ready).toBe(0);
    }
    const { kernel } = await started();
    kernel.init();
    expect(kernel.init().errno).toBe(errnos.EPROTO);
    expect(kernel.ready).toBe(1);
  });
});

describe("requests that make no sense", () => {
  test("an operation that we do not have: ENOSYS; a file that is not open: EBADF", async () => {
    const { kernel } = await started();
    expect(kernel.now(kernel.request(20, Buffer.alloc(16))).errno).toBe(errnos.ENOSYS);
    expect(kernel.now(kernel.read(99n, 10)).errno).toBe(errnos.EBADF);
    expect(kernel.now(kernel.write(99n, ask)).errno).toBe(errnos.EBADF);
    expect(kernel.now(kernel.ioctl(99n, connectClient, uuidOf(amthi))).errno).toBe(errnos.EBADF);
    expect(kernel.release(99n).errno).toBe(0);
  });
  test("cut or too long, each operation: EIO, and the file that was meant works", async () => {
    const { kernel } = await started();
    const { fh } = kernel.open();
    for (const opcode of Object.values(opcodes))
      for (const size of [0, 7, 2000, 140_000]) {
        const unique = kernel.request(opcode, Buffer.alloc(size, 0xee));
        // 2000 bytes could be a write or an ioctl: then the sizes inside are wrong.
        expect(kernel.now(unique).errno, `${opcode}, ${size} bytes`).toBe(errnos.EIO);
      }
    expect(kernel.now(kernel.ioctl(fh, connectClient, uuidOf(amthi))).errno).toBe(0);
  });
  test("a length that is not its own: EIO; too short to say who asks: nothing", async () => {
    const { kernel } = await started();
    const request = Buffer.alloc(48);
    request.writeUInt32LE(47, 0);
    request.writeUInt32LE(opcodes.open, 4);
    request.writeUInt32LE(5, 8);
    kernel.device.take(request);
    expect(kernel.answerTo(5n)?.errno).toBe(errnos.EIO);
    kernel.device.take(request.subarray(0, 39));
    kernel.device.take(Buffer.alloc(0));
    expect(kernel.sent).toHaveLength(1);
  });
  test("any bytes at all: answered at most once, and whoever comes after is served", async () => {
    const { kernel, me } = await started();
    const known = fc.constantFrom<number>(...Object.values(opcodes));
    const requests = fc.array(fc.tuple(fc.oneof(known, fc.nat(5000)), fc.uint8Array({ maxLength: 200 })), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(requests, (all) => {
        for (const [opcode, body] of all) kernel.request(opcode, Buffer.from(body));
      }),
      { numRuns: 300 },
    );
    kernel.device.end();
    expect(me.open).toBe(0);
    expect(kernel.open().errno).toBe(0);
  });
  test("any order of sensible ones: every request is answered once, all of them when the files are released", async () => {
    const size = fc.nat(100);
    const step = fc.oneof(
      fc.record({ what: fc.constant("open" as const), nonblock: fc.boolean() }),
      fc.record({ what: fc.constant("connect" as const), file: size, client: fc.constantFrom(amthi, mkhi) }),
      fc.record({ what: fc.constant("write" as const), file: size, data: fc.uint8Array({ maxLength: 40 }) }),
      fc.record({ what: fc.constant("ask" as const), file: size }),
      fc.record({ what: fc.constant("read" as const), file: size, size }),
      fc.record({ what: fc.constant("interrupt" as const), request: size }),
      fc.record({ what: fc.constant("poll" as const), file: size }),
      fc.record({ what: fc.constant("release" as const), file: size }),
      fc.record({ what: fc.constant("reset" as const) }),
    );
    const machine = await createVirtualMe("acm-15", { clock: steppedClock() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const kernel = fuseKernel(machine);
        const files: bigint[] = [];
        const calls: bigint[] = [];
        const file = (index: number): bigint => files[index % Math.max(files.length, 1)] ?? 0n;
        for (const one of steps) {
          if (one.what === "open") files.push(kernel.open(one.nonblock).fh);
          else if (one.what === "connect") calls.push(kernel.ioctl(file(one.file), connectClient, uuidOf(one.client)));
          else if (one.what === "write") calls.push(kernel.write(file(one.file), Buffer.from(one.data)));
          else if (one.what === "ask") calls.push(kernel.write(file(one.file), ask));
          else if (one.what === "read") calls.push(kernel.read(file(one.file), one.size));
          else if (one.what === "interrupt") kernel.interrupt(calls[one.request % Math.max(calls.length, 1)] ?? 1n);
          else if (one.what === "poll" && files.length > 0) kernel.poll(file(one.file), 5, { wait: true });
          else if (one.what === "release") kernel.release(file(one.file));
          else machine.operator.reset();
        }
        kernel.device.end();
        for (const call of calls) kernel.now(call);
        expect(machine.open).toBe(0);
      }),
      { numRuns: 300 },
    );
  });
});

test("a file that is released while a call waits on it: the call ends", async () => {
  const { kernel, me } = await started();
  const { fh } = kernel.open();
  kernel.ioctl(fh, connectClient, uuidOf(amthi));
  const waits = kernel.read(fh, 100);
  kernel.release(fh);
  expect(kernel.now(waits).errno).toBe(errnos.EBADF);
  expect(me.open).toBe(0);
});

describe("who opens is named", () => {
  test("by process, also where a thread of it is what we are told", async () => {
    expect(processName(process.pid)).toMatch(new RegExp(`^\\S.* \\(process ${process.pid}\\)$`));
    expect(processName(0)).toBe("another program");
    const child = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    expect(processName(child.pid ?? 0)).toContain(`(process ${child.pid})`);
    child.stdin.end();
    await ended;
    expect(processName(child.pid ?? 0)).toBe(`another program (process ${child.pid})`);
  });
});

describe("where no device can be made", () => {
  const made = async (
    files: readonly string[],
  ): Promise<{ dir: ReturnType<typeof folder>; serve: (signal?: AbortSignal) => Promise<void> }> => {
    const dir = folder();
    mkdirSync(dir.in("sys/class/cuse"), { recursive: true });
    mkdirSync(dir.in("dev"));
    for (const file of files) writeFileSync(dir.in(file), "");
    const me = await createVirtualMe("acm-15", { clock: steppedClock() });
    const roots = { devRoot: dir.in("dev"), sysfsRoot: dir.in("sys") };
    return { dir, serve: (signal = new AbortController().signal) => serveCuse(me, { name: "mei0", signal, ...roots }) };
  };
  test.each([
    ["CUSE_ABSENT", [], /modprobe cuse/],
    ["CUSE_IN_USE", ["dev/cuse", "dev/mei0"], /mei0.*another name/],
    ["CUSE_IN_USE", ["dev/cuse", "sys/class/cuse/mei0"], /mei0.*another name/],
  ] as const)("%s, with %j there", async (code, files, message) => {
    const { dir, serve } = await made(files);
    await expect(serve()).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    dir.remove();
  });
  test("told to stop before it began, it does not", async () => {
    const { dir, serve } = await made([]);
    await serve(AbortSignal.abort());
    dir.remove();
  });
  test.each([
    ["a name that is a path", ["--machine", "acm-15", "--cuse", "../mei0"], /mei0/],
    [
      "two places",
      ["--machine", "acm-15", "--cuse", "mei0", "--socket", "/tmp/x"],
      /one of --socket PATH.* --cuse DEVICE/,
    ],
    ["no place", ["--machine", "acm-15"], /one of --socket PATH.* --cuse DEVICE/],
  ])("the command line: %s", async (_, args, expected) => {
    const { code, stderr } = await amtAgent(["virtual-me", ...args]);
    expect(code).toBe(exits.usage[0]);
    expect(stderr).toMatch(expected);
  });
});
