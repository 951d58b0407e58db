import type { Generation } from "./generation.ts";

/** One field of one register: HFSTS`register`, bits `high` to `low`. A single bit is read as yes or no. */
export interface Field {
  readonly register: 1 | 2 | 3 | 4 | 5 | 6;
  readonly high: number;
  readonly low: number;
  readonly names?: Readonly<Record<number, string>>;
}
type Fields = Readonly<Record<string, Field>>;
type Register = Field["register"];

const bit = (register: Register, at: number): Field => ({ register, high: at, low: at });
const bits = (register: Register, high: number, low: number, names?: Field["names"]): Field =>
  names ? { register, high, low, names } : { register, high, low };

/** A number that is not named stays a number: 13 and 14 exist and nobody says what they are (golden.md 4.20). */
const workingStates = {
  0: "reset",
  1: "initialising",
  2: "recovery",
  3: "test",
  4: "disabled",
  5: "normal",
  6: "wait",
  7: "transition",
  8: "invalid-cpu",
  14: "halt",
};
const operationStates = {
  0: "preboot",
  1: "m0-with-uma",
  2: "m0-power-gated",
  4: "m3",
  5: "m0",
  6: "bring-up",
  7: "error",
};
const errors = { 0: "none", 1: "uncategorised", 2: "disabled", 3: "image-failure", 4: "debug-failure" };
const operationModes = {
  0: "normal",
  2: "debug",
  3: "temporarily-disabled",
  4: "override-by-strap",
  5: "override-by-message",
  7: "enhanced-debug",
  15: "server-firmware",
};
const power = { 1: "ac", 2: "dc" };
/** 1 on some 335 machines is documented nowhere (golden.md 4.8). */
const skus = { 2: "consumer", 3: "corporate", 5: "lite", 6: "server" };

/** Of every generation (posture.md 1.2). */
const everywhere = {
  workingState: bits(1, 3, 0, workingStates),
  flashPartitionTableBad: bit(1, 5),
  operationState: bits(1, 8, 6, operationStates),
  initComplete: bit(1, 9),
  bringUpLoadFailure: bit(1, 10),
  updateInProgress: bit(1, 11),
  error: bits(1, 15, 12, errors),
  operationMode: bits(1, 19, 16, operationModes),
  bootOptionsPresent: bit(1, 24),
  // 8 is the most common on ME 11 and in no list (golden.md 4.9): numbers, no names
  phase: bits(2, 31, 28),
} satisfies Fields;

const everyCsme = {
  ...everywhere,
  resetCount: bits(1, 23, 20),
  powerSource: bits(1, 29, 28, power),
  invokeMebx: bit(2, 3),
  cpuReplaced: bit(2, 4),
  fileSystemFailure: bit(2, 6),
  warmResetRequested: bit(2, 7),
  cpuReplacedValid: bit(2, 8),
  lowPower: bit(2, 9),
  updateNeeded: bit(2, 11),
  sku: bits(3, 6, 4, skus),
  acmActive: bit(5, 0),
  acmValid: bit(5, 1),
  acmResultSource: bit(5, 2),
  acmError: bits(5, 7, 3),
  acmDone: bit(5, 8),
  fuseLock: bit(6, 30),
} satisfies Fields;

/** CSME 11 to 17: Boot Guard's policy is in HFSTS6. */
const policyInSix = {
  ...everyCsme,
  forcedSafeBoot: bit(2, 12),
  enforcementFlow: bit(4, 9),
  tpmDisconnected: bit(4, 12),
  statusValid: bit(4, 14),
  bootGuardSelfTest: bit(4, 15),
  sCrtm: bit(5, 16),
  forceAcm: bit(6, 0),
  cpuDebugDisabled: bit(6, 1),
  bspInitDisabled: bit(6, 2),
  protectBios: bit(6, 3),
  enforcement: bits(6, 7, 6),
  measured: bit(6, 8),
  verified: bit(6, 9),
  acmSvn: bits(6, 13, 10),
  keyManifestSvn: bits(6, 17, 14),
  keyManifestId: bits(6, 25, 22),
  bootGuardDisabled: bit(6, 28),
  fusesDisabled: bit(6, 29),
  txt: bit(6, 31),
} satisfies Fields;

export const fieldsOf: Readonly<Record<Generation, Fields>> = {
  me: { ...everywhere, manufacturingMode: bit(1, 4) },
  csme11: { ...policyInSix, manufacturingMode: bit(1, 4), bootPolicySvn: bits(6, 21, 18) },
  // Bit 21 is the lock from 15 on (golden.md 4.1): it is shown, and 14's SVN is left a bit too narrow rather than too wide
  csme14: {
    ...policyInSix,
    manufacturingMode: bit(1, 4),
    bootPolicySvn: bits(6, 20, 18),
    manufacturingLock: bit(6, 21),
  },
  csme16: {
    ...policyInSix,
    flashDescriptorUnlocked: bit(1, 4),
    bootPolicySvn: bits(6, 20, 18),
    manufacturingLock: bit(6, 21),
    rpmcStatus: bits(3, 13, 11),
  },
  csme18: {
    ...everyCsme,
    flashDescriptorUnlocked: bit(1, 4),
    wayToDisabled: bit(2, 14),
    transactional: bit(3, 7),
    storageProxy: bit(3, 8),
    rpmcStatus: bits(3, 14, 11),
    // Set on thousands of ME 11-16 too (golden.md 4.10), where nobody says what it means
    flashLogExists: bit(4, 2),
    txt: bit(5, 17),
    bootGuardProfile: bits(5, 20, 18),
    cpuDebugDisabled: bit(5, 21),
    bspInitDisabled: bit(5, 22),
    bootPolicyStatus: bit(5, 23),
    tokenApplied: bit(5, 24),
    bootGuardStatus: bits(5, 28, 25),
    manufacturingLock: bit(6, 21),
  },
  // Both share the first register's states with the ME (posture.md 1.2); what else there is is not published
  sps: { workingState: everywhere.workingState, operationMode: everywhere.operationMode, error: everywhere.error },
  txe: { workingState: everywhere.workingState, operationMode: everywhere.operationMode, error: everywhere.error },
};
