import type { Gathered } from "../../platform/gathered.ts";
import {
  countedText,
  decode,
  encode,
  type Fields,
  list,
  oneOf,
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
const HEAD = 5;
function headOf(type: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD);
  bytes[0] = type;
  bytes.writeUInt32LE(length, 1);
  return bytes;
}
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
const dataFrame = (type: number, body: Buffer): Buffer => Buffer.concat([headOf(type, body.length), body]);

const nothing = Buffer.alloc(0);
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
  /** Either way: one ME message. */
  data: { type: DATA, write: (message: Buffer): Buffer => dataFrame(DATA, message) },
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

/** One ME message, which may be in two pieces, with whatever else this turn of the loop writes. As `Gathered.put`. */
export function putMessage(to: Gathered, message: Buffer, rest: Buffer = nothing): boolean {
  return to.put(headOf(DATA, message.length + rest.length), message, rest);
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

/** Puts frames together from what the socket brings, holding never more than one frame and one chunk. Throws ProtocolError. */
export function frameReader(largest = LARGEST): FrameReader {
  /** A frame that has begun. */
  let waiting: Buffer = nothing;

  /** Of the frame at `at`, whose head is there: bytes with the head. */
  function sizeAt(bytes: Buffer, at: number): number {
    const type = bytes[at] ?? 0;
    const length = bytes.readUInt32LE(at + 1);
    if (type < 1 || type > 7) throw new ProtocolError(`a frame of type ${type}: not the socket of a virtual ME`);
    if (length > largest) throw new ProtocolError(`a frame of ${length} bytes, at most ${largest} are allowed`);
    return HEAD + length;
  }
  /** Adds to what waits what it lacks, and no more: the rest of a chunk is not copied. How much that was. */
  function complete(chunk: Buffer, at: number): number {
    const wanted = waiting.length < HEAD ? HEAD : sizeAt(waiting, 0);
    const more = chunk.subarray(at, at + wanted - waiting.length);
    waiting = Buffer.concat([waiting, more]);
    return more.length;
  }
  const frameAt = (bytes: Buffer, at: number, size: number): Incoming => ({
    type: bytes[at] ?? 0,
    body: owned(bytes.subarray(at + HEAD, at + size)),
  });
  return {
    feed(chunk) {
      const found: Incoming[] = [];
      let at = 0;
      while (waiting.length > 0 && at < chunk.length) {
        at += complete(chunk, at);
        if (waiting.length < HEAD || waiting.length < sizeAt(waiting, 0)) continue;
        found.push(frameAt(waiting, 0, waiting.length));
        waiting = nothing;
      }
      while (at < chunk.length) {
        const left = chunk.length - at;
        const size = left < HEAD ? HEAD : sizeAt(chunk, at);
        if (left < size) {
          waiting = Buffer.from(chunk.subarray(at));
          break;
        }
        found.push(frameAt(chunk, at, size));
        at += size;
      }
      return found;
    },
  };
}

/** A view keeps alive all that came with it. It may, up to so many times its own size: data is the bulk of all traffic and is not copied. */
const KEPT = 32;
const owned = (view: Buffer): Buffer => (view.length * KEPT >= view.buffer.byteLength ? view : Buffer.from(view));
