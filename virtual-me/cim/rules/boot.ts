import { realms } from "../../accounts.ts";
import { generation } from "../../knows.ts";
import { audits } from "../audits.ts";
import { CimFault } from "../fault.ts";
import { type Managed, type Rules, returns, success } from "../rule.ts";
import { isReference, isTrue, numberOf, type Properties } from "../value.ts";
import { onPower } from "./power.ts";

const write = [realms.remoteControl] as const;
/** What a console may ask of the next start, and which capability it needs. */
const options: Readonly<Record<string, string | undefined>> = {
  BIOSPause: "BIOSPause",
  BIOSSetup: "BIOSSetup",
  BootMediaIndex: undefined,
  ConfigurationDataReset: "ConfigurationDataReset",
  EnforceSecureBoot: undefined,
  FirmwareVerbosity: undefined,
  ForcedProgressEvents: "ForcedProgressEvents",
  IDERBootDevice: undefined,
  LockKeyboard: "KeyboardLock",
  LockPowerButton: "PowerButtonLock",
  LockResetButton: "ResetButtonLock",
  LockSleepButton: "SleepButtonLock",
  PlatformErase: undefined,
  ReflashBIOS: "BIOSReflash",
  SecureErase: "SecureErase",
  UefiBootNumberOfParams: undefined,
  UefiBootParametersArray: undefined,
  UseIDER: "IDER",
  UseSOL: "SOL",
  UseSafeMode: "ForceHardDriveSafeModeBoot",
  UserPasswordBypass: "UserPasswordBypass",
};
/** Read-only since AMT 16: what a BIOS can do of One-Click Recovery and Remote Platform Erase. */
const since16 = ["RPEEnabled", "UEFIHTTPSBootEnabled", "UEFILocalPBABootEnabled", "WinREBootEnabled"] as const;

/** Boot options: asked for, given a role for the next start, and cleared by that start. */
export function bootRules(me: Managed): Rules {
  const { store, journal, world } = me;
  const hidden = generation(world.machine) >= 16 ? {} : Object.fromEntries(since16.map((name) => [name, undefined]));
  const clear = (): void => {
    const before = store.list("AMT_BootSettingData")[0] ?? {};
    const off = Object.keys(options).filter((name) => before[name] !== undefined);
    const cleared = off.map((name) => [name, typeof before[name] === "boolean" ? false : 0]);
    store.replace("AMT_BootSettingData", before, { ...before, ...Object.fromEntries(cleared), OptionsCleared: true });
    store.clear("BootOrder");
  };
  onPower(me, (change) => {
    if (change === "boot") clear();
  });
  const capabilities = (): Properties => store.list("AMT_BootCapabilities")[0] ?? {};
  const instanceOf = (value: Properties[string]): string => (isReference(value) ? (value.keys.InstanceID ?? "") : "");
  return {
    AMT_BootCapabilities: {},
    AMT_BootSettingData: {
      write,
      live: () => hidden,
      put(call, wanted, before, given) {
        const able = capabilities();
        const kept: Record<string, Properties[string]> = {};
        for (const [name, capability] of Object.entries(options)) {
          if (wanted[name] === undefined) continue;
          const asks = isTrue(wanted[name]) || numberOf(wanted[name]) > 0;
          // A refusal in these words is guessed; AMT has no other for a value
          if (asks && given[name] !== undefined && capability !== undefined && able[capability] === false) {
            throw new CimFault("InvalidRepresentation", "InvalidValues");
          }
          kept[name] = wanted[name];
        }
        audits(journal, call).bootOptions();
        return { ...before, ...kept, OptionsCleared: false, RSEPassword: "" };
      },
    },
    CIM_BootConfigSetting: {
      write,
      methods: {
        /** One source at most; none clears the order. */
        ChangeBootOrder(_call, input) {
          const { Source } = input;
          if (Source === undefined || Source === "") {
            store.clear("BootOrder");
            return success;
          }
          const id = instanceOf(Source);
          const known = store.list("CIM_BootSourceSetting").some(({ InstanceID }) => InstanceID === id);
          if (!known) return returns(5); // DSP1012: invalid parameter
          store.clear("BootOrder");
          store.add("BootOrder", { InstanceID: id });
          return success;
        },
      },
    },
    CIM_BootService: {
      write,
      methods: {
        /** Role 1: for the next start only; 32768: no longer. */
        SetBootConfigRole(_call, input) {
          const role = numberOf(input.Role);
          if (instanceOf(input.BootConfigSetting) !== "Intel(r) AMT: Boot Configuration 0") return returns(5);
          if (role !== 1 && role !== 32768) return returns(5);
          if (role === 32768) store.clear("BootOrder");
          return success;
        },
        /** 32768 to 32771: One-Click Recovery and Remote Platform Erase off and on (Console of the toolkit); 2 and 3 as CIM has them. */
        RequestStateChange(_call, input, on) {
          const state = numberOf(input.RequestedState);
          const own = state >= 32768 && state <= 32771;
          if (!own && state !== 2 && state !== 3) return returns(5);
          store.replace("CIM_BootService", on, { ...on, EnabledState: state });
          return success;
        },
      },
    },
    CIM_BootSourceSetting: {},
  };
}
