import type { Version } from "../registers/generation.ts";

/** Where a line of releases begins within a major: numbers of one line say nothing of another (posture.md 1.8). One major that is not here is one line. */
const starts: Readonly<Record<string, readonly number[]>> = {
  "ME 9": [0, 5],
  "CSME 11": [0, 10, 20],
  "CSME 13": [0, 30, 50],
  "CSME 14": [0, 5],
  "CSME 15": [0, 40],
};

/** `CSME 11.10`: the line that a version of a product is of. */
export function branchOf(product: string, [major, minor]: Version): string {
  const from = (starts[`${product} ${major}`] ?? [0]).filter((start) => start <= minor).at(-1) ?? 0;
  return `${product} ${major}.${from}`;
}
