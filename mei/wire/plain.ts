import { Secret } from "../../platform/secret.ts";
import type { BitField, Shape } from "./codec.ts";
import { expected, fieldsOf } from "./expected.ts";

/** What JSON can hold. Bytes are hex, 8-byte numbers decimal strings, secrets `[secret]`. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [name: string]: Plain };

/** Input from people that cannot become a message. The text never repeats a value: it might be a secret under a wrong name. */
export class InputError extends Error {
  override name = "InputError";
  /** `INPUT_SECRET`: a secret stood on the command line, where every process on the machine can read it. */
  readonly code: "INPUT" | "INPUT_SECRET";
  readonly field: string;
  constructor(field: string, reason: string, code: "INPUT" | "INPUT_SECRET" = "INPUT") {
    super(`${field || "input"}: ${reason}`);
    this.code = code;
    this.field = field;
  }
}

/** A decoded value as JSON can hold it. Secrets are not printed. */
export function toPlain(value: unknown): Plain {
  if (value instanceof Secret) return value.toJSON();
  if (Buffer.isBuffer(value)) return value.toString("hex");
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, toPlain(part)]));
  return value as Plain;
}

const at = (path: string, name: string | number): string =>
  typeof name === "number" ? `${path}[${name}]` : path ? `${path}.${name}` : name;

/**
 * JSON as a value of this shape, ready to be encoded; bounds are checked there. Numbers may come as strings, and names as
 * numbers, as a command line gives them. Bits that are not named are 0. Throws InputError naming the field.
 */
export function fromPlain(shape: Shape, plain: unknown, path = ""): unknown {
  const refuse = (): never => {
    throw new InputError(path, plain === undefined ? `is missing: ${expected(shape)}` : `must be ${expected(shape)}`);
  };
  const whole = (): number => wholeNumber(plain) ?? refuse();
  const string = (): string => (typeof plain === "string" ? plain : refuse());
  const items = (item: Shape): unknown[] => {
    if (!Array.isArray(plain)) return refuse();
    return Array.from(plain, (part, index) => fromPlain(item, part, at(path, index)));
  };
  switch (shape.kind) {
    case "uint":
      return shape.size === 8 ? (wideNumber(plain) ?? refuse()) : whole();
    case "anyWidth":
      return whole();
    case "flag":
      return truth(plain) ?? refuse();
    case "oneOf":
      return named(plain, shape.names) ?? refuse();
    case "bits":
      return bitsFrom(shape.fields, object(plain) ?? refuse(), path);
    case "bytes":
    case "rest":
    case "countedBytes":
      return hex(string()) ?? refuse();
    case "text":
    case "countedText":
      return shape.secret ? new Secret(string()) : string();
    case "uuid":
    case "mac":
    case "ipv4":
      return string();
    case "list":
    case "array":
    case "repeat":
      return items(shape.item);
    case "struct":
      return structFrom(shape, object(plain) ?? refuse(), path);
    case "tagged": {
      const { [shape.tag]: tag, ...fields } = object(plain) ?? refuse();
      if (typeof tag !== "string" || !Object.hasOwn(shape.variants, tag)) return refuse();
      const [, body] = shape.variants[tag] as readonly [number, Shape];
      return { [shape.tag]: tag, ...(fromPlain(body, fields, path) as object) };
    }
    case "exactly":
    case "reserved":
      return refuse();
  }
}

const object = (plain: unknown): Record<string, unknown> | undefined =>
  typeof plain === "object" && plain !== null && !Array.isArray(plain) ? (plain as Record<string, unknown>) : undefined;
const digits = /^(\d{1,20}|0x[0-9a-f]{1,16})$/i;
function wholeNumber(plain: unknown): number | undefined {
  const number = typeof plain === "string" && digits.test(plain) ? Number(plain) : plain;
  return typeof number === "number" && Number.isInteger(number) ? number : undefined;
}
function wideNumber(plain: unknown): bigint | undefined {
  if (typeof plain === "string" && digits.test(plain)) return BigInt(plain);
  return typeof plain === "number" && Number.isSafeInteger(plain) ? BigInt(plain) : undefined;
}
const truths = new Map<unknown, boolean>([
  [true, true],
  ["true", true],
  ["1", true],
  [false, false],
  ["false", false],
  ["0", false],
]);
const truth = (plain: unknown): boolean | undefined => truths.get(plain);
const named = (plain: unknown, names: Readonly<Record<string, number>>): string | number | undefined =>
  typeof plain === "string" && Object.hasOwn(names, plain) ? plain : wholeNumber(plain);
const hex = (text: string): Buffer | undefined =>
  /^([0-9a-f]{2})*$/i.test(text) ? Buffer.from(text, "hex") : undefined;

function refuseStrangers(given: object, known: readonly string[], path: string): void {
  const stranger = Object.keys(given).find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw new InputError(at(path, stranger), `there is no such field; there is ${known.join(", ") || "none"}`);
}

function structFrom(shape: Extract<Shape, { kind: "struct" }>, given: Record<string, unknown>, path: string): object {
  const known = fieldsOf(shape);
  refuseStrangers(given, known, path);
  const part = (name: string): unknown => (Object.hasOwn(given, name) ? given[name] : undefined);
  return Object.fromEntries(
    known.map((name) => [name, fromPlain(shape.fields[name] as Shape, part(name), at(path, name))]),
  );
}

function bitsFrom(
  fields: Readonly<Record<string, BitField>>,
  given: Record<string, unknown>,
  path: string,
): Record<string, unknown> {
  refuseStrangers(given, [...Object.keys(fields), "other"], path);
  const value: Record<string, unknown> = {};
  for (const [name, field] of Object.entries<BitField>({ ...fields, other: [0, 32] })) {
    const part = Object.hasOwn(given, name) ? given[name] : 0;
    const single = typeof field === "number";
    const known = single ? truth(part === 0 || part === 1 ? String(part) : part) : named(part, field[2] ?? {});
    if (known === undefined)
      throw new InputError(
        at(path, name),
        `must be ${single ? "true or false" : [...Object.keys(field[2] ?? {}), "a number"].join(", ")}`,
      );
    value[name] = known;
  }
  return value;
}
