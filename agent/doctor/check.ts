import { type Message, message } from "../api/texts.ts";

/** One thing that was looked at: what was found, and what to do about it. */
export interface Check {
  readonly code: string;
  readonly title: Message;
  /** `unknown`: could not be found out. `skipped`: makes no sense after an earlier failure. */
  readonly result: "ok" | "note" | "failed" | "unknown" | "skipped";
  readonly evidence: Message;
  readonly remedy: Message | null;
}

export type Part = Omit<Check, "code" | "title">;
export const ok = (evidence: Message): Part => ({ result: "ok", evidence, remedy: null });
export const note = (evidence: Message, remedy: Message): Part => ({ result: "note", evidence, remedy });
export const failed = (evidence: Message, remedy: Message): Part => ({ result: "failed", evidence, remedy });
export const unknown = (why: string): Part => ({
  result: "unknown",
  evidence: message("doctor.unknown", { why }),
  remedy: null,
});
export const skipped: Part = { result: "skipped", evidence: message("doctor.skipped", {}), remedy: null };

/** A problem is what failed; a note is worth knowing and nobody's fault. */
export const hasProblem = (checks: readonly Check[]): boolean => checks.some(({ result }) => result === "failed");
