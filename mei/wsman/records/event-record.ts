import { bytes, decode, encode, oneOf, struct, u8, u32 } from "../../wire/index.ts";

/** One record of AMT_MessageLog: 21 bytes, little-endian (presence-posture.md 3.7; 31 recorded ones). Platform Event Trap numbers. */
export const eventRecord = struct({
  /** Seconds since 1970; 0 and 0xffffffff stand for no time. */
  time: u32,
  deviceAddress: u8,
  sensorType: u8,
  eventType: u8,
  eventOffset: u8,
  sourceType: u8,
  severity: oneOf(u8, {
    unspecified: 0,
    monitor: 1,
    information: 2,
    ok: 4,
    nonCritical: 8,
    critical: 16,
    nonRecoverable: 32,
  }),
  sensorNumber: u8,
  entity: u8,
  entityInstance: u8,
  data: bytes(8),
});
export type EventRecord = ReturnType<typeof eventRecord.read>;

/** Bytes of one element of `RecordArray`. Throws WireError. */
export const decodeEventRecord = (record: Buffer): EventRecord => decode(eventRecord, record);
export const encodeEventRecord = (record: EventRecord): Buffer => encode(eventRecord, record);
