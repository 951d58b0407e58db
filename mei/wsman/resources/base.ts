import { reference } from "../reference.ts";
import { method } from "../resource.ts";
import { maybe } from "../shape.ts";
import { flag, list, oneOf, text, time, u16, u64 } from "../value.ts";

/** What the classes of the DMTF's CIM schema 2 have in common (properties, value maps), as far as AMT fills it. */

export const enabledState = oneOf(u16, {
  unknown: 0,
  other: 1,
  enabled: 2,
  disabled: 3,
  shuttingDown: 4,
  notApplicable: 5,
  enabledButOffline: 6,
  inTest: 7,
  deferred: 8,
  quiesce: 9,
  starting: 10,
});
export const requestedState = oneOf(u16, {
  unknown: 0,
  enabled: 2,
  disabled: 3,
  shutDown: 4,
  noChange: 5,
  offline: 6,
  test: 7,
  deferred: 8,
  quiesce: 9,
  reboot: 10,
  reset: 11,
  notApplicable: 12,
});
export const healthState = oneOf(u16, {
  unknown: 0,
  ok: 5,
  degraded: 10,
  minorFailure: 15,
  majorFailure: 20,
  criticalFailure: 25,
  nonRecoverable: 30,
});
export const operationalStatus = oneOf(u16, {
  unknown: 0,
  other: 1,
  ok: 2,
  degraded: 3,
  stressed: 4,
  predictiveFailure: 5,
  error: 6,
  nonRecoverableError: 7,
  starting: 8,
  stopping: 9,
  stopped: 10,
  inService: 11,
  noContact: 12,
  lostCommunication: 13,
  aborted: 14,
  dormant: 15,
  supportingEntityInError: 16,
  completed: 17,
  powerMode: 18,
});

export const managed = { Caption: text, Description: text, ElementName: text };

/** CIM_ManagedSystemElement. */
export const systemElement = {
  ...managed,
  CommunicationStatus: u16,
  DetailedStatus: u16,
  HealthState: healthState,
  InstallDate: time,
  Name: text,
  OperatingStatus: u16,
  OperationalStatus: list(operationalStatus),
  PrimaryStatus: u16,
  Status: text,
  StatusDescriptions: list(text),
};

/** CIM_EnabledLogicalElement. */
export const enabledElement = {
  ...systemElement,
  AvailableRequestedStates: list(u16),
  EnabledDefault: u16,
  EnabledState: enabledState,
  OtherEnabledState: text,
  RequestedState: requestedState,
  TimeOfLastStateChange: time,
  TransitioningToState: u16,
};

export const inSystem = { CreationClassName: text, SystemCreationClassName: text, SystemName: text };
export const serviceKeys = ["CreationClassName", "Name", "SystemCreationClassName", "SystemName"] as const;
export const deviceKeys = ["CreationClassName", "DeviceID", "SystemCreationClassName", "SystemName"] as const;

/** CIM_Service. */
export const service = {
  ...enabledElement,
  ...inSystem,
  PrimaryOwnerContact: text,
  PrimaryOwnerName: text,
  StartMode: text,
  Started: flag,
};

/** CIM_ServiceAccessPoint. */
export const accessPoint = { ...enabledElement, ...inSystem };

/** CIM_LogicalDevice. */
export const device = {
  ...enabledElement,
  ...inSystem,
  AdditionalAvailability: list(u16),
  Availability: u16,
  DeviceID: text,
  IdentifyingDescriptions: list(text),
  OtherIdentifyingInfo: list(text),
  PowerOnHours: u64,
  StatusInfo: u16,
  TotalPowerOnHours: u64,
};

/** CIM_SettingData and CIM_Capabilities. */
export const setting = { ...managed, InstanceID: text };

/** CIM_Log. */
export const log = {
  ...enabledElement,
  CurrentNumberOfRecords: u64,
  InstanceID: text,
  LogState: u16,
  MaxNumberOfRecords: u64,
  OverwritePolicy: oneOf(u16, { unknown: 0, wrapsWhenFull: 2, neverOverwrites: 7 }),
};

/** Return values of CIM_EnabledLogicalElement.RequestStateChange. */
export const stateChangeCodes = {
  NOT_SUPPORTED: 1,
  UNKNOWN_ERROR: 2,
  TIMEOUT: 3,
  FAILED: 4,
  INVALID_PARAMETER: 5,
  IN_USE: 6,
  JOB_STARTED: 4096,
  INVALID_STATE_TRANSITION: 4097,
  TIMEOUT_NOT_SUPPORTED: 4098,
  BUSY: 4099,
};

/** RequestStateChange with the plain states. */
export const requestStateChange = method({
  effect: "change",
  input: { RequestedState: requestedState, TimeoutPeriod: maybe(time) },
  output: { Job: maybe(reference) },
  codes: stateChangeCodes,
});
