import { generation } from "../knows.ts";
import type { Machine } from "../machine.ts";

/** Version of the bus, as sysfs `hbm_ver` shows it. */
export interface HbmVersion {
  readonly major: number;
  readonly minor: number;
}

export const atLeast = (version: HbmVersion, least: HbmVersion): boolean =>
  version.major > least.major || (version.major === least.major && version.minor >= least.minor);

/**
 * What the machine's firmware speaks. Guessed from when the driver learned what is new in a version: power gating isolation (1.1) with
 * ME 9, events and dynamic clients (2.0) with 11, DMA rings (2.1) with 12, capabilities and virtual tags (2.2) with 15.
 */
export function hbmVersionOf(machine: Machine): HbmVersion {
  const major = generation(machine);
  if (major >= 15) return { major: 2, minor: 2 };
  if (major >= 12) return { major: 2, minor: 1 };
  return major >= 11 ? { major: 2, minor: 0 } : { major: 1, minor: 1 };
}
