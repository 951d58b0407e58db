import type { BitField, Codec, Shape } from "./codec.ts";

type Size = 1 | 2 | 4;
export interface UnsignedCodec extends Codec<number> {
  readonly shape: Extract<Shape, { kind: "uint" }> & { readonly size: Size };
}

const unsigned = (size: Size, endian: "LE" | "BE"): UnsignedCodec => {
  const limit = 2 ** (8 * size) - 1;
  return {
    shape: { kind: "uint", size },
    write(to, value) {
      if (!Number.isInteger(value) || value < 0 || value > limit)
        to.refuse(`${value} is not a whole number from 0 to ${limit}`);
      to.unsigned(value, size, endian);
    },
    read: (from) => from.unsigned(size, endian),
  };
};
export const u8 = unsigned(1, "LE");
export const u16 = unsigned(2, "LE");
export const u32 = unsigned(4, "LE");
export const u16be = unsigned(2, "BE");
export const u32be = unsigned(4, "BE");

export const u64: Codec<bigint> = {
  shape: { kind: "uint", size: 8 },
  write(to, value) {
    if (typeof value !== "bigint" || value < 0n || value > 0xffff_ffff_ffff_ffffn)
      to.refuse(`${value} does not fit 8 bytes`);
    to.room(8).writeBigUInt64LE(value);
  },
  read: (from) => from.take(8).readBigUInt64LE(),
};

/** A number that can only be this one: headers, echoes. Not part of the value. */
export const exactly = (raw: UnsignedCodec, value: number): Codec<Hidden> => ({
  shape: { kind: "exactly", size: raw.shape.size, value },
  write: (to) => raw.write(to, value),
  read(from) {
    const offset = from.offset;
    const found = raw.read(from);
    if (found !== value) from.refuse(`is 0x${found.toString(16)}, must be 0x${value.toString(16)}`, offset);
    return hidden;
  },
});

/** Bytes nobody has given a meaning: written as zeros, passed over when read. Not part of the value. */
export const reserved = (size: number): Codec<Hidden> => ({
  shape: { kind: "reserved", size },
  write: (to) => void to.room(size),
  read(from) {
    from.take(size);
    return hidden;
  },
});
export const hidden = Symbol("hidden");
export type Hidden = typeof hidden;

/** AMT_BOOLEAN and its kin: 0 or 1; any other number is refused (only 1 is "true" to Intel's own parser, so 2 would be guessed). */
export const flag = (raw: UnsignedCodec): Codec<boolean> => ({
  shape: { kind: "flag", size: raw.shape.size },
  write: (to, value) => raw.write(to, value ? 1 : 0),
  read(from) {
    const offset = from.offset;
    const found = raw.read(from);
    if (found > 1) from.refuse(`is ${found}, must be 0 or 1`, offset);
    return found === 1;
  },
});

/** Own names only: "constructor" is nobody's name for a number. */
const numberOf = (names: Readonly<Record<string, number>> | undefined, name: string): number | undefined =>
  names && Object.hasOwn(names, name) ? names[name] : undefined;

/** Names for numbers. A number that firmware invented later stays a number: it is reported, not guessed. */
export function oneOf<const N extends Record<string, number>>(raw: UnsignedCodec, names: N): Codec<keyof N | number> {
  const byNumber = new Map(Object.entries(names).map(([name, number]) => [number, name as keyof N]));
  return {
    shape: { kind: "oneOf", of: raw.shape, names },
    write(to, value) {
      const number = typeof value === "number" ? value : numberOf(names, String(value));
      if (number === undefined) return to.refuse(`"${String(value)}" is none of ${Object.keys(names).join(", ")}`);
      raw.write(to, number);
    },
    read(from) {
      const number = raw.read(from);
      return byNumber.get(number) ?? number;
    },
  };
}

type BitValue<B extends BitField> = B extends readonly [number, number, infer N]
  ? keyof N | number
  : B extends readonly [number, number]
    ? number
    : boolean;
export type Bits<F extends Record<string, BitField>> = { -readonly [K in keyof F]: BitValue<F[K]> } & { other: number };

const span = (field: BitField): { low: number; width: number; names?: Readonly<Record<string, number>> } =>
  typeof field === "number"
    ? { low: field, width: 1 }
    : { low: field[0], width: field[1], ...(field[2] && { names: field[2] }) };

/** A word of flags and small numbers. Bits without a name come back in place as `other`, so nothing is lost or invented. */
export function bits<const F extends Record<string, BitField>>(raw: UnsignedCodec, fields: F): Codec<Bits<F>> {
  const spans = Object.entries(fields).map(([name, field]) => ({
    name,
    single: typeof field === "number",
    ...span(field),
  }));
  const maskOf = (low: number, width: number): number => (2 ** width - 1) * 2 ** low;
  const named = spans.reduce((mask, { low, width }) => mask | maskOf(low, width), 0) >>> 0;
  return {
    shape: { kind: "bits", size: raw.shape.size, fields },
    write(to, value) {
      const given = value as Record<string, boolean | number | string>;
      let word = ((value.other as number) & ~named) >>> 0;
      for (const { name, single, low, width, names } of spans) {
        const part = given[name];
        const number = single ? (part ? 1 : 0) : typeof part === "string" ? numberOf(names, part) : (part as number);
        if (number === undefined || !Number.isInteger(number) || number >= 2 ** width || number < 0)
          return to.refuse(`${name}: ${String(part)} does not fit ${width} bits`);
        word = (word | (number * 2 ** low)) >>> 0;
      }
      raw.write(to, word);
    },
    read(from) {
      const word = raw.read(from);
      const value: Record<string, boolean | number | string> = {};
      for (const { name, single, low, width, names } of spans) {
        const number = Math.floor(word / 2 ** low) % 2 ** width;
        value[name] = single ? number === 1 : (Object.keys(names ?? {}).find((n) => names?.[n] === number) ?? number);
      }
      value.other = (word & ~named) >>> 0;
      return value as Bits<F>;
    },
  };
}

/** A status that one peer writes as one byte and another as four: either width is read, four are written. */
export const anyWidth: Codec<number> = {
  shape: { kind: "anyWidth" },
  write: (to, value) => u32.write(to, value),
  read: (from) => (from.left === 1 ? u8.read(from) : u32.read(from)),
};

/** AMT_BOOLEAN that one peer packs into one byte: four are written; one is read when exactly `behind` bytes follow it. */
export const flagBefore = (behind: number): Codec<boolean> => ({
  shape: { kind: "flag", size: 4 },
  write: (to, value) => u32.write(to, value ? 1 : 0),
  read: (from) => flag(from.left === behind + 1 ? u8 : u32).read(from),
});
