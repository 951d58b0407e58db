import fc from "fast-check";
import { type BitField, guidFromBytes, type Shape } from "../../mei/wire/index.ts";
import { Secret } from "../../platform/secret.ts";

/** Values that a codec of this shape accepts and gives back unchanged, its edges more often than chance would. */
export function arbitrary(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case "uint":
      return shape.size === 8 ? wide : unsigned(shape.size);
    case "anyWidth":
      return unsigned(4);
    case "flag":
      return fc.boolean();
    case "oneOf":
      return oneOfNames(shape.of.kind === "uint" ? shape.of.size : 4, shape.names);
    case "bits":
      return unsigned(shape.size).map((word) => takenApart(Number(word), shape.fields));
    case "bytes":
      return rawBytes(shape.size);
    case "rest":
      return buffers(sizes(shape.min, shape.max));
    case "countedBytes":
      return buffers(sizes(0, Math.min(shape.max, 256 ** shape.size - 1)));
    case "text":
      return shape.secret ? latin1(shape.size).map((value) => new Secret(value)) : latin1(shape.size);
    case "countedText": {
      const text = latin1(shape.room ? Math.min(shape.max, shape.room) : shape.max);
      return shape.secret ? text.map((value) => new Secret(value)) : text;
    }
    case "uuid":
      return rawBytes(16).map(guidFromBytes);
    case "mac":
      return rawBytes(6).map((raw) => raw.toString("hex").replace(/..(?=.)/g, "$&:"));
    case "ipv4":
      return rawBytes(4).map((raw) => [...raw].join("."));
    case "list":
      return items(arbitrary(shape.item), 0, shape.max);
    case "array":
      return items(arbitrary(shape.item), shape.length, shape.length);
    case "repeat":
      return items(arbitrary(shape.item), shape.min, shape.max);
    case "struct":
      return record(shape.fields);
    case "tagged":
      return fc.oneof(
        ...Object.entries(shape.variants).map(([name, [, body]]) =>
          arbitrary(body).map((value) => ({ [shape.tag]: name, ...(value as object) })),
        ),
      );
    case "exactly":
    case "reserved":
      throw new Error(`${shape.kind} is on the wire, but not in a value`);
  }
}

/** Bytes without a meaning, 0 to `max` of them. */
export const noise = (max: number): fc.Arbitrary<Buffer> => buffers(sizes(0, max));

const edgesOf = (limit: number): number[] =>
  [...new Set([0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x8000_0000, limit - 1, limit])].filter((n) => n <= limit);
const unsigned = (size: 1 | 2 | 4): fc.Arbitrary<number> => {
  const limit = 256 ** size - 1;
  return fc.oneof(fc.constantFrom(...edgesOf(limit)), fc.integer({ min: 0, max: limit }));
};
const wide = fc.oneof(
  fc.constantFrom(0n, 1n, 0xffff_ffffn, 0x1_0000_0000n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
);

function oneOfNames(size: number, names: Readonly<Record<string, number>>): fc.Arbitrary<string | number> {
  const taken = new Set(Object.values(names));
  const limit = 256 ** size - 1;
  const unnamed = fc.oneof(fc.constantFrom(...edgesOf(limit)), fc.integer({ min: 0, max: limit }));
  const free = unnamed.filter((number) => !taken.has(number));
  return fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...Object.keys(names)) }, { weight: 1, arbitrary: free });
}

/** A word as `bits` would give it, computed here by other means (binary digits) so that the two check each other. */
function takenApart(word: number, fields: Readonly<Record<string, BitField>>): Record<string, unknown> {
  const digits = word.toString(2).padStart(32, "0");
  const free = [...digits];
  const value: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const [low, width, names = {}] = typeof field === "number" ? [field, 1, {}] : field;
    const from = 32 - low - width;
    const number = Number.parseInt(digits.slice(from, from + width), 2);
    free.fill("0", from, from + width);
    const named = Object.entries(names).find(([, of]) => of === number)?.[0];
    value[name] = typeof field === "number" ? number === 1 : (named ?? number);
  }
  value.other = Number.parseInt(free.join(""), 2);
  return value;
}

/** Lengths between two bounds: both ends, and mostly small ones between them. */
const sizes = (min: number, max: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(min, Math.min(max, min + 1), max) },
    { weight: 4, arbitrary: fc.integer({ min, max: Math.min(max, min + 40) }) },
  );

/**
 * `size` bytes made from one number: all zero, all ones, or scattered. One draw however many bytes, because generating is
 * what most of the time of a thousand runs goes into; a failing case still shrinks in size.
 */
function bytesFrom(size: number, seed: number): Buffer {
  const raw = Buffer.alloc(size, seed === 1 ? 0xff : 0);
  if (seed < 2) return raw;
  let state = seed;
  for (let at = 0; at < size; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    raw[at] = state >>> 24;
  }
  return raw;
}
const seed = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(0, 1) },
  { weight: 9, arbitrary: fc.integer({ min: 2, max: 0xffff_ffff }) },
);
const buffers = (size: fc.Arbitrary<number>): fc.Arbitrary<Buffer> =>
  fc.tuple(size, seed).map(([length, from]) => bytesFrom(length, from));
const rawBytes = (size: number): fc.Arbitrary<Buffer> => seed.map((from) => bytesFrom(size, from));

/** Text of every character a field may hold: 1 to 255. */
const latin1 = (max: number): fc.Arbitrary<string> =>
  buffers(sizes(0, max)).map((raw) => Buffer.from(raw.map((byte) => byte || 0x2e)).toString("latin1"));

function items(item: fc.Arbitrary<unknown>, min: number, max: number): fc.Arbitrary<unknown[]> {
  const few = fc.array(item, { minLength: min, maxLength: Math.min(max, min + 3), size: "max" });
  if (max > 64 || max <= min + 3) return few;
  const all = fc.array(item, { minLength: max, maxLength: max, size: "max" });
  return fc.oneof({ weight: 9, arbitrary: few }, { weight: 1, arbitrary: all });
}

function record(fields: Readonly<Record<string, Shape>>): fc.Arbitrary<Record<string, unknown>> {
  const model: Record<string, fc.Arbitrary<unknown>> = {};
  for (const [name, field] of Object.entries(fields))
    if (field.kind !== "exactly" && field.kind !== "reserved") model[name] = arbitrary(field);
  return fc.record(model, { noNullPrototype: true });
}
