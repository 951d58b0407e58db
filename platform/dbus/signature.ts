import { DBusError } from "./errors.ts";

/** Type signatures (D-Bus specification, "Type System"), at run time and in the type checker. */
export interface Variant {
  readonly signature: string;
  readonly value: DBusValue;
}
/** x and t are bigint; `ay` is a Buffer; a dict is a Map; a struct is an array. */
export type DBusValue =
  | number
  | bigint
  | boolean
  | string
  | Buffer
  | Variant
  | readonly DBusValue[]
  | ReadonlyMap<DBusValue, DBusValue>;

export const variant = <S extends string>(signature: S, value: Value<S>): Variant => ({
  signature,
  value: value as DBusValue,
});

interface Basics {
  y: number;
  b: boolean;
  n: number;
  q: number;
  i: number;
  u: number;
  x: bigint;
  t: bigint;
  d: number;
  s: string;
  o: string;
  g: string;
  h: number;
}
/** `[]` where the text is no signature: `never` would match every pattern, without end. */
type One<S extends string> = S extends `ay${infer Rest}`
  ? [Buffer, Rest]
  : S extends `a{${infer Entry}`
    ? One<Entry> extends [infer K, infer AfterKey extends string]
      ? One<AfterKey> extends [infer V, `}${infer Rest}`]
        ? [ReadonlyMap<K, V>, Rest]
        : []
      : []
    : S extends `a${infer Element}`
      ? One<Element> extends [infer E, infer Rest]
        ? [readonly E[], Rest]
        : []
      : S extends `(${infer Fields}`
        ? Until<Fields, []>
        : S extends `v${infer Rest}`
          ? [Variant, Rest]
          : S extends `${infer C extends keyof Basics}${infer Rest}`
            ? [Basics[C], Rest]
            : [];
type Until<S extends string, Found extends readonly unknown[]> = S extends `)${infer Rest}`
  ? [Found, Rest]
  : One<S> extends [infer V, infer Rest extends string]
    ? Until<Rest, readonly [...Found, V]>
    : [];
type All<S extends string, Found extends readonly unknown[]> = S extends ""
  ? Found
  : One<S> extends [infer V, infer Rest extends string]
    ? All<Rest, readonly [...Found, V]>
    : never;

/** The TypeScript type of one complete type: `Value<"a{sv}">` is `ReadonlyMap<string, Variant>`. */
export type Value<S extends string> = string extends S ? DBusValue : One<S> extends [infer V, ""] ? V : never;
/** The tuple of a message body: `Body<"is">` is `readonly [number, string]`. */
export type Body<S extends string> = string extends S ? readonly DBusValue[] : All<S, readonly []>;

export type BasicCode = keyof Basics;
export type Type =
  | { readonly kind: "basic"; readonly code: BasicCode; readonly align: number }
  | { readonly kind: "variant"; readonly align: 1 }
  | { readonly kind: "bytes"; readonly align: 4 }
  | { readonly kind: "array"; readonly align: 4; readonly of: Type }
  | { readonly kind: "dict"; readonly align: 4; readonly key: Type; readonly value: Type }
  | { readonly kind: "struct"; readonly align: 8; readonly fields: readonly Type[] };

const aligns: Readonly<Record<BasicCode, number>> = {
  y: 1,
  g: 1,
  n: 2,
  q: 2,
  b: 4,
  i: 4,
  u: 4,
  s: 4,
  o: 4,
  h: 4,
  x: 8,
  t: 8,
  d: 8,
};
const maxLength = 255;
/** Arrays and structs may each nest this deep (specification, "Valid Signatures"). */
const maxDepth = 32;

/** The complete types of a signature. Throws DBUS_WIRE on anything the specification does not allow. */
export function parseSignature(text: string): readonly Type[] {
  const refuse = (reason: string): never => {
    throw new DBusError("DBUS_WIRE", `signature ${JSON.stringify(text.slice(0, 80))}: ${reason}`);
  };
  if (text.length > maxLength) refuse(`longer than ${maxLength}`);
  let at = 0;

  const basic = (): Type => {
    const code = text[at++];
    if (code === undefined) return refuse("ends too early");
    if (!Object.hasOwn(aligns, code)) return refuse(`no basic type ${JSON.stringify(code)} at ${at - 1}`);
    return { kind: "basic", code: code as BasicCode, align: aligns[code as BasicCode] };
  };
  const close = (mark: string): void => {
    if (text[at++] !== mark) refuse(`${mark} expected at ${at - 1}`);
  };
  function one(arrays: number, structs: number): Type {
    if (arrays > maxDepth || structs > maxDepth) return refuse(`nests deeper than ${maxDepth}`);
    if (text[at] === "v") {
      at++;
      return { kind: "variant", align: 1 };
    }
    if (text[at] === "(") {
      at++;
      const fields: Type[] = [];
      do fields.push(one(arrays, structs + 1));
      while (text[at] !== ")" && at < text.length);
      close(")");
      return { kind: "struct", align: 8, fields };
    }
    if (text[at] !== "a") return basic();
    at++;
    if (text[at] === "y") {
      at++;
      return { kind: "bytes", align: 4 };
    }
    if (text[at] !== "{") return { kind: "array", align: 4, of: one(arrays + 1, structs) };
    at++;
    const key = basic();
    const value = one(arrays + 1, structs + 1);
    close("}");
    return { kind: "dict", align: 4, key, value };
  }

  const types: Type[] = [];
  while (at < text.length) types.push(one(0, 0));
  return types;
}

/** Exactly one complete type, as a variant carries. */
export function parseSingle(text: string): Type {
  const [type, more] = parseSignature(text);
  if (type === undefined || more !== undefined)
    throw new DBusError("DBUS_WIRE", `signature ${JSON.stringify(text.slice(0, 80))}: not one complete type`);
  return type;
}
