import { InputError } from "../../mei/wire/plain.ts";
import { ValueError } from "../../mei/wsman/errors.ts";
import type { Selectors } from "../../mei/wsman/reference.ts";
import type { Resource } from "../../mei/wsman/resource.ts";
import type { Field, Fields, Shape } from "../../mei/wsman/shape.ts";
import { didYouMean } from "../../platform/nearest.ts";
import type { Secret } from "../../platform/secret.ts";
import { AskError } from "./error.ts";
import { parseReference } from "./said-reference.ts";

/** `name=value`, name first. Throws InputError, never naming a value. */
function split(word: string): [string, string] {
  const equals = word.indexOf("=");
  if (equals < 1) throw new InputError("", "every --selector and --input must be of the form name=value");
  return [word.slice(0, equals), word.slice(equals + 1)];
}

/** Runs what reads a value, and says which it was. */
function reading<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ValueError) throw new InputError(path, error.problem);
    throw error;
  }
}

/** The keys of one instance, from words. Throws AskError for what is no key of the class, InputError for a value that does not fit. */
export function selectorsFrom(of: Resource, words: readonly string[]): Selectors {
  const selectors: Record<string, Selectors[string]> = {};
  for (const [name, text] of words.map(split)) {
    if (Object.hasOwn(selectors, name)) throw new InputError(name, "is given twice");
    if (of.keys.length > 0 && !of.keys.includes(name))
      throw new AskError(
        "SELECTOR_UNKNOWN",
        `${name} does not select instances of ${of.className}; ${didYouMean(name, of.keys)}`,
      );
    const field = of.properties[name];
    if (field?.shape.kind === "reference") selectors[name] = parseReference(name, text);
    else if (field?.parse === undefined) selectors[name] = text;
    else selectors[name] = reading(name, () => field.write(of.uri, name, field.parse?.(text)))[0]?.text ?? text;
  }
  return selectors;
}

/** What a field takes, for people. */
export function expected(shape: Shape): string {
  switch (shape.kind) {
    case "number":
      return `a whole number from ${shape.least} to ${shape.most}`;
    case "u64":
      return "a whole number";
    case "oneOf":
      return `one of ${Object.entries(shape.names)
        .map(([name, number]) => `${name} (${number})`)
        .join(", ")}`;
    case "list":
      return `any number of: ${expected(shape.of)}`;
    case "instance":
      return `${shape.className}, as NAME.PROPERTY=VALUE`;
    case "reference":
      return "an instance, as CLASS?KEY=VALUE";
    case "secret":
      return "a secret, as NAME=@FILE";
    case "flag":
      return "true or false";
    case "time":
      return "a moment or a span of time in ISO 8601";
    case "base64":
      return "bytes in base64";
    case "text":
      return "text";
  }
}

export const isSecret = (shape: Shape): boolean =>
  shape.kind === "secret" || (shape.kind === "list" && isSecret(shape.of));

/** Files that words name with `@`. */
export interface Files {
  readText(path: string): string;
  /** Refuses what others may read. */
  readSecret(path: string): Secret;
}

/**
 * Arguments of a method from `name=value` words: `@FILE` is the file's content (`@@` a plain @ at the beginning), `A.B=` a property of an
 * instance, a name several times a list. Secrets come from files alone. Throws InputError naming the argument, never its value.
 */
export function inputFrom(fields: Fields, words: readonly string[], files: Files): Record<string, unknown> {
  return gather("", fields, words.map(split), files);
}

function gather(
  path: string,
  fields: Fields,
  pairs: readonly (readonly [string, string])[],
  files: Files,
): Record<string, unknown> {
  const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
  const byName = new Map<string, [string, string][]>();
  for (const [whole, text] of pairs) {
    const dot = whole.indexOf(".");
    const name = dot < 0 ? whole : whole.slice(0, dot);
    if (!Object.hasOwn(fields, name))
      throw new InputError(at(name), `is no argument here; ${didYouMean(name, Object.keys(fields))}`);
    const rest: [string, string] = [dot < 0 ? "" : whole.slice(dot + 1), text];
    if (!byName.get(name)?.push(rest)) byName.set(name, [rest]);
  }
  const values: Record<string, unknown> = {};
  for (const [name, given] of byName) {
    const field = fields[name] as Field<unknown>;
    values[name] =
      field.shape.kind === "instance"
        ? gather(at(name), field.shape.fields, given, files)
        : one(at(name), field, given, files);
  }
  return values;
}

function one(path: string, field: Field<unknown>, given: readonly [string, string][], files: Files): unknown {
  const { shape, parse } = field;
  const refuse = (): never => {
    throw new InputError(path, `must be ${expected(shape)}`);
  };
  if (given.some(([rest]) => rest !== "")) refuse();
  const texts = given.map(([, text]) => text);
  const isList = shape.kind === "list";
  if (!isList && texts.length > 1) throw new InputError(path, "is given twice");
  if (isSecret(shape)) {
    const secrets = texts.map((text) => secretIn(path, text, files));
    return isList ? secrets : secrets[0];
  }
  const whole = texts.map((text) => plainIn(path, text, files));
  const inner = isList ? shape.of : shape;
  if (inner.kind === "reference") {
    const references = whole.map((text) => parseReference(path, text));
    return isList ? references : references[0];
  }
  if (parse === undefined) return refuse();
  const values = whole.map((text) => reading(path, () => parse(text)));
  return isList ? values.flat() : values[0];
}

function plainIn(path: string, text: string, files: Files): string {
  if (text.startsWith("@@")) return text.slice(1);
  if (!text.startsWith("@")) return text;
  return opened(path, () => files.readText(text.slice(1)).replace(/\r?\n$/, ""));
}

function secretIn(path: string, text: string, files: Files): Secret {
  if (text.startsWith("@")) return opened(path, () => files.readSecret(text.slice(1)));
  throw new InputError(
    path,
    "is a secret, and the command line can be read by every program on this machine: put it into a file and give its name behind an @",
    "INPUT_SECRET",
  );
}

function opened<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "FILE_UNTRUSTED") throw error;
    throw new InputError(path, `names a file that cannot be read: ${message}`);
  }
}

/** Names of the arguments that must be there and are not. */
export const missingIn = (fields: Fields, values: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(fields)
    .filter(([name, { optional }]) => !optional && values[name] === undefined)
    .map(([name]) => name);
