import { InputError } from "../../mei/wire/plain.ts";

const SPANS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `2h` before now, a day of this PC's calendar, or a moment. Throws InputError. */
export function sinceWhen(word: string, now: Date): Date {
  const [, count, unit] = /^(\d{1,6})([smhdw])$/.exec(word) ?? [];
  if (count !== undefined && unit !== undefined) return new Date(now.getTime() - Number(count) * (SPANS[unit] ?? 0));
  const at = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(word)
    ? // Without a time JavaScript would take it for UTC
      new Date(word.length === 10 ? `${word}T00:00:00` : word)
    : new Date(Number.NaN);
  if (Number.isNaN(at.getTime()))
    throw new InputError("--since", `is 90s, 30m, 2h, 7d, 2026-11-27 or 2026-11-27T20:00:00Z, not "${word}"`);
  return at;
}
