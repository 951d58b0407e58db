import type { Decoded } from "./decode.ts";
import type { Generation } from "./generation.ts";

/** Boot Guard's profiles (posture.md 1.3): 4 and 5 do not start what they cannot verify, 3 starts it and only tells. */
export const profiles: Readonly<Record<number, string>> = {
  0: "none",
  3: "verified and measured, not enforced",
  4: "verified, enforced",
  5: "verified and measured, enforced",
};

/**
 * The profile's number; undefined where the registers do not say. From 18 on it is a field, before it follows from four bits and the
 * enforcement policy (secboot, slimbootloader).
 */
export function profileOf(generation: Generation, decoded: Decoded): number | undefined {
  if (generation === "csme18") {
    const { bootGuardProfile } = decoded;
    return typeof bootGuardProfile === "number" ? bootGuardProfile : undefined;
  }
  const { verified, measured, forceAcm, enforcement, bootGuardDisabled } = decoded;
  if (verified === undefined) return undefined;
  if (bootGuardDisabled === true) return 0;
  if (verified !== true) return 0;
  const enforced = forceAcm === true && enforcement === 3;
  if (!enforced) return enforcement === 0 && measured === true ? 3 : undefined;
  return measured === true ? 5 : 4;
}
