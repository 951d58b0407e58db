import type { Socket } from "node:net";

const FRAME = 5;
/** `frames.data` of mei/drivers/socket-protocol.ts. */
const DATA_FRAME = 4;
/** Number, recipient and length of CHANNEL_DATA. */
const DATA_HEAD = 9;
export const CHANNEL_DATA = 94;
export const CHANNEL_WINDOW_ADJUST = 93;

/** APF messages on the socket of a virtual ME, written with as little work as there can be. */
export interface Wire {
  /** The socket takes more. */
  readonly free: boolean;
  message(apf: Buffer): void;
  data(recipient: number, bytes: Buffer): void;
  adjust(recipient: number, bytes: number): void;
}

export function minimalWire(socket: Socket): Wire {
  const begin = (size: number): Buffer => {
    const frame = Buffer.allocUnsafe(FRAME + size);
    frame[0] = DATA_FRAME;
    frame.writeUInt32LE(size, 1);
    return frame;
  };
  return {
    get free() {
      return !socket.writableNeedDrain;
    },
    message(apf) {
      const frame = begin(apf.length);
      apf.copy(frame, FRAME);
      socket.write(frame);
    },
    data(recipient, bytes) {
      const frame = begin(DATA_HEAD + bytes.length);
      frame[FRAME] = CHANNEL_DATA;
      frame.writeUInt32BE(recipient, FRAME + 1);
      frame.writeUInt32BE(bytes.length, FRAME + 5);
      bytes.copy(frame, FRAME + DATA_HEAD);
      socket.write(frame);
    },
    adjust(recipient, bytes) {
      const frame = begin(DATA_HEAD);
      frame[FRAME] = CHANNEL_WINDOW_ADJUST;
      frame.writeUInt32BE(recipient, FRAME + 1);
      frame.writeUInt32BE(bytes, FRAME + 5);
      socket.write(frame);
    },
  };
}

/** Calls `take` with type and body of each frame that has come whole. */
export function onFrames(socket: Socket, take: (type: number, body: Buffer) => void): void {
  let waiting: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    while (waiting.length >= FRAME) {
      const end = FRAME + waiting.readUInt32LE(1);
      if (waiting.length < end) return;
      take(waiting[0] ?? 0, waiting.subarray(FRAME, end));
      waiting = waiting.subarray(end);
    }
  });
}
