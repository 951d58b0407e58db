import fc from "fast-check";
import { describe, test } from "vitest";
import { decode, encode, type Shape } from "../../mei/wire/index.ts";
import { arbitrary, noise } from "../support/arbitrary.ts";
import { expectSame } from "../support/comparable.ts";
import { expectRefusal, refusal } from "../support/refusal.ts";
import { anyCodec } from "./any-codec.ts";
import { type AnyCodec, vocabulary } from "./vocabulary.ts";

const runs = { numRuns: 1000 };

/** What can be read can be written, and means the same when read again. Bytes need not be the same: padding is not kept. */
function readsOrRefuses(codec: AnyCodec, raw: Buffer): void {
  let value: unknown;
  try {
    value = decode(codec, raw);
  } catch (error) {
    expectRefusal(error, raw.length);
    return;
  }
  expectSame(decode(codec, encode(codec, value)), value);
}

/** Can a message of this shape also end earlier? Then not every cut is wrong. */
const openEnded = (shape: Shape): boolean => {
  if (shape.kind !== "struct") return ["rest", "repeat", "anyWidth"].includes(shape.kind);
  const last = Object.values(shape.fields).at(-1);
  return last !== undefined && openEnded(last);
};

describe.each(Object.entries(vocabulary))("%s", (_, codec) => {
  test("gives back what was written", () => {
    fc.assert(
      fc.property(arbitrary(codec.shape), (value) => {
        expectSame(decode(codec, encode(codec, value)), value);
      }),
      runs,
    );
  });

  test("reads any bytes, or refuses them by name and offset", () => {
    fc.assert(
      fc.property(arbitrary(codec.shape), noise(120), (value, raw) => {
        readsOrRefuses(codec, raw);
        const fitting = Buffer.alloc(encode(codec, value).length, raw.length > 0 ? raw : "x");
        readsOrRefuses(codec, fitting);
      }),
      runs,
    );
  });

  test("reads a changed message, or refuses it by name and offset", () => {
    fc.assert(
      fc.property(arbitrary(codec.shape), fc.nat(), fc.integer({ min: 1, max: 255 }), (value, at, change) => {
        const raw = Buffer.from(encode(codec, value));
        if (raw.length === 0) return;
        raw[at % raw.length]! ^= change;
        readsOrRefuses(codec, raw);
        raw[at % Math.min(raw.length, 4)] = change % 40; // a count or a tag, mostly
        readsOrRefuses(codec, Buffer.concat([raw, Buffer.alloc(at % 3, "y")]));
      }),
      runs,
    );
  });

  test("refuses every cut", () => {
    fc.assert(
      fc.property(arbitrary(codec.shape), fc.nat(), (value, at) => {
        const raw = encode(codec, value);
        if (raw.length === 0) return;
        const cut = raw.subarray(0, at % raw.length);
        if (openEnded(codec.shape)) readsOrRefuses(codec, cut);
        else refusal(() => decode(codec, cut), cut.length, `cut to ${cut.length} of ${raw.length}`);
      }),
      runs,
    );
  });
});

test("any composition of codecs gives back what was written, and refuses by name and offset", () => {
  const cases = anyCodec.chain((codec) => fc.tuple(fc.constant(codec), arbitrary(codec.shape), noise(60)));
  fc.assert(
    fc.property(cases, ([codec, value, raw]) => {
      expectSame(decode(codec, encode(codec, value)), value);
      readsOrRefuses(codec, raw);
    }),
    { numRuns: 3000 },
  );
});
