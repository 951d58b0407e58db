import { method, resource } from "../resource.ts";
import { maybe } from "../shape.ts";
import { base64, flag, list, oneOf, text, time, u8, u16, u32, u64 } from "../value.ts";
import { inSystem, log, managed, requestStateChange } from "./base.ts";

/** Audit log and event log (presence-posture.md 3.7, 3.8). Their records are bytes: `mei/wsman/records/`. */

export const auditLog = resource("AMT_AuditLog", {
  keys: ["Name"],
  properties: {
    ...log,
    /** Bits: 1 disabled, 2 locked, 4 almost full, 8 full, 16 no key. */
    AuditState: u32,
    MaxAllowedAuditors: u16,
    MinDaysToKeep: u8,
    PercentageFree: u32,
    StoragePolicy: oneOf(u8, { noRollOver: 0, rollOver: 1, restrictedRollOver: 2 }),
    TimeOfLastRecord: time,
  },
  methods: {
    ClearLog: method({ effect: "once" }),
    ExportAuditLogSignature: method({
      effect: "read",
      input: { SigningMechanismType: maybe(u16) },
      output: {
        TotalRecordCount: maybe(u32),
        StartLogTime: maybe(time),
        EndLogTime: maybe(time),
        GenerationTime: maybe(time),
        AuditLogHash: maybe(base64),
        AMTNonce: maybe(base64),
        UUID: maybe(text),
        FQDN: maybe(text),
        FWVersion: maybe(text),
        AMTSVN: maybe(u32),
        SignatureMechanism: maybe(u16),
        Signature: maybe(base64),
        LengthOfCertificates: maybe(list(u16)),
        Certificates: maybe(base64),
      },
    }),
    /** At most 10 records, from `StartIndex` on; the first is 1. */
    ReadRecords: method({
      effect: "read",
      input: { StartIndex: u32 },
      output: { TotalRecordCount: u32, RecordsReturned: u32, EventRecords: maybe(list(base64)) },
    }),
    RequestStateChange: requestStateChange,
    SetAuditLock: method({
      effect: "change",
      input: {
        LockTimeoutInSeconds: maybe(u32),
        Flag: oneOf(u16, { lock: 0, lockAgainstUnprovisioning: 1, unlock: 2 }),
        Handle: maybe(u32),
      },
      output: { Handle: maybe(u32) },
    }),
  },
});

const policyType = oneOf(u32, { none: 0, critical: 1 });
/**
 * Which events AMT writes down (Intel's class reference and its header in LMS; a recorded answer). A critical one does not happen when
 * it cannot be written down.
 */
export const auditPolicyRule = resource("AMT_AuditPolicyRule", {
  keys: ["CreationClassName", "PolicyRuleName", "SystemCreationClassName", "SystemName"],
  properties: {
    ...managed,
    ...inSystem,
    /** Application in the upper 16 bits, event in the lower: 1048581 is 16/5 (recorded; the guide speaks of the upper 8). */
    AuditApplicationEventID: list(u32),
    PolicyRuleName: text,
    /** Of each of them, in the same order. */
    PolicyType: list(policyType),
  },
  methods: {
    SetAuditPolicy: method({
      effect: "change",
      input: { Enable: flag, AuditedAppID: u16, EventID: u16, PolicyType: maybe(policyType) },
    }),
    /** AMT 7 and newer. All of them or, where one is refused, none. */
    SetAuditPolicyBulk: method({
      effect: "change",
      input: { Enable: list(flag), AuditedAppID: list(u16), EventID: list(u16), PolicyType: list(policyType) },
    }),
  },
});

const iteration = { IterationIdentifier: u32 };
const messageLogCodes = { NOT_SUPPORTED: 1, INVALID_RECORD_POINTED: 2, NO_RECORD_EXISTS: 3 };
export const messageLog = resource("AMT_MessageLog", {
  keys: ["CreationClassName", "Name"],
  properties: {
    ...log,
    Capabilities: list(u16),
    CharacterSet: u16,
    CreationClassName: text,
    IsFrozen: flag,
    LastChange: u16,
    MaxLogSize: u64,
    MaxRecordSize: u64,
    OtherCapabilityDescriptions: list(text),
    PercentageNearFull: u8,
    SizeOfHeader: u64,
    SizeOfRecordHeader: u64,
    TimeOfLastChange: time,
    TimeWhenOutdated: time,
  },
  methods: {
    ClearLog: method({ effect: "once", codes: messageLogCodes }),
    FreezeLog: method({ effect: "change", input: { Freeze: flag }, codes: messageLogCodes }),
    /** `IterationIdentifier` 1 is the newest record; 390 is all AMT has room for. */
    GetRecords: method({
      effect: "read",
      input: { ...iteration, MaxReadRecords: u32 },
      output: { ...iteration, NoMoreRecords: flag, RecordArray: maybe(list(base64)) },
      codes: messageLogCodes,
    }),
    PositionToFirstRecord: method({ effect: "read", output: iteration, codes: messageLogCodes }),
    RequestStateChange: requestStateChange,
  },
});

export const eventLogEntry = resource("AMT_EventLogEntry", {
  keys: ["CreationClassName", "RecordID"],
  properties: {
    ...managed,
    CreationClassName: text,
    DeviceAddress: u8,
    Entity: u8,
    EntityInstance: u8,
    EventData: text,
    EventOffset: u8,
    EventSensorType: u8,
    EventSeverity: u8,
    EventSourceType: u8,
    EventType: u8,
    LogCreationClassName: text,
    LogName: text,
    MessageTimestamp: time,
    RecordID: text,
    SensorNumber: u8,
    TimeStamp: u32,
  },
});
