import type { Clock } from "../../platform/clock.ts";

/** The records of both logs, as bytes. */
export interface Journal {
  /** Newest first, 21 bytes each, little-endian (presence-posture.md 3.7). */
  readonly events: readonly Buffer[];
  event(record: EventRecord): void;
  /** Oldest first, big-endian (presence-posture.md 3.8). */
  readonly audits: readonly Buffer[];
  audit(record: AuditRecord): void;
  frozen: boolean;
  /** The audit log is on; off, it still takes what AMT always writes down. */
  auditing: boolean;
  /** What the policy says of an event (AMT_AuditPolicyRule). */
  isAudited: (application: number, event: number) => boolean;
  clearEvents(): void;
  clearAudits(): void;
  /** Records that were there before, as they are. */
  preset(records: { readonly events?: readonly string[]; readonly audits?: readonly string[] }): void;
}
export interface EventRecord {
  readonly sensor: number;
  readonly type: number;
  readonly offset: number;
  readonly source?: number;
  readonly severity: number;
  readonly entity: number;
  readonly instance?: number;
  readonly data: readonly number[];
}
export interface AuditRecord {
  readonly app: number;
  readonly event: number;
  /** undefined: done on the machine itself, by nobody who logged in. */
  readonly by?: string;
  /** Where from; a caller through LME comes from 127.0.0.1 (golden audit-a-4). */
  readonly from?: string;
  readonly data?: Buffer;
}

/** AMT_MessageLog.MaxNumberOfRecords; the audit log's is by size, this is its effect (guessed). */
export const eventLimit = 390;
export const auditLimit = 1024;

/** End of the setup, the end of the ownership, boot options, sessions (presence-posture.md 3.8: from AMT 12; here for all). */
const always: ReadonlySet<string> = new Set(["16/1", "16/19", "17/4", "18/0", "18/4", "18/8", "20/0"]);

const seconds = (time: Date): number => Math.floor(time.getTime() / 1_000) >>> 0;

export function eventBytes(time: Date, one: EventRecord): Buffer {
  const bytes = Buffer.alloc(21);
  bytes.writeUInt32LE(seconds(time), 0);
  const { sensor, type, offset, source = 0x68, severity, entity, instance = 0 } = one;
  bytes.set([0xff, sensor, type, offset, source, severity, 0xff, entity, instance, ...one.data.slice(0, 8)], 4);
  return bytes;
}

export function auditBytes(time: Date, { app, event, by, from, data }: AuditRecord): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt16BE(app, 0);
  head.writeUInt16BE(event, 2);
  head[4] = by === undefined ? 2 : 0;
  const stamp = Buffer.alloc(4);
  stamp.writeUInt32BE(seconds(time), 0);
  const counted = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([bytes.length]), bytes]);
  const where = Buffer.from(from ?? "", "latin1");
  const kind = from === undefined ? 2 : from.includes(":") ? 1 : 0;
  return Buffer.concat([
    head,
    ...(by === undefined ? [] : [counted(Buffer.from(by, "latin1"))]),
    stamp,
    Buffer.from([kind]),
    counted(where),
    counted(data ?? Buffer.alloc(0)),
  ]);
}

export function createJournal(now: Clock["now"]): Journal {
  let events: Buffer[] = [];
  let audits: Buffer[] = [];
  const journal: Journal = {
    frozen: false,
    auditing: true,
    isAudited: () => true,
    get events() {
      return events;
    },
    get audits() {
      return audits;
    },
    event(record) {
      if (!journal.frozen) events = [eventBytes(now(), record), ...events].slice(0, eventLimit);
    },
    audit(record) {
      const { app, event } = record;
      const isWanted = journal.auditing && journal.isAudited(app, event);
      if (!isWanted && !always.has(`${app}/${event}`)) return;
      audits = [...audits, auditBytes(now(), record)].slice(-auditLimit);
    },
    clearEvents: () => {
      events = [];
    },
    clearAudits: () => {
      audits = [];
    },
    preset({ events: before = [], audits: old = [] }) {
      events = [...events, ...before.map((text) => Buffer.from(text, "base64"))];
      audits = [...old.map((text) => Buffer.from(text, "base64")), ...audits];
    },
  };
  return journal;
}
