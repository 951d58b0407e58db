import { realms } from "../../accounts.ts";
import { alerts } from "../alert.ts";
import { audits } from "../audits.ts";
import { CimFault } from "../fault.ts";
import { type Managed, type Rules, returns, settable, success } from "../rule.ts";
import { fieldsOf, isTrue, numberOf, type Properties, reference, textOf } from "../value.ts";
import { powerState, setPower } from "./power.ts";

const alarmLimit = 5; // guessed
const occurrence = "IPS_AlarmClockOccurrence";
const seconds = (time: Date): number => Math.floor(time.getTime() / 1_000);

/** `P1DT2H3M` in ms; AMT's alarms repeat by days, hours and minutes. 0: not at all; undefined: no such span. */
function spanOf(text: string): number | undefined {
  const found = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,2})H)?(?:(\d{1,2})M)?(?:\d{1,2}S)?)?$/.exec(text);
  if (text === "" || text === "0") return 0;
  if (!found) return undefined;
  const [days, hours, minutes] = found.slice(1, 4).map((part) => Number(part ?? 0));
  return ((days ?? 0) * 1_440 + (hours ?? 0) * 60 + (minutes ?? 0)) * 60_000;
}

/** AMT's clock (rpc.md 3.15) and its alarms, which wake the machine. */
export function timeRules(me: Managed): Rules {
  const { store, journal } = me;
  const startOf = (one: Properties): number =>
    typeof one.StartTime === "object" && "datetime" in one.StartTime ? Date.parse(one.StartTime.datetime) : Number.NaN;
  function plan(one: Properties): void {
    const wait = startOf(one) - me.now().getTime();
    // As long as a timer can be; a later one is planned anew when that is over
    me.later(Math.min(wait, 2_000_000_000), () => {
      if (!store.list(occurrence).includes(one)) return;
      if (startOf(one) > me.now().getTime()) return plan(one);
      if (powerState(me) !== 2) setPower(me, 2);
      const every =
        typeof one.Interval === "object" && "interval" in one.Interval ? (spanOf(one.Interval.interval) ?? 0) : 0;
      if (every > 0) {
        const next = { ...one, StartTime: { datetime: iso(startOf(one) + every) } };
        store.replace(occurrence, one, next);
        plan(next);
      } else if (isTrue(one.DeleteOnCompletion)) store.remove(occurrence, one);
    });
  }
  const iso = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  return {
    AMT_TimeSynchronizationService: {
      write: [realms.networkTime, realms.localSystem],
      /** 0: on, as AMT comes; 1 on, 2 off. */
      put(call, wanted, before, given) {
        const [was, will] = [numberOf(before.LocalTimeSyncEnabled), numberOf(wanted.LocalTimeSyncEnabled)];
        if (![0, 1, 2].includes(will)) throw new CimFault("InvalidRepresentation", "InvalidValues");
        if ((was === 2) !== (will === 2)) {
          audits(journal, call)[will === 2 ? "timeSyncDisabled" : "timeSyncEnabled"]();
          me.alert(will === 2 ? alerts.timeSyncDisabled : alerts.timeSyncEnabled);
        }
        return settable("LocalTimeSyncEnabled")(call, wanted, before, given);
      },
      methods: {
        GetLowAccuracyTimeSynch: () => ({ Ta0: seconds(me.now()), ReturnValue: 0 }),
        /** Ta0 as it was told, Tm1 when that came, Tm2 now: AMT sets its clock by half the way. All in seconds. */
        SetHighAccuracyTimeSynch(call, input) {
          const [ta0, tm1, tm2] = [numberOf(input.Ta0), numberOf(input.Tm1), numberOf(input.Tm2)];
          if (![ta0, tm1, tm2].every((one) => one >= 0 && one <= 0xffff_ffff)) return returns(0x22); // INVALID_TIME
          if (tm2 < tm1) return returns(0x22);
          const set = Buffer.alloc(4);
          set.writeUInt32BE(tm2 >>> 0);
          audits(journal, call).timeSet(set); // recorded with the old time as its own, the new one as data (golden audit-b-5)
          me.setTime(new Date(tm2 * 1_000));
          return success;
        },
      },
    },
    AMT_AlarmClockService: {
      write: [realms.localSystem],
      methods: {
        AddAlarm(_call, input) {
          const template = fieldsOf(input.AlarmTemplate);
          if (!template || textOf(template.InstanceID) === "" || Number.isNaN(startOf(template))) {
            throw new CimFault("InvalidRepresentation", "MissingValues");
          }
          if (startOf(template) <= me.now().getTime()) return returns(0x24);
          const every = template.Interval;
          if (typeof every === "object" && "interval" in every && spanOf(every.interval) === undefined)
            return returns(0x24);
          const all = store.list(occurrence);
          // Recorded, oddly: a name that is taken is said to be content that is not valid, MissingValues (rpc.md 4.2)
          if (all.some(({ InstanceID }) => InstanceID === textOf(template.InstanceID))) {
            throw new CimFault("InvalidRepresentation", "MissingValues");
          }
          if (all.length >= alarmLimit) throw new CimFault("QuotaLimit"); // recorded
          const one: Properties = {
            ElementName: textOf(template.ElementName),
            InstanceID: textOf(template.InstanceID),
            StartTime: template.StartTime,
            ...(every !== undefined && { Interval: every }),
            DeleteOnCompletion: isTrue(template.DeleteOnCompletion),
          };
          store.add(occurrence, one);
          plan(one);
          return { AlarmClock: reference(occurrence, { InstanceID: textOf(template.InstanceID) }), ReturnValue: 0 };
        },
      },
    },
    [occurrence]: { remove() {}, write: [realms.localSystem] },
  };
}
