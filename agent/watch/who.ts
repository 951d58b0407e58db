import type { Wsman } from "../../mei/wsman/client.ts";
import { type AuditRecord, decodeAuditRecord } from "../../mei/wsman/records/audit-record.ts";
import { auditLog } from "../../mei/wsman/resources/logs.ts";
import type { SessionKind, Who } from "../api/snapshot.ts";
import { message } from "../api/texts.ts";
import { tame } from "../events/heard.ts";

/** Application 18, redirection: the event of a session's beginning; its end is the next one (presence-posture.md 3.8). */
const opened: Readonly<Partial<Record<SessionKind, number>>> = { usbr: 0, sol: 4, kvm: 8 };
/** Of one answer; and how many answers back a session's beginning is looked for. */
const PAGE = 10;
const PAGES = 5;

export const isRecorded = (kind: SessionKind): boolean => opened[kind] !== undefined;

/**
 * Who opened the session of this kind that goes on, by AMT's audit log, from its end backwards. Since AMT 12 these records are always
 * written. Rejects as Wsman does where the log cannot be read.
 */
export async function whoHas(kind: SessionKind, wsman: Wsman, { signal }: { signal: AbortSignal }): Promise<Who> {
  const unknown: Who = { user: null, address: null, why: message("who.no-record", {}) };
  const read = (StartIndex: number) => wsman.invoke(auditLog, "ReadRecords", { StartIndex }, { signal });
  const { TotalRecordCount: total } = await read(1);
  for (let end = total, page = 0; end > 0 && page < PAGES; page += 1) {
    const start = Math.max(1, end - PAGE + 1);
    const { EventRecords: records = [] } = await read(start);
    for (const bytes of records.slice(0, end - start + 1).reverse()) {
      const record = decodeAuditRecord(bytes);
      if (record.application !== "redirection") continue;
      if (record.event === opened[kind]) return whoOf(record);
      // It ended: whoever had it then has not the one that goes on, which has no record
      if (record.event === (opened[kind] ?? 0) + 1) return unknown;
    }
    end = start - 1;
  }
  return unknown;
}

function whoOf({ initiator, address: said }: AuditRecord): Who {
  const user = userOf(initiator);
  const address = said === "" ? null : tame(said);
  const why = user === null ? message("who.no-user", {}) : address === null ? message("who.no-address", {}) : null;
  return { user, address, why };
}

function userOf(initiator: AuditRecord["initiator"]): string | null {
  if (initiator.kind === "digest") return tame(initiator.user) || null;
  return initiator.kind === "kerberos" ? `Kerberos user ${initiator.userId}` : null;
}
