import type { AlertKind } from "../alert.ts";
import { alerts } from "../alert.ts";
import { type AuditName, audits } from "../audits.ts";
import type { EventRecord } from "../journal.ts";
import type { Call, Managed } from "../rule.ts";

// Sensor 192: AA 30 and which (presence-posture.md 3.7); KVM is not in that log
const sessionEvent = (code: number): EventRecord => ({
  sensor: 192,
  type: 0x70,
  offset: 0,
  source: 0x58,
  severity: 2,
  entity: 38,
  instance: 61,
  data: [0xaa, 0x30, code],
});

interface Kind {
  readonly field: "sol" | "ider" | "kvm";
  readonly opened: readonly [AlertKind, AuditName];
  readonly closed: readonly [AlertKind, AuditName];
  /** Code of its beginning in the event log; its end is the next one. */
  readonly code?: number;
}
const kinds = {
  sol: { field: "sol", opened: [alerts.solOpened, "solOpened"], closed: [alerts.solClosed, "solClosed"], code: 0 },
  ider: {
    field: "ider",
    opened: [alerts.storageOpened, "storageOpened"],
    closed: [alerts.storageClosed, "storageClosed"],
    code: 2,
  },
  kvm: { field: "kvm", opened: [alerts.kvmStarted, "kvmStarted"], closed: [alerts.kvmStopped, "kvmEnded"] },
} as const satisfies Readonly<Record<string, Kind>>;

function change(me: Managed, { field, opened, closed, code }: Kind, open: boolean, call: Call | undefined): boolean {
  if (me.world[field] === open) return false;
  me.world[field] = open;
  const [alert, audit] = open ? opened : closed;
  if (code !== undefined) me.journal.event(sessionEvent(open ? code : code + 1));
  audits(me.journal, open ? call : undefined)[audit](); // an end is always written down as local (presence-posture.md 3.8)
  me.alert(alert);
  return true;
}

/** A session begins or ends, with what AMT writes down and tells. Whether that changed anything. */
export const openSol = (me: Managed, call: Call | undefined): boolean => change(me, kinds.sol, true, call);
export const closeSol = (me: Managed, call: Call | undefined): boolean => change(me, kinds.sol, false, call);
export const openStorage = (me: Managed, call: Call | undefined): boolean => change(me, kinds.ider, true, call);
export const closeStorage = (me: Managed, call: Call | undefined): boolean => change(me, kinds.ider, false, call);
export const openKvm = (me: Managed, call: Call | undefined): boolean => change(me, kinds.kvm, true, call);
export const closeKvm = (me: Managed, call: Call | undefined): boolean => change(me, kinds.kvm, false, call);
