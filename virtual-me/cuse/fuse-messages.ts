import { bytes, type Codec, decode, encode, reserved, rest, struct, u32, u64 } from "../../mei/wire/index.ts";
import { type Errno, errnos } from "./errno.ts";

/**
 * The part of linux/fuse.h that a character device in user space (CUSE) is spoken to in. Numbers are in the host's byte order; Node
 * runs on Linux only where that is little-endian (s390x excepted, which has no ME).
 */
export const opcodes = {
  open: 14,
  read: 15,
  write: 16,
  release: 18,
  interrupt: 36,
  ioctl: 39,
  poll: 40,
  init: 4096,
} as const;

/** Bytes of `fuse_in_header`, which begins every request. */
export const IN_HEADER = 40;
export const inHeader = struct({
  length: u32,
  opcode: u32,
  unique: u64,
  node: reserved(8),
  uid: u32,
  gid: u32,
  /** Of the thread, as our own process namespace counts; 0 for one that is not in it. */
  pid: u32,
  extensions: reserved(2),
  padding: reserved(2),
});

/** Bytes that one read or write carries; the kernel cuts larger ones. Above every client's largest message. */
export const LARGEST = 131_072;
/** What a read of /dev/cuse must have room for: the kernel refuses less (fuse_dev_do_read). */
export const REQUEST = IN_HEADER + 40 + LARGEST;

/** Structures are those of protocol 7.31; a newer kernel is told that we know no more than that. */
const MAJOR = 7;
const MINOR = 31;

export const initIn = struct({ major: u32, minor: u32, unused: reserved(4), flags: u32 });
const initOut = struct({
  major: u32,
  minor: u32,
  unused: reserved(4),
  /** None: "restricted" ioctls, whose number tells direction and size, as all of linux/mei.h do. */
  flags: reserved(4),
  maxRead: u32,
  maxWrite: u32,
  /** Zeros: the kernel chooses. */
  device: reserved(8),
  spare: reserved(40),
  info: rest(1, 256),
});
export const openIn = struct({ flags: u32, openFlags: u32 });
const openOut = struct({ fh: u64, openFlags: u32, padding: reserved(4) });
export const releaseIn = struct({ fh: u64, flags: u32, releaseFlags: u32, lockOwner: reserved(8) });
const transfer = {
  fh: u64,
  offset: u64,
  size: u32,
  how: reserved(4),
  lockOwner: reserved(8),
  flags: u32,
  padding: reserved(4),
};
export const readIn = struct(transfer);
export const writeIn = struct({ ...transfer, data: rest(0, LARGEST) });
const writeOut = struct({ size: u32, padding: reserved(4) });
export const interruptIn = struct({ unique: u64 });
export const ioctlIn = struct({
  fh: u64,
  flags: u32,
  number: u32,
  argument: bytes(8),
  inSize: u32,
  outSize: u32,
  data: rest(0, 1 << 14), // _IOC_SIZEBITS
});
const ioctlOut = struct({ result: u32, flags: reserved(4), inVectors: reserved(4), outVectors: reserved(4) });
export const pollIn = struct({ fh: u64, handle: u64, flags: u32, events: u32 });
const pollOut = struct({ revents: u32, padding: reserved(4) });
/** FUSE_POLL_SCHEDULE_NOTIFY: somebody waits; tell `handle` when it is worth asking again. */
export const SCHEDULE_NOTIFY = 1;
/** O_NONBLOCK of asm-generic/fcntl.h, in `flags` of open, read and write. */
export const O_NONBLOCK = 0x800;

const OUT_HEADER = 16;
const outHeader = struct({ length: u32, error: u32, unique: u64 });
const message = (error: number, unique: bigint, body: Buffer): Buffer =>
  Buffer.concat([encode(outHeader, { length: OUT_HEADER + body.length, error: error >>> 0, unique }), body]);

/** FOPEN_DIRECT_IO and FOPEN_NONSEEKABLE. */
const OPENED = 5;
const FUSE_NOTIFY_POLL = 1;

/** Everything we say. `unique` is that of the request. */
export const says = {
  failed: (unique: bigint, errno: Errno): Buffer => message(-errnos[errno], unique, Buffer.alloc(0)),
  device: (unique: bigint, minor: number, name: string): Buffer =>
    message(
      0,
      unique,
      encode(initOut, {
        ...{ major: MAJOR, minor: Math.min(minor, MINOR), maxRead: LARGEST, maxWrite: LARGEST },
        info: Buffer.from(`DEVNAME=${name}\0`),
      }),
    ),
  opened: (unique: bigint, fh: bigint): Buffer => message(0, unique, encode(openOut, { fh, openFlags: OPENED })),
  done: (unique: bigint): Buffer => message(0, unique, Buffer.alloc(0)),
  read: (unique: bigint, data: Buffer): Buffer => message(0, unique, data),
  written: (unique: bigint, size: number): Buffer => message(0, unique, encode(writeOut, { size })),
  ioctl: (unique: bigint, data: Buffer): Buffer =>
    message(0, unique, Buffer.concat([encode(ioctlOut, { result: 0 }), data])),
  polled: (unique: bigint, revents: number): Buffer => message(0, unique, encode(pollOut, { revents })),
  /** Not an answer: whoever polls with this handle may ask again. */
  wake: (handle: bigint): Buffer => message(FUSE_NOTIFY_POLL, 0n, encode(struct({ handle: u64 }), { handle })),
} as const;

/** Does a kernel of this protocol speak as declared here? */
export const speaks = ({ major, minor }: { major: number; minor: number }): boolean => major === MAJOR && minor >= 11;

/** The body of a request. Throws WireError. */
export const bodyOf = <T>(codec: Codec<T>, request: Buffer): T => decode(codec, request.subarray(IN_HEADER));
