import { Secret } from "../platform/secret.ts";

export type Fields = Readonly<Record<string, unknown>>;
export type Printable =
  | string
  | number
  | boolean
  | null
  | readonly Printable[]
  | { readonly [name: string]: Printable };

/** Names that a secret goes by. Wrongly masking `keyboard` costs a word in a log; the other mistake costs the password. */
const secretName = /pass(word|phrase|wd)|secret|pfx|key|token|credential|digest|cookie/i;
const masked = "[secret]";
const deepest = 5;
const longest = 50;
const widest = 2_048;

/** Fields as they may be logged: secrets masked by type and by name, bytes as their number, everything bounded. Never throws. */
export function printable(fields: Fields): Readonly<Record<string, Printable>> {
  return record(fields, 0, new Set());
}

function record(from: object, depth: number, above: ReadonlySet<object>): Record<string, Printable> {
  const names = Object.keys(from);
  const result: Record<string, Printable> = {};
  for (const name of names.slice(0, longest)) {
    const value = read(from, name);
    if (value === undefined) continue;
    // a count or a yes/no is no secret, whatever it is called
    const hide = secretName.test(name) && typeof value !== "number" && typeof value !== "boolean" && value !== null;
    result[name] = hide ? masked : one(value, depth + 1, above);
  }
  if (names.length > longest) result["..."] = `${names.length - longest} more`;
  return result;
}

function read(from: object, name: string): unknown {
  try {
    return (from as Record<string, unknown>)[name];
  } catch {
    return "[unreadable]"; // a getter that throws says nothing, and a log must not fail over it
  }
}

function one(value: unknown, depth: number, above: ReadonlySet<object>): Printable {
  if (value instanceof Secret) return masked;
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "string")
    return value.length > widest ? `${value.slice(0, widest)}... (${value.length})` : value;
  if (typeof value !== "object") return String(value);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "invalid date" : value.toISOString();
  if (above.has(value)) return "[circular]";
  if (depth > deepest) return "[deep]";
  const within = new Set([...above, value]);
  if (value instanceof Error) return failure(value, depth, within);
  if (Array.isArray(value)) {
    const shown: Printable[] = value.slice(0, longest).map((item) => one(item, depth + 1, within));
    return value.length > longest ? [...shown, `... ${value.length - longest} more`] : shown;
  }
  return record(value, depth, within);
}

/** Of an error only what is said in words: its other properties (a request, an environment, a command's input) are not for a log. */
function failure(error: Error, depth: number, above: ReadonlySet<object>): Printable {
  const code = read(error, "code");
  return {
    name: error.name,
    ...(typeof code === "string" ? { code } : {}),
    message: one(error.message, depth, above),
    ...(typeof error.stack === "string" ? { at: framesOf(error.stack) } : {}),
    ...(error.cause === undefined ? {} : { cause: one(error.cause, depth + 1, above) }),
  };
}

const framesOf = (stack: string): string[] =>
  stack
    .split("\n")
    .filter((line) => line.startsWith("    at "))
    .slice(0, 6)
    .map((line) => line.trim().slice(3));
