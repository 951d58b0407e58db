import type { Instance } from "../../../mei/wsman/resource.ts";
import { auditLog } from "../../../mei/wsman/resources/logs.ts";
import { type AuditPolicy, otherEvents, readAuditPolicy, setEvents, shownEvents, shownPolicy } from "./audit-policy.ts";
import { type ControlMode, controlMode, needsAdminMode } from "./control-mode.ts";
import { absent, cannotMean, refuse } from "./error.ts";
import { ifThere } from "./if-there.ts";
import type { Change, Subject } from "./subject.ts";

type Log = Instance<typeof auditLog>;
interface State {
  readonly log: Log | undefined;
  readonly policy: AuditPolicy | undefined;
  readonly mode: ControlMode;
}
type Act =
  | { readonly set: "on"; readonly on: boolean }
  | { readonly set: "storage"; readonly log: Partial<Log> }
  | { readonly set: "events"; readonly events: ReturnType<typeof otherEvents> };

/** Bits of AuditState (presence-posture.md 3.8). */
const bits = { disabled: 1, locked: 2 } as const;
const has = (log: Log | undefined, bit: number): boolean => ((log?.AuditState ?? 0) & bit) !== 0;

/** The audit log: whether AMT writes it, what of, and what it does when it is full. */
export const audit: Subject<"audit", State, Act> = {
  name: "audit",
  title: "Audit log",
  read: async (at) => ({
    log: await ifThere(at.wsman.get(auditLog, { signal: at.signal })),
    policy: await readAuditPolicy(at.wsman, at),
    mode: await controlMode(at),
  }),
  plan({ log, policy, mode }, { on, storage, minDays, events }) {
    if (log === undefined) return absent("This machine's AMT has no audit log");
    if (minDays !== undefined && (storage ?? log.StoragePolicy) !== "restrictedRollOver")
      cannotMean("minDays belongs to the storage policy restrictedRollOver: the others keep no records for days");
    const changes: Change<Act>[] = [];
    const was = !has(log, bits.disabled);
    if (on !== undefined && on !== was)
      changes.push({ name: "audit log", before: was, after: on, act: { set: "on", on } });
    const kept = {
      ...(storage !== undefined && storage !== log.StoragePolicy && { StoragePolicy: storage }),
      ...(minDays !== undefined && minDays !== log.MinDaysToKeep && { MinDaysToKeep: minDays }),
    };
    if (Object.keys(kept).length > 0)
      changes.push({
        name: "storage",
        before: { storage: log.StoragePolicy ?? null, minDays: log.MinDaysToKeep ?? null },
        after: { storage: storage ?? log.StoragePolicy ?? null, minDays: minDays ?? log.MinDaysToKeep ?? null },
        act: { set: "storage", log: kept },
      });
    const others = otherEvents(policy, events);
    // The policy can be set before the log is switched on (guide), and says then what is written from the first moment on
    if (policy !== undefined && others.length > 0)
      changes.unshift({ name: "events", ...shownEvents(policy, others), act: { set: "events", events: others } });
    if (changes.length > 0) {
      needsAdminMode(mode, "Changing the audit log");
      if (has(log, bits.locked)) refuse("The audit log is locked by an auditor: only that one can change it");
    }
    return changes;
  },
  async carryOut({ wsman, signal }, act) {
    if (act.set === "on") {
      const RequestedState = act.on ? "enabled" : "disabled";
      await wsman.invoke(auditLog, "RequestStateChange", { RequestedState }, { signal });
      return;
    }
    if (act.set === "events") return setEvents(wsman, act.events, { signal });
    const log = await wsman.get(auditLog, { signal });
    await wsman.put(auditLog, { ...log, ...act.log }, { signal });
  },
  show: ({ log, policy }) => ({
    on: !has(log, bits.disabled),
    locked: has(log, bits.locked),
    storage: log?.StoragePolicy ?? null,
    minDays: log?.MinDaysToKeep ?? null,
    percentFree: log?.PercentageFree ?? null,
    events: policy === undefined ? null : shownPolicy(policy),
  }),
};
