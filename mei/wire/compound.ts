import type { Codec, Of, Shape } from "./codec.ts";
import { type Hidden, hidden, type UnsignedCodec } from "./numbers.ts";

// The value types of a struct's codecs differ from field to field, and Codec<T> is invariant in T: only `any` accepts them all.
// biome-ignore lint/suspicious/noExplicitAny: see above; the type is recovered field by field in Struct<F>
export type Fields = Record<string, Codec<any>>;
export type Struct<F extends Fields> = { -readonly [K in keyof F as Of<F[K]> extends Hidden ? never : K]: Of<F[K]> };

/** Fields in the order they are named. `exactly` and `reserved` fields are on the wire but not in the value. */
export function struct<F extends Fields>(fields: F): Codec<Struct<F>> {
  const entries = Object.entries(fields);
  const shapes: Record<string, Shape> = {};
  for (const [name, codec] of entries) shapes[name] = codec.shape;
  return {
    shape: { kind: "struct", fields: shapes },
    write(to, value) {
      for (const [name, codec] of entries) {
        to.enter(name);
        codec.write(to, (value as Record<string, unknown>)[name]);
        to.leave();
      }
    },
    read(from) {
      const value: Record<string, unknown> = {};
      for (const [name, codec] of entries) {
        from.enter(name);
        const part: unknown = codec.read(from);
        if (part !== hidden) value[name] = part;
        from.leave();
      }
      return value as Struct<F>;
    },
  };
}

function writeItems<T>(to: Parameters<Codec<T>["write"]>[0], item: Codec<T>, items: readonly T[]): void {
  items.forEach((value, index) => {
    to.enter(`[${index}]`);
    item.write(to, value);
    to.leave();
  });
}
function readItem<T>(from: Parameters<Codec<T>["read"]>[0], item: Codec<T>, index: number): T {
  from.enter(`[${index}]`);
  const value = item.read(from);
  from.leave();
  return value;
}

/** `count` items, the count itself on the wire and bounded before anything is read by it. */
export const list = <T>(count: UnsignedCodec, max: number, item: Codec<T>): Codec<T[]> => ({
  shape: { kind: "list", size: count.shape.size, max, item: item.shape },
  write(to, items) {
    if (items.length > max) to.refuse(`${items.length} items, at most ${max}`);
    count.write(to, items.length);
    writeItems(to, item, items);
  },
  read(from) {
    const offset = from.offset;
    const length = count.read(from);
    if (length > max) from.refuse(`count ${length}, at most ${max}`, offset);
    const items: T[] = [];
    while (items.length < length) items.push(readItem(from, item, items.length));
    return items;
  },
});

/** Always `length` items. */
export const array = <T>(length: number, item: Codec<T>): Codec<T[]> => ({
  shape: { kind: "array", length, item: item.shape },
  write(to, items) {
    if (items.length !== length) to.refuse(`${items.length} items, must be ${length}`);
    writeItems(to, item, items);
  },
  read: (from) => Array.from({ length }, (_, index) => readItem(from, item, index)),
});

/** Items until the message ends: between `min` and `max` of them. Only as the last field. */
export const repeat = <T>(min: number, max: number, item: Codec<T>): Codec<T[]> => ({
  shape: { kind: "repeat", min, max, item: item.shape },
  write(to, items) {
    if (items.length < min || items.length > max) to.refuse(`${items.length} items, must be ${min} to ${max}`);
    writeItems(to, item, items);
  },
  read(from) {
    const items: T[] = [];
    while (items.length < min || (from.left > 0 && items.length < max)) items.push(readItem(from, item, items.length));
    return items;
  },
});

type Variants = Record<string, readonly [number, Fields]>;
type Tagged<K extends string, V extends Variants> = {
  [N in keyof V & string]: { [P in K]: N } & Struct<V[N][1]>;
}[keyof V & string];

/** A number that says which fields follow. A number nobody declared is refused: its fields are unknown. */
export function tagged<const K extends string, const V extends Variants>(
  tag: K,
  raw: UnsignedCodec,
  variants: V,
): Codec<Tagged<K, V>> {
  const bodies = Object.entries(variants).map(([name, [number, fields]]) => ({ name, number, body: struct(fields) }));
  return {
    shape: {
      kind: "tagged",
      tag,
      size: raw.shape.size,
      variants: Object.fromEntries(bodies.map(({ name, number, body }) => [name, [number, body.shape]])),
    },
    write(to, value) {
      const variant =
        bodies.find(({ name }) => name === value[tag]) ?? to.refuse(`"${String(value[tag])}" is not declared`);
      raw.write(to, variant.number);
      variant.body.write(to, value as never);
    },
    read(from) {
      const offset = from.offset;
      const number = raw.read(from);
      const variant =
        bodies.find((candidate) => candidate.number === number) ??
        from.refuse(`${tag} ${number} is not declared`, offset);
      return { [tag]: variant.name, ...variant.body.read(from) } as Tagged<K, V>;
    },
  };
}
