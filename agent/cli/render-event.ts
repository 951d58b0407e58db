import type { Told } from "../amt-logs/merge.ts";
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

const sources = { "amt-log": "AMT's event log", audit: "AMT's audit log" } as const;

/** The same for what AMT's own logs tell, or tell too; who did it stands behind. Pure. */
export function renderTold({ event, entries }: Told, { paint }: Pick<Terminal, "paint">): string {
  const [first] = entries;
  const audit = entries.find(({ by, from }) => by !== null || from !== null);
  const who = audit
    ? ` (${[audit.by === null ? "" : `by ${audit.by}`, audit.from === null ? "" : `from ${audit.from}`].join(" ").trim()})`
    : "";
  const times = first && first.count > 1 ? ` (${first.count} times)` : "";
  const told = entries.map(({ source }) => sources[source]);
  const where = event ? ["the history", ...told] : told;
  const tail = harmless(`${who}${times}`) + (entries.length > 0 ? paint("dim", ` [${where.join(", ")}]`) : "");
  if (event) return `${renderEvent(event, { paint })}${tail}`;
  const [mark, style] = marks[first?.severity ?? "info"];
  const at = first?.at ? localTime(first.at) : "at a time unknown  ";
  return `${paint("dim", at)} ${paint(style, mark)} ${harmless(first?.message.text ?? "")}${tail}`;
}
