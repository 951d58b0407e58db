import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";
import { Secret } from "../../platform/secret.ts";

/** A value whose secrets can be compared (two Secret objects look alike whatever they hold) and whose bytes are readable in a failed test. */
export function comparable(value: unknown): unknown {
  if (value instanceof Secret) return { secret: value.reveal() };
  if (Buffer.isBuffer(value)) return { hex: value.toString("hex") };
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, comparable(part)]));
  return value;
}

/** Fails with a readable difference; many times cheaper than `toEqual` where there is none, which is what thousands of runs need. */
export function expectSame(actual: unknown, expected: unknown): void {
  const one = comparable(actual);
  const other = comparable(expected);
  if (!isDeepStrictEqual(one, other)) expect(one).toStrictEqual(other);
}
