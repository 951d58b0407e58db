import type { Wsman } from "../../mei/wsman/client.ts";
import { ReturnValueError, WsmanFault } from "../../mei/wsman/errors.ts";
import { decodeAuditRecord } from "../../mei/wsman/records/audit-record.ts";
import { decodeEventRecord } from "../../mei/wsman/records/event-record.ts";
import { auditLog, messageLog } from "../../mei/wsman/resources/logs.ts";
import type { AmtLogEntry } from "../api/amt-logs.ts";
import { message } from "../api/texts.ts";
import { auditMeaning } from "./audit-meaning.ts";
import { meaningOf } from "./event-meaning.ts";

export interface LogWish {
  readonly events: boolean;
  readonly audit: boolean;
  readonly since: Date | undefined;
  /** Of each log the newest so many. */
  readonly limit: number;
}
interface Call {
  readonly signal: AbortSignal;
}

/** All AMT has room for in one answer (presence-posture.md 3.7). */
const EVENTS_AT_ONCE = 390;
/** The audit log's own bound (presence-posture.md 3.8). */
const AUDITS_AT_ONCE = 10;
/** Bytes of a record that are shown. */
const SHOWN = 512;

/** AMT's own logs in words, each newest first. Reads only. Rejects what the way and Wsman throw; a log that AMT does not have is empty. */
export async function readAmtLogs(wsman: Wsman, wish: LogWish, call: Call): Promise<AmtLogEntry[]> {
  const events = wish.events ? await orNone(readEvents(wsman, wish, call)) : [];
  const audits = wish.audit ? await orNone(readAudits(wsman, wish, call)) : [];
  return [...events, ...audits];
}

async function orNone(reading: Promise<AmtLogEntry[]>): Promise<AmtLogEntry[]> {
  try {
    return await reading;
  } catch (error) {
    const isAbsent = error instanceof WsmanFault && error.subcode === "DestinationUnreachable";
    if (isAbsent) return [];
    throw error;
  }
}

/** No reason to stop: AMT's clock can have been set back, and on a recorded machine was (golden audit-a-8). */
const isOld = ({ at }: AmtLogEntry, since: Date | undefined): boolean =>
  since !== undefined && at !== null && new Date(at) < since;

async function readEvents(wsman: Wsman, { since, limit }: LogWish, { signal }: Call): Promise<AmtLogEntry[]> {
  const found: AmtLogEntry[] = [];
  let next = 1;
  // Each answer must bring us further, whatever it says
  for (let page = 0; page * EVENTS_AT_ONCE < limit; page++) {
    const answer = await empty(() =>
      wsman.invoke(
        messageLog,
        "GetRecords",
        { IterationIdentifier: next, MaxReadRecords: Math.min(limit, EVENTS_AT_ONCE) },
        { signal },
      ),
    );
    const records = answer?.RecordArray ?? [];
    for (const record of records.slice(0, EVENTS_AT_ONCE)) {
      const entry = eventEntry(record);
      if (isOld(entry, since)) continue;
      found.push(entry);
      if (found.length >= limit) return found;
    }
    if (records.length === 0 || answer?.NoMoreRecords !== false) return found;
    next += records.length;
  }
  return found;
}

/** Oldest first in AMT: read from its end. */
async function readAudits(wsman: Wsman, { since, limit }: LogWish, { signal }: Call): Promise<AmtLogEntry[]> {
  const read = (StartIndex: number) => empty(() => wsman.invoke(auditLog, "ReadRecords", { StartIndex }, { signal }));
  const total = (await read(1))?.TotalRecordCount ?? 0;
  const found: AmtLogEntry[] = [];
  for (let end = total, page = 0; end >= 1 && page * AUDITS_AT_ONCE < limit; page++) {
    const start = Math.max(1, end - AUDITS_AT_ONCE + 1);
    const records = ((await read(start))?.EventRecords ?? []).slice(0, end - start + 1);
    for (const record of records.toReversed()) {
      const entry = auditEntry(record);
      if (isOld(entry, since)) continue;
      found.push(entry);
      if (found.length >= limit) return found;
    }
    end = start - 1;
  }
  return found;
}

/** An empty log says no in several ways: nothing there, nothing at this place, or no such index. */
async function empty<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ReturnValueError && [2, 3, 0x23, 0x24].includes(error.returnValue)) return undefined;
    throw error;
  }
}

/** 0 and all ones stand for no time (presence-posture.md 3.7). */
const isoOf = (seconds: number): string | null =>
  seconds === 0 || seconds === 0xffff_ffff ? null : new Date(seconds * 1_000).toISOString();

function eventEntry(bytes: Buffer): AmtLogEntry {
  return orUnreadable("amt-log", bytes, () => {
    const record = decodeEventRecord(bytes);
    const { kind, message: what, same = null } = meaningOf(record);
    const isGrave = ["critical", "nonRecoverable"].includes(String(record.severity));
    const severity = isGrave ? "error" : record.severity === "nonCritical" ? "warning" : "info";
    // Starting the PC is "non-critical" by the standard, and no warning to anybody
    const mild = what.code === "log.event.progress" ? "info" : severity;
    return { at: isoOf(record.time), kind, severity: mild, message: what, by: null, from: null, same };
  });
}
function auditEntry(bytes: Buffer): AmtLogEntry {
  return orUnreadable("audit", bytes, () => {
    const record = decodeAuditRecord(bytes);
    const { same = null, ...rest } = auditMeaning(record);
    return { at: isoOf(record.time), ...rest, same };
  });
}

/** One that cannot be read is told as such, and the others all the same. */
function orUnreadable(
  source: AmtLogEntry["source"],
  bytes: Buffer,
  read: () => Omit<AmtLogEntry, "source" | "record" | "count">,
): AmtLogEntry {
  const rest = { source, record: bytes.subarray(0, SHOWN).toString("hex"), count: 1 } as const;
  try {
    return { ...rest, ...read() };
  } catch (error) {
    if ((error as { code?: unknown }).code !== "WIRE") throw error;
    const what = message("log.unreadable", { log: source === "audit" ? "audit" : "events", bytes: bytes.length });
    return { ...rest, at: null, kind: "logs", severity: "warning", message: what, by: null, from: null, same: null };
  }
}
