import { describe, expect, test } from "vitest";
import {
  anyWidth,
  array,
  bits,
  bytes,
  countedBytes,
  countedText,
  decode,
  encode,
  exactly,
  flag,
  guidFromBytes,
  guidToBytes,
  ipv4,
  list,
  mac,
  oneOf,
  repeat,
  reserved,
  rest,
  secretCountedText,
  secretText,
  struct,
  tagged,
  text,
  u8,
  u16,
  u16be,
  u32,
  u32be,
  u64,
  uuid,
  WireError,
} from "../../mei/wire/index.ts";
import { Secret } from "../../platform/secret.ts";
import { expectSame } from "../support/comparable.ts";
import type { AnyCodec } from "./vocabulary.ts";

const kind = tagged("kind", u8, { user: [1, { port: u16 }], group: [2, { ids: list(u8, 2, u8) }] });
const account = struct({ user: text(5), password: secretText(3) });

/** Values and their bytes, worked out by hand from the layouts the codecs are documented with. */
const written: readonly (readonly [string, AnyCodec, unknown, string])[] = [
  ["u8", u8, 0xfe, "fe"],
  ["u16, low byte first", u16, 0x0102, "0201"],
  ["u16be", u16be, 0x0102, "0102"],
  ["u32, low byte first", u32, 0x0102_0304, "04030201"],
  ["u32, top bit", u32, 0x8000_0000, "00000080"],
  ["u32be", u32be, 0x0102_0304, "01020304"],
  ["u64, low byte first", u64, 0x0102_0304_0506_0708n, "0807060504030201"],
  ["anyWidth writes four bytes", anyWidth, 0x9e, "9e000000"],
  ["flag, set", flag(u32), true, "01000000"],
  ["flag, clear", flag(u8), false, "00"],
  ["oneOf, named", oneOf(u16, { pre: 0, post: 2 }), "post", "0200"],
  ["oneOf, a number nobody named", oneOf(u16, { pre: 0, post: 2 }), 7, "0700"],
  ["bits", bits(u8, { allowed: 0, kind: [1, 2], newer: 7 }), { allowed: false, kind: 2, newer: true, other: 8 }, "8c"],
  ["bits, named number", bits(u16, { image: [8, 4, { full: 4 }] }), { image: "full", other: 0x8001 }, "0184"],
  ["bits, all 32", bits(u32, { all: [0, 32] }), { all: 0xffff_fffe, other: 0 }, "feffffff"],
  ["bytes", bytes(3), Buffer.from("010203", "hex"), "010203"],
  ["rest", rest(0, 3), Buffer.from("0102", "hex"), "0102"],
  ["text, padded", text(5), "admin".slice(0, 3), "61646d0000"],
  ["text, full", text(5), "admin", "61646d696e"],
  ["text, Latin-1", text(2), "\u00e9", "e900"],
  ["countedText", countedText(u16, 9), "amt", "0300616d74"],
  ["countedText, NUL counted", countedText(u16, 9, { nul: true }), "amt", "0400616d7400"],
  ["countedText in a room", countedText(u16, 6, { room: 6 }), "amt", "0300616d74000000"],
  ["countedBytes", countedBytes(u32be, 9), Buffer.from("aabb", "hex"), "00000002aabb"],
  ["uuid, mixed-endian", uuid, "03020100-0504-0706-0809-0a0b0c0d0e0f", "000102030405060708090a0b0c0d0e0f"],
  ["mac", mac, "00:1b:21:aa:bb:cc", "001b21aabbcc"],
  ["ipv4, low byte first", ipv4, "1.2.3.4", "04030201"],
  ["list", list(u32, 3, u16), [1, 2], "0200000001000200"],
  ["list, empty", list(u8, 3, u16), [], "00"],
  ["array", array(2, u16be), [1, 2], "00010002"],
  ["repeat", repeat(0, 3, u16), [1, 2], "01000200"],
  [
    "struct hides exactly and reserved",
    struct({ magic: exactly(u16, 0x4711), pad: reserved(2), a: u8 }),
    { a: 5 },
    "1147000005",
  ],
  ["tagged", kind, { kind: "group", ids: [7, 8] }, "02020708"],
  ["secretText", account, { user: "a", password: new Secret("xyz") }, "610000000078797a"],
];

test.each(written)("%s is read and written as documented", (_, codec, value, hex) => {
  expect(encode(codec, value).toString("hex")).toBe(hex);
  expectSame(decode(codec, Buffer.from(hex, "hex")), value);
});

describe("what is read is not always what would be written", () => {
  test.each<[string, AnyCodec, string, unknown]>([
    ["a NUL that the length counts is not part of the text", countedText(u16, 9), "0400616d7400", "amt"],
    ["one byte more than the most, if it is that NUL", countedText(u16, 3), "0400616d7400", "amt"],
    ["what stands behind the NUL of a fixed field is padding", text(5), "61006d696e", "a"],
    ["a status of one byte", anyWidth, "9e", 0x9e],
    ["reserved bytes are passed over", struct({ pad: reserved(2), a: u8 }), "ffff05", { a: 5 }],
  ])("%s", (_, codec, hex, value) => expectSame(decode(codec, Buffer.from(hex, "hex")), value));
});

const refused = (work: () => unknown): { field: string; offset: number } => {
  try {
    work();
  } catch (error) {
    if (error instanceof WireError) return { field: error.field, offset: error.offset };
    throw error;
  }
  return expect.fail("accepted");
};

describe("input that does not fit is refused by field and offset", () => {
  const inside = (codec: AnyCodec): AnyCodec => struct({ before: u16, it: codec }) as AnyCodec;
  test.each<[string, AnyCodec, string, string, number]>([
    ["short number", u32, "010203", "it", 2],
    ["flag that is neither", flag(u32), "02000000", "it", 2],
    ["another constant", exactly(u16, 0x4711), "1247", "it", 2],
    ["fewer bytes left than the least", rest(3, 5), "0102", "it", 2],
    ["more bytes left than the most", rest(0, 1), "0102", "it", 2],
    ["text shorter than its field", text(5), "61626364", "it", 2],
    ["length over the bound", countedBytes(u16, 4), "05000102030405", "it", 2],
    ["length over what is left", countedBytes(u16, 4), "0400010203", "it", 4],
    ["text length over the bound", countedText(u16, 3), "05006162636465", "it", 2],
    ["text one over the bound, without the NUL", countedText(u16, 3), "040061626364", "it", 2],
    ["secret one over the bound, without the NUL", secretCountedText(u16, 3), "040061626364", "it", 2],
    ["length over the room", countedText(u8, 4, { room: 4 }), "0561626364", "it", 2],
    ["length over the bound in a larger room", countedText(u8, 2, { room: 4 }), "0361626364", "it", 2],
    ["count over the bound", list(u32, 2, u8), "03000000010203", "it", 2],
    ["count over what is left", list(u32, 2, u8), "0200000001", "it[1]", 7],
    ["an item", list(u8, 2, flag(u8)), "020102", "it[1]", 4],
    ["a field of an item", array(2, struct({ ok: flag(u8) })), "0102", "it[1].ok", 3],
    ["too few items", repeat(2, 3, u16), "0100", "it[1]", 4],
    ["a tag nobody declared", kind, "03", "it", 2],
    ["a field behind a tag", kind, "0102", "it.port", 3],
    ["undeclared bytes", u8, "0102", "", 3],
  ])("%s", (_, codec, hex, field, offset) => {
    const raw = Buffer.from(`0000${hex}`, "hex");
    expect(refused(() => decode(inside(codec), raw))).toEqual({ field, offset });
  });
});

describe("values that do not fit are refused by field", () => {
  test.each<[string, AnyCodec, unknown, string]>([
    ["negative", u8, -1, "it"],
    ["too large", u16, 0x1_0000, "it"],
    ["fraction", u32, 1.5, "it"],
    ["not a number", u32, Number.NaN, "it"],
    ["missing", u32, undefined, "it"],
    ["u64 too large", u64, 2n ** 64n, "it"],
    ["u64 as a number", u64, 5, "it"],
    ["a name nobody declared", oneOf(u8, { pre: 0 }), "post", "it"],
    ["a name every object has", oneOf(u8, { pre: 0 }), "constructor", "it"],
    ["bits: a number too wide", bits(u8, { kind: [1, 2] }), { kind: 4, other: 0 }, "it"],
    ["bits: not a number", bits(u8, { kind: [1, 2] }), { kind: Number.NaN, other: 0 }, "it"],
    ["bits: a name nobody declared", bits(u8, { kind: [1, 2, { a: 1 }] }), { kind: "b", other: 0 }, "it"],
    ["bits: a name every object has", bits(u8, { kind: [1, 2, { a: 1 }] }), { kind: "toString", other: 0 }, "it"],
    ["bytes: too few", bytes(3), Buffer.alloc(2), "it"],
    ["rest: too many", rest(0, 1), Buffer.alloc(2), "it"],
    ["text: too long", text(3), "abcd", "it"],
    ["text: NUL", text(3), "a\0", "it"],
    ["text: outside Latin-1", text(3), "\u0142", "it"],
    ["text: an emoji, whose two halves are not Latin-1 either", text(9), "\u{1f600}", "it"],
    ["text and NUL over the room", countedText(u8, 3, { room: 3, nul: true }), "abc", "it"],
    ["countedBytes: too many", countedBytes(u8, 2), Buffer.alloc(3), "it"],
    ["uuid", uuid, "03020100-0504", "it"],
    ["mac", mac, "00-1b-21-aa-bb-cc", "it"],
    ["ipv4", ipv4, "1.2.3.256", "it"],
    ["list: too many", list(u8, 1, u8), [1, 2], "it"],
    ["list: an item", list(u8, 2, u8), [1, 256], "it[1]"],
    ["array: not that many", array(2, u8), [1], "it"],
    ["repeat: too few", repeat(2, 3, u8), [1], "it"],
    ["tagged: a name nobody declared", kind, { kind: "machine" }, "it"],
    ["tagged: a field", kind, { kind: "user", port: 70000 }, "it.port"],
  ])("%s", (_, codec, value, field) => {
    const holder: AnyCodec = struct({ it: codec }) as AnyCodec;
    expect(refused(() => encode(holder, { it: value })).field).toBe(field);
  });
});

test("a secret is neither in the refusal nor in the decoded value's text, and its place is told", () => {
  const secret = "hunter2";
  const long = refusedText(() => encode(secretText(3), new Secret(secret)));
  const foreign = refusedText(() => encode(secretCountedText(u8, 20), new Secret(`${secret}\u0142`)));
  const value = decode(account, Buffer.from("61646d696e78797a", "hex"));
  expect(`${long} ${foreign} ${JSON.stringify(value)} ${String(value.password)}`).not.toMatch(/hunter2|xyz/);
  expect(value.password.reveal()).toBe("xyz");
});
const refusedText = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return String(error);
  }
  return expect.fail("accepted");
};

test("a UUID's printed form and its bytes are each other's inverse, and anything else is no UUID", () => {
  const printed = "12f80028-b4b7-4b2d-aca8-46e0ff65814c";
  expect(guidToBytes(printed)?.toString("hex")).toBe("2800f812b7b42d4baca846e0ff65814c");
  expect(guidFromBytes(guidToBytes(printed) ?? Buffer.alloc(0))).toBe(printed);
  for (const wrong of ["", "12f80028", `${printed}0`, printed.replaceAll("-", ""), printed.replace("f", "g")])
    expect(guidToBytes(wrong)).toBeUndefined();
});
