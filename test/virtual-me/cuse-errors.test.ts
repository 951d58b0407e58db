import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { allClients, amthi, mkhi } from "../../mei/clients.ts";
import { connectClient } from "../../mei/drivers/connect-ioctl.ts";
import { guidToBytes } from "../../mei/wire/index.ts";
import { errnos } from "../../virtual-me/cuse/errno.ts";
import { connectVtag, notifyGet, notifySet } from "../../virtual-me/cuse/mei-file.ts";
import { poll } from "../../virtual-me/cuse/poll-events.ts";
import { createVirtualMe } from "../../virtual-me/main.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";
import { type FuseKernel, fuseKernel } from "../support/fuse-kernel.ts";
import { type SteppedClock, steppedClock } from "../support/stepped-clock.ts";

let clock: SteppedClock;
let me: VirtualMe;
let kernel: FuseKernel;
beforeEach(async () => {
  clock = steppedClock();
  me = await createVirtualMe("acm-15", { clock });
  kernel = fuseKernel(me);
  kernel.init();
});
afterEach(() => {
  kernel.device.end();
  me.close();
});

const uuidOf = ({ uuid }: { uuid: string }): Buffer => guidToBytes(uuid) as Buffer;
const nobody = { uuid: "01020304-0506-0708-090a-0b0c0d0e0f10" };
const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const tagged = (client: { uuid: string }, tag: number): Buffer =>
  Buffer.concat([uuidOf(client), Buffer.of(tag, 0, 0, 0)]);
const errno = (request: bigint): number => kernel.now(request).errno;
const connect = (fh: bigint, client: { uuid: string }): number =>
  errno(kernel.ioctl(fh, connectClient, uuidOf(client)));
const connected = (client = amthi, nonblock = false): bigint => {
  const { fh } = kernel.open(nonblock);
  expect(connect(fh, client)).toBe(0);
  return fh;
};
/** getUuid: 32 bytes come back. */
const ask = Buffer.from("010100005c00000400000000", "hex");
const both = poll.in | poll.out;

describe("before connecting", () => {
  test("read, write and NOTIFY say ENODEV; poll says POLLERR", () => {
    const { fh } = kernel.open();
    expect(errno(kernel.read(fh, 10))).toBe(errnos.ENODEV);
    expect(errno(kernel.write(fh, ask))).toBe(errnos.ENODEV);
    expect(errno(kernel.ioctl(fh, notifySet, number(1)))).toBe(errnos.ENODEV);
    expect(errno(kernel.ioctl(fh, notifyGet, Buffer.alloc(0), 4))).toBe(errnos.ENODEV);
    expect(kernel.poll(fh, both)).toBe(poll.error);
  });
  test("read of nothing is nothing", () => {
    const { fh } = kernel.open();
    expect(kernel.now(kernel.read(fh, 0))).toEqual({ errno: 0, body: Buffer.alloc(0) });
  });
});

describe("connecting", () => {
  test("writes five bytes and leaves the end of the UUID behind them", () => {
    const { fh } = kernel.open();
    const { body } = kernel.now(kernel.ioctl(fh, connectClient, uuidOf(amthi)));
    const { maxMessage, version } = me.machine.facts.clients.value.amthi ?? { maxMessage: 0, version: 0 };
    expect(body).toHaveLength(16 + 16);
    expect(body.readUInt32LE(16)).toBe(maxMessage);
    expect(body.readUInt8(20)).toBe(version);
    expect(body.subarray(21)).toEqual(uuidOf(amthi).subarray(5));
  });
  test("an unknown client: ENOTTY, and the descriptor can connect to another", () => {
    const { fh } = kernel.open();
    expect(connect(fh, nobody)).toBe(errnos.ENOTTY);
    expect(connect(fh, amthi)).toBe(0);
  });
  test("twice, known or not: EBUSY", () => {
    const fh = connected();
    expect(connect(fh, amthi)).toBe(errnos.EBUSY);
    expect(connect(fh, nobody)).toBe(errnos.EBUSY);
  });
  test("a client that is taken: EBUSY, and free when its descriptor is released; the holder is whoever opened", () => {
    const { fh } = kernel.open(false, 4711);
    expect(connect(fh, amthi)).toBe(0);
    const other = kernel.open().fh;
    expect(connect(other, amthi)).toBe(errnos.EBUSY);
    expect(() => me.connect(amthi.uuid, "test", { message() {}, gone() {} })).toThrow(/in use by program 4711/);
    expect(kernel.release(fh).errno).toBe(0);
    expect(connect(other, amthi)).toBe(0);
    expect(me.open).toBe(1);
  });
  test.each(allClients.map((client) => [client.name, client] as const))("%s: as the machine has it", (name, client) => {
    const { fh } = kernel.open();
    expect(connect(fh, client)).toBe(name in me.machine.facts.clients.value ? 0 : errnos.ENOTTY);
  });
  test("with a tag: EOPNOTSUPP for a client without, ENOTTY for none, whatever the tag", () => {
    const { fh } = kernel.open();
    for (const tag of [0, 3]) {
      expect(errno(kernel.ioctl(fh, connectVtag, tagged(amthi, tag)))).toBe(errnos.EOPNOTSUPP);
      expect(errno(kernel.ioctl(fh, connectVtag, tagged(nobody, tag)))).toBe(errnos.ENOTTY);
    }
    expect(connect(fh, amthi)).toBe(0);
  });
  test("by another number, or with other bytes: ENOTTY", () => {
    const { fh } = kernel.open();
    expect(errno(kernel.ioctl(fh, 0xc010_4899, uuidOf(amthi)))).toBe(errnos.ENOTTY);
    expect(errno(kernel.ioctl(fh, connectClient, uuidOf(amthi).subarray(0, 8)))).toBe(errnos.ENOTTY);
    expect(errno(kernel.ioctl(fh, connectVtag, Buffer.alloc(1)))).toBe(errnos.ENOTTY);
    expect(errno(kernel.ioctl(fh, notifySet, Buffer.alloc(3)))).toBe(errnos.ENOTTY);
  });
  test("the 254th open file: EMFILE, until one is released", () => {
    const files = Array.from({ length: 253 }, () => kernel.open());
    expect(files.every((file) => file.errno === 0)).toBe(true);
    expect(kernel.open().errno).toBe(errnos.EMFILE);
    kernel.release(files[7]?.fh ?? 0n);
    expect(kernel.open().errno).toBe(0);
  });
});

describe("notifications", () => {
  test("NOTIFY_SET takes 0 and 1 and no more", () => {
    const fh = connected();
    expect(errno(kernel.ioctl(fh, notifySet, number(1)))).toBe(0);
    expect(errno(kernel.ioctl(fh, notifySet, number(0)))).toBe(0);
    expect(errno(kernel.ioctl(fh, notifySet, number(2)))).toBe(errnos.EINVAL);
    expect(errno(kernel.ioctl(kernel.open().fh, notifySet, number(2)))).toBe(errnos.EINVAL);
  });
  test("NOTIFY_GET: EAGAIN, or it waits until it is interrupted or the ME resets", () => {
    const fh = connected(amthi, true);
    expect(errno(kernel.ioctl(fh, notifyGet, Buffer.alloc(0), 4))).toBe(errnos.EAGAIN);
    const waits = connected(mkhi);
    const one = kernel.ioctl(waits, notifyGet, Buffer.alloc(0), 4);
    expect(kernel.answerTo(one)).toBeUndefined();
    kernel.interrupt(one);
    expect(errno(one)).toBe(errnos.EINTR);
    const two = kernel.ioctl(waits, notifyGet, Buffer.alloc(0), 4);
    me.operator.reset();
    expect(errno(two)).toBe(errnos.ENODEV);
  });
});

describe("messages", () => {
  test("too large: EFBIG; of nothing: nothing", () => {
    const fh = connected();
    expect(errno(kernel.write(fh, Buffer.alloc(5121)))).toBe(errnos.EFBIG);
    expect(kernel.now(kernel.write(fh, Buffer.alloc(0))).body.readUInt32LE()).toBe(0);
    expect(kernel.now(kernel.read(fh, 0)).body).toHaveLength(0);
  });
  test("nothing to read: EAGAIN for who does not wait, nor is it there for poll", () => {
    const fh = connected();
    expect(errno(kernel.read(fh, 100, true))).toBe(errnos.EAGAIN);
    expect(kernel.poll(fh, both)).toBe(poll.out);
    expect(kernel.poll(fh, poll.in)).toBe(0);
  });
  test("a short buffer gets the first part, the next read the rest; no read crosses a message", () => {
    const fh = connected();
    expect(kernel.now(kernel.write(fh, ask)).body.readUInt32LE()).toBe(ask.length);
    kernel.write(fh, ask);
    expect(kernel.poll(fh, both | poll.readNormal)).toBe(both | poll.readNormal);
    const first = kernel.now(kernel.read(fh, 10)).body;
    const second = kernel.now(kernel.read(fh, 5000)).body;
    expect([first.length, second.length]).toEqual([10, 22]);
    expect(kernel.now(kernel.read(fh, 5000)).body).toEqual(Buffer.concat([first, second]));
    expect(kernel.poll(fh, poll.in)).toBe(0);
  });
  test("an empty one is read as one", () => {
    me.faults.add({ client: "amthi", kind: "empty" });
    const fh = connected();
    kernel.write(fh, ask);
    expect(kernel.poll(fh, poll.in)).toBe(poll.in);
    expect(kernel.now(kernel.read(fh, 100)).body).toHaveLength(0);
    expect(kernel.poll(fh, poll.in)).toBe(0);
  });
  test("who waits in read gets the next one, in turn; writing goes on meanwhile", () => {
    const fh = connected();
    const [one, two] = [kernel.read(fh, 100), kernel.read(fh, 100)];
    expect(kernel.answerTo(one)).toBeUndefined();
    kernel.write(fh, ask);
    expect(kernel.now(one).body).toHaveLength(32);
    expect(kernel.answerTo(two)).toBeUndefined();
    kernel.write(fh, ask);
    expect(kernel.now(two).body).toHaveLength(32);
  });
  test("a read that is interrupted: EINTR; it takes no message, and the descriptor works", () => {
    const fh = connected();
    const waits = kernel.read(fh, 100);
    kernel.interrupt(waits);
    expect(errno(waits)).toBe(errnos.EINTR);
    kernel.interrupt(waits); // too late, and answered already
    kernel.write(fh, ask);
    expect(kernel.now(kernel.read(fh, 100)).body).toHaveLength(32);
  });
  test("50 unread: writing waits or says EAGAIN, poll says no; each read lets one more out", () => {
    const fh = connected();
    for (let i = 0; i < 50; i++) expect(errno(kernel.write(fh, ask, true))).toBe(0);
    expect(errno(kernel.write(fh, ask, true))).toBe(errnos.EAGAIN);
    expect(kernel.poll(fh, both)).toBe(poll.in);
    const [one, two, three] = [kernel.write(fh, ask), kernel.write(fh, ask), kernel.write(fh, ask)];
    expect(kernel.answerTo(one)).toBeUndefined();
    kernel.interrupt(two);
    expect(errno(two)).toBe(errnos.EINTR);
    kernel.read(fh, 100);
    expect(kernel.now(one).body.readUInt32LE()).toBe(ask.length);
    expect(kernel.answerTo(three)).toBeUndefined();
    kernel.read(fh, 100);
    expect(errno(three)).toBe(0);
    for (let i = 0; i < 50; i++) expect(kernel.now(kernel.read(fh, 100)).body).toHaveLength(32);
    expect(errno(kernel.read(fh, 100, true))).toBe(errnos.EAGAIN);
  });
});

describe("poll", () => {
  test("whoever waits is told when a message comes, when there is room again, and when the ME resets", () => {
    const fh = connected();
    expect(kernel.poll(fh, poll.in, { handle: 77n, wait: true })).toBe(0);
    expect(kernel.woken).toEqual([]);
    kernel.write(fh, ask);
    expect(kernel.woken).toEqual([77n]);
    kernel.read(fh, 100);
    for (let i = 0; i < 50; i++) kernel.write(fh, ask);
    kernel.woken.length = 0;
    kernel.read(fh, 100);
    expect(kernel.woken).toEqual([77n]);
    kernel.woken.length = 0;
    me.operator.reset();
    expect(kernel.woken).toEqual([77n]);
    expect(kernel.poll(fh, both)).toBe(poll.error);
  });
  test("who only looks is not told", () => {
    const fh = connected();
    kernel.poll(fh, poll.in, { handle: 78n });
    kernel.write(fh, ask);
    expect(kernel.woken).toEqual([]);
  });
});

describe("an ME that resets", () => {
  test("ends what waits with ENODEV, and the descriptor is of no use; a new one is", () => {
    const fh = connected();
    const read = kernel.read(fh, 100);
    const full = connected(mkhi);
    for (let i = 0; i < 50; i++) kernel.write(full, Buffer.from("ff020000", "hex"));
    const write = kernel.write(full, Buffer.from("ff020000", "hex"));
    me.operator.reset();
    for (const ended of [read, write]) expect(errno(ended)).toBe(errnos.ENODEV);
    for (const dead of [fh, full]) {
      expect(errno(kernel.read(dead, 100, true))).toBe(errnos.ENODEV);
      expect(errno(kernel.write(dead, ask))).toBe(errnos.ENODEV);
      expect(kernel.poll(dead, both)).toBe(poll.error);
      expect(kernel.release(dead).errno).toBe(0);
    }
    kernel.write(connected(), ask);
  });
  test("in the middle of an exchange: the write is done, the read says ENODEV", () => {
    me.faults.add({ client: "amthi", kind: "reset" });
    const fh = connected();
    const read = kernel.read(fh, 100);
    expect(errno(kernel.write(fh, ask))).toBe(0);
    expect(errno(read)).toBe(errnos.ENODEV);
    // As the kernel's (vm.md A): the same descriptor may connect again.
    expect(connect(fh, amthi)).toBe(0);
  });
  test("while it is down, everything says ENODEV, opening too; then it works", () => {
    const fh = connected();
    me.operator.reset({ downFor: 500 });
    expect(kernel.open().errno).toBe(errnos.ENODEV);
    expect(connect(fh, amthi)).toBe(errnos.ENODEV);
    expect(errno(kernel.read(fh, 0))).toBe(errnos.ENODEV);
    expect(kernel.poll(fh, both)).toBe(poll.error);
    clock.advance(500);
    connected();
  });
});
