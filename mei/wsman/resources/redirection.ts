import { reference } from "../reference.ts";
import { method, resource } from "../resource.ts";
import { maybe } from "../shape.ts";
import { base64, flag, i32, list, oneOf, secret, text, time, u8, u16, u32 } from "../value.ts";
import { accessPoint, requestStateChange, service, serviceKeys, setting, stateChangeCodes } from "./base.ts";

/** KVM, serial over LAN, USB redirection, user consent and what the user sees of it (presence-posture.md 3.3, 3.5, 3.6). */

const redirectionState = oneOf(u16, { none: 32768, ider: 32769, sol: 32770, iderAndSol: 32771 });
/** 3 is "no such session": there is nothing left to end. */
const terminateCodes = { INTERNAL_ERROR: 1, INVALID_PARAMETER: 2, INVALID_STATE: 3 };

export const redirectionService = resource("AMT_RedirectionService", {
  keys: serviceKeys,
  properties: { ...service, AccessLog: list(text), EnabledState: redirectionState, ListenerEnabled: flag },
  methods: {
    RequestStateChange: method({
      effect: "change",
      input: { RequestedState: redirectionState, TimeoutPeriod: maybe(time) },
      output: { Job: maybe(reference) },
      codes: stateChangeCodes,
    }),
    TerminateSession: method({
      effect: "change",
      input: { SessionType: oneOf(u32, { ider: 0, sol: 1 }) },
      codes: terminateCodes,
    }),
  },
});

export const cimRedirectionService = resource("CIM_RedirectionService", {
  keys: serviceKeys,
  properties: {
    ...service,
    MaxCurrentEnabledSAPs: u16,
    RedirectionServiceType: list(oneOf(u16, { unknown: 0, other: 1, textConsole: 2, kvm: 3, media: 4 })),
    SharingMode: oneOf(u16, { unknown: 0, exclusive: 2, shared: 3 }),
  },
});

export const kvmRedirectionSap = resource("CIM_KVMRedirectionSAP", {
  keys: serviceKeys,
  // `enabled` is in use, `enabledButOffline` is on without a session
  properties: { ...accessPoint, KVMProtocol: oneOf(u16, { unknown: 0, other: 1, raw: 2, rdp: 3, rfb: 4 }) },
  methods: { RequestStateChange: requestStateChange },
});

export const kvmRedirectionSettingData = resource("IPS_KVMRedirectionSettingData", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    BackToBackFbMode: flag,
    DefaultScreen: u8,
    DoubleBufferActive: flag,
    DoubleBufferEnabled: flag,
    EnabledByMEBx: flag,
    GrayscalePixelFormatSupported: flag,
    InitialDecimationModeForLowRes: oneOf(u8, { unsupported: 0, off: 1, auto: 2, on: 3 }),
    Is5900PortEnabled: flag,
    OptInPolicy: flag,
    OptInPolicyTimeout: u16,
    /** Written, never read: AMT answers with an empty one. */
    RFBPassword: secret,
    SessionTimeout: u16,
    ZlibControlSupported: flag,
  },
  methods: {
    DataChannelRead: method({ effect: "change", output: { DataMessage: maybe(base64) } }),
    DataChannelWrite: method({ effect: "once", input: { DataMessage: base64 } }),
    /** Only from this machine. */
    TerminateSession: method({ effect: "change", codes: terminateCodes }),
  },
});

const consentCodes = { INTERNAL_ERROR: 1, INVALID_STATE: 2, BLOCKED: 3 };
export const optInService = resource("IPS_OptInService", {
  keys: serviceKeys,
  properties: {
    ...service,
    CanModifyOptInPolicy: oneOf(u32, { no: 0, yes: 1 }),
    OptInCodeTimeout: u32,
    OptInDisplayTimeout: u32,
    OptInRequired: oneOf(u32, { none: 0, kvm: 1, all: 0xffff_ffff }),
    OptInState: oneOf(u32, { notStarted: 0, requested: 1, displayed: 2, received: 3, inSession: 4 }),
  },
  methods: {
    CancelOptIn: method({ effect: "change", codes: consentCodes }),
    /** Three wrong codes end the request: one call is one guess. */
    SendOptInCode: method({ effect: "once", input: { OptInCode: u32 }, codes: consentCodes }),
    StartOptIn: method({ effect: "once", codes: consentCodes }),
  },
});

export const screenSettingData = resource("IPS_ScreenSettingData", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    IsActive: list(flag),
    PrimaryIndex: u8,
    QuadraryIndex: u8,
    ResolutionX: list(u32),
    ResolutionY: list(u32),
    SecondaryIndex: u8,
    TertiaryIndex: u8,
    UpperLeftX: list(i32),
    UpperLeftY: list(i32),
  },
  methods: { ResetToDefault: method({ effect: "change" }) },
});

/** Blanking the screen during a session. */
export const screenConfigurationService = resource("IPS_ScreenConfigurationService", {
  keys: serviceKeys,
  properties: { ...service, CurrentState: u32, EnabledState: u32, RemainingConsecutiveRebootsNum: u32 },
  methods: {
    SetSessionState: method({
      effect: "change",
      input: { SessionState: oneOf(u32, { close: 0, open: 1 }), ConsecutiveRebootsNum: u32 },
    }),
  },
});

/** Language and size of what AMT draws over the screen. */
export const secIoService = resource("IPS_SecIOService", {
  keys: serviceKeys,
  properties: {
    ...service,
    DefaultScreen: u8,
    NumberOfScreens: u8,
    RequestedLanguage: u16,
    language: u16,
    zoom: oneOf(u16, { single: 1, double: 2, auto: 65535 }),
  },
});

/** Over which port a session runs; there is one while there is a session. */
const sessionUsingPort = {
  keys: ["Antecedent", "Dependent"] as const,
  properties: { Antecedent: reference, Dependent: reference },
};
export const solSessionUsingPort = resource("IPS_SolSessionUsingPort", sessionUsingPort);
export const iderSessionUsingPort = resource("IPS_IderSessionUsingPort", sessionUsingPort);
export const kvmSessionUsingPort = resource("IPS_KvmSessionUsingPort", sessionUsingPort);
export const remoteAccessSessionUsingPort = resource("IPS_RasSessionUsingPort", sessionUsingPort);

export const webUiService = resource("AMT_WebUIService", {
  keys: serviceKeys,
  properties: service,
  methods: { RequestStateChange: requestStateChange },
});
