import { Cursor, Sink } from "./cursor.ts";

/** A codec is a value. Codecs compose into codecs; nothing here knows what AMT is. */
export interface Codec<T> {
  readonly shape: Shape;
  write(to: Sink, value: T): void;
  read(from: Cursor): T;
}
export type Of<C> = C extends Codec<infer T> ? T : never;

/** What a codec accepts, as data: for command-line input, documentation, and tests that generate messages. */
export type Shape =
  | { readonly kind: "uint"; readonly size: 1 | 2 | 4 | 8 }
  | { readonly kind: "flag"; readonly size: 1 | 2 | 4 }
  | { readonly kind: "oneOf"; readonly of: Shape; readonly names: Readonly<Record<string, number>> }
  | { readonly kind: "bits"; readonly size: 1 | 2 | 4; readonly fields: Readonly<Record<string, BitField>> }
  | { readonly kind: "exactly"; readonly size: number; readonly value: number }
  | { readonly kind: "reserved"; readonly size: number }
  | { readonly kind: "bytes"; readonly size: number }
  | { readonly kind: "rest"; readonly min: number; readonly max: number }
  | { readonly kind: "text"; readonly size: number; readonly secret: boolean }
  | {
      readonly kind: "countedText";
      readonly size: 1 | 2 | 4;
      readonly max: number;
      readonly room: number;
      readonly secret: boolean;
    }
  | { readonly kind: "countedBytes"; readonly size: 1 | 2 | 4; readonly max: number }
  | { readonly kind: "uuid" }
  | { readonly kind: "mac" }
  | { readonly kind: "ipv4" }
  | { readonly kind: "anyWidth" }
  | { readonly kind: "list"; readonly size: 1 | 2 | 4; readonly max: number; readonly item: Shape }
  | { readonly kind: "array"; readonly length: number; readonly item: Shape }
  | { readonly kind: "repeat"; readonly min: number; readonly max: number; readonly item: Shape }
  | { readonly kind: "struct"; readonly fields: Readonly<Record<string, Shape>> }
  | {
      readonly kind: "tagged";
      readonly tag: string;
      readonly size: 1 | 2 | 4;
      readonly variants: Readonly<Record<string, readonly [number, Shape]>>;
    };

/** One bit, or `[lowest bit, width]`, or the same with names for the numbers. */
export type BitField = number | readonly [number, number] | readonly [number, number, Readonly<Record<string, number>>];

/** Is there a password anywhere in values of this shape? */
export const holdsSecret = (shape: Shape): boolean => {
  if ("secret" in shape) return shape.secret;
  if ("item" in shape) return holdsSecret(shape.item);
  if (shape.kind === "struct") return Object.values(shape.fields).some(holdsSecret);
  return shape.kind === "tagged" && Object.values(shape.variants).some(([, body]) => holdsSecret(body));
};

/** `value` as bytes. Throws WireError naming the field that does not fit. */
export function encode<T>(codec: Codec<T>, value: T): Buffer {
  const to = new Sink();
  codec.write(to, value);
  return to.bytes;
}

/** All of `bytes` as a value. Throws WireError on short input, leftovers, or a value out of bounds. */
export function decode<T>(codec: Codec<T>, bytes: Buffer): T {
  const from = new Cursor(bytes);
  const value = codec.read(from);
  from.end();
  return value;
}
