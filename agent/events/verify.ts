import type { Message } from "../api/texts.ts";
import type { Anchor } from "./anchors.ts";
import { HistoryError } from "./history-error.ts";
import { genesis, type Head, linesOf, readLine } from "./record.ts";
import { readBytes, readHead, segmentPath, segmentsIn } from "./segments.ts";
import { isTorn } from "./tail.ts";

/** How a history is not what was written. */
export type Harm = "changed" | "deleted" | "reordered" | "truncated" | "rewritten";
export interface Break {
  readonly how: Harm;
  /** The event, or the first of those that are missing, as far as can be said. */
  readonly id: number | null;
  readonly file: string | null;
  readonly line: number | null;
}
/** A stretch of the history. `removed`: by the service itself, to make room. */
export interface Range {
  readonly from: number;
  /** null: how far cannot be said. */
  readonly to: number | null;
  readonly state: "removed" | "anchored" | "intact" | "broken";
  readonly breaks: readonly Break[];
}
export interface Verdict {
  readonly ranges: readonly Range[];
  /** The newest event. */
  readonly head: Head;
  readonly events: number;
  /** Bytes of an event that was being written when the service was killed, or is written now. */
  readonly torn: number;
  /** Anchors that could be checked, and those of events that were removed to make room. */
  readonly anchors: { readonly checked: number; readonly removed: number; readonly wrong: number };
  readonly ok: boolean;
}

/** Events that are chained to each other, and what was found wrong before them. */
interface Piece {
  readonly harm: Break[];
  readonly after: number;
  readonly from: number;
  to: number;
  anchoredTo: number;
}

type Entry =
  | (Head & { readonly kind: "record"; readonly prev: string; readonly removed: Head | undefined })
  | { readonly kind: "changed"; readonly id: number | undefined; readonly bytes: number };
/** What stands in one segment, as far as the chain is concerned. */
export interface Reading {
  readonly entries: readonly Entry[];
  /** Bytes behind the last line. */
  readonly rest: number;
}

export function readSegment(bytes: Buffer): Reading {
  const { lines, rest } = linesOf(bytes);
  const entries = lines.map((line): Entry => {
    const found = readLine(line);
    if (found.kind === "changed") return { ...found, bytes: line.length + 1 };
    const { id, hash, prev, message } = found.record;
    // Whoever forges an event can leave out what it says
    const { code, params } = (message ?? {}) as Partial<Message>;
    const removed =
      code === "event.history.rotated" ? { id: Number(params?.last), hash: String(params?.hash) } : undefined;
    return { kind: "record", id, hash, prev, removed };
  });
  return { entries, rest: rest.length };
}

/** The checking of one history, segment after segment. */
export interface Check {
  segment(number: number, reading: Reading): void;
  finish(head: Head | "missing" | "damaged", anchors: readonly Anchor[]): Verdict;
}

/** Every whole event so far. Something is looked for in it only where a chain is broken. */
interface Index {
  add(event: Head): void;
  idOf(hash: string): number | undefined;
  hashOf(id: number): string | undefined;
}
/** So many are looked for one by one: to look through a hundred thousand events takes a hundredth of the time of indexing them. */
const FEW = 20;

function newIndex(): Index {
  const events: Head[] = [];
  let asked = 0;
  let indexed = 0;
  const ids = new Map<string, number>();
  const hashes = new Map<number, string>();
  const isFew = (): boolean => {
    asked += 1;
    if (asked <= FEW) return true;
    for (; indexed < events.length; indexed += 1) {
      const { id, hash } = events[indexed] as Head;
      ids.set(hash, id);
      hashes.set(id, hash);
    }
    return false;
  };
  return {
    add: (event) => void events.push(event),
    idOf: (hash) => (isFew() ? events.findLast((event) => event.hash === hash)?.id : ids.get(hash)),
    hashOf: (id) => (isFew() ? events.findLast((event) => event.id === id)?.hash : hashes.get(id)),
  };
}

export function newCheck(): Check {
  const pieces: Piece[] = [];
  const seen = newIndex();
  /** What events say was removed: the newest hash of that. */
  const removed = new Map<string, number>();
  let last: Head | undefined;
  let first: { prev: string; file: string; line: number } | undefined;
  /** Lines behind the newest whole event: damage, or what is left of one being written. */
  let junk: Break[] = [];
  let junkBytes = 0;
  let events = 0;

  const nameOf = (number: number): string => segmentPath("", number);

  function segment(number: number, { entries, rest }: Reading): void {
    const file = nameOf(number);
    for (const [at, entry] of entries.entries()) {
      if (entry.kind === "changed") {
        junk.push({ how: "changed", id: entry.id ?? null, file, line: at + 1 });
        junkBytes += entry.bytes;
        continue;
      }
      link(entry, { file, line: at + 1 });
      events += 1;
      seen.add(entry);
      if (entry.removed) removed.set(entry.removed.hash, entry.removed.id);
    }
    if (rest === 0) return;
    junk.push({ how: "truncated", id: null, file, line: entries.length + 1 });
    junkBytes += rest;
  }

  function link(
    { id, hash, prev }: Head & { readonly prev: string },
    place: { readonly file: string; readonly line: number },
  ): void {
    const harm = junk;
    junk = [];
    junkBytes = 0;
    const piece = pieces.at(-1);
    if (piece && prev === last?.hash && harm.length === 0) piece.to = id;
    else {
      const before = last?.id ?? 0;
      first ??= { prev, ...place };
      const isBack = last !== undefined && (id <= before || seen.idOf(prev) !== undefined);
      // A line that was changed stands where one event is missing; more than that are gone
      const isGap = last !== undefined && (harm.length === 0 || id - before - 1 > harm.length);
      if (isBack) harm.push({ how: "reordered", id, ...place });
      else if (isGap) harm.push({ how: "deleted", id: before + 1, ...place });
      pieces.push({ harm, after: before, from: id, to: id, anchoredTo: 0 });
    }
    last = { id, hash };
  }

  /** What the head note says that is not so. */
  function ofNote(head: Head | "missing" | "damaged", newest: Head): Break[] {
    const note = { file: "head.json", line: null };
    if (head === "missing") return events === 0 ? [] : [{ how: "deleted", id: null, ...note }];
    if (head === "damaged") return [{ how: "changed", id: null, ...note }];
    const gone = head.id - newest.id;
    if (gone > 0) return gone > junk.length ? [{ how: "truncated", id: newest.id + 1, file: null, line: null }] : [];
    const noted = head.id === newest.id ? newest.hash : seen.hashOf(head.id);
    // Its own event may have been changed: that is told already
    return noted === undefined || noted === head.hash ? [] : [{ how: "rewritten", id: head.id, ...note }];
  }

  function finish(head: Head | "missing" | "damaged", anchors: readonly Anchor[]): Verdict {
    const newest = last ?? { id: 0, hash: genesis };
    const isOfAKill = isTorn(head, newest) && junk.length > 0;
    const end: Break[] = [...(isOfAKill ? [] : junk), ...ofNote(head, newest)];

    const isWhole = !first || first.prev === genesis;
    const removedTo = isWhole ? 0 : (removed.get(first?.prev ?? "") ?? 0);
    if (first && !isWhole && removedTo === 0 && pieces[0]?.harm.length === 0)
      pieces[0]?.harm.unshift({ how: "deleted", id: 1, file: first.file, line: first.line });

    const tally = { checked: 0, removed: 0, wrong: 0 };
    for (const { id, hash } of anchors) {
      const at = seen.idOf(hash);
      const piece = pieces.find(({ from, to }) => at !== undefined && from <= at && at <= to);
      if (at !== undefined && piece && (id === undefined || id === at)) {
        tally.checked += 1;
        piece.anchoredTo = Math.max(piece.anchoredTo, at);
      } else if (id !== undefined && id <= removedTo) tally.removed += 1;
      else {
        tally.wrong += 1;
        const isBeyond = id !== undefined && id > newest.id;
        end.push({
          how: isBeyond ? "truncated" : "rewritten",
          id: isBeyond ? newest.id + 1 : (id ?? null),
          file: null,
          line: null,
        });
      }
    }
    const ranges = rangesOf(pieces, end, { removedTo, newest: newest.id, seen });
    const ok = ranges.every(({ state }) => state !== "broken");
    return { ranges, head: newest, events, torn: isOfAKill ? junkBytes : 0, anchors: tally, ok };
  }
  return { segment, finish };
}

/** What is told of each stretch, in order. */
function rangesOf(
  pieces: readonly Piece[],
  end: readonly Break[],
  { removedTo, newest, seen }: { removedTo: number; newest: number; seen: Index },
): Range[] {
  const ranges: Range[] = [];
  const told = (one: Break): Break =>
    one.how === "deleted" && one.id !== null && seen.hashOf(one.id) !== undefined ? { ...one, how: "reordered" } : one;
  if (removedTo > 0) ranges.push({ from: 1, to: removedTo, state: "removed", breaks: [] });
  for (const { harm, after, from, to, anchoredTo } of pieces) {
    if (harm.length > 0) {
      const isForward = from > after + 1;
      ranges.push({
        from: isForward ? after + 1 : from,
        to: isForward ? from - 1 : from,
        state: "broken",
        breaks: harm.map(told),
      });
    }
    if (anchoredTo > 0) ranges.push({ from, to: anchoredTo, state: "anchored", breaks: [] });
    if (anchoredTo < to) ranges.push({ from: Math.max(from, anchoredTo + 1), to, state: "intact", breaks: [] });
  }
  if (end.length > 0) {
    const from = Math.min(newest + 1, ...end.flatMap(({ id }) => id ?? []));
    ranges.push({ from, to: null, state: "broken", breaks: end });
  }
  return ranges;
}

/** Reads a whole history. Throws HISTORY_NONE where there is none, HISTORY_UNTRUSTED, or what the system says. */
export function verify(dir: string, anchors: readonly Anchor[]): Verdict {
  const check = newCheck();
  try {
    // The note first: the service may be writing, and never notes what is not there
    const head = readHead(dir);
    for (const number of segmentsIn(dir)) check.segment(number, readSegment(readBytes(segmentPath(dir, number))));
    return check.finish(head, anchors);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause;
    throw new HistoryError("HISTORY_NONE", `There is no history of events in ${dir}. Name the folder: --state-dir.`, {
      cause,
    });
  }
}
