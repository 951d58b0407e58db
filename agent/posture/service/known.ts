import type { Posture } from "../../api/posture.ts";
import { type Message, message } from "../../api/texts.ts";
import type { Seen } from "../../health.ts";

/** The last verdicts that were none of `unknown`: a check that could not be made once hides no change. */
export interface Known {
  /** `virtual:NAME` or `real`: what is known of one machine says nothing of another. */
  readonly machine: string;
  readonly checks: Readonly<Record<string, "pass" | "fail">>;
  /** Those that affect it. */
  readonly affected: readonly string[];
}

const machineOf = ({ machine }: Pick<Posture, "machine">): string =>
  machine.virtual ? `virtual:${machine.name ?? "unnamed"}` : "real";

/** What is known after this report, and what is worth telling. Without `before` only advisories are news. Pure. */
export function learn(before: Known | undefined, report: Pick<Posture, "machine" | "checks" | "advisories">) {
  const machine = machineOf(report);
  // A machine whose ME did not answer is taken for the one it was
  const isSame = before !== undefined && (before.machine === machine || report.machine.virtual === null);
  const last: Known = isSame ? before : { machine, checks: {}, affected: [] };
  const checks: Record<string, "pass" | "fail"> = {};
  const events: Message[] = [];
  for (const { id, part, title: asked, result } of report.checks) {
    const title = part !== "host" && virtual(last) ? message("posture.virtual", { title: asked }).text : asked;
    const was = last.checks[id];
    const now = result === "unknown" ? was : result;
    if (now !== "pass" && now !== "fail") continue;
    checks[id] = now;
    if (was === undefined || was === now) continue;
    if (now === "pass") events.push(message("event.posture.passed", { check: id, title }));
    else if (part === "amt") events.push(message("event.posture.weakened", { check: id, title }));
    else events.push(message("event.posture.failed", { check: id, title }));
  }
  const affected = report.advisories.flatMap(({ id, verdict }) =>
    verdict === "affected" || (verdict === "unknown" && last.affected.includes(id)) ? [id] : [],
  );
  const fresh = affected.filter((id) => !last.affected.includes(id));
  const over = last.affected.filter((id) => !affected.includes(id));
  if (fresh.length > 0) events.push(message("event.posture.advisory", named(fresh, last)));
  if (over.length > 0) events.push(message("event.posture.advisory-over", named(over, last)));
  return { known: { machine: last.machine, checks, affected } satisfies Known, events };
}

export const conditionsOf = (known: Pick<Known, "affected" | "machine">): Seen[] =>
  known.affected.length === 0 ? [] : [{ code: "posture-advisory", params: named(known.affected, known) }];

/** What happened may have changed what a report says. A session that comes or goes does not. Pure. */
export function stirs({ code, params: { from, to } }: Message): boolean {
  if (code === "event.standing") return ![from, to].some((one) => one === "session" || one === "unknown");
  return /^event\.(control-mode$|amt\.|setup\.|firmware|kvm\.(en|dis)abled$|consent\.policy$|while-away$)/.test(code);
}

/** Names that a notice has room for. */
const MOST = 6;
const virtual = ({ machine }: Pick<Known, "machine">): boolean => machine.startsWith("virtual:");
const named = (
  ids: readonly string[],
  of: Pick<Known, "machine">,
): { count: number; advisories: string; virtual: number } => ({
  virtual: virtual(of) ? 1 : 0,
  count: ids.length,
  advisories: ids.slice(0, MOST).join(", ") + (ids.length > MOST ? ", …" : ""),
});
