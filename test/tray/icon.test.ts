import { describe, expect, it } from "vitest";
import { Standing } from "../../agent/api/snapshot.ts";
import { iconOf } from "../../tray/icon.ts";
import { type Sign, signs } from "../../tray/sign.ts";

const pixelsOf = (standing: Sign, virtual = false, size = 22): Buffer =>
  iconOf(standing, { virtual }).find((icon) => icon.size === size)!.pixels;

/** Relative luminance of each pixel over a panel of this grey (WCAG 2.2), 0 to 1. */
function luminance(argb: Buffer, panel: number): number[] {
  const linear = (value: number): number => {
    const part = value / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return Array.from({ length: argb.length / 4 }, (_, index) => {
    const [alpha = 0, ...colour] = argb.subarray(index * 4, index * 4 + 4);
    const [red = 0, green = 0, blue = 0] = colour.map((value) =>
      linear((value * alpha) / 255 + panel * (1 - alpha / 255)),
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  });
}
const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
/** Pixels of two icons that somebody who sees no colours can tell apart. */
function differing(a: Buffer, b: Buffer, panel: number): number {
  const other = luminance(b, panel);
  return luminance(a, panel).filter((value, index) => contrast(value, other[index]!) >= 1.8).length;
}
function isOrange(pixels: Buffer, at: number): boolean {
  const [alpha = 0, red = 0, green = 0, blue = 0] = pixels.subarray(at, at + 4);
  return alpha > 200 && red > 200 && green > 80 && green < 170 && blue < 60;
}
const orange = (pixels: Buffer): number =>
  Array.from({ length: pixels.length / 4 }, (_, index) => index * 4).filter((at) => isOrange(pixels, at)).length;

const panels = [0x1e, 0x80, 0xf2];
const pairs = signs.flatMap((a, index) => signs.slice(index + 1).map((b) => [a, b] as const));

describe("the icon", () => {
  it("has a sign for every standing, and more", () => {
    expect(signs).toEqual(expect.arrayContaining(Standing.options));
  });

  it.each(signs)("of %s carries a warning in the lower left where something is wrong", (sign) => {
    for (const virtual of [false, true]) {
      const [calm, warned] = [false, true].map(
        (attention) => iconOf(sign, { virtual, attention }).find(({ size }) => size === 22)!.pixels,
      );
      for (const panel of panels) expect(differing(calm!, warned!, panel)).toBeGreaterThan(20);
    }
  });

  it("comes in every panel size, four bytes a pixel", () => {
    for (const standing of signs) {
      const icons = iconOf(standing, { virtual: false });
      expect(icons.map(({ size }) => size)).toEqual([16, 22, 24, 32, 48, 64]);
      for (const { size, pixels } of icons) expect(pixels).toHaveLength(size * size * 4);
    }
  });

  it.each(pairs)("of %s and of %s differ without their colours, on any panel", (a, b) => {
    for (const panel of panels) expect(differing(pixelsOf(a), pixelsOf(b), panel)).toBeGreaterThan(20);
  });

  it.each(signs)("of %s stands out from dark, grey and light panels", (standing) => {
    // A tenth of the square on the panels that exist: a glyph or a frame, not a speck
    const enough = [
      [0x1e, 48],
      [0x35, 48],
      [0x80, 20],
      [0xf2, 48],
    ] as const;
    for (const [panel, pixels] of enough) {
      const [ground = 0] = luminance(Buffer.from([0, 0, 0, 0]), panel);
      const seen = luminance(pixelsOf(standing), panel).filter((value) => contrast(value, ground) >= 3);
      expect(seen.length).toBeGreaterThan(pixels);
    }
  });

  it("is orange in a session, and never else", () => {
    for (const standing of signs)
      for (const virtual of [false, true]) {
        const count = orange(pixelsOf(standing, virtual));
        if (["session", "consent"].includes(standing)) expect(count).toBeGreaterThan(60);
        else expect(count).toBe(0);
      }
  });

  it.each(signs)("of a virtual %s carries a mark in the corner, and is itself still seen", (standing) => {
    for (const size of [16, 22, 48]) {
      const [real, virtual] = [pixelsOf(standing, false, size), pixelsOf(standing, true, size)];
      const changed = Array.from({ length: size * size }, (_, index) => index).filter(
        (index) => !real.subarray(index * 4, index * 4 + 4).equals(virtual.subarray(index * 4, index * 4 + 4)),
      );
      expect(changed.length).toBeGreaterThan(size * size * 0.1);
      expect(changed.length).toBeLessThan(size * size * 0.35);
      const inCorner = changed.every((index) => index % size > size / 3 && index / size > size / 3);
      expect(inCorner).toBe(true);
    }
  });
});
