import type { Info } from "../api/info.ts";
import { type Message, message } from "../api/texts.ts";

/** What was read, or why it could not be. */
export type Known<T> = { readonly value: T } | { readonly why: Message };
export type Answer = "yes" | "no" | "unknown";

export const isKnown = <T>(known: Known<T>): known is { readonly value: T } => "value" in known;

/** The same reading, looked at more closely; `undefined` is "the firmware does not say". */
export function part<T, P>(known: Known<T>, of: (value: T) => P | null | undefined): Known<P> {
  if (!isKnown(known)) return known;
  const value = of(known.value);
  return value === undefined || value === null ? { why: message("unknown.not-reported", {}) } : { value };
}

/** One field of what the ME says without a password; its reason may stand at the field or at its group. */
export function inInfo<T>(info: Info, field: string, value: T | null): Known<T> {
  if (value !== null) return { value };
  const group = field.split(".")[0] ?? field;
  const reason = info.unknown.find((one) => one.field === field) ?? info.unknown.find((one) => one.field === group);
  return { why: reason?.message ?? message("unknown.not-reported", {}) };
}

export const answerOf = (known: Known<boolean>): Answer => (isKnown(known) ? (known.value ? "yes" : "no") : "unknown");
/** The first that is known; if none is, why the first is not. */
export const firstKnown = <T>(first: Known<T>, ...others: readonly Known<T>[]): Known<T> =>
  isKnown(first) ? first : (others.find(isKnown) ?? first);
