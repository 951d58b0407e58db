import {
  type Codec,
  countedText,
  exactly,
  type Fields,
  rest,
  type Struct,
  struct,
  type UnsignedCodec,
  u8,
  u32be,
} from "../wire/index.ts";

/** One APF message: its layout, who sends it, and bytes that were seen. All integers are big-endian (lms.md 1.3). */
export interface Declared<T> {
  /** First byte. */
  readonly number: number;
  /** Who may send it on LME. */
  readonly from: "host" | "me" | "both";
  readonly codec: Codec<T>;
  /** Where the layout is written. */
  readonly source: string;
  readonly golden: readonly ApfGolden<T>[];
}
// biome-ignore lint/suspicious/noExplicitAny: lists hold messages of every value type; Declared<T> is invariant in T
export type AnyDeclared = Declared<any>;

export interface ApfGolden<T> {
  readonly from: string;
  /** `recorded`: a log of a real machine shows these values. `documented`: another implementation writes them so. */
  readonly seen: "recorded" | "documented";
  readonly value: T;
  /** Blanks are for reading. */
  readonly hex: string;
}

/** Declares one message. The number stands in front of `fields` and is not part of the value. */
export function apf<F extends Fields>(
  number: number,
  from: AnyDeclared["from"],
  source: string,
  fields: F,
  golden: readonly ApfGolden<NoInfer<Struct<F>>>[] = [],
): Declared<Struct<F>> {
  const codec = struct({ message: exactly(u8, number), ...fields }) as unknown as Codec<Struct<F>>;
  return { number, from, codec, source, golden };
}

/** No MEI message is larger: limits of clients are at most 5120 in every recording. */
const LARGEST = 0xffff;

/** Bytes behind their length. Read as a view of the message: data is the bulk of all traffic and is not copied. */
export const viewedBytes = (count: UnsignedCodec): Codec<Buffer> => ({
  shape: { kind: "countedBytes", size: count.shape.size, max: LARGEST },
  write(to, value) {
    if (value.length > LARGEST) to.refuse(`${value.length} bytes given, at most ${LARGEST}`);
    count.write(to, value.length);
    to.put(value);
  },
  read: (from) => from.take(count.read(from)),
});

/** Text behind a four-byte length. */
export const apfText = (max: number): Codec<string> => countedText(u32be, max);

type Variants = Readonly<Record<string, Fields>>;
/** A declared name with its fields; any other name as `other`, with what follows unread. */
export type Named<B extends Fields, V extends Variants> =
  | { [N in keyof V & string]: { readonly name: N } & Struct<B> & Struct<V[N]> }[keyof V & string]
  | ({ readonly name: "other"; readonly unknown: string; readonly body: Buffer } & Struct<B>);

/**
 * A name that says which fields follow: request, channel or method. `between` stands after every name. A name nobody declared is
 * read as `other`, so that it can be refused instead of breaking the session (lms.md 1.3: Intel LMS ignores it). Names are compared
 * whole and exactly: Intel LMS takes any text that begins with the name, in either case, for the name (lms.md 1.2).
 */
export function named<B extends Fields, const V extends Variants>(
  max: number,
  between: B,
  variants: V,
): Codec<Named<B, V>> {
  const name = apfText(max);
  const head = struct(between);
  const bodies = new Map(Object.entries(variants).map(([key, fields]) => [key, struct(fields)]));
  const unread = rest(0, LARGEST);
  return {
    shape: { kind: "rest", min: 4, max: LARGEST },
    write(to, value) {
      const given = value as { name: string; unknown: string; body: Buffer };
      const body = bodies.get(given.name);
      name.write(to, body ? given.name : given.unknown);
      head.write(to, value as never);
      if (body) body.write(to, value as never);
      else unread.write(to, given.body);
    },
    read(from) {
      from.enter("name");
      const found = name.read(from);
      from.leave();
      const common = head.read(from);
      const body = bodies.get(found);
      const value = body
        ? { name: found, ...common, ...body.read(from) }
        : { name: "other", unknown: found, ...common, body: unread.read(from) };
      return value as Named<B, V>;
    },
  };
}
