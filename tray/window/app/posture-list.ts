import type { PostureView, ShownCheck } from "../posture-view.ts";

/** Which checks are shown. `attention`: those that fail, and those of which nothing is known. */
export const postureFilters = ["attention", "fail", "unknown", "pass", "all"] as const;
export type PostureFilter = (typeof postureFilters)[number];

const isShown = ({ result }: ShownCheck, filter: PostureFilter): boolean =>
  filter === "all" || (filter === "attention" ? result === "fail" || result === "unknown" : result === filter);

const order = ["fail", "unknown", "pass", "not-applicable"];
/** fwupd's levels: 1 is the gravest. */
const rank = ({ result, severity }: ShownCheck): number => order.indexOf(result) * 10 + (severity ?? 9);

/** What fails first, the gravest of it at the top; else as in the report. Pure. */
export const matchingChecks = (checks: readonly ShownCheck[], filter: PostureFilter): readonly ShownCheck[] =>
  checks.filter((check) => isShown(check, filter)).sort((a, b) => rank(a) - rank(b));

export interface Tally {
  readonly fail: number;
  readonly unknown: number;
  readonly pass: number;
  /** Advisories that concern this computer, and of which nobody says. */
  readonly affected: number;
  readonly unsaid: number;
}
/** Pure. */
export function tallyOf({ checks, advisories }: PostureView): Tally {
  const came = (to: ShownCheck["result"]): number => checks.filter(({ result }) => result === to).length;
  const judged = (as: string): number => advisories.filter(({ verdict }) => verdict === as).length;
  return {
    fail: came("fail"),
    unknown: came("unknown"),
    pass: came("pass"),
    affected: judged("affected"),
    unsaid: judged("unknown"),
  };
}
