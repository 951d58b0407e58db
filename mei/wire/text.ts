import { Secret } from "../../platform/secret.ts";
import type { Codec } from "./codec.ts";
import type { Cursor, Sink } from "./cursor.ts";
import type { UnsignedCodec } from "./numbers.ts";

export const bytes = (size: number): Codec<Buffer> => ({
  shape: { kind: "bytes", size },
  write(to, value) {
    if (value.length !== size) to.refuse(`${value.length} bytes given, must be ${size}`);
    to.put(value);
  },
  read: (from) => Buffer.from(from.take(size)),
});

/** Everything that is left, between `min` and `max` bytes. Only as the last field. */
export const rest = (min: number, max: number): Codec<Buffer> => ({
  shape: { kind: "rest", min, max },
  write(to, value) {
    if (value.length < min || value.length > max) to.refuse(`${value.length} bytes given, must be ${min} to ${max}`);
    to.put(value);
  },
  read(from) {
    if (from.left < min || from.left > max) from.refuse(`${from.left} bytes left, must be ${min} to ${max}`);
    return Buffer.from(from.rest());
  },
});

/** Latin-1 up to the first NUL: what stands behind it in a fixed field is padding. */
const untilNul = (raw: Buffer): string => {
  const nul = raw.indexOf(0);
  return raw.toString("latin1", 0, nul < 0 ? raw.length : nul);
};
const checkText = (to: Sink, value: string, max: number): void => {
  if (value.length > max) to.refuse(`text of ${value.length} characters, at most ${max}`);
  if (/[\0\u{100}-\u{10ffff}]/u.test(value)) to.refuse("text has a NUL or a character outside Latin-1");
};
const writeFixed = (to: Sink, value: string, size: number): void => {
  checkText(to, value, size);
  to.room(size).write(value, "latin1");
};

/** Zero-padded text in a fixed field of `size` bytes. */
export const text = (size: number): Codec<string> => ({
  shape: { kind: "text", size, secret: false },
  write: (to, value) => writeFixed(to, value, size),
  read: (from) => untilNul(from.take(size)),
});

/** As `text`, for a password: the value cannot be printed, and whoever records the message is told where it stood. */
export const secretText = (size: number): Codec<Secret> => ({
  shape: { kind: "text", size, secret: true },
  write: (to, value) => writeFixed(to, value.reveal(), size),
  read(from) {
    const start = from.offset;
    const raw = from.take(size);
    from.markSecret(start);
    return new Secret(untilNul(raw));
  },
});

/** Text of a counted field: one byte above `max` is accepted where it is the NUL that the length counts. */
function textOf(from: Cursor, raw: Buffer, max: number, offset: number): string {
  const value = untilNul(raw);
  if (value.length > max) from.refuse(`text of ${value.length} characters, at most ${max}`, offset);
  return value;
}

function readCounted(from: Cursor, count: UnsignedCodec, max: number): Buffer {
  const offset = from.offset;
  const length = count.read(from);
  if (length > max) from.refuse(`length ${length}, at most ${max}`, offset);
  return from.take(length);
}

/** A length, then that many bytes. */
export const countedBytes = (count: UnsignedCodec, max: number): Codec<Buffer> => ({
  shape: { kind: "countedBytes", size: count.shape.size, max },
  write(to, value) {
    if (value.length > max) to.refuse(`${value.length} bytes given, at most ${max}`);
    count.write(to, value.length);
    to.put(value);
  },
  read: (from) => Buffer.from(readCounted(from, count, max)),
});

/**
 * AMT_ANSI_STRING: a length, then that many bytes. `room` > 0: the bytes stand in a fixed field of that size
 * (AMT_UNICODE_STRING of the code versions). A trailing NUL that the length counts (as Intel LMS writes it) is
 * dropped when read; `nul` writes one.
 */
export const countedText = (
  count: UnsignedCodec,
  max: number,
  options: { room?: number; nul?: boolean } = {},
): Codec<string> => {
  const room = options.room ?? 0;
  return {
    shape: { kind: "countedText", size: count.shape.size, max, room, secret: false },
    write(to, value) {
      checkText(to, value, max);
      const length = value.length + (options.nul ? 1 : 0);
      if (room && length > room) to.refuse(`text and NUL are ${length} bytes, at most ${room}`);
      count.write(to, length);
      to.room(room || length).write(value, "latin1");
    },
    read(from) {
      const offset = from.offset;
      if (!room) return textOf(from, readCounted(from, count, max + 1), max, offset);
      const length = count.read(from);
      if (length > room) from.refuse(`length ${length}, at most ${room}`, offset);
      return textOf(from, from.take(room).subarray(0, length), max, offset);
    },
  };
};

export const secretCountedText = (count: UnsignedCodec, max: number): Codec<Secret> => ({
  shape: { kind: "countedText", size: count.shape.size, max, room: 0, secret: true },
  write(to, value) {
    checkText(to, value.reveal(), max);
    count.write(to, value.reveal().length);
    to.room(value.reveal().length).write(value.reveal(), "latin1");
  },
  read(from) {
    const offset = from.offset;
    const raw = readCounted(from, count, max + 1);
    from.markSecret(offset + count.shape.size);
    return new Secret(textOf(from, raw, max, offset));
  },
});

/** Puts the first three groups little-endian and the rest as printed (SMBIOS, Microsoft GUID, `uuid_le`), or back: it is its own inverse. */
export function swapGuid(raw: Buffer): Buffer {
  const out = Buffer.from(raw);
  out.subarray(0, 4).reverse();
  out.subarray(4, 6).reverse();
  out.subarray(6, 8).reverse();
  return out;
}
export function guidToBytes(guid: string): Buffer | undefined {
  const hex = guid.replaceAll("-", "");
  return /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(guid) ? swapGuid(Buffer.from(hex, "hex")) : undefined;
}
export function guidFromBytes(raw: Buffer): string {
  const hex = swapGuid(raw).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** 16 bytes, mixed-endian on the wire, the usual text outside. */
export const uuid: Codec<string> = {
  shape: { kind: "uuid" },
  write(to, value) {
    const raw = guidToBytes(value) ?? to.refuse(`"${value}" is not a UUID`);
    to.put(raw);
  },
  read: (from) => guidFromBytes(from.take(16)),
};

/** 6 bytes, `aa:bb:cc:dd:ee:ff`. */
export const mac: Codec<string> = {
  shape: { kind: "mac" },
  write(to, value) {
    if (!/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(value)) to.refuse(`"${value}" is not a MAC address`);
    to.put(Buffer.from(value.replaceAll(":", ""), "hex"));
  },
  read: (from) =>
    from
      .take(6)
      .toString("hex")
      .replace(/..(?=.)/g, "$&:"),
};

/** AMTHI's IPv4: a little-endian u32 whose value is 0x01020304 for 1.2.3.4 (lms.md 2.2). */
export const ipv4: Codec<string> = {
  shape: { kind: "ipv4" },
  write(to, value) {
    const parts = value.split(".").map(Number);
    if (!/^(\d{1,3}\.){3}\d{1,3}$/.test(value) || parts.some((part) => part > 255))
      to.refuse(`"${value}" is not an IPv4 address`);
    to.put(Buffer.from(parts.reverse()));
  },
  read: (from) => [...from.take(4)].reverse().join("."),
};
