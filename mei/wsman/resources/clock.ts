import { reference } from "../reference.ts";
import { instance, method, resource } from "../resource.ts";
import { flag, oneOf, text, time, u32 } from "../value.ts";
import { managed, service, serviceKeys } from "./base.ts";

/** AMT's clock and its alarm clock (rpc.md 3.15). */

export const timeSynchronizationService = resource("AMT_TimeSynchronizationService", {
  keys: serviceKeys,
  properties: {
    ...service,
    LocalTimeSyncEnabled: oneOf(u32, { byDefault: 0, enabled: 1, disabled: 2 }),
    TimeSource: oneOf(u32, { bios: 0, configured: 1 }),
  },
  methods: {
    /** Seconds since 1970. */
    GetLowAccuracyTimeSynch: method({ effect: "read", output: { Ta0: u32 } }),
    /** Ta0 as AMT gave it; Tm1 when that came, Tm2 now. Late is wrong, so it is never sent again. */
    SetHighAccuracyTimeSynch: method({ effect: "once", input: { Ta0: u32, Tm1: u32, Tm2: u32 } }),
  },
});

export const alarmClockOccurrence = resource("IPS_AlarmClockOccurrence", {
  keys: ["InstanceID"],
  properties: { ...managed, InstanceID: text, StartTime: time, Interval: time, DeleteOnCompletion: flag },
});

export const alarmClockService = resource("AMT_AlarmClockService", {
  keys: serviceKeys,
  properties: { ...service, NextAMTAlarmTime: time, AMTAlarmClockInterval: time },
  methods: {
    AddAlarm: method({
      effect: "once",
      input: { AlarmTemplate: instance(alarmClockOccurrence) },
      output: { AlarmClock: reference },
    }),
  },
});
