import { useEffect, useState } from "preact/hooks";
import { realClock } from "../../../platform/clock.ts";

/** `14:05` today, `21 Nov 2026, 14:05` on other days, where the user is. */
export function momentOf(iso: string, tag: string, now = new Date()): string {
  const at = new Date(iso);
  const time: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
  const today = at.toDateString() === now.toDateString();
  return new Intl.DateTimeFormat(tag, today ? time : { dateStyle: "medium", timeStyle: "short" }).format(at);
}

export const clockOf = (iso: string, tag: string): string =>
  new Intl.DateTimeFormat(tag, { hour: "2-digit", minute: "2-digit", second: "2-digit" }).format(new Date(iso));

export const dayOf = (iso: string, tag: string): string =>
  new Intl.DateTimeFormat(tag, { dateStyle: "full" }).format(new Date(iso));

const units = [
  ["second", 60],
  ["minute", 60],
  ["hour", 24],
  ["day", Number.POSITIVE_INFINITY],
] as const;

/** `5 seconds ago`. A clock that runs ahead of the service's says `now`. */
export function agoOf(iso: string, tag: string, now: number): string {
  let amount = Math.max(0, (now - new Date(iso).getTime()) / 1_000);
  for (const [unit, next] of units) {
    if (amount < next) return new Intl.RelativeTimeFormat(tag, { numeric: "auto" }).format(-Math.floor(amount), unit);
    amount /= next;
  }
  return iso;
}

/** `1:02:03`, `2:03`. */
export function lengthOf(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** The time, which moves every `every` ms while the component is shown. */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    let stop = realClock.after(every, function tick() {
      setNow(Date.now());
      stop = realClock.after(every, tick);
    });
    return () => stop();
  }, [every]);
  return now;
}
