import { describe, expect, test } from "vitest";
import { countedBytes, countedText, decode, list, struct, u16, u32, u64, WireError } from "../../mei/wire/index.ts";
import type { AnyCodec } from "./vocabulary.ts";

/** Counts that claim far more than the message holds. The last two have no useful bound at all: only what is there may be read. */
const claims: readonly (readonly [string, AnyCodec, Buffer])[] = [
  ["list over its bound", list(u32, 1000, u64), Buffer.alloc(64, 0xff)],
  ["list within its bound, without the items", list(u32, 0x7fff_ffff, u64), Buffer.from("ffffff7f00", "hex")],
  ["bytes over their bound", countedBytes(u32, 4096), Buffer.alloc(64, 0xff)],
  ["bytes within their bound, not there", countedBytes(u32, 0xffff_ffff), Buffer.alloc(64, 0xff)],
  ["text within its bound, not there", countedText(u32, 0xffff_fff0), Buffer.from("f0ffffff00", "hex")],
  ["list of lists", list(u16, 0xffff, list(u32, 0xffff_ffff, u64)), Buffer.alloc(64, 0xff)],
];

const megabytes = (): number => {
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return (heapUsed + external + arrayBuffers) / 2 ** 20;
};

describe("a count that claims too much allocates nothing", () => {
  test.each(claims)("%s", (_, codec, raw) => {
    const holder: AnyCodec = struct({ it: codec }) as AnyCodec;
    const before = megabytes();
    let peak = 0;
    for (let run = 0; run < 200; run++) {
      expect(() => decode(holder, raw)).toThrow(WireError);
      peak = Math.max(peak, megabytes() - before);
    }
    // 200 claims of at least 32 kB (most: gigabytes). What is measured is the errors themselves and their stacks.
    expect(peak).toBeLessThan(64);
  });
});
