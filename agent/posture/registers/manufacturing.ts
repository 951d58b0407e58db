import { type Judged, unknown, verdict } from "../check.ts";
import type { Decoded } from "./decode.ts";
import type { Generation } from "./generation.ts";

const CLOSED = "closed";

/**
 * Is manufacturing closed? coreboot, fwupd and secboot do not agree (posture.md 1.4); where they differ and no machine decides it, the
 * verdict is unknown.
 */
export function judgeManufacturing(decoded: Decoded, generation: Generation): Judged {
  const { workingState, manufacturingMode, flashDescriptorUnlocked, fuseLock, operationMode } = decoded;
  if (workingState === undefined) return unknown("no-data", "HFSTS1 was not read");
  if (generation === "me" || generation === "csme11")
    return verdict(manufacturingMode === false, manufacturingMode === true ? "open" : CLOSED, CLOSED);
  if (fuseLock === undefined) return unknown("no-data", "HFSTS6 was not read");
  if (manufacturingMode === true) return verdict(false, "open", CLOSED);
  if (flashDescriptorUnlocked === true) return verdict(false, "flash descriptor not locked", CLOSED);
  if (generation === "csme18" && (operationMode === "debug" || operationMode === "enhanced-debug"))
    return verdict(false, operationMode, CLOSED);
  if (fuseLock === true) return fused(decoded, generation);
  if (generation === "csme16") return verdict(false, "fuses not locked", CLOSED);
  return unknown("conflicting-sources", "fwupd calls it closed, coreboot wants the fuses locked", "fuses not locked");
}

/**
 * With the fuses locked only HFSTS6 bit 21 is left. From 18 on it stays 0 on finished machines with flexible end of manufacturing: no
 * failure (fwupd 2e89c4a62). On 16 and 17 coreboot calls that open; fwupd does not judge, and finished ThinkPads have it so.
 */
function fused({ manufacturingLock }: Decoded, generation: Generation): Judged {
  if (generation === "csme16" && manufacturingLock === false)
    return unknown(
      "conflicting-sources",
      "coreboot wants the manufacturing lock (HFSTS6 bit 21), finished machines lack it",
      "no lock",
    );
  return verdict(true, CLOSED, CLOSED);
}
