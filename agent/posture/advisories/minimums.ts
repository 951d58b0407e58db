import type { Version } from "../registers/generation.ts";

export interface FirmwareBranch {
  readonly product: "CSME" | "TXE";
  readonly minimum: readonly [major: number, minor: number, hotfix: number];
  /** Which minors are of this branch. */
  readonly minors: readonly [low: number, high: number];
}
const branch = (
  product: FirmwareBranch["product"],
  minimum: FirmwareBranch["minimum"],
  low: number,
  high: number,
): FirmwareBranch => ({ product, minimum, minors: [low, high] });

/** The oldest hotfix without the weaknesses that Intel's detection tool knew in August 2022 (fwupd 4e5a928d9; posture.md 1.8). */
export const minimums: readonly FirmwareBranch[] = [
  branch("CSME", [11, 8, 92], 0, 9),
  branch("CSME", [11, 12, 92], 10, 19),
  branch("CSME", [11, 22, 92], 20, 29),
  branch("CSME", [12, 0, 90], 0, 0),
  branch("CSME", [13, 0, 60], 0, 0),
  branch("CSME", [13, 30, 30], 30, 30),
  branch("CSME", [13, 50, 20], 50, 50),
  branch("CSME", [14, 1, 65], 0, 1),
  branch("CSME", [14, 5, 45], 5, 5),
  branch("CSME", [15, 0, 40], 0, 0),
  branch("CSME", [15, 40, 20], 40, 40),
  branch("TXE", [3, 1, 92], 0, 1),
  branch("TXE", [4, 0, 45], 0, 0),
];

/** Number by number from the left; negative: `a` is older in that sense. It is not the order of release across lines (posture.md 1.8). */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < 4; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `11.8.55` as four numbers; what is missing is 0. Undefined: no version. */
export function partsOf(text: string): Version | undefined {
  if (!/^\d+(\.\d+){0,3}$/.test(text)) return undefined;
  const [major = 0, minor = 0, hotfix = 0, build = 0] = text.split(".").map(Number);
  return [major, minor, hotfix, build];
}
