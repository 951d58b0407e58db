import { open, readFile } from "node:fs/promises";
import type { Event, EventKind } from "../api/snapshot.ts";
import { linesOf } from "./record.ts";
import { reading, segmentPath, segmentsIn } from "./segments.ts";

export interface Query {
  /** Only events with a greater id. */
  readonly after?: number | undefined;
  /** Only events of this moment and later. */
  readonly since?: Date | undefined;
  readonly kind?: EventKind | undefined;
  readonly limit: number;
}
/** Oldest first. With `after` or `since` the first `limit` from there, otherwise the newest. */
export interface Page {
  readonly events: Event[];
  /** There are more behind the last, or before the first where neither `after` nor `since` was asked. */
  readonly more: boolean;
}

export interface Sources {
  readonly dir?: string | undefined;
  /** The newest events, those that are not on disk included. */
  readonly recent: readonly Event[];
  /** Those that are not on disk yet. */
  readonly waiting: readonly Event[];
}

const fits =
  ({ after = 0, since, kind }: Query) =>
  (event: Event): boolean =>
    event.id > after && (!kind || event.kind === kind) && (!since || new Date(event.at) >= since);

export async function pageOf(query: Query, { dir, recent, waiting }: Sources): Promise<Page> {
  const wanted = fits(query);
  const oldest = recent[0]?.id ?? Number.POSITIVE_INFINITY;
  if (dir === undefined || (query.after !== undefined && query.after + 1 >= oldest))
    return cut(recent.filter(wanted), query);
  const late = [...waiting];
  const segments = segmentsIn(dir);
  if (query.after === undefined && query.since === undefined) return newest(dir, segments, query, late);
  const found: Event[] = [];
  for (const segment of await from(dir, segments, query)) {
    found.push(...(await eventsIn(dir, segment)).filter(wanted));
    if (found.length > query.limit) return cut(found, query);
  }
  const last = found.at(-1)?.id ?? 0;
  return cut([...found, ...late.filter((event) => event.id > last && wanted(event))], query);
}

function cut(found: readonly Event[], { after, since, limit }: Query): Page {
  const forward = after !== undefined || since !== undefined;
  return { events: forward ? found.slice(0, limit) : found.slice(-limit), more: found.length > limit };
}

async function newest(dir: string, segments: readonly number[], query: Query, late: readonly Event[]): Promise<Page> {
  const wanted = fits(query);
  let found = late.filter(wanted);
  for (const segment of segments.toReversed()) {
    if (found.length > query.limit) break;
    const first = found[0]?.id ?? Number.POSITIVE_INFINITY;
    found = [...(await eventsIn(dir, segment)).filter((event) => event.id < first && wanted(event)), ...found];
  }
  return cut(found, query);
}

/** The segments that can hold what is asked for: the last one that begins before it, and those that follow. */
async function from(dir: string, segments: readonly number[], query: Query): Promise<readonly number[]> {
  const { after = 0, since } = query;
  for (const [back, segment] of segments.toReversed().entries()) {
    const first = await firstIn(dir, segment);
    // Either bound alone is enough to begin there
    if (first && (first.id <= after + 1 || (since && new Date(first.at) <= since)))
      return segments.slice(segments.length - 1 - back);
  }
  return segments;
}

/** Bytes that hold any one event. */
const LONGEST = 16 * 1024;

async function firstIn(dir: string, segment: number): Promise<Event | undefined> {
  const file = await open(segmentPath(dir, segment), reading);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST), 0, LONGEST, 0);
    return parsed(linesOf(buffer.subarray(0, bytesRead)).lines)[0];
  } finally {
    await file.close();
  }
}

async function eventsIn(dir: string, segment: number): Promise<Event[]> {
  try {
    return parsed(linesOf(await readFile(segmentPath(dir, segment), { flag: reading })).lines);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return []; // removed to make room, a moment ago
    throw error;
  }
}

/** What is no event any more is for `events verify` to tell. */
const parsed = (lines: readonly Buffer[]): Event[] =>
  lines.flatMap((line) => {
    try {
      const { prev: _, hash: __, ...event } = JSON.parse(line.toString("utf8")) as Record<string, unknown>;
      return isEvent(event) ? [event] : [];
    } catch {
      return []; // no JSON
    }
  });

function isEvent(value: object): value is Event {
  const { id, at, kind, message } = value as Partial<Event>;
  const text = message?.text;
  return Number.isSafeInteger(id) && typeof at === "string" && typeof kind === "string" && typeof text === "string";
}
