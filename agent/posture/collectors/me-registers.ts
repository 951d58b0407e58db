import type { Finding } from "../check.ts";
import type { At, Collector } from "../collector.ts";
import { ME_TIME } from "../collector.ts";
import { NoAnswer } from "../reasons.ts";
import { wordsOf } from "../registers/decode.ts";
import { generationOf, parseVersion, type Version } from "../registers/generation.ts";
import { judgeRegisters, type Registers, registerCheckIds } from "../registers/verdicts.ts";
import { meDevice } from "./mei-sysfs.ts";
import { smbiosFirmware } from "./smbios-table.ts";

export interface Firmware {
  readonly registers: Registers;
  readonly version: Version | undefined;
}

/**
 * The registers from the first that has them: the driver that was asked, sysfs (everybody may read it, also where the device may not be
 * opened), the BIOS's snapshot. A virtual machine's are never mixed with this PC's.
 */
export async function firmwareOf(at: Pick<At, "host" | "device" | "firmware">): Promise<Firmware> {
  const troubles: unknown[] = [];
  const noting = (error: unknown): undefined => void troubles.push(error);
  const device = await at.device().catch(noting);
  const told = async (): Promise<Version | undefined> =>
    parseVersion(device?.version) ?? parseVersion((await at.firmware().catch(noting))?.firmware.version);
  if (device && device.words.length > 0) return made(device.words, "runtime", device.source, await told());
  if (device?.virtual) return nothing("the virtual ME has no registers");
  const sysfs = await meDevice(at.host).catch(noting);
  if (sysfs && sysfs.words.length > 0) return made(sysfs.words, "runtime", sysfs.path, sysfs.version ?? (await told()));
  const smbios = await smbiosFirmware(at.host).catch(noting);
  if (smbios?.words) return made(smbios.words, "boot", "SMBIOS type 219", sysfs?.version ?? smbios.version);
  const [first] = troubles;
  if (first !== undefined) throw first;
  return nothing("neither the driver nor the BIOS shows the ME's registers");
}

const nothing = (detail: string): never => {
  throw new NoAnswer("no-data", detail);
};

function made(raw: readonly number[], when: Registers["when"], source: string, version: Version | undefined): Firmware {
  const words = wordsOf(raw);
  return { registers: { words, generation: generationOf(version, words), source, when }, version };
}

export const meRegisters: Collector = {
  name: "ME registers",
  ids: registerCheckIds,
  timeout: ME_TIME,
  collect: async (at): Promise<Finding[]> => judgeRegisters((await firmwareOf(at)).registers),
};
