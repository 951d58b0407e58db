import type { Event } from "../api/snapshot.ts";
import { harmless, type Terminal } from "./terminal.ts";

const two = (value: number): string => String(value).padStart(2, "0");

/** `2026-11-27 20:25:21`, by this PC's clock and zone. */
export function localTime(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "at a time unknown  ";
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

const marks = { info: ["  ", "dim"], warning: ["! ", "yellow"], error: ["!!", "red"] } as const;

/** One line. Pure. */
export function renderEvent({ at, severity, message, foundLater }: Event, { paint }: Pick<Terminal, "paint">): string {
  const [mark, style] = marks[severity] ?? marks.info;
  const later = foundLater ? paint("dim", " (found later)") : "";
  return `${paint("dim", localTime(at))} ${paint(style, mark)} ${harmless(message.text)}${later}`;
}
