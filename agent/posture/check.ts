/** What a check came to. `unknown` always has a reason; it never passes for either of the others. */
export type Verdict = "pass" | "fail" | "unknown" | "not-applicable";

/** Why something is not known, or not asked. The words are in agent/api/posture-texts.ts. */
export type ReasonCode =
  | "busy"
  | "conflicting-sources"
  | "eperm"
  | "login"
  | "malformed"
  | "no-amt"
  | "no-data"
  | "no-driver"
  | "no-firmware"
  | "no-program"
  | "no-rule"
  | "not-here"
  | "not-set-up"
  | "refused"
  | "timeout"
  | "too-large"
  | "unreachable"
  | "unsupported"
  | "untestable";

export interface Reason {
  readonly code: ReasonCode;
  /** What was in the way: a path, an error's code, two answers that differ. */
  readonly detail: string;
}

/** Where it was seen, and what was there, in its own form and at most `MOST_RAW` characters of it. */
export interface Evidence {
  readonly source: string;
  readonly raw: string;
}
export type Value = string | number | boolean | null;

export interface Finding {
  /** `org.fwupd.hsi.…` where it means what fwupd means by it, else ours. */
  readonly id: string;
  readonly result: Verdict;
  readonly value: Value;
  /** What it would have to be to pass. */
  readonly expected: string | null;
  /** By whose rule it was judged. */
  readonly rule: string | null;
  readonly evidence: readonly Evidence[];
  readonly reason: Reason | null;
}

export const MOST_RAW = 512;
export const seen = (source: string, raw: string): Evidence => ({
  source,
  raw: raw.length > MOST_RAW ? `${raw.slice(0, MOST_RAW)}…` : raw,
});

/** A check without an answer is still a check: this makes both kinds. */
export interface Judged {
  readonly result: Verdict;
  readonly value?: Value;
  readonly expected?: string;
  readonly reason?: Reason;
}
export const unknown = (code: ReasonCode, detail: string, value: Value = null): Judged => ({
  result: "unknown",
  value,
  reason: { code, detail },
});
export const notApplicable = (code: ReasonCode, detail: string): Judged => ({
  result: "not-applicable",
  reason: { code, detail },
});
/** Passes or fails by what was found. */
export const verdict = (good: boolean, value: Value, expected: string): Judged => ({
  result: good ? "pass" : "fail",
  value,
  expected,
});

export const finding = (
  id: string,
  { result, value = null, expected, reason }: Judged,
  { rule, evidence = [] }: { readonly rule?: string | undefined; readonly evidence?: readonly Evidence[] } = {},
): Finding => ({
  id,
  result,
  value,
  expected: expected ?? null,
  rule: rule ?? null,
  evidence,
  reason: reason ?? null,
});
