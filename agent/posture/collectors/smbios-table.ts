import type { HostView } from "../host-view.ts";
import type { Version } from "../registers/generation.ts";
import {
  type AmtStructure,
  parseTable,
  readAmt,
  readFirmwareVersion,
  readStatus,
  readVpro,
  type VproStructure,
} from "../registers/smbios.ts";

export interface SmbiosFirmware {
  readonly words: readonly number[] | undefined;
  readonly version: Version | undefined;
  readonly amt: AmtStructure | undefined;
  readonly vpro: VproStructure | undefined;
}

const first = <T, R>(list: readonly T[], read: (one: T) => R | undefined): R | undefined => {
  for (const one of list) {
    const found = read(one);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** What the BIOS wrote down of the ME when it started this machine. For root alone on Linux. Rejects errors of reading, SmbiosError. */
export async function smbiosFirmware(host: HostView): Promise<SmbiosFirmware> {
  const structures = parseTable(await host.smbios());
  const vpro = first(structures, readVpro);
  return {
    words: first(structures, readStatus),
    version: first(structures, readFirmwareVersion) ?? vpro?.version,
    amt: first(structures, readAmt),
    vpro,
  };
}
