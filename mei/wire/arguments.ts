import { holdsSecret, type Shape } from "./codec.ts";
import { expected } from "./expected.ts";
import { fromPlain, InputError } from "./plain.ts";

/** Where a value for a command comes from: a JSON document (file or standard input), and `name=value` words that go over it. */
export interface Input {
  readonly document?: unknown;
  readonly pairs?: readonly string[];
}

/**
 * A value of this shape from the command line: `interface=wired`, `lan.ip=10.0.0.1`, `handles.0=1`, or JSON for a whole
 * part (`handles=[1,2]`). Secrets are taken from the document only. Throws InputError naming the field, never the value.
 */
export function fromInput(shape: Shape, { document = {}, pairs = [] }: Input): unknown {
  const whole: unknown = structuredClone(document);
  const seen = new Set<string>();
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    if (equals < 1) throw new InputError("", "every word must be of the form name=value");
    const path = pair.slice(0, equals);
    if (seen.has(path)) throw new InputError(path, "is given twice");
    seen.add(path);
    put(whole, shape, path, pair.slice(equals + 1));
  }
  return fromPlain(shape, whole);
}

const leaf: Shape = { kind: "text", size: 0, secret: false };
const indexOf = (segment: string, end: number): number | undefined =>
  /^\d{1,9}$/.test(segment) && Number(segment) < end ? Number(segment) : undefined;
const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

/** The shapes that `segment` may name inside this one: several only where variants share a field's name. */
function inside(shape: Shape, segment: string): Shape[] {
  switch (shape.kind) {
    case "struct":
      return [own(shape.fields, segment)].filter((found) => found !== undefined);
    case "tagged":
      if (segment === shape.tag) return [leaf];
      return Object.values(shape.variants).flatMap(([, body]) => inside(body, segment));
    case "bits":
      return segment === "other" || own(shape.fields, segment) !== undefined ? [leaf] : [];
    case "list":
    case "repeat":
      return indexOf(segment, shape.max) === undefined ? [] : [shape.item];
    case "array":
      return indexOf(segment, shape.length) === undefined ? [] : [shape.item];
    default:
      return [];
  }
}

/** Sets one part of `whole`, making the objects and lists on the way. */
function put(whole: unknown, shape: Shape, path: string, text: string): void {
  const segments = path.split(".");
  let places: Shape[] = [shape];
  let holder: unknown = whole;
  for (const [depth, segment] of segments.entries()) {
    const found = places.flatMap((place) => inside(place, segment));
    const [first] = found;
    const [around] = places;
    if (!first || !around)
      throw new InputError(path, `there is no ${segment} here: ${around ? expected(around) : "nothing"}`);
    if (typeof holder !== "object" || holder === null)
      throw new InputError(path, `stands inside something that is not ${expected(around)}`);
    const parts = holder as Record<string, unknown>;
    if (depth === segments.length - 1) {
      parts[segment] = read(found, path, text);
      return;
    }
    const next = Object.hasOwn(parts, segment) ? parts[segment] : "item" in first ? [] : {};
    parts[segment] = next;
    holder = next;
    places = found;
  }
}

function read(shapes: readonly Shape[], path: string, text: string): unknown {
  if (shapes.some(holdsSecret))
    throw new InputError(
      path,
      "is a secret, and the command line can be read by every program on this machine: put it into a JSON file for --input-file, or give that JSON on standard input",
      "INPUT_SECRET",
    );
  if (!shapes.some((shape) => "item" in shape || ["struct", "tagged", "bits"].includes(shape.kind))) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's message quotes its input, which may hold what must not be printed.
    throw new InputError(path, `must be JSON for ${shapes.map(expected).join(" or ")}`);
  }
}
