import type { Condition } from "./api/snapshot.ts";
import { message, type TextCode, type TextParams } from "./api/texts.ts";

/**
 * Everything that can be wrong, declared: how bad it is, how long it must last before anybody is told (a reset that is over
 * in a second is no news), and which other condition explains it (it is then not shown beside it).
 */
interface Declared {
  readonly severity: Condition["severity"];
  readonly visibleAfter: number;
  readonly dependsOn?: ConditionCode;
}
export const conditions = {
  "me-absent": { severity: "error", visibleAfter: 0 },
  "me-denied": { severity: "error", visibleAfter: 0 },
  "me-busy": { severity: "warning", visibleAfter: 5_000 },
  "me-gone": { severity: "warning", visibleAfter: 5_000 },
  "me-timeout": { severity: "error", visibleAfter: 5_000 },
  "me-failed": { severity: "error", visibleAfter: 0 },
  // What the snapshot says while nobody could see it; the first look after waking up takes it away
  asleep: { severity: "info", visibleAfter: 0 },
  // AMT's local ports; what is wrong with the ME itself is said above
  "lms-held": { severity: "warning", visibleAfter: 5_000 },
  "lms-ports": { severity: "warning", visibleAfter: 0 },
  "lms-failed": { severity: "warning", visibleAfter: 10_000 },
  // The history of events
  "history-full": { severity: "warning", visibleAfter: 0 },
  "history-failed": { severity: "warning", visibleAfter: 0 },
  // AMT is not told of a program that is well: it will take it for dead
  "presence-failing": { severity: "warning", visibleAfter: 10_000 },
  // What the service's own report of this PC's health says, and whether it can be made and kept
  "posture-advisory": { severity: "info", visibleAfter: 0 },
  "posture-failing": { severity: "warning", visibleAfter: 0 },
  "posture-not-kept": { severity: "warning", visibleAfter: 0 },
  // AMT will restart the machine unless somebody calls it off
  "reset-pending": { severity: "error", visibleAfter: 0 },
  // What this PC is going to do because AMT asked for it
  "power-planned": { severity: "warning", visibleAfter: 0 },
  virtual: { severity: "info", visibleAfter: 0 },
} as const satisfies Record<string, Declared>;
export type ConditionCode = keyof typeof conditions;

/** A condition as seen at one moment, with what its texts need. */
export interface Seen {
  readonly code: ConditionCode;
  readonly params: Readonly<Record<string, string | number>>;
}

/** When each present condition was first seen, ms since the epoch. */
export type FirstSeen = Readonly<Partial<Record<ConditionCode, number>>>;

export function track(before: FirstSeen, seen: readonly Seen[], now: number): FirstSeen {
  return Object.fromEntries(seen.map(({ code }) => [code, before[code] ?? now]));
}

/** What may be shown now. Pure. */
export function visible(seen: readonly Seen[], first: FirstSeen, now: number): Condition[] {
  const present = new Set<ConditionCode>(seen.map(({ code }) => code));
  return seen.flatMap(({ code, params }) => {
    const declared: Declared = conditions[code];
    const since = first[code] ?? now;
    if (now - since < declared.visibleAfter || (declared.dependsOn && present.has(declared.dependsOn))) return [];
    const say = <C extends TextCode>(text: C) => message(text, params as TextParams<C>);
    return [
      {
        code,
        severity: declared.severity,
        since: new Date(since).toISOString(),
        message: say(`condition.${code}`),
        remedy: say(`condition.${code}.remedy`),
      },
    ];
  });
}
