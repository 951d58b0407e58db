/** Where a fact of a virtual machine comes from: seen on a real one, worked out from such, or made up. */
export interface Provenance {
  readonly kind: "recorded" | "derived" | "synthetic";
  /** `recorded`: the golden item or reference page; `derived`: how; `synthetic`: why it was needed. */
  readonly from: string;
}
export interface Fact<T> extends Provenance {
  readonly value: T;
}

export const recorded = <T>(from: string, value: T): Fact<T> => ({ kind: "recorded", from, value });
export const derived = <T>(from: string, value: T): Fact<T> => ({ kind: "derived", from, value });
export const synthetic = <T>(value: T, from = "no source: plausible value"): Fact<T> => ({
  kind: "synthetic",
  from,
  value,
});
