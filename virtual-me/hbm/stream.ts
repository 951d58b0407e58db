import { HbmViolation } from "./violation.ts";

/** Frames in a stream of bytes, each behind its length as u16 little-endian: for a bus over a socket. */
export interface StreamFrames {
  wrap(frame: Buffer): Buffer;
  /** The frames that are now whole. Throws HbmViolation for one of no or too great length. */
  feed(chunk: Buffer): Buffer[];
}

export function streamFrames(most: number): StreamFrames {
  let kept: Buffer = Buffer.alloc(0);
  return {
    wrap(frame) {
      const size = Buffer.alloc(2);
      size.writeUInt16LE(frame.length);
      return Buffer.concat([size, frame]);
    },
    feed(chunk) {
      kept = Buffer.concat([kept, chunk]);
      const frames: Buffer[] = [];
      while (kept.length >= 2) {
        const size = kept.readUInt16LE(0);
        if (size === 0 || size > most) throw new HbmViolation(`a frame of ${size} bytes, 1 to ${most} are possible`);
        if (kept.length < 2 + size) break;
        frames.push(Buffer.from(kept.subarray(2, 2 + size)));
        kept = kept.subarray(2 + size);
      }
      return frames;
    },
  };
}
