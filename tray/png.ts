import { crc32, deflateSync } from "node:zlib";

/** Colour types of PNG: RGB, and RGB with alpha. */
const colourTypes = { 3: 2, 4: 6 } as const;

/** A PNG of 8-bit pixels, row by row from the top, three (RGB) or four (RGBA) bytes each (PNG specification, "Datastream structure"). */
export function png(pixels: Buffer, { width, channels }: { width: number; channels: 3 | 4 }): Buffer {
  const line = width * channels;
  const height = pixels.length / line;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colourTypes[channels], 0, 0, 0], 8);
  // One filter byte (none) before each line
  const raw = Buffer.alloc(height * (1 + line));
  for (let y = 0; y < height; y++) pixels.copy(raw, y * (1 + line) + 1, y * line, (y + 1) * line);
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(raw)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body) >>> 0, 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
