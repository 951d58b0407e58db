/** Anti-aliased drawing by signed distance, enough for an icon: no canvas library, no image files. */

/** Distance in pixels from the edge at a point: negative inside. */
export type Shape = (x: number, y: number) => number;
/** 0xRRGGBB */
export type Colour = number;
export interface Layer {
  readonly shape: Shape;
  readonly colour: Colour;
  /** 0 to 1; usually 1. */
  readonly opacity?: number;
  /** Takes away what is below instead of covering it. */
  readonly erase?: boolean;
}

export const disc =
  (cx: number, cy: number, radius: number): Shape =>
  (x, y) =>
    Math.hypot(x - cx, y - cy) - radius;

export const box =
  (left: number, top: number, right: number, bottom: number, radius = 0): Shape =>
  (x, y) => {
    const dx = Math.abs(x - (left + right) / 2) - (right - left) / 2 + radius;
    const dy = Math.abs(y - (top + bottom) / 2) - (bottom - top) / 2 + radius;
    return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
  };

export type Point = readonly [x: number, y: number];
/** A stroke with round ends through the points. */
export const stroke =
  (width: number, ...points: readonly Point[]): Shape =>
  (x, y) => {
    let nearest = Number.POSITIVE_INFINITY;
    for (let index = 1; index < points.length; index++) {
      const [ax, ay] = points[index - 1]!;
      const [bx, by] = points[index]!;
      const length = (bx - ax) ** 2 + (by - ay) ** 2;
      const along = length === 0 ? 0 : ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length;
      const t = Math.min(1, Math.max(0, along));
      nearest = Math.min(nearest, Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)));
    }
    return nearest - width / 2;
  };

/** A stroke along a circle, from one angle to a larger one, in turns clockwise from the right. */
export function arc(width: number, [cx, cy]: Point, radius: number, from: number, to: number): Shape {
  const at = (turn: number): Point => [
    cx + radius * Math.cos(turn * 2 * Math.PI),
    cy + radius * Math.sin(turn * 2 * Math.PI),
  ];
  const steps = Math.max(8, Math.ceil(radius * 4));
  return stroke(width, ...Array.from({ length: steps + 1 }, (_, step) => at(from + ((to - from) * step) / steps)));
}

export const both =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    Math.max(...shapes.map((shape) => shape(x, y)));
export const either =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    Math.min(...shapes.map((shape) => shape(x, y)));
export const grown =
  (shape: Shape, by: number): Shape =>
  (x, y) =>
    shape(x, y) - by;

/** Square pixels, four bytes each: alpha, red, green, blue, not premultiplied (StatusNotifierItem, "IconPixmap"). */
export function paint(size: number, layers: readonly Layer[]): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  for (let index = 0; index < size * size; index++) {
    let alpha = 0;
    const mixed = [0, 0, 0];
    for (const { shape, colour, opacity = 1, erase } of layers) {
      const distance = shape((index % size) + 0.5, Math.floor(index / size) + 0.5);
      const cover = Math.min(1, Math.max(0, 0.5 - distance)) * opacity;
      if (cover === 0) continue;
      if (erase) {
        alpha *= 1 - cover;
        continue;
      }
      const after = cover + alpha * (1 - cover);
      for (const channel of [0, 1, 2]) {
        const own = (colour >> (16 - 8 * channel)) & 0xff;
        mixed[channel] = (own * cover + mixed[channel]! * alpha * (1 - cover)) / after;
      }
      alpha = after;
    }
    pixels.set([alpha * 255, ...mixed].map(Math.round), index * 4);
  }
  return pixels;
}
