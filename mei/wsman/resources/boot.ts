import { reference } from "../reference.ts";
import { method, resource } from "../resource.ts";
import { maybe } from "../shape.ts";
import { flag, list, oneOf, secret, text, u8, u16, u32 } from "../value.ts";
import { requestStateChange, service, serviceKeys, setting } from "./base.ts";

/** What the machine boots next, and from where. */

export const bootCapabilities = resource("AMT_BootCapabilities", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    AMTSecureBootControl: flag,
    BIOSPause: flag,
    BIOSReflash: flag,
    BIOSSecureBoot: flag,
    BIOSSetup: flag,
    ConfigurationDataReset: flag,
    ForceCDorDVDBoot: flag,
    ForceDiagnosticBoot: flag,
    ForceHTTPSBoot: flag,
    ForceHardDriveBoot: flag,
    ForceHardDriveSafeModeBoot: flag,
    ForcePXEBoot: flag,
    ForceUEFILocalPBABoot: flag,
    ForceWinREBoot: flag,
    ForcedProgressEvents: flag,
    IDER: flag,
    KeyboardLock: flag,
    PlatformErase: u32,
    PowerButtonLock: flag,
    ResetButtonLock: flag,
    SOL: flag,
    SecureErase: flag,
    SleepButtonLock: flag,
    UEFIWiFiCoExistenceAndProfileShare: flag,
    UserPasswordBypass: flag,
    VerbosityQuiet: flag,
    VerbosityScreenBlank: flag,
    VerbosityVerbose: flag,
  },
});

export const bootSettingData = resource("AMT_BootSettingData", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    BIOSLastStatus: list(u16),
    BIOSPause: flag,
    BIOSSetup: flag,
    BootMediaIndex: u16,
    BootguardStatus: u16,
    ConfigurationDataReset: flag,
    EnforceSecureBoot: flag,
    FirmwareVerbosity: oneOf(u8, { system: 0, quiet: 1, verbose: 2, screenBlank: 3 }),
    ForcedProgressEvents: flag,
    IDERBootDevice: oneOf(u8, { floppy: 0, cd: 1 }),
    LockKeyboard: flag,
    LockPowerButton: flag,
    LockResetButton: flag,
    LockSleepButton: flag,
    OptionsCleared: flag,
    OwningEntity: text,
    PlatformErase: flag,
    RPEEnabled: flag,
    RSEPassword: secret,
    ReflashBIOS: flag,
    SecureBootControlEnabled: flag,
    SecureErase: flag,
    UEFIHTTPSBootEnabled: flag,
    UEFILocalPBABootEnabled: flag,
    UefiBootNumberOfParams: u16,
    /** Type, length, value: may carry credentials of a boot server. */
    UefiBootParametersArray: secret,
    UseIDER: flag,
    UseSOL: flag,
    UseSafeMode: flag,
    UserPasswordBypass: flag,
    WinREBootEnabled: flag,
  },
});

export const bootSourceSetting = resource("CIM_BootSourceSetting", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    BIOSBootString: text,
    BootString: text,
    FailThroughSupported: oneOf(u16, { unknown: 0, isSupported: 1, isNotSupported: 2 }),
    StructuredBootString: text,
  },
});

export const bootConfigSetting = resource("CIM_BootConfigSetting", {
  keys: ["InstanceID"],
  properties: setting,
  methods: {
    /** Without a source the order is back to normal. */
    ChangeBootOrder: method({
      effect: "change",
      input: { Source: maybe(list(reference)) },
      output: { Job: maybe(reference) },
    }),
  },
});

export const bootService = resource("CIM_BootService", {
  keys: serviceKeys,
  properties: service,
  methods: {
    RequestStateChange: requestStateChange,
    SetBootConfigRole: method({
      effect: "change",
      input: { BootConfigSetting: reference, Role: oneOf(u16, { isNext: 0, isNextSingleUse: 1, isNotNext: 32768 }) },
      output: { Job: maybe(reference) },
    }),
  },
});
