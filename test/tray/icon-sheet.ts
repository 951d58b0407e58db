import { iconOf } from "../../tray/icon.ts";
import { png } from "../../tray/png.ts";
import { type Sign, signs } from "../../tray/sign.ts";

const panels = [0x2b2b2b, 0xf2f1f0, 0x808080];
const sizes = [16, 22, 24, 32, 48];
const cell = 56;
const zoom = 2;
const marks = [false, true].flatMap((virtual) => [false, true].map((attention) => ({ virtual, attention })));

/** Every icon in every size on dark, light and grey, as a PNG: rows are sizes, columns are signs, each also with attention, as a virtual one, and both. */
export function iconSheet(): Buffer {
  const columns = signs.flatMap((sign) => marks.map((one) => ({ sign, ...one })));
  const width = columns.length * cell * zoom;
  const height = panels.length * sizes.length * cell * zoom;
  const raw = Buffer.alloc(height * width * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [sx, sy] = [Math.floor(x / zoom), Math.floor(y / zoom)];
      const row = Math.floor(sy / cell);
      const size = sizes[row % sizes.length]!;
      const panel = panels[Math.floor(row / sizes.length)]!;
      const column = columns[Math.floor(sx / cell)]!;
      const inset = (cell - size) >> 1;
      const [ix, iy] = [(sx % cell) - inset, (sy % cell) - inset];
      const inside = ix >= 0 && iy >= 0 && ix < size && iy < size;
      const at = (iy * size + ix) * 4;
      const pixels = inside ? pixelsOf(column, size) : undefined;
      const alpha = (pixels?.[at] ?? 0) / 255;
      for (const channel of [0, 1, 2]) {
        const below = (panel >> (16 - 8 * channel)) & 0xff;
        raw[(y * width + x) * 3 + channel] = Math.round(
          (pixels?.[at + 1 + channel] ?? 0) * alpha + below * (1 - alpha),
        );
      }
    }
  return png(raw, { width, channels: 3 });
}

const drawn = new Map<string, Buffer>();
interface Column {
  readonly sign: Sign;
  readonly virtual: boolean;
  readonly attention: boolean;
}
function pixelsOf({ sign, ...marks }: Column, size: number): Buffer | undefined {
  const key = `${sign} ${marks.virtual} ${marks.attention}`;
  if (!drawn.has(`${key} ${size}`))
    for (const icon of iconOf(sign, marks)) drawn.set(`${key} ${icon.size}`, icon.pixels);
  return drawn.get(`${key} ${size}`);
}
