import { expect, test } from "vitest";
import { encode, reserved, struct, text, u8 } from "../../mei/wire/index.ts";

test("padding is zeros, whatever the memory held before", () => {
  const padded = struct({ before: u8, gap: reserved(24), name: text(24), rest: reserved(600) });
  for (let run = 0; run < 300; run += 1) {
    // Node hands out the same memory again, as it was left
    for (let dirty = 0; dirty < 8; dirty += 1) Buffer.allocUnsafe(64).fill(0xa5);
    const bytes = encode(padded, { before: 1, name: "x" });
    expect(bytes).toEqual(Buffer.concat([Buffer.from([1]), Buffer.alloc(24), Buffer.from("x"), Buffer.alloc(623)]));
  }
});
