import { realms } from "../../accounts.ts";
import { audits } from "../audits.ts";
import { CimFault } from "../fault.ts";
import { auditLimit, eventLimit } from "../journal.ts";
import { type Call, type Managed, type Rules, returns, settable, success } from "../rule.ts";
import { numberOf, type Properties, textOf } from "../value.ts";

const code = { parameter: 0x24, frozen: 0x80b, notPermitted: 16, index: 0x23 };
/** Of one answer of the audit log (presence-posture.md 3.8). */
const auditsAtOnce = 10;

/** Event log, newest first (presence-posture.md 3.7), and audit log, oldest first (3.8). */
export function logRules(me: Managed): Rules {
  const { journal, store } = me;
  /** Where the next GetRecords begins: AMT knows one reader (recorded: identifiers count from 1). */
  let locked: string | undefined;
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
      put(call, wanted, before, given) {
        if (!mayChange(call)) throw new CimFault("AccessDenied");
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
        /** Flag 0 unlock, 1 lock, 2 lock by force; a handle of 1 to 4 bytes. */
        SetAuditLock(_call, input) {
          const flag = numberOf(input.Flag);
          const handle = textOf(input.Handle);
          if (![0, 1, 2].includes(flag)) return returns(code.parameter);
          if (locked !== undefined && flag !== 2 && handle !== locked)
            return { Handle: Number(locked), ReturnValue: code.notPermitted };
          locked = flag === 0 ? undefined : String((me.world.random(4).readUInt32LE() >>> 1) + 1);
          setState((state) => (locked === undefined ? state & ~2 : state | 2));
          return { Handle: Number(locked ?? 0), ReturnValue: 0 };
        },
        /** 2 on, 3 off (DSP0223); that it is refused in client control mode, and the code for that, is guessed. */
        RequestStateChange(call, input, on) {
          const wanted = numberOf(input.RequestedState);
          if (wanted !== 2 && wanted !== 3) return returns(5);
          if (!mayChange(call)) return returns(code.notPermitted);
          store.replace("AMT_AuditLog", on, { ...on, EnabledState: wanted, RequestedState: wanted });
          setState((state) => (wanted === 2 ? state & ~1 : state | 1));
          audits(journal, call)[wanted === 2 ? "auditEnabled" : "auditDisabled"]();
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

  /** Who may change what is written: an auditor, and the administrator until there is one (presence-posture.md 5.1). */
  function mayChange({ user }: Call): boolean {
    const may = user.realms.some((one) => one === realms.auditLog || one === realms.administration);
    return may && me.world.controlMode === "admin";
  }
  function setState(change: (state: number) => number): void {
    const [before] = store.list("AMT_AuditLog");
    if (before) store.replace("AMT_AuditLog", before, { ...before, AuditState: change(numberOf(before.AuditState)) });
  }
}

const isoSeconds = (seconds: number): string => `${new Date(seconds * 1_000).toISOString().slice(0, 19)}Z`;
