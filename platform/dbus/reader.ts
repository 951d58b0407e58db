import { DBusError } from "./errors.ts";
import { elementAlign, maxNesting, padding, pathPattern } from "./limits.ts";
import { type DBusValue, parseSignature, parseSingle, type Type } from "./signature.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads forward only, never past the end; a length is checked against what is there before anything is made from it. */
export class Reader {
  readonly #bytes: Buffer;
  readonly #little: boolean;
  #at = 0;
  constructor(bytes: Buffer, little: boolean) {
    this.#bytes = bytes;
    this.#little = little;
  }
  refuse(reason: string): never {
    throw new DBusError("DBUS_WIRE", `D-Bus message malformed at offset ${this.#at}: ${reason}`);
  }
  get offset(): number {
    return this.#at;
  }
  #take(size: number): Buffer {
    const left = this.#bytes.length - this.#at;
    if (size > left) return this.refuse(`needs ${size} bytes, ${left} left`);
    const from = this.#at;
    this.#at += size;
    return this.#bytes.subarray(from, this.#at);
  }
  #pad(align: number): void {
    for (const byte of this.#take(padding(this.#at, align))) if (byte !== 0) this.refuse("padding is not zero");
  }
  #u32(): number {
    const bytes = this.#take(4);
    return this.#little ? bytes.readUInt32LE() : bytes.readUInt32BE();
  }
  #text(length: number): string {
    const bytes = this.#take(length + 1);
    if (bytes[length] !== 0) this.refuse("text does not end in zero");
    if (bytes.indexOf(0) !== length) this.refuse("text contains zero");
    try {
      return utf8.decode(bytes.subarray(0, length));
    } catch {
      return this.refuse("text is not UTF-8");
    }
  }
  #signature(): string {
    return this.#text(this.#take(1)[0]!);
  }

  read(type: Type, nesting = 0): DBusValue {
    if (nesting > maxNesting) return this.refuse(`nests deeper than ${maxNesting}`);
    this.#pad(type.align);
    switch (type.kind) {
      case "basic":
        return this.#basic(type.code);
      case "variant": {
        const signature = this.#signature();
        return { signature, value: this.read(parseSingle(signature), nesting + 1) };
      }
      case "struct":
        return type.fields.map((field) => this.read(field, nesting + 1));
      default: {
        const length = this.#u32();
        this.#pad(elementAlign(type));
        const end = this.#at + length;
        if (end > this.#bytes.length) return this.refuse(`array of ${length} bytes, fewer left`);
        if (type.kind === "bytes") return this.#take(length);
        const value = type.kind === "dict" ? this.#dict(type, end, nesting) : this.#array(type.of, end, nesting);
        if (this.#at !== end) return this.refuse("the last element passes the end of its array");
        return value;
      }
    }
  }
  #array(of: Type, end: number, nesting: number): DBusValue[] {
    const elements: DBusValue[] = [];
    while (this.#at < end) elements.push(this.read(of, nesting + 1));
    return elements;
  }
  #dict(type: Type & { kind: "dict" }, end: number, nesting: number): Map<DBusValue, DBusValue> {
    const entries = new Map<DBusValue, DBusValue>();
    while (this.#at < end) {
      this.#pad(8);
      const key = this.read(type.key, nesting + 1);
      // The specification calls a message with the same key twice corrupt.
      if (entries.has(key)) return this.refuse("the same key twice");
      entries.set(key, this.read(type.value, nesting + 1));
    }
    return entries;
  }

  #basic(code: string): DBusValue {
    const little = this.#little;
    switch (code) {
      case "y":
        return this.#take(1)[0]!;
      case "n":
        return little ? this.#take(2).readInt16LE() : this.#take(2).readInt16BE();
      case "q":
        return little ? this.#take(2).readUInt16LE() : this.#take(2).readUInt16BE();
      case "i":
        return little ? this.#take(4).readInt32LE() : this.#take(4).readInt32BE();
      case "x":
        return little ? this.#take(8).readBigInt64LE() : this.#take(8).readBigInt64BE();
      case "t":
        return little ? this.#take(8).readBigUInt64LE() : this.#take(8).readBigUInt64BE();
      case "d":
        return little ? this.#take(8).readDoubleLE() : this.#take(8).readDoubleBE();
      case "b": {
        const bit = this.#u32();
        return bit > 1 ? this.refuse(`boolean ${bit}`) : bit === 1;
      }
      case "s":
        return this.#text(this.#u32());
      case "o": {
        const path = this.#text(this.#u32());
        return pathPattern.test(path) ? path : this.refuse("not an object path");
      }
      case "g": {
        const signature = this.#signature();
        parseSignature(signature);
        return signature;
      }
      default:
        return this.#u32();
    }
  }
}
