import type { Writable } from "node:stream";

/** Bytes of the memory in which pieces are put together; what is as long is written by itself. */
const SLAB = 65_536;

/** A stream to which everything that one turn of the loop has for it goes as one piece. */
export interface Gathered {
  /** These bytes, one piece after the other, are copied. False: no more until the stream has told of its `drain`. */
  put(...pieces: readonly Buffer[]): boolean;
  /** What waits goes out now: before the stream is ended. */
  flush(): void;
  /** Bytes that the stream has not got yet. */
  readonly waiting: number;
}

/**
 * A call of the system for each message of 4 KiB costs more than all that is done to the message, a list of small pieces for one call costs
 * as much, and memory of its own for each makes V8 collect after every few megabytes: they are put together in memory that is used again.
 */
export function gathered(stream: Writable): Gathered {
  let slab = Buffer.alloc(0);
  /** What waits: from here to there in the slab. */
  let from = 0;
  let to = 0;
  let isPlanned = false;

  function write(bytes: Buffer): void {
    if (stream.writable) stream.write(bytes); // else it is being closed, and says so to whoever listens
  }
  function flush(): void {
    if (from === to) return;
    write(slab.subarray(from, to));
    // Nothing left of it in the stream: the system has copied it
    from = stream.writableLength === 0 ? 0 : to;
    to = from;
  }
  function add(bytes: Buffer): void {
    if (to + bytes.length > slab.length) {
      flush();
      if (bytes.length >= SLAB) {
        write(Buffer.from(bytes));
        return;
      }
      if (to + bytes.length > slab.length) {
        slab = Buffer.allocUnsafeSlow(SLAB);
        from = 0;
        to = 0;
      }
    }
    slab.set(bytes, to);
    to += bytes.length;
  }
  const atTheEnd = (): void => {
    isPlanned = false;
    flush();
  };
  return {
    put(...pieces) {
      for (const piece of pieces) add(piece);
      if (!isPlanned) {
        isPlanned = true;
        setImmediate(atTheEnd);
      }
      return !stream.writableNeedDrain;
    },
    flush,
    get waiting() {
      return to - from;
    },
  };
}
