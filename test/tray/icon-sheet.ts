import { crc32, deflateSync } from "node:zlib";
import { Standing } from "../../agent/api/snapshot.ts";
import { iconOf } from "../../tray/icon.ts";

const panels = [0x2b2b2b, 0xf2f1f0, 0x808080];
const sizes = [16, 22, 24, 32, 48];
const cell = 56;
const zoom = 2;

/** Every icon in every size on dark, light and grey, as a PNG: rows are sizes, columns are standings, each also as a virtual one. */
export function iconSheet(): Buffer {
  const columns = Standing.options.flatMap((standing) => [false, true].map((virtual) => ({ standing, virtual })));
  const width = columns.length * cell * zoom;
  const height = panels.length * sizes.length * cell * zoom;
  // One filter byte (none) before each line
  const raw = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [sx, sy] = [Math.floor(x / zoom), Math.floor(y / zoom)];
      const row = Math.floor(sy / cell);
      const size = sizes[row % sizes.length]!;
      const panel = panels[Math.floor(row / sizes.length)]!;
      const { standing, virtual } = columns[Math.floor(sx / cell)]!;
      const inset = (cell - size) >> 1;
      const [ix, iy] = [(sx % cell) - inset, (sy % cell) - inset];
      const inside = ix >= 0 && iy >= 0 && ix < size && iy < size;
      const at = (iy * size + ix) * 4;
      const pixels = inside ? pixelsOf(standing, virtual, size) : undefined;
      const alpha = (pixels?.[at] ?? 0) / 255;
      for (const channel of [0, 1, 2]) {
        const below = (panel >> (16 - 8 * channel)) & 0xff;
        raw[y * (1 + width * 3) + 1 + x * 3 + channel] = Math.round(
          (pixels?.[at + 1 + channel] ?? 0) * alpha + below * (1 - alpha),
        );
      }
    }
  return png(raw, width, height);
}

const drawn = new Map<string, Buffer>();
function pixelsOf(standing: Standing, virtual: boolean, size: number): Buffer | undefined {
  const key = `${standing} ${virtual} ${size}`;
  if (!drawn.has(key))
    for (const icon of iconOf(standing, { virtual })) drawn.set(`${standing} ${virtual} ${icon.size}`, icon.pixels);
  return drawn.get(key);
}

function png(raw: Buffer, width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body) >>> 0, 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(raw)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
