import type { AmtLogEntry } from "../api/amt-logs.ts";
import type { Event } from "../api/snapshot.ts";

/** One thing that happened, as the one who tells most of it tells it, and who else does. */
export interface Told {
  readonly event: Event | undefined;
  /** Records of AMT's that tell it, or tell it too. */
  readonly entries: readonly AmtLogEntry[];
}

/** ms by which AMT's clock, this PC's, and the moments at which each writes may differ. */
const TOLERANCE = 120_000;

/** The history's events that AMT's logs tell too (alerts.ts, audit-meaning.ts). */
function sameOf({ message: { code, params } }: Event): string | null {
  switch (code) {
    case "event.session.opened":
      return `${String(params.kind)} opened`;
    case "event.session.closed":
      return `${String(params.kind)} closed`;
    case "event.setup.post":
      return "setup done";
    case "event.setup.removing":
    case "event.setup.removing-by":
      return "setup removed";
    case "event.setup.mode-changed":
    case "event.control-mode":
      return "mode changed";
    case "event.kvm.enabled":
      return "KVM allowed";
    case "event.kvm.disabled":
      return "KVM forbidden";
    case "event.time-sync.enabled":
      return "time sync on";
    case "event.time-sync.disabled":
      return "time sync off";
    case "event.consent.granted":
      return "consent granted";
    case "event.consent.policy":
      return "consent rule changed";
    default:
      return null;
  }
}

interface Group {
  readonly same: string | null;
  readonly at: number;
  readonly sources: Set<string>;
  event: Event | undefined;
  entries: AmtLogEntry[];
}

/** Oldest first; records without a time stand at the beginning. What several tell stands there once. Pure. */
export function merged(events: readonly Event[], entries: readonly AmtLogEntry[]): Told[] {
  const groups: Group[] = [];
  const latest = new Map<string, Group[]>();
  const all = [
    ...events.map((event) => ({
      at: momentOf(event),
      same: sameOf(event),
      source: "history",
      event,
      entry: undefined,
    })),
    ...counted(entries).map((entry) => ({
      at: entry.at === null ? Number.NEGATIVE_INFINITY : Date.parse(entry.at),
      same: entry.same,
      source: entry.source,
      event: undefined,
      entry,
    })),
  ].sort((a, b) => a.at - b.at);
  for (const { at, same, source, event, entry } of all) {
    const open = same === null ? [] : (latest.get(same) ?? []);
    const fits = open.find((group) => at - group.at <= TOLERANCE && !group.sources.has(source));
    const group: Group = fits ?? { same, at, sources: new Set(), event: undefined, entries: [] };
    if (!fits) {
      groups.push(group);
      if (same !== null) latest.set(same, [...open.filter((one) => at - one.at <= TOLERANCE), group]);
    }
    group.sources.add(source);
    if (event) group.event = event;
    if (entry) group.entries.push(entry);
  }
  return groups.map(({ event, entries: of }) => ({ event, entries: of }));
}

/** An alert says when it happened by AMT's own clock, as the logs do. */
const momentOf = ({ at, alert }: Event): number => Date.parse(alert?.at ?? at);

/** AMT writes some records several times in a second: the same bytes are one, with how often. */
function counted(entries: readonly AmtLogEntry[]): AmtLogEntry[] {
  const found = new Map<string, AmtLogEntry>();
  // Each log comes newest first, and its clock knows whole seconds only
  for (const entry of entries.toReversed()) {
    const key = `${entry.source} ${entry.record}`;
    const before = found.get(key);
    found.set(key, before ? { ...before, count: before.count + 1 } : entry);
  }
  return [...found.values()];
}
