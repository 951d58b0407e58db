import { type Message, message } from "../api/texts.ts";
import { genesis, type Head, type HistoryRecord, linesOf, readLine } from "./record.ts";
import { readBytes, readHead, segmentPath, segmentsIn } from "./segments.ts";

/** Where a history goes on after whatever ended the last run. */
export interface Tail {
  readonly last: Head;
  /** When its newest event happened. */
  readonly at: string | undefined;
  /** The segment to write to, how much of it stays, and how much does not. */
  readonly segment: number;
  readonly size: number;
  readonly torn: number;
  readonly found: readonly Message[];
}

export interface Newest {
  readonly record: HistoryRecord;
  readonly segment: number;
  /** Bytes of its segment up to its end. */
  readonly end: number;
}

/** The newest record that is whole, and what stands behind it. */
export function newestIn(dir: string, segments: readonly number[]): { newest?: Newest; junk: number } {
  let junk = 0;
  for (const segment of segments.toReversed()) {
    const bytes = readBytes(segmentPath(dir, segment));
    let end = bytes.length - linesOf(bytes).rest.length;
    for (const line of linesOf(bytes).lines.reverse()) {
      const found = readLine(line);
      if (found.kind === "record")
        return { newest: { record: found.record, segment, end }, junk: junk + bytes.length - end };
      end -= line.length + 1;
    }
    junk += bytes.length;
  }
  return { junk };
}

/**
 * Is what stands behind the newest whole record what a kill or a power cut left of the one being written? Everything up to the head note
 * had been forced to the disk.
 */
export const isTorn = (head: Head | "missing" | "damaged", newest: Head): boolean =>
  typeof head === "object" && (head.id < newest.id || (head.id === newest.id && head.hash === newest.hash));

/** Reads only. Throws where it may not. */
export function tailOf(dir: string): Tail {
  const segments = segmentsIn(dir);
  const head = readHead(dir);
  const { newest, junk } = newestIn(dir, segments);
  const latest = segments.at(-1) ?? 0;
  const anew = { segment: latest + 1, size: 0, torn: 0, at: newest?.record.at };
  const broken = (why: string): readonly Message[] => [message("event.history.broken", { why })];
  const start: Head = { id: 0, hash: genesis };

  if (!newest) {
    if (typeof head === "object" && head.id > 0) return { ...anew, last: head, found: broken("all events are gone") };
    if (segments.length === 0 && head !== "damaged") return { ...anew, last: start, found: [] };
    if (typeof head === "object") return { ...anew, last: start, segment: latest, torn: junk, found: repaired(junk) };
    return { ...anew, last: start, found: broken("no event can be read") };
  }
  const { record, segment, end } = newest;
  if (typeof head !== "object")
    return { ...anew, last: record, found: broken(`the note of the newest event is ${head}`) };
  if (!isTorn(head, record)) {
    const why = head.id > record.id ? `events ${record.id + 1} to ${head.id} are gone` : "the newest event is another";
    return { ...anew, last: head, found: broken(why) };
  }
  const size = segment === latest ? end : 0;
  return { last: record, at: record.at, segment: latest, size, torn: junk, found: repaired(junk) };
}

const repaired = (bytes: number): readonly Message[] =>
  bytes === 0 ? [] : [message("event.history.repaired", { bytes })];
