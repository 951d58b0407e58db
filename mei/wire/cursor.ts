/** Reading and writing positions in a message. Both know the field they are in, so that a refusal names field and offset. */

/** Input that does not fit its declaration, or a value that cannot be put on the wire. `offset` counts from the first byte of the message. */
export class WireError extends Error {
  readonly code = "WIRE";
  override name = "WireError";
  /** As of MeiError: every bundle has its own copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "WireError";
  }
  readonly field: string;
  readonly offset: number;
  readonly reason: string;
  constructor(field: string, offset: number, reason: string) {
    super(`${field || "message"} at offset ${offset}: ${reason}`);
    this.field = field;
    this.offset = offset;
    this.reason = reason;
  }
}

class Trail {
  readonly #names: string[] = [];
  enter(name: string): void {
    this.#names.push(name);
  }
  leave(): void {
    this.#names.pop();
  }
  get field(): string {
    return this.#names.join(".").replaceAll(".[", "[");
  }
}

/** A range of bytes that held a secret, for whoever records messages and must mask it. */
export interface SecretRange {
  readonly start: number;
  readonly end: number;
}

/** Reads forward only, never past the end; `end()` refuses bytes that nobody declared. */
export class Cursor extends Trail {
  readonly secrets: SecretRange[] = [];
  readonly #bytes: Buffer;
  #at = 0;
  constructor(bytes: Buffer) {
    super();
    this.#bytes = bytes;
  }
  get offset(): number {
    return this.#at;
  }
  get left(): number {
    return this.#bytes.length - this.#at;
  }
  /** The next `size` bytes, as a view. */
  take(size: number): Buffer {
    if (size > this.left) this.refuse(`needs ${size} bytes, ${this.left} left`);
    const from = this.#at;
    this.#at += size;
    return this.#bytes.subarray(from, this.#at);
  }
  /** The next `size` bytes as a number, without a view of them. */
  unsigned(size: 1 | 2 | 4, endian: "LE" | "BE"): number {
    if (size > this.left) this.refuse(`needs ${size} bytes, ${this.left} left`);
    const from = this.#at;
    this.#at += size;
    return endian === "LE" ? this.#bytes.readUIntLE(from, size) : this.#bytes.readUIntBE(from, size);
  }
  rest(): Buffer {
    return this.take(this.left);
  }
  end(): void {
    if (this.left > 0) this.refuse(`${this.left} undeclared bytes`);
  }
  refuse(reason: string, offset = this.#at): never {
    throw new WireError(this.field, offset, reason);
  }
  markSecret(start: number): void {
    this.secrets.push({ start, end: this.#at });
  }
}

/** Grows as it is written; nothing is allocated by a number that came from outside. */
export class Sink extends Trail {
  /** What it held before is nobody's: see `#grow`. */
  #bytes: Buffer = Buffer.allocUnsafe(64);
  #size = 0;
  get offset(): number {
    return this.#size;
  }
  /** A zeroed view of the next `size` bytes, to be filled by the caller at once. */
  room(size: number): Buffer {
    const from = this.#grow(size);
    return this.#bytes.subarray(from, this.#size).fill(0);
  }
  /** A number that fits `size` bytes. */
  unsigned(value: number, size: 1 | 2 | 4, endian: "LE" | "BE"): void {
    const from = this.#grow(size);
    if (endian === "LE") this.#bytes.writeUIntLE(value, from, size);
    else this.#bytes.writeUIntBE(value, from, size);
  }
  put(bytes: Buffer): void {
    const from = this.#grow(bytes.length);
    bytes.copy(this.#bytes, from);
  }
  /** Where the next `size` bytes begin. What they held before is nobody's: whoever calls writes each of them. */
  #grow(size: number): number {
    const from = this.#size;
    const end = from + size;
    if (end > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(end, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, from);
      this.#bytes = grown;
    }
    this.#size = end;
    return from;
  }
  refuse(reason: string): never {
    throw new WireError(this.field, this.#size, reason);
  }
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#size);
  }
}
