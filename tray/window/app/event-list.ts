import type { Event, EventKind, EventSeverity } from "../../../agent/api/snapshot.ts";

export type EventList = readonly Event[];

/** Both, each event once, oldest first. */
export function merged(read: EventList, heard: EventList): EventList {
  const byId = new Map([...read, ...heard].map((event) => [event.id, event]));
  return [...byId.values()].sort((a, b) => a.id - b.id);
}

export interface Filter {
  readonly search: string;
  readonly kind: EventKind | "";
  readonly severity: EventSeverity;
}
export const everything: Filter = { search: "", kind: "", severity: "info" };

const rank: Readonly<Record<EventSeverity, number>> = { info: 0, warning: 1, error: 2 };

/** Those that match; `textOf` gives what the reader sees of one, so that he finds what he sees. */
export function matching(
  events: EventList,
  { search, kind, severity }: Filter,
  textOf: (event: Event) => string,
): EventList {
  const words = search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return events.filter((event) => {
    if (kind !== "" && event.kind !== kind) return false;
    if (rank[event.severity] < rank[severity]) return false;
    const text = textOf(event).toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** One cell. A spreadsheet must not take words from outside for a formula. */
function cell(value: string | number | boolean | null): string {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180, one line an event, newest first. */
export function csvOf(events: EventList, textOf: (event: Event) => string): string {
  const head = ["id", "at", "kind", "severity", "origin", "found_later", "code", "text"];
  const rows = events
    .toReversed()
    .map((event) => [
      event.id,
      event.at,
      event.kind,
      event.severity,
      event.origin,
      event.foundLater,
      event.message.code,
      textOf(event),
    ]);
  return [head, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}
