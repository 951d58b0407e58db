import type { XmlNode } from "./xml/node.ts";

/** What a property or argument holds: for help texts, input from a command line, generated values in tests. */
export type Shape =
  | { readonly kind: "text" | "secret" | "flag" | "base64" | "time" | "reference" }
  | { readonly kind: "number"; readonly least: number; readonly most: number }
  | { readonly kind: "u64" }
  | {
      readonly kind: "oneOf";
      readonly least: number;
      readonly most: number;
      readonly names: Readonly<Record<string, number>>;
    }
  | { readonly kind: "instance"; readonly className: string; readonly fields: Fields }
  | { readonly kind: "list"; readonly of: Shape };

/** One declared property or argument: its elements, and the value they stand for. */
export interface Field<T> {
  readonly shape: Shape;
  /** An argument that a call may leave out. Properties may always be missing: AMT leaves out what it has no value for. */
  readonly optional: boolean;
  /** The value of all elements of that name; undefined when there is none, or only nil. Throws ValueError. */
  read(elements: readonly XmlNode[]): T | undefined;
  /** Throws ValueError when the value does not fit. */
  write(namespace: string, name: string, value: T): readonly XmlNode[];
  /** The value from a person's text, for a command line. Throws ValueError; undefined where no text can say it. */
  readonly parse: ((text: string) => T) | undefined;
}
// biome-ignore lint/suspicious/noExplicitAny: a record of fields of every type; Field<T> is invariant in T
export type Fields = Readonly<Record<string, Field<any>>>;
export type Of<F> = F extends Field<infer T> ? T : never;

export type Maybe<T> = Field<T> & { readonly optional: true };
/** Values of an instance: every property may be missing. */
export type Partly<F extends Fields> = { -readonly [K in keyof F]?: Of<F[K]> | undefined };
/** Arguments of a method: all there, but for those declared with `maybe`. */
export type Whole<F extends Fields> = {
  -readonly [K in keyof F as F[K] extends Maybe<unknown> ? never : K]: Of<F[K]>;
} & { -readonly [K in keyof F as F[K] extends Maybe<unknown> ? K : never]?: Of<F[K]> | undefined };

export const maybe = <T>(field: Field<T>): Maybe<T> => ({ ...field, optional: true });
