import { DBusError } from "./errors.ts";
import { elementAlign, maxNesting, padding, pathPattern } from "./limits.ts";
import { parseSignature, parseSingle, type Type } from "./signature.ts";

/** Values to bytes. Throws DBUS_VALUE where a value does not fit its type. */
export class Writer {
  #bytes = Buffer.alloc(256);
  #size = 0;

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#size);
  }
  #room(size: number): Buffer {
    const from = this.#size;
    const end = from + size;
    if (end > this.#bytes.length) {
      const grown = Buffer.alloc(Math.max(end, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, from);
      this.#bytes = grown;
    }
    this.#size = end;
    return this.#bytes.subarray(from, end);
  }
  #text(value: unknown, lengthBytes: 1 | 4): void {
    if (typeof value !== "string" || value.includes("\0")) refuse("text", value);
    const bytes = Buffer.from(value, "utf8");
    // A lone surrogate would silently become U+FFFD.
    if (bytes.toString("utf8") !== value) refuse("well-formed text", value);
    if (lengthBytes === 1) this.#room(1)[0] = bytes.length;
    else this.#room(4).writeUInt32LE(bytes.length);
    bytes.copy(this.#room(bytes.length + 1));
  }
  #number(value: unknown, bytes: 1 | 2 | 4, signed: boolean): void {
    const limit = 2 ** (bytes * 8 - (signed ? 1 : 0));
    if (!Number.isInteger(value) || (value as number) < (signed ? -limit : 0) || (value as number) >= limit)
      refuse(`${signed ? "signed" : "unsigned"} ${bytes * 8}-bit number`, value);
    if (signed) this.#room(bytes).writeIntLE(value as number, 0, bytes);
    else this.#room(bytes).writeUIntLE(value as number, 0, bytes);
  }
  #big(value: unknown, signed: boolean): void {
    if (typeof value !== "bigint" || (signed ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value)) !== value)
      refuse(`${signed ? "signed" : "unsigned"} 64-bit bigint`, value);
    if (signed) this.#room(8).writeBigInt64LE(value);
    else this.#room(8).writeBigUInt64LE(value);
  }
  #sequence(align: number, write: () => void): void {
    const length = this.#size;
    this.#room(4);
    this.#room(padding(this.#size, align));
    const start = this.#size;
    write();
    this.#bytes.writeUInt32LE(this.#size - start, length);
  }

  write(type: Type, value: unknown, nesting = 0): void {
    if (nesting > maxNesting) refuse(`value nested at most ${maxNesting} deep`, "a deeper one");
    this.#room(padding(this.#size, type.align));
    switch (type.kind) {
      case "basic":
        this.#basic(type.code, value);
        break;
      case "variant": {
        const { signature, value: inner } = (value ?? {}) as { signature?: unknown; value?: unknown };
        if (typeof signature !== "string") refuse("variant", value);
        const single = parseSingle(signature);
        this.#text(signature, 1);
        this.write(single, inner, nesting + 1);
        break;
      }
      case "bytes":
        if (!Buffer.isBuffer(value)) refuse("Buffer", value);
        this.#sequence(1, () => value.copy(this.#room(value.length)));
        break;
      case "array":
        if (!Array.isArray(value)) refuse("array", value);
        this.#sequence(elementAlign(type), () => {
          for (const element of value) this.write(type.of, element, nesting + 1);
        });
        break;
      case "dict":
        if (!(value instanceof Map)) refuse("Map", value);
        this.#sequence(8, () => {
          for (const [key, entry] of value) {
            this.#room(padding(this.#size, 8));
            this.write(type.key, key, nesting + 1);
            this.write(type.value, entry, nesting + 1);
          }
        });
        break;
      case "struct":
        if (!Array.isArray(value) || value.length !== type.fields.length)
          refuse(`array of ${type.fields.length}`, value);
        for (const [index, field] of type.fields.entries()) this.write(field, value[index], nesting + 1);
    }
  }

  #basic(code: string, value: unknown): void {
    switch (code) {
      case "y":
        this.#number(value, 1, false);
        break;
      case "n":
        this.#number(value, 2, true);
        break;
      case "q":
        this.#number(value, 2, false);
        break;
      case "i":
        this.#number(value, 4, true);
        break;
      case "u":
      case "h":
        this.#number(value, 4, false);
        break;
      case "x":
        this.#big(value, true);
        break;
      case "t":
        this.#big(value, false);
        break;
      case "b":
        if (typeof value !== "boolean") refuse("boolean", value);
        this.#number(value ? 1 : 0, 4, false);
        break;
      case "d":
        if (typeof value !== "number") refuse("number", value);
        this.#room(8).writeDoubleLE(value);
        break;
      case "o":
        if (typeof value !== "string" || !pathPattern.test(value)) refuse("object path", value);
        this.#text(value, 4);
        break;
      case "g":
        if (typeof value === "string") parseSignature(value);
        this.#text(value, 1);
        break;
      default:
        this.#text(value, 4);
        break;
    }
  }
}

/** The value itself is not quoted: it may be what must not be logged. */
export function refuse(wanted: string, value: unknown): never {
  const seen = value === null ? "null" : Array.isArray(value) ? `array of ${value.length}` : typeof value;
  throw new DBusError("DBUS_VALUE", `cannot be sent over D-Bus: a ${wanted} is needed, this is ${seen}`);
}
