import { realms } from "../../accounts.ts";
import { audits } from "../audits.ts";
import { CimFault } from "../fault.ts";
import { auditLimit, eventLimit } from "../journal.ts";
import { type Managed, type Rules, returns, settable, success } from "../rule.ts";
import { numberOf, type Properties, textOf } from "../value.ts";

const code = { parameter: 0x24, frozen: 0x80b, notPermitted: 16, index: 0x23 };
/** Of one answer of the audit log (presence-posture.md 3.8). */
const auditsAtOnce = 10;
const UNLOCK = 2;
/** Seconds. */
const LONGEST_LOCK = 300;

/** Event log, newest first (presence-posture.md 3.7), and audit log, oldest first (3.8). */
export function logRules(me: Managed): Rules {
  const { journal, store } = me;
  /** Where the next GetRecords begins: AMT knows one reader (recorded: identifiers count from 1). */
  let locked: string | undefined;
  let stopLock = (): void => {};
  const unlock = (): void => {
    stopLock();
    locked = undefined;
    setState((state) => state & ~2);
  };
  const timeOf = (): Properties => {
    const last = journal.audits.at(-1);
    if (!last) return {};
    const at = last[4] === 0 ? 6 + (last[5] ?? 0) : 5;
    return { TimeOfLastRecord: { datetime: isoSeconds(last.readUInt32BE(at)) } };
  };
  return {
    AMT_MessageLog: {
      read: [realms.eventLogReader, realms.eventManager, realms.generalInfo],
      write: [realms.eventLogReader, realms.eventManager, realms.localSystem],
      live: () => ({
        CurrentNumberOfRecords: journal.events.length,
        IsFrozen: journal.frozen,
        PercentageNearFull: Math.round((journal.events.length / eventLimit) * 100),
      }),
      methods: {
        PositionToFirstRecord: () => ({
          IterationIdentifier: journal.events.length > 0 ? 1 : 0,
          ReturnValue: journal.events.length > 0 ? 0 : 2,
        }),
        GetRecords(_call, input) {
          const from = numberOf(input.IterationIdentifier);
          const most = numberOf(input.MaxReadRecords);
          if (!(from >= 1) || !(most >= 1 && most <= eventLimit) || from > journal.events.length)
            return returns(code.parameter);
          const records = journal.events.slice(from - 1, from - 1 + most);
          const next = from - 1 + records.length;
          return {
            IterationIdentifier: next,
            NoMoreRecords: next >= journal.events.length,
            RecordArray: records.map((record) => record.toString("base64")),
            ReturnValue: 0,
          };
        },
        FreezeLog(call, input) {
          if (!call.user.realms.some((one) => one === realms.eventManager || one === realms.administration)) {
            return returns(code.notPermitted);
          }
          journal.frozen = textOf(input.Freeze) === "true" || textOf(input.Freeze) === "1";
          if (journal.frozen) audits(journal, call).eventsFrozen();
          return success;
        },
        ClearLog(call) {
          if (!call.user.realms.some((one) => one === realms.eventManager || one === realms.administration)) {
            return returns(code.notPermitted);
          }
          if (journal.frozen) return returns(code.frozen);
          journal.clearEvents();
          audits(journal, call).eventsCleared();
          return success;
        },
      },
    },
    AMT_EventLogEntry: {},
    AMT_AuditLog: {
      read: [realms.auditLog, realms.generalInfo],
      write: [realms.auditLog, realms.generalInfo, realms.localSystem],
      live: () => ({
        CurrentNumberOfRecords: journal.audits.length,
        PercentageFree: Math.round((1 - journal.audits.length / auditLimit) * 100),
        TimeOfLastRecord: undefined,
        ...timeOf(),
      }),
      /** Of an administrator in admin control mode; that client control mode refuses it is guessed. */
      put(call, wanted, before, given) {
        const may = call.user.realms.some((one) => one === realms.auditLog || one === realms.administration);
        if (!may || me.world.controlMode !== "admin") throw new CimFault("AccessDenied");
        return settable("MinDaysToKeep", "StoragePolicy")(call, wanted, before, given);
      },
      methods: {
        ReadRecords(_call, input) {
          const start = numberOf(input.StartIndex);
          const total = journal.audits.length;
          if (!(start >= 1) || (start > total && total > 0)) return returns(code.index);
          const records = journal.audits.slice(start - 1, start - 1 + auditsAtOnce);
          return {
            TotalRecordCount: total,
            RecordsReturned: records.length,
            EventRecords: records.map((record) => record.toString("base64")),
            ReturnValue: 0,
          };
        },
        /** Flag 0 lock, 1 lock against unprovisioning, 2 unlock with the handle; for five minutes at most (guide). */
        SetAuditLock(_call, input) {
          const [flag, seconds] = [numberOf(input.Flag), numberOf(input.LockTimeoutInSeconds)];
          const handle = textOf(input.Handle);
          if (flag === UNLOCK) {
            if (locked !== undefined && handle !== locked) return returns(code.notPermitted); // guessed
            unlock();
            return { Handle: 0, ReturnValue: 0 };
          }
          if ((flag !== 0 && flag !== 1) || !(seconds >= 1 && seconds <= LONGEST_LOCK)) return returns(code.parameter);
          if (locked !== undefined && handle !== locked) return returns(code.notPermitted);
          unlock();
          locked = String((me.world.random(4).readUInt32LE() >>> 1) + 1);
          stopLock = me.later(seconds * 1_000, unlock);
          setState((state) => state | 2);
          return { Handle: Number(locked), ReturnValue: 0 };
        },
        /** 2 on, 3 off: then only what is always written down is (guide, "Security Audit Log events"; presence-posture.md 3.8). */
        RequestStateChange(call, input) {
          if (!call.user.realms.some((one) => one === realms.auditLog || one === realms.administration))
            return returns(code.notPermitted);
          const state = numberOf(input.RequestedState);
          if (state !== 2 && state !== 3) return returns(code.parameter);
          if (state === 3) audits(journal, call).auditDisabled();
          journal.auditing = state === 2;
          if (state === 2) audits(journal, call).auditEnabled();
          setState((before) => (state === 2 ? before & ~1 : before | 1), {
            EnabledState: state,
            RequestedState: state,
          });
          return success;
        },
        ClearLog(call) {
          if (!call.user.realms.some((one) => one === realms.auditLog || one === realms.administration)) {
            return returns(code.notPermitted);
          }
          journal.clearAudits();
          audits(journal, call).auditCleared();
          return success;
        },
      },
    },
  };

  function setState(change: (state: number) => number, more: Properties = {}): void {
    const [before] = store.list("AMT_AuditLog");
    const AuditState = change(numberOf(before?.AuditState));
    if (before) store.replace("AMT_AuditLog", before, { ...before, ...more, AuditState });
  }
}

const isoSeconds = (seconds: number): string => `${new Date(seconds * 1_000).toISOString().slice(0, 19)}Z`;
