import type { Message } from "../api/texts.ts";

/** What a look at the ME can find changed, and into what: `{ KVM: "opened" }`; `any`: into whatever. */
export type Subjects = Readonly<Record<string, string>>;

/** An alert and the look that follows it see the same thing: it is told once, by whichever comes first. */
export interface Pairs {
  /** An alert has come; the first subject is what it is about. Is it to be told? */
  heard(becomes: Subjects): boolean;
  /** A look has found these changes. Which of them are to be told? */
  found(changes: readonly Message[]): Message[];
}

/** ms that firmware may take until what it said in an alert shows in its state too. */
const UNTIL_SEEN = 15_000;
/** ms that an alert may come late: AMT holds alerts back for up to 30 s (presence-posture.md 3.1). */
const UNTIL_HEARD = 35_000;

interface Told {
  readonly value: string;
  readonly until: number;
}

export function newPairs(monotonic: () => number): Pairs {
  /** By alerts, and not seen yet. */
  const told = new Map<string, Told>();
  /** By looks, and not heard yet. */
  const seen = new Map<string, Told>();

  return {
    heard(becomes) {
      const now = monotonic();
      const entries = Object.entries(becomes);
      const isSeen = ([subject, value]: readonly [string, string]): boolean => takes(seen, subject, value, now);
      const again = entries.slice(0, 1).some(isSeen);
      for (const entry of entries) {
        const [subject, value] = entry;
        // What a look has found already is not waited for
        if (isSeen(entry)) told.delete(subject);
        else told.set(subject, { value, until: now + UNTIL_SEEN });
        seen.delete(subject);
      }
      return !again;
    },
    found(changes) {
      const now = monotonic();
      const ofSessions = changes.some(({ code }) => /^event\.session\.(opened|closed)$/.test(code));
      return changes.filter((change) => {
        if (ofSessions && isSessionsOwn(change)) return false;
        const what = subjectOf(change);
        if (!what) return true;
        const [subject, value] = what;
        const known = takes(told, subject, value, now);
        told.delete(subject);
        seen.delete(subject);
        if (!known) seen.set(subject, { value, until: now + UNTIL_HEARD });
        return !known;
      });
    },
  };
}

function takes(from: ReadonlyMap<string, Told>, subject: string, value: string, now: number): boolean {
  const one = from.get(subject);
  return one !== undefined && now <= one.until && (value === "any" || one.value === "any" || one.value === value);
}

/** That AMT is in a session, or no longer, is what the session's own event says. */
const isSessionsOwn = ({ code, params: { from, to } }: Message): boolean =>
  code === "event.standing" && ((from === "managed" && to === "session") || (from === "session" && to === "managed"));

function subjectOf({ code, params }: Message): readonly [subject: string, value: string] | undefined {
  if (code === "event.session.opened") return [String(params.kind), "opened"];
  if (code === "event.session.closed") return [String(params.kind), "closed"];
  if (code === "event.standing" && params.from !== "unknown" && params.to !== "unknown")
    return ["standing", String(params.to)];
  if (code === "event.tunnel.opened" || code === "event.defense.active") return [code.split(".")[1] ?? "", "opened"];
  if (code === "event.tunnel.closed" || code === "event.defense.inactive") return [code.split(".")[1] ?? "", "closed"];
  if (code === "event.control-mode") return ["control mode", String(params.to)];
  return undefined;
}
