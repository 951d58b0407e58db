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

/** The next state; `before` stays as it was. */
export function step(before: Session, input: Input, moment: Moment): Session {
  const s = copy(before);
  take(s, input, moment);
  decide(s, moment.now);
  return s;
}

type Draft = { -readonly [K in keyof Session]: Session[K] };
/** Written out: Node 20 takes ten times as long for a spread, and a year has forty million of them. */
const copy = (s: Session): Draft => ({
  proves: s.proves,
  proven: s.proven,
  health: s.health,
  resting: s.resting,
  stopping: s.stopping,
  asked: s.asked,
  stale: s.stale,
  sequence: s.sequence,
  open: s.open,
  fed: s.fed,
  timeout: s.timeout,
  due: s.due,
  failures: s.failures,
  trouble: s.trouble,
});

function take(s: Draft, input: Input, { now, random }: Moment): void {
  const { asked } = s;
  switch (input.is) {
    case "time":
      return;
    case "health":
      become(s, input.health, now);
      if (asked?.call === "prove") {
        s.asked = undefined;
        s.stale = false;
        s.proven = now + PROOF;
        s.due = s.health === "up" ? now : now + PROOF_AGAIN;
      }
      return;
    case "registered":
      if (asked?.call !== "register" || isVoid(s, now)) return;
      answered(s);
      s.sequence = input.sequence;
      s.timeout = input.timeout;
      s.open = s.health === "up";
      s.fed = asked.at;
      s.due = now; // the first heartbeat follows at once: it proves the number (presence-posture.md 1.10)
      return;
    case "taken":
      if ((asked?.call !== "beat" && asked?.call !== "shutdown") || isVoid(s, now)) return;
      answered(s);
      if (asked.call === "shutdown") {
        s.sequence = undefined;
        s.open = false;
        return;
      }
      s.sequence = asked.sequence;
      s.fed = asked.at;
      s.due = asked.at + intervalOf(s.timeout) * (1 - JITTER * random);
      return;
    case "failed":
      if (!asked || asked.call === "prove") return;
      // The end may be said twice with one number: AMT ignores a wrong one, and after a right one every number is wrong
      if (input.why !== "lost" || asked.call !== "shutdown" || s.stale) s.sequence = undefined;
      s.asked = undefined;
      s.stale = false;
      s.failures++;
      s.trouble = input.why;
      s.due = now + Math.max(pause(input.why, s.failures), input.after ?? 0);
      return;
    case "doubt":
      if (s.sequence === undefined && !asked) return;
      forget(s);
      s.due = now;
      return;
    case "hurry":
      if (s.sequence !== undefined || s.trouble === undefined) return;
      s.due = now;
      s.failures = 0;
      return;
    case "rest":
      // AMT's counter stands still in the sleep: a heartbeat now leaves all of it for the time after. A proof is half an interval old at most
      if (isSure(s, now) && !asked && s.health === "up" && !s.stopping && !s.resting)
        s.asked = { call: "beat", sequence: after(s.sequence ?? 0), at: now };
      s.resting = true;
      return;
    case "wake":
      forget(s);
      s.resting = false;
      s.due = now;
      s.failures = 0;
      return;
    case "stop":
      s.stopping = true;
      // There is no time left to wait in, but a refused login stays refused
      if (s.trouble !== "denied") s.due = now;
  }
}

function become(s: Draft, health: Health, now: number): void {
  if (health === s.health) return;
  s.health = health;
  s.open = s.open && health === "ended";
  if (health !== "up") return;
  // Whatever AMT counts now, the program that comes back is another one
  forget(s);
  s.due = now;
  s.failures = 0;
}
/** Nobody knows any more what AMT has. */
function forget(s: Draft): void {
  s.sequence = undefined;
  s.stale = s.asked !== undefined;
}
function answered(s: Draft): void {
  s.asked = undefined;
  s.failures = 0;
  s.trouble = undefined;
}
/** An answer from before something that made it worthless; over with that. */
function isVoid(s: Draft, now: number): boolean {
  if (!s.stale) return false;
  s.asked = undefined;
  s.stale = false;
  s.due = now;
  return true;
}

/** What is to be done now, if anything. */
function decide(s: Draft, now: number): void {
  const next = s.asked || s.resting ? "nothing" : nextCall(s, now);
  if (next === "wait") return;
  s.due = undefined;
  if (next === "nothing") return;
  if (next === "register") s.sequence = undefined;
  const sequence = next === "beat" || next === "shutdown" ? after(s.sequence ?? 0) : 0;
  s.asked = { call: next, sequence, at: now };
}

function nextCall(s: Session, now: number): Asked["call"] | "nothing" | "wait" {
  const early = s.due !== undefined && now < s.due;
  const sure = isSure(s, now);
  if (s.health === "ended" || (s.stopping && s.health === "up")) {
    if (!sure && !s.open) return "nothing";
    if (early && (s.failures > 0 || !sure)) return "wait";
    return sure ? "shutdown" : "register";
  }
  // A program that crashed is never said to have stopped
  if (s.health === "down" && (!s.proves || s.stopping)) return "nothing";
  if (early) return "wait";
  if (s.proves && now > s.proven) return "prove";
  if (s.health === "down") return "wait";
  // A session that is too late has expired in AMT, and one without a number is none: in both it begins anew
  return sure ? "beat" : "register";
}
