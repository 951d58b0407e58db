import { notApplicable, seen, unknown, verdict } from "../check.ts";
import type { Collector } from "../collector.ts";
import { NoAnswer } from "../reasons.ts";
import { isPlaceholder } from "./host-firmware.ts";
import { bytesAt, numberAt, textAt, there, windowsCheck } from "./windows-check.ts";

const BIOS = "HARDWARE\\DESCRIPTION\\System\\BIOS";
const PROCESSORS = "HARDWARE\\DESCRIPTION\\System\\CentralProcessor";
const CONTROL = "SYSTEM\\CurrentControlSet\\Control";
const SECURE_BOOT = `${CONTROL}\\SecureBoot\\State`;
const DEVICES = "SYSTEM\\CurrentControlSet\\Enum";
/** FIRMWARE_TYPE of winnt.h. */
const STARTED_BY_BIOS = 1;
/** More processors than a Windows of today has. */
const MOST_PROCESSORS = 4096;

export const windowsFirmware: readonly Collector[] = [
  windowsCheck("host.bios", "amt-agent", async (windows) => {
    const version = there(await textAt(windows, BIOS, "BIOSVersion"), BIOS, "BIOSVersion");
    const vendor = await textAt(windows, BIOS, "BIOSVendor");
    const date = await textAt(windows, BIOS, "BIOSReleaseDate");
    const value = [vendor?.value, version.value, date?.value && `(${date.value})`].filter(Boolean).join(" ");
    return {
      judged: verdict(!isPlaceholder(version.value), value, "a version"),
      evidence: [version, vendor, date].flatMap((one) => (one ? [one.evidence] : [])),
    };
  }),
  windowsCheck("org.fwupd.hsi.Bios.CapsuleUpdates", "fwupd 2.1, by Windows' devices", async ({ registry }) => {
    if ((await registry.keys(DEVICES)) === undefined) throw new NoAnswer("no-data", `HKLM\\${DEVICES} is not there`);
    // Windows makes a device RES_{…} of each entry of the ESRT
    const entries = ((await registry.keys(`${DEVICES}\\UEFI`)) ?? []).filter((name) => /^RES_/i.test(name));
    return {
      judged: verdict(entries.length > 0, entries.length, "at least one entry of the ESRT"),
      evidence: [seen(`HKLM\\${DEVICES}\\UEFI`, entries.join(" "))],
    };
  }),
  windowsCheck("org.fwupd.hsi.Uefi.SecureBoot", "fwupd 2.1, by Windows' word", async (windows) => {
    const state = await numberAt(windows, SECURE_BOOT, "UEFISecureBootEnabled");
    if (state === undefined) {
      const by = await numberAt(windows, CONTROL, "PEFirmwareType");
      if (by?.value === STARTED_BY_BIOS)
        return { judged: verdict(false, "not started by UEFI", "on"), evidence: [by.evidence] };
    }
    const { value, evidence } = there(state, SECURE_BOOT, "UEFISecureBootEnabled");
    if (value > 1) throw new NoAnswer("malformed", `${evidence.source} is ${value}`);
    return { judged: verdict(value === 1, value === 1 ? "on" : "off", "on"), evidence: [evidence] };
  }),
  windowsCheck("org.fwupd.hsi.Tpm.Version20", "fwupd 2.1, by TBS", async (windows) => {
    const version = await windows.tpm();
    const evidence = [seen("Tbsi_GetDeviceInfo", String(version ?? "none"))];
    if (version === undefined) return { judged: verdict(false, "none", "2"), evidence };
    if (version !== 1 && version !== 2) throw new NoAnswer("malformed", `Tbsi_GetDeviceInfo says version ${version}`);
    return { judged: verdict(version === 2, String(version), "2"), evidence };
  }),
  windowsCheck("host.microcode", "amt-agent", async (windows) => {
    const names = (await windows.registry.keys(PROCESSORS)) ?? [];
    if (names.length === 0) throw new NoAnswer("no-data", `HKLM\\${PROCESSORS} names no processor`);
    if (names.length > MOST_PROCESSORS) throw new NoAnswer("too-large", `${names.length} processors`);
    const revisions = new Set<string>();
    for (const name of names) {
      const key = `${PROCESSORS}\\${name}`;
      const { value } = there(await bytesAt(windows, key, "Update Revision", 8), key, "Update Revision");
      // The revision is the upper half of IA32_BIOS_SIGN_ID
      revisions.add(`0x${Buffer.from(value, "hex").readUInt32LE(4).toString(16)}`);
    }
    const value = [...revisions].join(", ");
    const evidence = [seen(`HKLM\\${PROCESSORS}, Update Revision`, value)];
    if (revisions.size > 1) return { judged: verdict(false, value, "one revision, none missing"), evidence };
    return { judged: unknown("no-rule", "Windows does not say whether a newer one is missing", value), evidence };
  }),
  ...["org.fwupd.hsi.Kernel.Lockdown", "org.fwupd.hsi.Kernel.Tainted"].map((id) =>
    windowsCheck(id, "fwupd 2.1", async () => ({
      judged: notApplicable("not-here", "a property of Linux' kernel"),
    })),
  ),
];
