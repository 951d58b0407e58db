/**
 * One guarded program's session with AMT's watchdog (presence-posture.md 1.4, 1.5), as a pure state machine: no timers, no calls. Whoever
 * runs it carries out what `asked` newly says, tells the outcome as an input, and comes back at `due` with `time`.
 */

/** What its source says of the program. `ended`: it stopped, and meant to. */
export type Health = "up" | "down" | "ended";

/** Why AMT did not do what was asked. After any of them the number is in doubt, and the session begins anew. */
export type Trouble =
  /** AMT said no: a wrong number, or something else of its own. */
  | "refused"
  /** AMT has no watchdog of this id: somebody has to create it. */
  | "unknown"
  /** The login is refused, or may not do this. */
  | "denied"
  /** No answer: it may have been carried out or not. */
  | "lost";

export interface Asked {
  /** `prove`: look whether the program is well; the answer is an input `health`. */
  readonly call: "prove" | "register" | "beat" | "shutdown";
  /** Of a beat and a shutdown. */
  readonly sequence: number;
  readonly at: number;
}
export interface Session {
  /** Its health is asked before each heartbeat, instead of being told when it changes. */
  readonly proves: boolean;
  /** Until when the last proof counts. */
  readonly proven: number;
  readonly health: Health;
  readonly resting: boolean;
  readonly stopping: boolean;
  /** Under way: one call at a time, since each takes the number after the last. */
  readonly asked: Asked | undefined;
  /** Something happened since it was asked that makes its answer worthless. */
  readonly stale: boolean;
  /** The number used last; undefined: none that AMT surely has too. */
  readonly sequence: number | undefined;
  /** AMT may believe that the program runs, and it did when last heard of. */
  readonly open: boolean;
  /** When AMT counts from, at the earliest. */
  readonly fed: number;
  /** ms that AMT waits for a heartbeat; 0: not told yet. */
  readonly timeout: number;
  /** When to come back; undefined: not until something happens. */
  readonly due: number | undefined;
  readonly failures: number;
  readonly trouble: Trouble | undefined;
}

export type Input =
  | { readonly is: "time" }
  | { readonly is: "health"; readonly health: Health }
  /** `timeout` in ms. */
  | { readonly is: "registered"; readonly sequence: number; readonly timeout: number }
  /** The beat or the shutdown under way was taken. */
  | { readonly is: "taken" }
  /** The call under way was not; `after`: ms that must pass before the next. */
  | { readonly is: "failed"; readonly why: Trouble; readonly after?: number }
  /** The way to AMT broke, or the ME was reset: what it knew is in doubt. */
  | { readonly is: "doubt" }
  /** Something was repaired: what waits is tried now. */
  | { readonly is: "hurry" }
  /** Before the machine sleeps, and after. */
  | { readonly is: "rest" }
  | { readonly is: "wake" }
  /** The service ends in good order. */
  | { readonly is: "stop" };

export interface Moment {
  /** ms that only grow. */
  readonly now: number;
  /** From 0 to 1, for the jitter. */
  readonly random: number;
}

export const newSession = (proves = false): Session => ({
  proves,
  proven: Number.NEGATIVE_INFINITY,
  health: "down",
  resting: false,
  stopping: false,
  asked: undefined,
  stale: false,
  sequence: undefined,
  open: false,
  fed: 0,
  timeout: 0,
  due: proves ? 0 : undefined,
  failures: 0,
  trouble: undefined,
});

/** After the highest number comes zero (presence-posture.md 1.4). */
export const after = (sequence: number): number => (sequence + 1) % 2 ** 32;

/** ms between heartbeats: half the timeout, and five seconds before it where that is sooner; a quarter at the least. */
export const intervalOf = (timeout: number): number => Math.max(timeout / 4, Math.min(timeout / 2, timeout - 5_000));
/** Part of an interval by which heartbeats of many agents part ways; never later than the interval. */
const JITTER = 0.1;

/** ms after which what failed is tried again, when that was not an answer. The first time is at once: there may be little time left. */
const FIRST_RETRY = 250;
const LAST_RETRY = 15_000;
/** Only a person can change these. A refused login must not be repeated: ten lock AMT for everybody (presence-posture.md 5.2). */
const UNKNOWN_RETRY = 30_000;
const DENIED_RETRY = 300_000;
/** ms that a proof counts: a registration and its first heartbeat need only one. */
const PROOF = 1_000;
/** ms until a program that is not well is looked at again. */
const PROOF_AGAIN = 10_000;

function pause(why: Trouble, failures: number): number {
  if (why === "denied") return DENIED_RETRY;
  if (why === "unknown") return UNKNOWN_RETRY;
  return failures === 1 ? 0 : Math.min(LAST_RETRY, FIRST_RETRY * 2 ** Math.min(failures - 2, 10));
}

/** The number is AMT's too, and AMT is still counting. */
const isSure = (s: Session, now: number): boolean => s.sequence !== undefined && now - s.fed < s.timeout;

export function step(before: Session, input: Input, moment: Moment): Session {
  return decide(take(before, input, moment), moment.now);
}

function take(s: Session, input: Input, { now, random }: Moment): Session {
  switch (input.is) {
    case "time":
      return s;
    case "health":
      return s.asked?.call === "prove"
        ? proved({ ...s, asked: undefined, stale: false }, input.health, now)
        : become(s, input.health, now);
    case "registered":
      if (s.asked?.call !== "register") return s;
      if (s.stale) return { ...s, asked: undefined, stale: false, due: now };
      return {
        ...answered(s),
        sequence: input.sequence,
        timeout: input.timeout,
        open: s.health === "up",
        fed: s.asked.at,
        due: now, // the first heartbeat follows at once: it proves the number (presence-posture.md 1.10)
      };
    case "taken":
      if (s.asked?.call !== "beat" && s.asked?.call !== "shutdown") return s;
      if (s.stale) return { ...s, asked: undefined, stale: false, due: now };
      if (s.asked.call === "shutdown") return { ...answered(s), sequence: undefined, open: false };
      return {
        ...answered(s),
        sequence: s.asked.sequence,
        fed: s.asked.at,
        due: s.asked.at + intervalOf(s.timeout) * (1 - JITTER * random),
      };
    case "failed": {
      if (!s.asked || s.asked.call === "prove") return s;
      const failures = s.failures + 1;
      const wait = Math.max(pause(input.why, failures), input.after ?? 0);
      const next = { ...s, asked: undefined, stale: false, sequence: undefined, failures, trouble: input.why };
      return { ...next, due: now + wait };
    }
    case "doubt":
      return s.sequence === undefined && !s.asked ? s : { ...forget(s), due: now };
    case "hurry":
      return s.sequence === undefined && s.trouble !== undefined ? { ...s, due: now, failures: 0 } : s;
    case "rest":
      // AMT's counter stands still in the sleep: a heartbeat now leaves all of it for the time after
      return isSure(s, now) && !s.asked && s.health === "up" && !s.stopping && !s.resting
        ? { ...s, resting: true, asked: beat(s, now) } // proven or not: it is half an interval old at most
        : { ...s, resting: true };
    case "wake":
      return { ...forget(s), resting: false, due: now, failures: 0 };
    case "stop":
      // There is no time left to wait in, but a refused login stays refused
      return { ...s, stopping: true, due: s.trouble === "denied" ? s.due : now };
  }
}

function become(s: Session, health: Health, now: number): Session {
  if (health === s.health) return s;
  // Whatever AMT counts now, the program that comes back is another one
  if (health === "up") return { ...forget(s), health, due: now, failures: 0 };
  return { ...s, health, open: s.open && health === "ended" };
}
const proved = (s: Session, health: Health, now: number): Session => ({
  ...become(s, health, now),
  proven: now + PROOF,
  due: health === "up" ? now : now + PROOF_AGAIN,
});

/** Nobody knows any more what AMT has. */
const forget = (s: Session): Session => ({ ...s, sequence: undefined, stale: s.asked !== undefined });
const answered = (s: Session): Session => ({ ...s, asked: undefined, stale: false, failures: 0, trouble: undefined });
const beat = (s: Session, now: number): Asked => ({ call: "beat", sequence: after(s.sequence ?? 0), at: now });

/** What is to be done now, if anything. */
function decide(s: Session, now: number): Session {
  if (s.asked || s.resting) return at(s, undefined);
  const ends = s.health === "ended" || (s.stopping && s.health === "up");
  const sure = isSure(s, now);
  if (ends && sure) return ask(s, { call: "shutdown", sequence: after(s.sequence ?? 0), at: now });
  // A program that crashed is never said to have stopped
  if (ends ? !s.open : s.health !== "up" && !(s.proves && !s.stopping)) return at(s, undefined);
  if (s.due !== undefined && now < s.due) return s;
  if (s.proves && !ends && now > s.proven) return ask(s, { call: "prove", sequence: 0, at: now });
  if (s.health === "down") return s;
  // A session that is too late has expired in AMT, and one without a number is none: in both it begins anew
  return sure ? ask(s, beat(s, now)) : ask({ ...s, sequence: undefined }, { call: "register", sequence: 0, at: now });
}
const ask = (s: Session, asked: Asked): Session => ({ ...s, due: undefined, asked });
const at = (s: Session, due: number | undefined): Session => (s.due === due ? s : { ...s, due });
