import * as z from "zod";
import { EventKind, EventSeverity, Message } from "./snapshot.ts";

/** One record of AMT's own logs, in words. Only the server and tests load this file; everybody else takes its types. */
export const AmtLogEntry = z.object({
  /** `amt-log`: AMT_MessageLog, what happened to the hardware. `audit`: AMT_AuditLog, who did what. */
  source: z.enum(["amt-log", "audit"]),
  /** By AMT's own clock; null: the record has no time. */
  at: z.iso.datetime().nullable(),
  kind: EventKind,
  severity: EventSeverity,
  message: Message,
  /** Who did it, where the log says so. */
  by: z.string().nullable(),
  /** From which address. */
  from: z.string().nullable(),
  /** The record as AMT keeps it, in hex; cut to 512 bytes. */
  record: z.string(),
  /** How many like it came in the same second. */
  count: z.int(),
  /** What it is the same as, in other logs and in the history: `KVM opened`. */
  same: z.string().nullable(),
});
export type AmtLogEntry = z.infer<typeof AmtLogEntry>;

export const AmtLogsQuery = z.strictObject({
  events: z.stringbool().default(false),
  audit: z.stringbool().default(false),
  since: z.iso.datetime({ offset: true }).optional(),
  /** Of each log the newest so many. */
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export const AmtLogs = z.object({ entries: z.array(AmtLogEntry) });
