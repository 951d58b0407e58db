import { reference } from "../reference.ts";
import { method, resource } from "../resource.ts";
import { maybe } from "../shape.ts";
import { base64, list, oneOf, text, time, u16, u32 } from "../value.ts";
import { managed, requestStateChange, service, serviceKeys, setting, stateChangeCodes } from "./base.ts";

/** Power states (DMTF DSP1027) and the machine's own power policies. */

export const powerState = oneOf(u16, {
  other: 1,
  on: 2,
  sleepLight: 3,
  sleepDeep: 4,
  cycleOffSoft: 5,
  offHard: 6,
  hibernate: 7,
  offSoft: 8,
  cycleOffHard: 9,
  masterBusReset: 10,
  nmi: 11,
  offSoftGraceful: 12,
  offHardGraceful: 13,
  masterBusResetGraceful: 14,
  cycleOffSoftGraceful: 15,
  cycleOffHardGraceful: 16,
});

export const powerManagementService = resource("CIM_PowerManagementService", {
  keys: serviceKeys,
  properties: service,
  methods: {
    /** A second reset is a second reset. */
    RequestPowerStateChange: method({
      effect: "once",
      input: { PowerState: powerState, ManagedElement: reference, Time: maybe(time), TimeoutPeriod: maybe(time) },
      output: { Job: maybe(reference) },
      codes: stateChangeCodes, // the same numbers (CIM schema, CIM_PowerManagementService)
    }),
    RequestStateChange: requestStateChange,
  },
});

export const powerManagementCapabilities = resource("CIM_PowerManagementCapabilities", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    OtherPowerChangeCapabilities: list(text),
    OtherPowerCapabilitiesDescriptions: list(text),
    PowerCapabilities: list(u16),
    PowerChangeCapabilities: list(
      oneOf(u16, {
        unknown: 0,
        other: 1,
        powerSavingModesEnteredAutomatically: 2,
        powerStateSettable: 3,
        powerCyclingSupported: 4,
        timedPowerOnSupported: 5,
        offHardSupported: 6,
        hibernateSupported: 7,
        gracefulShutdownSupported: 8,
      }),
    ),
    PowerStatesSupported: list(powerState),
    RequestedPowerStatesSupported: list(powerState),
  },
});

const available = { ServiceProvided: reference, UserOfService: reference };
export const associatedPowerManagementService = resource("CIM_AssociatedPowerManagementService", {
  keys: ["ServiceProvided", "UserOfService"],
  properties: {
    ...available,
    AvailableRequestedPowerStates: list(powerState),
    OtherPowerState: text,
    OtherRequestedPowerState: text,
    PowerOnTime: time,
    PowerState: powerState,
    RequestedPowerState: powerState,
  },
});
export const serviceAvailableToElement = resource("CIM_ServiceAvailableToElement", {
  keys: ["ServiceProvided", "UserOfService"],
  properties: available,
  subclasses: [associatedPowerManagementService],
});

const osPowerSavingState = oneOf(u32, { unsupported: 0, other: 1, fullPower: 2, osPowerSaving: 3 });
export const osPowerManagementService = resource("IPS_PowerManagementService", {
  keys: serviceKeys,
  properties: { ...service, OSPowerSavingState: osPowerSavingState },
  methods: {
    RequestOSPowerSavingStateChange: method({
      effect: "change",
      input: { OSPowerSavingState: osPowerSavingState, ManagedElement: reference },
      output: { Job: maybe(reference) },
    }),
  },
});

export const systemPowerScheme = resource("AMT_SystemPowerScheme", {
  keys: ["InstanceID"],
  properties: { ...managed, InstanceID: text, SchemeGUID: base64 },
  methods: { SetPowerScheme: method({ effect: "change", input: { SchemeGUID: base64 } }) },
});

/** Which settings are in force: the boot settings of the next start (IsNext), the power scheme of now (IsCurrent). */
export const elementSettingData = resource("CIM_ElementSettingData", {
  keys: ["ManagedElement", "SettingData"],
  properties: {
    IsCurrent: oneOf(u16, { unknown: 0, is: 1, isNot: 2 }),
    IsDefault: oneOf(u16, { unknown: 0, is: 1, isNot: 2 }),
    IsNext: oneOf(u16, { unknown: 0, is: 1, isNot: 2, singleUse: 3 }),
    ManagedElement: reference,
    SettingData: reference,
  },
});

export const hostBootReason = resource("IPS_HostBootReason", {
  keys: ["InstanceID"],
  properties: { ...setting, PreviousSxState: u32, Reason: u32, ReasonDetails: text },
});
