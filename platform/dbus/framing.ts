import { DBusError } from "./errors.ts";
import { decodeHeader, prefixSize, type Received, type Sizes, sizesOf } from "./message.ts";

/** Cuts a byte stream into messages. Holds at most one message of `limit` bytes; of a larger one only the header is kept. */
export class Framing {
  readonly #limit: number;
  readonly #onMessage: (message: Received) => void;
  #chunks: Buffer[] = [];
  #held = 0;
  #sizes: Sizes | undefined;
  /** Bytes of an oversized body still to be thrown away. */
  #skip = 0;

  constructor(limit: number, onMessage: (message: Received) => void) {
    this.#limit = limit;
    this.#onMessage = onMessage;
  }

  /** Throws DBUS_WIRE; the stream is lost then. */
  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      const wanted = this.#skip > 0 ? this.#skip : this.#need() - this.#held;
      const part = rest.subarray(0, wanted);
      rest = rest.subarray(part.length);
      if (this.#skip > 0) {
        this.#skip -= part.length;
        continue;
      }
      this.#chunks.push(part);
      this.#held += part.length;
      if (this.#held === this.#need()) this.#complete();
    }
  }

  #need(): number {
    if (this.#sizes === undefined) return prefixSize;
    return this.#fits(this.#sizes) ? this.#sizes.header + this.#sizes.body : this.#sizes.header;
  }
  #fits({ header, body }: Sizes): boolean {
    return header + body <= this.#limit;
  }

  #complete(): void {
    const bytes = Buffer.concat(this.#chunks);
    if (this.#sizes === undefined) {
      this.#sizes = sizesOf(bytes);
      if (this.#sizes.header > this.#limit)
        throw new DBusError("DBUS_WIRE", `D-Bus message header of ${this.#sizes.header} bytes, at most ${this.#limit}`);
      this.#chunks = [bytes];
      // A message without header fields is complete here, and refused.
      if (this.#held < this.#need()) return;
    }
    const sizes = this.#sizes;
    this.#sizes = undefined;
    this.#chunks = [];
    this.#held = 0;
    const fits = this.#fits(sizes);
    if (!fits) this.#skip = sizes.body;
    const header = decodeHeader(bytes.subarray(0, sizes.header), sizes);
    if (header === undefined) return;
    this.#onMessage({ header, little: sizes.little, body: fits ? bytes.subarray(sizes.header) : undefined });
  }
}
