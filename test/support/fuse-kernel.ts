import { constants } from "node:fs";
import { decode, encode, rest, struct, u32, u64 } from "../../mei/wire/index.ts";
import { cuseDevice } from "../../virtual-me/cuse/device.ts";
import {
  inHeader,
  initIn,
  interruptIn,
  ioctlIn,
  opcodes,
  openIn,
  pollIn,
  readIn,
  releaseIn,
  writeIn,
} from "../../virtual-me/cuse/fuse-messages.ts";
import { meiFiles } from "../../virtual-me/cuse/mei-file.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";

const answered = struct({ length: u32, error: u32, unique: u64, body: rest(0, 1 << 20) });

/** What a request came to: the kernel's number of the error, 0 for none, and the bytes after the header. */
export interface Answer {
  readonly errno: number;
  readonly body: Buffer;
}

/** The kernel's side of CUSE for a virtual ME without one: requests by name, answers by request. */
export function fuseKernel(me: VirtualMe, { name = "mei0", pid = process.pid }: { name?: string; pid?: number } = {}) {
  const sent: Buffer[] = [];
  let ready = 0;
  const answers = new Map<bigint, Answer>();
  /** Handles of polls that were woken, in order. */
  const woken: bigint[] = [];
  const device = cuseDevice({
    name,
    open: meiFiles(me, { holderOf: (id) => `program ${id}` }),
    onReady: () => {
      ready += 1;
    },
    emit(message) {
      sent.push(message);
      const { length, error, unique, body } = decode(answered, message);
      if (length !== message.length) throw new Error(`a message of ${message.length} bytes says ${length}`);
      if (unique === 0n) return void woken.push(body.readBigUInt64LE());
      if (answers.has(unique)) throw new Error(`request ${unique} is answered twice`);
      answers.set(unique, { errno: (2 ** 32 - error) % 2 ** 32, body });
    },
  });
  let last = 0n;
  /** Sends a request whose body is `body`, and says its number. */
  function request(opcode: number, body: Buffer, { caller = pid }: { caller?: number } = {}): bigint {
    last += 2n;
    const unique = last;
    const header = encode(inHeader, { length: 40 + body.length, opcode, unique, uid: 0, gid: 0, pid: caller });
    device.take(Buffer.concat([header, body]));
    return unique;
  }
  const answerTo = (unique: bigint): Answer | undefined => answers.get(unique);
  function now(unique: bigint): Answer {
    const answer = answers.get(unique);
    if (!answer) throw new Error(`request ${unique} still waits`);
    return answer;
  }
  const flagsOf = (nonblock: boolean): number => constants.O_RDWR | (nonblock ? 0x800 : 0);
  const transfer = { offset: 0n };
  return {
    device,
    sent,
    woken,
    request,
    answerTo,
    get ready() {
      return ready;
    },
    init: (major = 7, minor = 37) => now(request(opcodes.init, encode(initIn, { major, minor, flags: 1 }))),
    open(nonblock = false, caller = pid): Answer & { fh: bigint } {
      const body = encode(openIn, { flags: flagsOf(nonblock), openFlags: 0 });
      const answer = now(request(opcodes.open, body, { caller }));
      return { ...answer, fh: answer.errno === 0 ? answer.body.readBigUInt64LE() : 0n };
    },
    release: (fh: bigint) => now(request(opcodes.release, encode(releaseIn, { fh, flags: 0, releaseFlags: 0 }))),
    /** The number of the request: it may wait. */
    read: (fh: bigint, size: number, nonblock = false) =>
      request(opcodes.read, encode(readIn, { ...transfer, fh, size, flags: flagsOf(nonblock) })),
    write: (fh: bigint, data: Buffer, nonblock = false) =>
      request(opcodes.write, encode(writeIn, { ...transfer, fh, size: data.length, flags: flagsOf(nonblock), data })),
    ioctl: (fh: bigint, number: number, data: Buffer, outSize = data.length) =>
      request(
        opcodes.ioctl,
        encode(ioctlIn, { fh, flags: 0, number, argument: Buffer.alloc(8), inSize: data.length, outSize, data }),
      ),
    /** The events that hold. */
    poll(fh: bigint, events: number, { handle = 0n, wait = false } = {}): number {
      const { errno, body } = now(request(opcodes.poll, encode(pollIn, { fh, handle, flags: wait ? 1 : 0, events })));
      return errno === 0 ? body.readUInt32LE() : -errno;
    },
    interrupt: (unique: bigint) => void request(opcodes.interrupt, encode(interruptIn, { unique })),
    now,
  };
}
export type FuseKernel = ReturnType<typeof fuseKernel>;
