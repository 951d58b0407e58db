import type { Info } from "../../api/info.ts";
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
export async function firmwareOf(at: Pick<At, "host" | "info">): Promise<Firmware> {
  const troubles: unknown[] = [];
  const info = await at.info().catch((error: unknown) => void troubles.push(error));
  if (info?.machine.virtual) return fromInfo(info) ?? nothing("the virtual ME has no registers");
  const sysfs = await meDevice(at.host).catch((error: unknown) => void troubles.push(error));
  const asked = info && fromInfo(info);
  if (asked) return asked;
  if (sysfs && sysfs.words.length > 0) return made(sysfs.words, "runtime", sysfs.path, sysfs.version);
  const smbios = await smbiosFirmware(at.host).catch((error: unknown) => void troubles.push(error));
  if (smbios?.words) return made(smbios.words, "boot", "SMBIOS type 219", sysfs?.version ?? smbios.version);
  const [first] = troubles;
  if (first !== undefined) throw first;
  return nothing("neither the driver nor the BIOS shows the ME's registers");
}

const nothing = (detail: string): never => {
  throw new NoAnswer("no-data", detail);
};

function fromInfo({ firmware, machine }: Info): Firmware | undefined {
  if (firmware.status.length === 0) return undefined;
  const words = firmware.status.map((word) => Number.parseInt(word, 16));
  const source = machine.virtual ? `virtual:${machine.name ?? "unnamed"}` : `${machine.driver} ${machine.device}`;
  return made(words, "runtime", source, parseVersion(firmware.version));
}

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
