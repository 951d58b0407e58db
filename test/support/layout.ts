import type { Shape } from "../../mei/wire/index.ts";

/** One field of a message: where its first bytes stand, and what bounds it. */
export interface Place {
  readonly path: string;
  readonly shape: Shape;
  readonly offset: number;
  /** For a count or length: its width, and the largest one that may be read. */
  readonly count?: { readonly size: 1 | 2 | 4; readonly most: number };
}

/**
 * Where everything stands in a message, read off its bytes without the codecs, so that the two check each other: the walk
 * must end with the message. Counts are taken as little-endian.
 */
export function placesIn(shape: Shape, bytes: Buffer, start: number): Place[] {
  const places: Place[] = [];
  const end = walk(shape, bytes, start, "", places);
  if (end !== bytes.length) throw new Error(`the walk ends at ${end} of ${bytes.length} bytes`);
  return places;
}

const below = (path: string, name: string): string => (path ? `${path}.${name}` : name);

function walk(shape: Shape, bytes: Buffer, offset: number, path: string, places: Place[]): number {
  const place = (extra: Partial<Place> = {}): void => void places.push({ path, shape, offset, ...extra });
  const items = (item: Shape, from: number, more: (index: number, at: number) => boolean): number => {
    let at = from;
    for (let index = 0; more(index, at); index++) at = walk(item, bytes, at, `${path}[${index}]`, places);
    return at;
  };
  switch (shape.kind) {
    case "countedText":
    case "countedBytes": {
      const room = shape.kind === "countedText" ? shape.room : 0;
      // Without a room one byte more is read: the NUL that some peers count.
      const most = shape.kind === "countedBytes" ? shape.max : room || shape.max + 1;
      place({ count: { size: shape.size, most } });
      return offset + shape.size + (room || bytes.readUIntLE(offset, shape.size));
    }
    case "list": {
      place({ count: { size: shape.size, most: shape.max } });
      const length = bytes.readUIntLE(offset, shape.size);
      return items(shape.item, offset + shape.size, (index) => index < length);
    }
    case "array":
      return items(shape.item, offset, (index) => index < shape.length);
    case "repeat":
      return items(shape.item, offset, (_, at) => at < bytes.length);
    case "struct":
      return Object.entries(shape.fields).reduce(
        (at, [name, field]) => walk(field, bytes, at, below(path, name), places),
        offset,
      );
    case "tagged": {
      place();
      const tag = bytes.readUIntLE(offset, shape.size);
      const variant = Object.values(shape.variants).find(([number]) => number === tag);
      if (!variant) throw new Error(`no variant ${tag}`);
      return walk(variant[1], bytes, offset + shape.size, path, places);
    }
    case "rest":
      place();
      return bytes.length;
    case "uuid":
      place();
      return offset + 16;
    case "mac":
      place();
      return offset + 6;
    case "ipv4":
    case "anyWidth":
      place();
      return offset + 4;
    case "oneOf":
      return walk(shape.of, bytes, offset, path, places);
    default:
      place();
      return offset + shape.size;
  }
}

/** The fewest bytes a message of this shape has. */
export function leastBytes(shape: Shape): number {
  switch (shape.kind) {
    case "countedText":
      return shape.size + shape.room;
    case "countedBytes":
    case "list":
      return shape.size;
    case "array":
      return shape.length * leastBytes(shape.item);
    case "repeat":
      return shape.min * leastBytes(shape.item);
    case "rest":
      return shape.min;
    case "struct":
      return Object.values(shape.fields).reduce((sum, field) => sum + leastBytes(field), 0);
    case "tagged":
      return shape.size + Math.min(...Object.values(shape.variants).map(([, body]) => leastBytes(body)));
    case "uuid":
      return 16;
    case "mac":
      return 6;
    case "ipv4":
      return 4;
    case "anyWidth":
      return 1;
    case "oneOf":
      return leastBytes(shape.of);
    default:
      return shape.size;
  }
}
