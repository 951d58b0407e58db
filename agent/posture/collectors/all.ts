import type { Collector } from "../collector.ts";
import { amtAccounts } from "./amt-accounts.ts";
import { amtControl } from "./amt-control.ts";
import { amtFacts } from "./amt-facts.ts";
import { amtNetwork } from "./amt-network.ts";
import { amtTls } from "./amt-tls.ts";
import { firmwareCollectors } from "./firmware.ts";
import { hostFirmware } from "./host-firmware.ts";
import { hostKernel } from "./host-kernel.ts";
import { hostProtection } from "./host-protection.ts";
import { meRegisters } from "./me-registers.ts";
import { windowsFirmware } from "./windows-firmware.ts";
import { windowsProtection } from "./windows-protection.ts";

export const meCollectors: readonly Collector[] = [
  meRegisters,
  ...firmwareCollectors,
  ...amtFacts,
  ...amtTls,
  ...amtControl,
  ...amtNetwork,
  ...amtAccounts,
];
/** By the system they are for. What a system has none for is in the report all the same, and not known. */
export const hostCollectors: Readonly<Record<string, readonly Collector[]>> = {
  linux: [...hostFirmware, ...hostKernel, ...hostProtection],
  win32: [...windowsFirmware, ...windowsProtection],
};
