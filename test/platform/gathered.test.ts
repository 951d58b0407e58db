import { Writable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { gathered } from "../../platform/gathered.ts";

/** Keeps each piece as it was given until it is let go, as a socket does whose other end does not read. */
function slow(): { stream: Writable; pieces: Buffer[]; letGo(): void } {
  const pieces: Buffer[] = [];
  let done: (() => void) | undefined;
  const stream = new Writable({
    highWaterMark: 65_536,
    write(chunk: Buffer, _encoding, next) {
      pieces.push(chunk);
      done = next;
    },
  });
  return {
    stream,
    pieces,
    letGo() {
      const go = done;
      done = undefined;
      go?.();
    },
  };
}
const fast = (): { stream: Writable; pieces: string[] } => {
  const pieces: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      pieces.push(chunk.toString("latin1"));
      done();
    },
  });
  return { stream, pieces };
};

test("what one turn of the loop writes goes out as one piece, in order, and what the next writes after it", async () => {
  const { stream, pieces } = fast();
  const out = gathered(stream);
  out.put(Buffer.from("a"), Buffer.from("b"));
  await Promise.resolve().then(() => out.put(Buffer.from("c")));
  expect([pieces, out.waiting]).toEqual([[], 3]);
  await turn();
  out.put(Buffer.from("d"));
  out.flush();
  expect([pieces, out.waiting]).toEqual([["abc", "d"], 0]);
  await turn();
  expect(pieces).toEqual(["abc", "d"]);
});

test("bytes that the stream still has are never overwritten, whatever is written after them", async () => {
  const blocks = fc.array(fc.array(fc.integer({ min: 0, max: 70_000 }), { maxLength: 4 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(blocks, fc.array(fc.boolean(), { maxLength: 8 }), async (turns, lets) => {
      const { stream, pieces, letGo } = slow();
      const out = gathered(stream);
      const sent: Buffer[] = [];
      let fill = 0;
      for (const [index, sizes] of turns.entries()) {
        for (const size of sizes) {
          fill = (fill + 1) % 251;
          const bytes = Buffer.alloc(size, fill);
          sent.push(Buffer.from(bytes));
          out.put(bytes);
          bytes.fill(255); // they were copied
        }
        await turn();
        if (lets[index]) letGo();
      }
      out.flush();
      while (stream.writableLength > 0) {
        letGo();
        await turn();
      }
      expect(Buffer.concat(pieces).equals(Buffer.concat(sent))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("a full stream says so until it has drained", async () => {
  const { stream, letGo } = slow();
  const out = gathered(stream);
  expect(out.put(Buffer.alloc(40_000))).toBe(true);
  out.put(Buffer.alloc(40_000)); // no room in the same piece: the first goes out
  expect(out.put(Buffer.alloc(40_000))).toBe(false);
  const drained = new Promise((resolve) => stream.once("drain", resolve));
  while (stream.writableLength > 0) {
    letGo();
    await turn();
  }
  await drained;
  expect(out.put(Buffer.alloc(1))).toBe(true);
});

test("a stream that is gone takes nothing, and nobody is the worse for it", async () => {
  const { stream, pieces } = fast();
  const out = gathered(stream);
  stream.on("error", (error) => {
    throw error;
  });
  stream.destroy();
  expect(out.put(Buffer.from("late"))).toBe(true);
  await turn();
  expect(pieces).toEqual([]);
});
