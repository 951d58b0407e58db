import {
  countedBytes,
  countedText,
  decode,
  encode,
  oneOf,
  struct,
  tagged,
  u8,
  u16be,
  u32be,
} from "../../wire/index.ts";
import { auditApplications } from "./audit-applications.ts";

/**
 * One record of AMT_AuditLog, big-endian (presence-posture.md 3.8, lms.md 4.13; 22 recorded ones parse to the last byte). What `data`
 * means depends on application and event.
 */
export const auditRecord = struct({
  application: oneOf(u16be, auditApplications),
  event: u16be,
  initiator: tagged("kind", u8, {
    digest: [0, { user: countedText(u8, 255) }],
    kerberos: [1, { userId: u32be, domain: countedBytes(u8, 255) }],
    local: [2, {}],
    kvmDefaultPort: [3, {}],
  }),
  /** Seconds since 1970. */
  time: u32be,
  location: oneOf(u8, { ipv4: 0, ipv6: 1, none: 2 }),
  address: countedText(u8, 255),
  data: countedBytes(u8, 255),
});
export type AuditRecord = ReturnType<typeof auditRecord.read>;

/** Bytes of one element of `EventRecords`. Throws WireError. */
export const decodeAuditRecord = (bytes: Buffer): AuditRecord => decode(auditRecord, bytes);
export const encodeAuditRecord = (record: AuditRecord): Buffer => encode(auditRecord, record);
