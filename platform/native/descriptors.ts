import koffi from "koffi";
import { libc } from "./libc.ts";

/** Bytes from a unix socket, and the descriptors that came with them: Node's own sockets lose those. */
export interface Parcel {
  /** How many bytes came, 0 at the end; or minus the errno. */
  readonly size: number;
  /** Ours to close. */
  readonly descriptors: readonly number[];
}

const MSG_CTRUNC = 0x8;
const MSG_DONTWAIT = 0x40;
const MSG_CMSG_CLOEXEC = 0x40000000;
const SOL_SOCKET = 1;
const SCM_RIGHTS = 1;
const EMSGSIZE = 90;
/** The most that one message may carry is 253 (SCM_MAX_FD of unix(7)), four bytes each. */
const controlSize = 1_056;

let receive: ((fd: number, into: Buffer) => Parcel) | undefined;

/** recvmsg(2), without waiting. Control messages are those of cmsg(3), little-endian. Linux. */
export function receiveParcel(fd: number, into: Buffer): Parcel {
  receive ??= load();
  return receive(fd, into);
}

function load(): (fd: number, into: Buffer) => Parcel {
  const vector = koffi.struct({ base: "void *", length: "size_t" });
  const header = koffi.struct({
    name: "void *",
    nameLength: "uint",
    vectors: koffi.pointer(vector),
    count: "size_t",
    control: "void *",
    controlLength: "size_t",
    flags: "int",
  });
  const recvmsg = koffi.load(null).func("recvmsg", "long", ["int", koffi.inout(koffi.pointer(header)), "int"]) as (
    ...args: unknown[]
  ) => number;
  return (fd, into) => {
    const control = Buffer.alloc(controlSize);
    const message = {
      name: null,
      nameLength: 0,
      vectors: [{ base: into, length: into.length }],
      count: 1,
      control,
      controlLength: control.length,
      flags: 0,
    };
    const size = Number(recvmsg(fd, message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC));
    if (size < 0) return { size: -koffi.errno(), descriptors: [] };
    const descriptors = descriptorsIn(control.subarray(0, Number(message.controlLength)));
    if (!(message.flags & MSG_CTRUNC)) return { size, descriptors };
    for (const one of descriptors) libc().close(one);
    return { size: -EMSGSIZE, descriptors: [] };
  };
}

function descriptorsIn(control: Buffer): number[] {
  const word = koffi.sizeof("size_t");
  const found: number[] = [];
  for (let at = 0; at + word + 8 <= control.length; ) {
    const length = control.readUIntLE(at, 4);
    const rights = control.readInt32LE(at + word) === SOL_SOCKET && control.readInt32LE(at + word + 4) === SCM_RIGHTS;
    for (let one = at + word + 8; rights && one + 4 <= at + length; one += 4) found.push(control.readInt32LE(one));
    at += Math.max(word, Math.ceil(length / word) * word);
  }
  return found;
}
