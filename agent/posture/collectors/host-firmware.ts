import { seen, unknown, verdict } from "../check.ts";
import type { Collector } from "../collector.ts";
import { NoAnswer } from "../reasons.ts";
import { hostCheck, line } from "./host-check.ts";

const DMI = "/sys/class/dmi/id";
const SECURE_BOOT = "/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c";
const placeholders = /^(|default string|to be filled by o\.e\.m\.|none|not specified|unknown|x\.x)$/i;
/** What makers forget to fill in. */
export const isPlaceholder = (text: string): boolean => placeholders.test(text);

export const hostFirmware: readonly Collector[] = [
  hostCheck("host.bios", "amt-agent", async (host) => {
    const version = await line(host, `${DMI}/bios_version`);
    const vendor = (await host.textIfThere(`${DMI}/bios_vendor`))?.trim() ?? "";
    const date = (await host.textIfThere(`${DMI}/bios_date`))?.trim() ?? "";
    const value = [vendor, version.text, date && `(${date})`].filter((part) => part !== "").join(" ");
    return {
      judged: verdict(!isPlaceholder(version.text), value, "a version"),
      evidence: [version.evidence, seen(`${DMI}/bios_date`, date)],
    };
  }),
  hostCheck("org.fwupd.hsi.Bios.CapsuleUpdates", "fwupd 2.1", async (host) => {
    if ((await host.namesIfThere("/sys/firmware")) === undefined)
      throw new NoAnswer("no-data", "/sys/firmware is not there");
    const entries = await host.namesIfThere("/sys/firmware/efi/esrt/entries");
    const count = entries?.filter((name) => name.startsWith("entry")).length ?? 0;
    return {
      judged: verdict(count > 0, count, "at least one entry of the ESRT"),
      evidence: [seen("/sys/firmware/efi/esrt/entries", entries?.join(" ") ?? "not there")],
    };
  }),
  hostCheck("org.fwupd.hsi.Uefi.SecureBoot", "fwupd 2.1", async (host) => {
    const firmware = await host.namesIfThere("/sys/firmware");
    if (firmware === undefined) throw new NoAnswer("no-data", "/sys/firmware is not there");
    if (!firmware.includes("efi"))
      return {
        judged: verdict(false, "not started by UEFI", "on"),
        evidence: [seen("/sys/firmware", firmware.join(" "))],
      };
    // Four bytes of attributes, one of value (UEFI 2.10, 3.3)
    const variable = await host.bytes(SECURE_BOOT);
    if (variable.length !== 5 || variable.readUInt8(4) > 1)
      throw new NoAnswer("malformed", `${SECURE_BOOT} holds ${variable.length} bytes`);
    const on = variable.readUInt8(4) === 1;
    return { judged: verdict(on, on ? "on" : "off", "on"), evidence: [seen(SECURE_BOOT, variable.toString("hex"))] };
  }),
  hostCheck("org.fwupd.hsi.Iommu", "fwupd 2.1", async (host) => {
    const units = await host.names("/sys/class/iommu");
    return {
      judged: verdict(units.length > 0, units.length, "at least one"),
      evidence: [seen("/sys/class/iommu", units.join(" "))],
    };
  }),
  hostCheck("org.fwupd.hsi.Tpm.Version20", "fwupd 2.1", async (host) => {
    const devices = await tpms(host.names("/sys/class/tpm"));
    const [device] = devices;
    if (device === undefined) return { judged: verdict(false, "none", "2"), evidence: [seen("/sys/class/tpm", "")] };
    const { text, evidence } = await line(host, `/sys/class/tpm/${device}/tpm_version_major`);
    if (!/^[12]$/.test(text)) throw new NoAnswer("malformed", `${evidence.source} says "${text.slice(0, 20)}"`);
    return { judged: verdict(text === "2", text, "2"), evidence: [evidence] };
  }),
  hostCheck("org.fwupd.hsi.Tpm.EmptyPcr", "fwupd 2.1", async (host) => {
    const [device] = await tpms(host.names("/sys/class/tpm"));
    if (device === undefined) return { judged: unknown("no-data", "there is no TPM") };
    const values: string[] = [];
    for (let pcr = 0; pcr < 8; pcr++) {
      const { text } = await line(host, `/sys/class/tpm/${device}/pcr-sha256/${pcr}`);
      if (!/^[0-9A-F]{64}$/i.test(text)) throw new NoAnswer("malformed", `PCR ${pcr} is no SHA-256 value`);
      values.push(text);
    }
    const empty = values.filter((value) => /^0+$/.test(value)).length;
    return {
      judged: verdict(empty === 0, `${empty} of 8 empty`, "none of PCR 0-7 empty"),
      evidence: [seen(`/sys/class/tpm/${device}/pcr-sha256/0`, values[0] ?? "")],
    };
  }),
];

/** Without its class the kernel has no driver for any. */
async function tpms(names: Promise<string[]>): Promise<string[]> {
  try {
    return (await names).filter((name) => /^tpm\d+$/.test(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new NoAnswer("no-driver", "/sys/class/tpm is not there");
  }
}
