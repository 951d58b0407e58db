/** Anti-aliased drawing by signed distance, enough for an icon: no canvas library, no image files. */

/** Distance in pixels from the edge at a point: negative inside. */
export type Shape = (x: number, y: number) => number;
/** 0xRRGGBB */
export type Colour = number;
export interface Layer {
  readonly shape: Shape;
  readonly colour: Colour;
  /** Takes away what is below instead of covering it. */
  readonly erase?: boolean;
}

/** Math.hypot takes care of numbers larger than any picture, and its time. */
const far = (dx: number, dy: number): number => Math.sqrt(dx * dx + dy * dy);

export const disc =
  (cx: number, cy: number, radius: number): Shape =>
  (x, y) =>
    far(x - cx, y - cy) - radius;

export const box =
  (left: number, top: number, right: number, bottom: number, radius = 0): Shape =>
  (x, y) => {
    const dx = Math.abs(x - (left + right) / 2) - (right - left) / 2 + radius;
    const dy = Math.abs(y - (top + bottom) / 2) - (bottom - top) / 2 + radius;
    return far(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
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
      nearest = Math.min(nearest, far(x - ax - t * (bx - ax), y - ay - t * (by - ay)));
    }
    return nearest - width / 2;
  };

/** A stroke with round ends along a circle, from one angle to a larger one, in turns clockwise from the right. */
export function arc(width: number, [cx, cy]: Point, radius: number, from: number, to: number): Shape {
  const full = 2 * Math.PI;
  const ends = [from, to].map(
    (turn): Point => [cx + radius * Math.cos(turn * full), cy + radius * Math.sin(turn * full)],
  );
  return (x, y) => {
    const turn = Math.atan2(y - cy, x - cx) / full - from;
    const within = turn - Math.floor(turn) <= to - from;
    const distance = within
      ? Math.abs(far(x - cx, y - cy) - radius)
      : Math.min(...ends.map(([ex, ey]) => far(x - ex, y - ey)));
    return distance - width / 2;
  };
}

/** Corners clockwise on the screen. */
export const triangle = (...corners: readonly [Point, Point, Point]): Shape => {
  const sides = corners.map(([ax, ay], index) => {
    const [bx, by] = corners[(index + 1) % 3]!;
    const length = far(bx - ax, by - ay);
    return (x: number, y: number): number => ((by - ay) * (x - ax) - (bx - ax) * (y - ay)) / length;
  });
  return (x, y) => Math.max(...sides.map((side) => side(x, y)));
};

export const both =
  (a: Shape, b: Shape): Shape =>
  (x, y) =>
    Math.max(a(x, y), b(x, y));
export const either =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) => {
    let nearest = Number.POSITIVE_INFINITY;
    for (const shape of shapes) nearest = Math.min(nearest, shape(x, y));
    return nearest;
  };
export const grown =
  (shape: Shape, by: number): Shape =>
  (x, y) =>
    shape(x, y) - by;

/** Square pixels, four bytes each: alpha, red, green, blue, not premultiplied (StatusNotifierItem, "IconPixmap"). */
export function paint(size: number, layers: readonly Layer[]): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  for (let index = 0; index < size * size; index++) {
    const x = (index % size) + 0.5;
    const y = Math.floor(index / size) + 0.5;
    let alpha = 0;
    let red = 0;
    let green = 0;
    let blue = 0;
    for (const { shape, colour, erase } of layers) {
      const cover = Math.min(1, Math.max(0, 0.5 - shape(x, y)));
      if (cover === 0) continue;
      if (erase) {
        alpha *= 1 - cover;
        continue;
      }
      const after = cover + alpha * (1 - cover);
      const share = cover / after;
      red += ((colour >> 16) - red) * share;
      green += (((colour >> 8) & 0xff) - green) * share;
      blue += ((colour & 0xff) - blue) * share;
      alpha = after;
    }
    const at = index * 4;
    pixels[at] = Math.round(alpha * 255);
    pixels[at + 1] = Math.round(red);
    pixels[at + 2] = Math.round(green);
    pixels[at + 3] = Math.round(blue);
  }
  return pixels;
}
