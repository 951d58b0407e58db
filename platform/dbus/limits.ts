import type { Type } from "./signature.ts";

/** What both directions keep to (D-Bus specification, "Marshaling" and "Valid Object Paths"). */

/** Total nesting of containers and variants, so that variants in variants cannot exhaust the stack. */
export const maxNesting = 64;
export const pathPattern = /^\/(?:[A-Za-z0-9_]+(?:\/[A-Za-z0-9_]+)*)?$/;
export const padding = (at: number, align: number): number => (align - (at % align)) % align;
export const elementAlign = (type: Type & { kind: "array" | "dict" | "bytes" }): number =>
  type.kind === "dict" ? 8 : type.kind === "bytes" ? 1 : type.of.align;
