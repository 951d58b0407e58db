import type { Writable } from "node:stream";
import { oneWrite } from "../../platform/one-write.ts";
import {
  Cursor,
  countedText,
  decode,
  encode,
  type Fields,
  list,
  oneOf,
  Sink,
  type Struct,
  struct,
  u8,
  u16,
  u32,
  uuid,
} from "../wire/index.ts";

/**
 * What is spoken on the socket of a virtual ME; one socket connection is one device descriptor. A frame: type, length of the body, body.
 * Ours alone, both ends of one version.
 */
const head = struct({ type: u8, length: u32 });
const HEAD = 5;
/** Bytes of one body: above every client's largest message. */
export const LARGEST = 65_536;

const frame = <F extends Fields>(type: number, fields: F) => {
  const body = struct(fields);
  return {
    type,
    write: (value: Struct<F>): Buffer => dataFrame(type, encode(body, value)),
    read: (raw: Buffer): Struct<F> => decode(body, raw),
  };
};
function dataFrame(type: number, body: Buffer): Buffer {
  const to = new Sink(HEAD + body.length);
  head.write(to, { type, length: body.length });
  to.put(body);
  return to.bytes;
}

const DATA = 4;
export const frames = {
  /** Host to ME: connect this descriptor to the client. */
  connect: frame(1, { uuid }),
  connected: frame(2, { maxMessage: u32, version: u8, machine: countedText(u16, 64) }),
  refused: frame(3, {
    code: oneOf(u8, { ME_NO_CLIENT: 1, ME_BUSY: 2, ME_GONE: 3, ME_DRIVER: 4 }),
    text: countedText(u16, 1000),
    /** Empty where there is none. */
    holder: countedText(u16, 200),
  }),
  /** Either way: one ME message. `head` goes before one that is written by itself. */
  data: {
    type: DATA,
    write: (message: Buffer): Buffer => dataFrame(DATA, message),
    head: (message: Buffer): Buffer => encode(head, { type: DATA, length: message.length }),
  },
  /** ME to host: the ME was reset, this descriptor is dead. */
  reset: frame(5, {}),
  describe: frame(6, {}),
  facts: frame(7, {
    machine: countedText(u16, 64),
    firmwareStatus: list(u8, 6, u32),
    firmwareVersions: list(u8, 3, countedText(u8, 40)),
    state: countedText(u8, 40),
  }),
} as const;

/** Bytes of a message that is put into one piece with its head; copying a longer one costs more than a second piece. */
const SHORT = 512;

/** One ME message, with whatever else this turn of the loop writes. As `socket.write`; `message` must not change afterwards. */
export function writeFrame(socket: Writable, message: Buffer): boolean {
  oneWrite(socket);
  if (message.length <= SHORT) return socket.write(frames.data.write(message));
  socket.write(frames.data.head(message));
  return socket.write(message);
}

/** The other end does not speak this protocol. */
export class ProtocolError extends Error {
  readonly code = "SOCKET_PROTOCOL";
  override name = "ProtocolError";
}
export interface Incoming {
  readonly type: number;
  readonly body: Buffer;
}

export interface FrameReader {
  /** The frames that are whole by now. */
  feed(chunk: Buffer): Incoming[];
}

const nothing = Buffer.alloc(0);

/** Puts frames together from what the socket brings, holding never more than one frame and one chunk. Throws ProtocolError. */
export function frameReader(largest = LARGEST): FrameReader {
  /** A frame that has begun. */
  let waiting: Buffer = nothing;

  function headOf(bytes: Buffer): { type: number; size: number } {
    const { type, length } = head.read(new Cursor(bytes));
    if (type < 1 || type > 7) throw new ProtocolError(`a frame of type ${type}: not the socket of a virtual ME`);
    if (length > largest) throw new ProtocolError(`a frame of ${length} bytes, at most ${largest} are allowed`);
    return { type, size: HEAD + length };
  }
  /** Adds to what waits what it lacks, and no more: the rest of a chunk is not copied. How much that was. */
  function complete(chunk: Buffer): number {
    const wanted = waiting.length < HEAD ? HEAD : headOf(waiting).size;
    const more = chunk.subarray(0, wanted - waiting.length);
    waiting = Buffer.concat([waiting, more]);
    return more.length;
  }
  return {
    feed(chunk) {
      const found: Incoming[] = [];
      let at = 0;
      while (at < chunk.length) {
        const isBegun = waiting.length > 0;
        if (isBegun) at += complete(chunk.subarray(at));
        const bytes = isBegun ? waiting : chunk.subarray(at);
        const { type, size } = bytes.length < HEAD ? { type: 0, size: HEAD } : headOf(bytes);
        if (bytes.length < size) {
          if (isBegun) continue;
          waiting = Buffer.from(bytes);
          break;
        }
        found.push({ type, body: owned(bytes.subarray(HEAD, size)) });
        if (isBegun) waiting = nothing;
        else at += size;
      }
      return found;
    },
  };
}

/** A view keeps alive all that came with it. It may, up to so many times its own size: data is the bulk of all traffic and is not copied. */
const KEPT = 32;
const owned = (view: Buffer): Buffer => (view.length * KEPT >= view.buffer.byteLength ? view : Buffer.from(view));
