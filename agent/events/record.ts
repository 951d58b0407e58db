import { createHash } from "node:crypto";
import type { Event } from "../api/snapshot.ts";

/** One line of the history: an event, and what chains it to the one before. */
export interface HistoryRecord extends Event {
  /** Hash of the record before; of the first one `genesis`. */
  readonly prev: string;
  /** SHA-256 of this record's canonical JSON without this field. */
  readonly hash: string;
}
/** The newest record, as the head note and anchors name it. */
export interface Head {
  readonly id: number;
  readonly hash: string;
}

export const genesis = "0".repeat(64);
export const isHash = (value: unknown): value is string => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);

/** JSON with keys in order and no spaces (RFC 8785 for what stands here: text, whole numbers, yes, no, null). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(",")}}`;
}

const hashOf = (record: object): string => createHash("sha256").update(canonical(record)).digest("hex");

/** The line, its newline included, that follows the record with hash `prev`. */
export function seal(event: Event, prev: string): { line: Buffer; head: Head } {
  const hash = hashOf({ ...event, prev });
  return { line: Buffer.from(`${canonical({ ...event, prev, hash })}\n`), head: { id: event.id, hash } };
}

export type Line =
  | { readonly kind: "record"; readonly record: HistoryRecord }
  /** Not as it was written; what it still says of its place is kept. */
  | { readonly kind: "changed"; readonly id: number | undefined };

/** Reads one line without its newline. Any byte that differs from what was written shows. */
export function readLine(bytes: Buffer): Line {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    return { kind: "changed", id: undefined }; // no JSON: nothing else is of use here
  }
  const record = value as Partial<HistoryRecord> | null;
  const id = Number.isSafeInteger(record?.id) ? record?.id : undefined;
  if (id === undefined || !isHash(record?.hash) || !isHash(record.prev)) return { kind: "changed", id };
  const { hash, ...rest } = record;
  const intact = hash === hashOf(rest) && bytes.equals(Buffer.from(canonical(record)));
  return intact ? { kind: "record", record: record as HistoryRecord } : { kind: "changed", id };
}

/** The complete lines of a segment, and the bytes behind the last newline. */
export function linesOf(bytes: Buffer): { lines: Buffer[]; rest: Buffer } {
  const lines: Buffer[] = [];
  let from = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
    lines.push(bytes.subarray(from, end));
    from = end + 1;
  }
  return { lines, rest: bytes.subarray(from) };
}
