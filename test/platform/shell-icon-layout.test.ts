import { describe, expect, it } from "vitest";
import {
  cut,
  iconResource,
  NIF_INFO,
  NIF_TIP,
  notifyIconData,
  shellEvent,
  windowClass,
} from "../../platform/native/shell-icon-layout.ts";

const guid = Buffer.from("00112233445566778899aabbccddeeff", "hex");

describe("what the shell is told", () => {
  it("lies in memory as shellapi.h says", () => {
    const icon = { window: 0x1234n, flags: NIF_TIP | NIF_INFO, message: 0x8001, icon: 0x55n, tip: "A", guid };
    const data = notifyIconData({ ...icon, text: "B", title: "C", looks: 2, version: 4, largeIcon: 0x66n });
    expect(data.length).toBe(976);
    expect([data.readUInt32LE(0), data.readBigUInt64LE(8), data.readUInt32LE(20)]).toEqual([976, 0x1234n, 0x14]);
    expect([data.readUInt32LE(24), data.readBigUInt64LE(32)]).toEqual([0x8001, 0x55n]);
    expect([40, 304, 820].map((at) => data.toString("utf16le", at, at + 4))).toEqual(["A\0", "B\0", "C\0"]);
    expect([data.readUInt32LE(816), data.readUInt32LE(948), data.readBigUInt64LE(968)]).toEqual([4, 2, 0x66n]);
    expect(data.subarray(952, 968)).toEqual(guid);
  });
  it("is cut where there is no room, and never runs into what follows", () => {
    const data = notifyIconData({
      window: 0n,
      flags: 0,
      tip: "x".repeat(500),
      text: "y".repeat(500),
      title: "z".repeat(500),
      guid,
    });
    expect(data.toString("utf16le", 40, 296)).toBe(`${"x".repeat(126)}\u2026\0`);
    expect(data.toString("utf16le", 304, 816)).toBe(`${"y".repeat(254)}\u2026\0`);
    expect(data.toString("utf16le", 820, 948)).toBe(`${"z".repeat(62)}\u2026\0`);
  });
  it("holds no half of a character", () => {
    expect(cut("ab\u{1f600}cd", 4)).toBe("ab\u2026");
    expect(cut("ab\u{1f600}", 4)).toBe("ab\u{1f600}");
  });
});

describe("an icon's picture", () => {
  it("is colours from the bottom, blue first, and a mask of whole words", () => {
    const pixels = Buffer.from("ff010203800405067f07080900000000", "hex");
    const bits = iconResource({ size: 2, pixels });
    expect(bits.length).toBe(40 + 16 + 8);
    expect([bits.readUInt32LE(0), bits.readInt32LE(4), bits.readInt32LE(8)]).toEqual([40, 2, 4]);
    expect([bits.readUInt16LE(12), bits.readUInt16LE(14), bits.readUInt32LE(20)]).toEqual([1, 32, 24]);
    // The lower line first: 7f070809, nothing; then ff010203, 80040506
    expect(bits.subarray(40, 56).toString("hex")).toBe("0908077f00000000030201ff06050480");
    expect(bits.subarray(56).every((byte) => byte === 0)).toBe(true);
  });
});

describe("what the shell says", () => {
  it("names the event, and where, also left of and above the first screen", () => {
    // WM_CONTEXTMENU of icon 0 at (-5, 700)
    expect(shellEvent(0x02bcfffbn, 0x7bn)).toEqual({ event: 0x7b, x: -5, y: 700 });
    expect(shellEvent(0xfff60003n, 0x0400n)).toEqual({ event: 0x400, x: 3, y: -10 });
  });
});

it("describes a window's class as winuser.h says", () => {
  const made = windowClass({ procedure: 1n, instance: 2n, name: 3n });
  expect([made.readUInt32LE(0), made.length]).toEqual([80, 80]);
  expect([8, 24, 64].map((at) => made.readBigUInt64LE(at))).toEqual([1n, 2n, 3n]);
});
