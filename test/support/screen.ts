import type { Desktop } from "./desktop.ts";

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Pixels of the icon's orange, as the panel may have scaled it. */
export function orangeIn(pixels: Buffer, width: number): readonly Spot[] {
  const found: Spot[] = [];
  for (let at = 0; at + 2 < pixels.length; at += 3) {
    const [red, green, blue] = [pixels[at]!, pixels[at + 1]!, pixels[at + 2]!];
    if (red > 230 && green > 105 && green < 150 && blue < 40)
      found.push({ x: (at / 3) % width, y: Math.floor(at / 3 / width) });
  }
  return found;
}

/** Looks at the screen until it is as wanted; each look takes a tenth of a second. A test hands in its own signal, or a timeout would leave the desktop running. */
export async function until<T>(
  desktop: Desktop,
  wanted: (pixels: Buffer) => T | undefined,
  { signal }: { signal: AbortSignal },
): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const found = wanted(await desktop.look());
    if (found !== undefined) return found;
  }
}

/** The middle of the icon while it is orange. */
export const whereOrange =
  (width: number) =>
  (pixels: Buffer): Spot | undefined => {
    const spots = orangeIn(pixels, width);
    if (spots.length < 40) return undefined;
    const middle = (values: readonly number[]): number => Math.round((Math.min(...values) + Math.max(...values)) / 2);
    return { x: middle(spots.map(({ x }) => x)), y: middle(spots.map(({ y }) => y)) };
  };
