import fc from "fast-check";
import { array, list, struct, tagged, u8, u16, u32be } from "../../mei/wire/index.ts";
import { type AnyCodec, vocabulary } from "./vocabulary.ts";

const selfLimiting = Object.entries(vocabulary)
  .filter(([name]) => !/rest|repeat|anyWidth|^struct$/.test(name))
  .map(([, codec]) => codec);

const counts = fc.constantFrom(u8, u16, u32be);

const named = (parts: readonly AnyCodec[]): Record<string, AnyCodec> =>
  Object.fromEntries(parts.map((part, index) => [`field${index}`, part]));

/** Codecs put together at random, a few levels deep, from words that know their own length. */
export const anyCodec: fc.Arbitrary<AnyCodec> = fc.letrec<{ codec: AnyCodec }>((tie) => ({
  codec: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.constantFrom(...selfLimiting),
    fc.array(tie("codec"), { maxLength: 4 }).map((parts): AnyCodec => struct(named(parts)) as AnyCodec),
    fc.tuple(counts, fc.integer({ min: 0, max: 4 }), tie("codec")).map(([count, max, item]) => list(count, max, item)),
    fc.tuple(fc.integer({ min: 0, max: 3 }), tie("codec")).map(([length, item]) => array(length, item)),
    fc
      .tuple(tie("codec"), tie("codec"))
      .map(([one, two]): AnyCodec => tagged("kind", u8, { a: [1, { one }], b: [200, { two }] }) as AnyCodec),
  ),
})).codec;
