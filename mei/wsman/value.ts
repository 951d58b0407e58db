import { Secret } from "../../platform/secret.ts";
import { naming, ValueError } from "./errors.ts";
import { cimCommon } from "./namespace.ts";
import type { Field, Shape } from "./shape.ts";
import { childOf, element, isNil, type XmlNode } from "./xml/node.ts";

const refuse = (problem: string): never => {
  throw new ValueError("", problem);
};

/** The one element that a value stands in, nil apart. */
function single(elements: readonly XmlNode[]): XmlNode | undefined {
  const [first, second] = elements.filter((one) => !isNil(one));
  if (second !== undefined) refuse("is there more than once");
  return first;
}

function plainText(node: XmlNode): string {
  return node.children.length > 0 ? refuse("has elements inside") : node.text;
}

function scalar<T>(shape: Shape, read: (text: string) => T, write: (value: T) => string): Field<T> {
  return {
    shape,
    optional: false,
    read(elements) {
      const node = single(elements);
      return node === undefined ? undefined : read(plainText(node));
    },
    write: (namespace, name, value) => [element(namespace, name, write(value))],
    parse: read,
  };
}

const string = (value: unknown): string => (typeof value === "string" ? value : refuse("is not text"));

export const text: Field<string> = scalar({ kind: "text" }, (raw) => raw, string);

/** A password or key. It goes out in the clear, over loopback or TLS, and is never printed. */
export const secret: Field<Secret> = scalar(
  { kind: "secret" },
  (raw) => new Secret(raw),
  (value) => (value instanceof Secret ? value.reveal() : refuse("is not a secret")),
);

export const flag: Field<boolean> = scalar(
  { kind: "flag" },
  (raw) => {
    const word = raw.trim();
    if (word === "true" || word === "1") return true;
    return word === "false" || word === "0" ? false : refuse("is neither true nor false");
  },
  (value) => (typeof value === "boolean" ? String(value) : refuse("is neither true nor false")),
);

const bounds = (least: number, most: number) => {
  const check = (value: number): number =>
    Number.isInteger(value) && value >= least && value <= most
      ? value
      : refuse(`is not a whole number from ${least} to ${most}`);
  return { read: (raw: string) => check(/^\s*-?\d{1,20}\s*$/.test(raw) ? Number(raw) : Number.NaN), check };
};

function whole(least: number, most: number): Field<number> {
  const { read, check } = bounds(least, most);
  return scalar({ kind: "number", least, most }, read, (value) => String(check(value)));
}
export const u8 = whole(0, 0xff);
export const u16 = whole(0, 0xffff);
export const u32 = whole(0, 0xffff_ffff);
export const i8 = whole(-0x80, 0x7f);
export const i16 = whole(-0x8000, 0x7fff);
export const i32 = whole(-0x8000_0000, 0x7fff_ffff);

const wide = (value: bigint): bigint =>
  value >= 0n && value <= 0xffff_ffff_ffff_ffffn ? value : refuse("is not a whole number of 8 bytes");
export const u64: Field<bigint> = scalar(
  { kind: "u64" },
  (raw) => wide(/^\s*\d{1,20}\s*$/.test(raw) ? BigInt(raw.trim()) : -1n),
  (value) => String(wide(typeof value === "bigint" ? value : -1n)),
);

/** Names for numbers. A number that no name stands for stays a number; in, both are taken. */
export function oneOf<const N extends Record<string, number>>(base: Field<number>, names: N): Field<keyof N | number> {
  const { least, most } = base.shape.kind === "number" ? base.shape : refuse("is no number");
  const { read, check } = bounds(least, most);
  const byNumber = new Map<number, keyof N>(Object.entries(names).map(([name, number]) => [number, name]));
  const named = (raw: string): keyof N | number => {
    const number = read(raw);
    return byNumber.get(number) ?? number;
  };
  const numberOf = (value: keyof N | number): number => {
    if (typeof value === "number") return check(value);
    return (
      (Object.hasOwn(names, value) ? names[value] : undefined) ?? refuse(`is none of ${Object.keys(names).join(", ")}`)
    );
  };
  return {
    ...scalar<keyof N | number>({ kind: "oneOf", least, most, names }, named, (value) => String(numberOf(value))),
    parse: (raw) => (Object.hasOwn(names, raw) ? raw : named(raw)),
  };
}

const base64Text = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** Bytes, in base64. */
export const base64: Field<Buffer> = scalar(
  { kind: "base64" },
  (raw) => {
    const packed = raw.replace(/\s+/g, "");
    return base64Text.test(packed) ? Buffer.from(packed, "base64") : refuse("is not base64");
  },
  (value) => (Buffer.isBuffer(value) ? value.toString("base64") : refuse("is not bytes")),
);

const moment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/;
const span = /^-?P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/;
const checkTime = (value: string): string =>
  moment.test(value) || span.test(value) ? value : refuse("is neither a moment nor a span of time in ISO 8601");

/** A moment (`2024-01-03T00:44:35Z`) or a span (`P1DT2H`), as text; it stands in an element of its own inside the property (DSP0230). */
export const time: Field<string> = {
  shape: { kind: "time" },
  optional: false,
  read(elements) {
    const node = single(elements);
    if (node === undefined) return undefined;
    const inner = ["Datetime", "Interval", "Date"].map((name) => childOf(node, name, cimCommon)).find(Boolean);
    if (inner === undefined && node.children.length > 0) refuse("has no Datetime and no Interval inside");
    return checkTime(plainText(inner ?? node).trim());
  },
  write(namespace, name, value) {
    const inner = span.test(checkTime(string(value))) ? "Interval" : "Datetime";
    return [element(namespace, name, [element(cimCommon, inner, value)])];
  },
  parse: checkTime,
};

/** Any number of elements of one name; one element is a list of one. An element without content is no item, unless the items are texts. */
export function list<T>(item: Field<T>): Field<readonly T[]> {
  const { parse } = item;
  const isText = item.shape.kind === "text" || item.shape.kind === "secret";
  const holds = (node: XmlNode): boolean =>
    !isNil(node) && (isText || node.text.trim() !== "" || node.children.length > 0);
  return {
    shape: { kind: "list", of: item.shape },
    optional: false,
    read(elements) {
      const full = elements.filter(holds);
      if (elements.length > 0 && elements.every(isNil)) return undefined;
      return elements.length === 0
        ? undefined
        : full.map((one, at) => naming(String(at), () => item.read([one]) ?? refuse("is missing")));
    },
    write: (namespace, name, values) => {
      if (!Array.isArray(values)) return refuse("is not a list");
      return values.flatMap((one, at) => naming(String(at), () => item.write(namespace, name, one)));
    },
    parse: parse && ((raw) => (raw === "" ? [] : raw.split(",").map((one) => parse(one.trim())))),
  };
}
