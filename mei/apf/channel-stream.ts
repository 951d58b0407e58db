import { Duplex } from "node:stream";
import { ApfError } from "./errors.ts";
import type { Ends } from "./machine.ts";

/** What a channel's stream asks of its session. */
export interface StreamLink {
  /** There are bytes to be taken. */
  waiting(): void;
  consumed(bytes: number): void;
  /** Nothing more will be written. */
  close(): void;
  /** The stream takes no more data. */
  gone(): void;
}
type Done = (error?: Error | null) => void;

/** Bytes a writer may have waiting before it is told to wait. */
const WRITE_AHEAD = 65_536;

/**
 * One channel as a stream. Reading gives credit only for bytes that have left the stream, so a slow reader stalls its own channel and
 * no other; a write is over when its last byte is on its way. There is no half-closing on LME: `end()` closes the channel once all is
 * written, data of the other side is read until it closes too. When the other side closes, what it sent before can still be read;
 * a write then fails with APF_CHANNEL_CLOSED as soon as that is done. Do not set an encoding: credit counts bytes.
 */
export class ChannelStream extends Duplex {
  readonly ends: Ends;
  readonly #link: StreamLink;
  #chunks: readonly Buffer[] = [];
  /** Next chunk, and how much of it is gone. */
  #index = 0;
  #at = 0;
  #left = 0;
  #done: Done | undefined;
  #delivered = 0;
  #given = 0;
  #isShut = false;
  #isReadOver = false;

  constructor(ends: Ends, link: StreamLink) {
    super({ allowHalfOpen: false, writableHighWaterMark: WRITE_AHEAD });
    this.ends = ends;
    this.#link = link;
  }

  deliver(data: Buffer): void {
    if (this.destroyed || this.#isReadOver) return;
    this.#delivered += data.length;
    this.push(data);
    this.#giveBack();
  }
  /** The other side sends no more. */
  endReading(): void {
    if (!this.destroyed && !this.#isReadOver) {
      this.#isReadOver = true;
      this.push(null);
    }
  }
  /** The other side has closed: nothing can be written any more. */
  shut(): void {
    this.endReading();
    this.#isShut = true;
    this.#failWhenRead();
  }

  /** At most `most` of the bytes that wait to be sent; small ones are put together. */
  nextBytes(most: number): Buffer | undefined {
    const first = this.#chunks[this.#index];
    if (!first || this.#isShut || most < 1) return undefined;
    const size = Math.min(most, this.#left);
    const whole = first.length - this.#at >= size;
    const bytes = whole ? first.subarray(this.#at, this.#at + size) : this.#gathered(size);
    if (whole) this.#skip(size);
    this.#left -= size;
    if (this.#left === 0) this.#settle(null);
    return bytes;
  }
  get hasBytes(): boolean {
    return this.#left > 0;
  }

  override _read(): void {}
  override read(size?: number): unknown {
    const chunk: unknown = super.read(size);
    this.#giveBack();
    this.#failWhenRead();
    return chunk;
  }
  override _write(chunk: Buffer, _encoding: string, done: Done): void {
    this.#begin([chunk], done);
  }
  override _writev(chunks: readonly { chunk: Buffer }[], done: Done): void {
    this.#begin(
      chunks.map(({ chunk }) => chunk),
      done,
    );
  }
  override _final(done: Done): void {
    this.#link.close();
    done();
  }
  override _destroy(error: Error | null, done: Done): void {
    this.#link.close();
    this.#link.gone();
    // Only for a writer that waits: an error with its stack costs more than all else that closing a channel does
    if (this.#done)
      this.#settle(error ?? new ApfError("APF_CHANNEL_CLOSED", "the channel was closed before all was written"));
    done(error);
  }

  #begin(chunks: readonly Buffer[], done: Done): void {
    this.#chunks = chunks;
    this.#index = 0;
    this.#at = 0;
    this.#left = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    this.#done = done;
    if (this.#left === 0) this.#settle(null);
    else if (this.#isShut) this.#failWhenRead();
    else this.#link.waiting();
  }
  #settle(error: Error | null): void {
    const done = this.#done;
    this.#done = undefined;
    this.#chunks = [];
    this.#left = 0;
    // Later: the stream may close the channel in answer, and the last bytes are to be sent before that.
    if (done) queueMicrotask(() => done(error));
  }
  #skip(size: number): void {
    this.#at += size;
    if (this.#at < (this.#chunks[this.#index]?.length ?? 0)) return;
    this.#at = 0;
    this.#index += 1;
  }
  #gathered(size: number): Buffer {
    const bytes = Buffer.allocUnsafe(size);
    for (let filled = 0; filled < size; ) {
      const chunk = this.#chunks[this.#index] as Buffer;
      const copied = chunk.copy(bytes, filled, this.#at, this.#at + size - filled);
      filled += copied;
      this.#skip(copied);
    }
    return bytes;
  }
  /** Bytes that were handed to the reader, and not pushed back by it, are credited. */
  #giveBack(): void {
    const used = this.#delivered - this.readableLength;
    if (used <= this.#given) return;
    const bytes = used - this.#given;
    this.#given = used;
    this.#link.consumed(bytes);
  }
  /** Failing destroys the stream and what is unread in it, so it waits for the reader. */
  #failWhenRead(): void {
    if (this.#isShut && this.#done && this.readableLength === 0)
      this.#settle(new ApfError("APF_CHANNEL_CLOSED", "the other side has closed the channel"));
  }
}
