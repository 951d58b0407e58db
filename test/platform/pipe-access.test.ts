import { describe, expect, test } from "vitest";
import { sidText } from "../../platform/native/win32-layout.ts";
import { pipeList } from "../../platform/pipe-access.ts";

// What Windows makes of these lists is tried under Wine (test/wine/pipe-checks.ts)
describe("who may open a pipe of the service", () => {
  const full = "(A;;FA;;;SY)(A;;FA;;;BA)";
  test("administrators and the system alone, or also who is logged on here, who may offer no end of their own", () => {
    expect(pipeList("admin", "S-1-5-32-544")).toBe(`D:P${full}`);
    expect(pipeList("everyone", "S-1-5-18")).toBe(`D:P${full}(A;;0x12019b;;;IU)`);
    expect(0x12019b & 4).toBe(0);
  });
  test("an account of its own has what it needs for the next instance", () => {
    expect(pipeList("admin", "S-1-5-80-1-2")).toBe(`D:P${full}(A;;FA;;;S-1-5-80-1-2)`);
  });
});

test("a SID as text", () => {
  expect(sidText(Buffer.from("01020000000000052000000020020000", "hex"))).toBe("S-1-5-32-544");
  expect(sidText(Buffer.from("010100000000000512000000ffff", "hex"))).toBe("S-1-5-18");
});
