import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameReader, frames } from "../../mei/drivers/socket-protocol.ts";

describe("frames of a virtual ME's socket", () => {
  test("a small one does not keep alive what came with it", () => {
    const chunk = Buffer.concat([frames.data.write(Buffer.alloc(40_000)), frames.data.write(Buffer.alloc(8))]);
    const [large, small] = [...frameReader().feed(chunk)];
    expect(large?.body.buffer === chunk.buffer).toBe(true);
    expect(small?.body.buffer === chunk.buffer).toBe(false);
  });

  test("come out whole and in order, however the socket cuts them", () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 5_000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(bodies, fc.array(fc.integer({ min: 1, max: 9_000 }), { maxLength: 20 }), (sent, cuts) => {
        const stream = Buffer.concat(sent.map((body) => frames.data.write(Buffer.from(body))));
        const reader = frameReader();
        const got: Buffer[] = [];
        let at = 0;
        for (const cut of [...cuts, stream.length]) {
          for (const { type, body } of reader.feed(Buffer.from(stream.subarray(at, at + cut)))) {
            expect(type).toBe(frames.data.type);
            got.push(body);
          }
          at += cut;
        }
        expect(got.map((body) => body.toString("hex"))).toEqual(sent.map((body) => Buffer.from(body).toString("hex")));
      }),
    );
  });
});
