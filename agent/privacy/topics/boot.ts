import type { PrivacyFinding } from "../../api/privacy.ts";
import { message } from "../../api/texts.ts";
import { tame } from "../../events/heard.ts";
import { isKnown } from "../known.ts";
import { amt, type Readings, says, type Topic, topic, unknown } from "../readings.ts";

/** What the owner can have set for the next start; `RSEPassword` and boot parameters are secrets and not looked at. */
const options = [
  "UseSOL",
  "UseIDER",
  "BIOSSetup",
  "BIOSPause",
  "UserPasswordBypass",
  "LockKeyboard",
  "LockPowerButton",
  "LockResetButton",
  "LockSleepButton",
  "SecureErase",
  "PlatformErase",
  "ReflashBIOS",
  "ConfigurationDataReset",
  "UEFIHTTPSBootEnabled",
  "UEFILocalPBABootEnabled",
  "WinREBootEnabled",
  "UseSafeMode",
] as const;
const MOST = 8;

/** What waits for the next start, and what would start this PC by itself. */
export const boot: Topic = (readings) => topic("boot", [...pending(readings), ...alarms(readings)]);

function pending({ guarded }: Readings): PrivacyFinding[] {
  const source = amt("AMT_BootSettingData");
  const known = guarded.boot;
  if (!isKnown(known)) return [unknown(message("privacy.boot.list", {}), known.why, source)];
  const [settings] = known.value;
  if (settings === undefined)
    return [unknown(message("privacy.boot.list", {}), message("unknown.not-reported", {}), source)];
  const set = options.filter((name) => settings[name] === true);
  if (set.length === 0) return [says("closed", message("privacy.boot.none", {}), source)];
  return set.map((option) => says("open", message("privacy.boot.option", { option }), source));
}

function alarms({ guarded }: Readings): PrivacyFinding[] {
  const source = amt("IPS_AlarmClockOccurrence");
  const known = guarded.alarms;
  if (!isKnown(known)) return [unknown(message("privacy.boot.alarms", {}), known.why, source)];
  if (known.value.length === 0) return [says("closed", message("privacy.boot.no-alarm", {}), source)];
  return known.value.slice(0, MOST).map(({ ElementName, InstanceID, StartTime }) => {
    const name = tame(ElementName ?? InstanceID ?? "");
    return says("open", message("privacy.boot.alarm", { name, at: momentOf(StartTime) }), source);
  });
}

/** What is no moment is not told as one. */
const momentOf = (time: unknown): string =>
  typeof time === "string" && !Number.isNaN(new Date(time).getTime()) ? tame(time) : "";
