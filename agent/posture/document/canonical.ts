import { createHash } from "node:crypto";

/** What JSON can say, and nothing else: no undefined, no NaN, no bigint. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** A value that JSON cannot say, or that would not come back the same. */
export class CanonicalError extends Error {
  override name = "CanonicalError";
  readonly code = "POSTURE_CANONICAL";
}

/**
 * The one way to write a JSON value (RFC 8785): no space, names sorted by UTF-16 units, numbers and strings as ECMAScript writes them.
 * Throws CanonicalError for what is no JSON, half a surrogate pair included.
 */
export function canonical(value: Json): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new CanonicalError(`${value} is no JSON number`);
    return JSON.stringify(value);
  }
  if (typeof value === "string") {
    if (/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(value))
      throw new CanonicalError("a string holds half a surrogate pair");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") throw new CanonicalError(`${typeof value} is not JSON`);
  const members = Object.entries(value as { readonly [name: string]: Json });
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${canonical(name)}:${canonical(member)}`).join(",")}}`;
}

/** `sha256:` and 64 hex digits, of a text in canonical form. */
export const digestOf = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;
