import type { LiveSession, SessionKind, Sessions, Snapshot, Standing, Who } from "./api/snapshot.ts";
import { type Message, message } from "./api/texts.ts";
import { eventsBetween } from "./changes.ts";
import { isConfigured } from "./configured.ts";
import { type FirstSeen, type Seen, track, visible } from "./health.ts";
import {
  answered as answeredOf,
  contradictions,
  type Evidence,
  emptyLedger,
  heard,
  type Ledger,
  shown,
  silent,
  type Words,
  whoIs,
} from "./watch/sessions/ledger.ts";
import { liveSessions, sessionsBy, tunnelAndDefense, wordsOfSessions } from "./watch/sessions/live.ts";

/** What one look at the ME brought. */
export type Observation =
  | {
      readonly kind: "answered";
      readonly at: Date;
      readonly machine: Snapshot["machine"];
      readonly amtPresent: boolean | null;
      readonly amt: Snapshot["amt"];
      readonly sessions: Sessions;
      /** What else may go on; null: not told. */
      readonly beside?: Beside;
      /** Of the management server's tunnel. */
      readonly server?: string | null;
      /** The ledger's order when the questions began; without it they are the newest word. */
      readonly order?: number;
      /** Only these were asked; without it all were. */
      readonly words?: Words;
    }
  | { readonly kind: "failed"; readonly at: Date; readonly seen: Seen; readonly error: unknown };

export interface Beside {
  readonly cira: boolean | null;
  readonly systemDefense: boolean | null;
  readonly webUi: boolean | null;
}

/** The service's whole knowledge. Changed by `reduce` alone. */
export interface State {
  readonly snapshot: Snapshot;
  /** What the last look at the ME found wrong. */
  readonly seen: readonly Seen[];
  readonly firstSeen: FirstSeen;
  /** What other parts of the service found wrong with themselves. */
  readonly noted: Readonly<Record<string, readonly Seen[]>>;
  /** Who says what of remote sessions. */
  readonly ledger: Ledger;
}

const nothingKnown: Sessions = { kvm: null, consentPending: null, sol: null, storage: null };

export function initialState(driver: string, at: Date): State {
  return {
    firstSeen: {},
    seen: [],
    noted: {},
    ledger: emptyLedger,
    snapshot: {
      schema: "amt-agent.snapshot/1",
      at: at.toISOString(),
      confirmedAt: null,
      machine: { virtual: false, name: null, driver, device: null },
      standing: "unknown",
      headline: message("headline.unknown", {}),
      notice: null,
      amt: { version: null, brand: null, controlMode: null, provisioningState: null, operational: null },
      sessions: nothingKnown,
      sessionsSince: null,
      live: [],
      lms: null,
      conditions: [],
      hostServices: [],
      delivery: [],
    },
  };
}

/** What is left of the state when the machine sleeps: what was seen before proves nothing after. */
export const forget = (before: State, at: Date): State =>
  reduce(before, { kind: "failed", at, seen: { code: "asleep", params: {} }, error: undefined }).state;

/**
 * The first state after a sleep. Its events are those since the last state before it, so that none is lost and none made by the gap; that
 * AMT changed is told as having happened in between.
 */
export function reduceAfterSleep(
  now: State,
  seen: Observation,
  { before, since, until }: { readonly before: Snapshot; readonly since: Date; readonly until: Date },
): { state: State; events: Message[] } {
  const { conditions, sessionsSince, lms } = now.snapshot;
  const { state, events } = reduce({ ...now, snapshot: { ...before, conditions, sessionsSince, lms } }, seen);
  const { standing: from, at } = before;
  const away = events.map((event) =>
    event.code === "event.standing" && from !== "unknown"
      ? message("event.while-asleep", { from, to: state.snapshot.standing, since: at })
      : event,
  );
  const slept = message("event.slept", { since: since.toISOString(), until: until.toISOString() });
  return { state, events: [slept, ...away] };
}

/** The next state and what is worth telling. Pure: time comes with the observation. */
export function reduce(before: State, seen: Observation): { state: State; events: Message[] } {
  const now = seen.at.getTime();
  const last = before.snapshot;
  const answered = seen.kind === "answered";
  const machine = answered ? seen.machine : last.machine;
  const amt = answered ? seen.amt : last.amt;
  const { ledger, told } = contradictions(ledgerAfter(before.ledger, seen));
  const sessions = answered ? sessionsBy(ledger, seen.sessions) : nothingKnown;
  const standing = answered ? standingOf({ ...seen, sessions }) : "unknown";
  const wrong: Seen[] = [
    ...(answered ? [] : [seen.seen]),
    ...(machine.virtual ? [{ code: "virtual" as const, params: { machine: machine.name ?? "unnamed" } }] : []),
  ];
  const conditions = [...wrong, ...lmsConditions(last.lms), ...Object.values(before.noted).flat()];
  const firstSeen = track(before.firstSeen, conditions, now);
  const snapshot: Snapshot = {
    schema: "amt-agent.snapshot/1",
    at: seen.at.toISOString(),
    confirmedAt: answered ? seen.at.toISOString() : last.confirmedAt,
    machine,
    standing,
    headline: headlineOf(standing, sessions, amt),
    notice: machine.virtual ? message("machine.virtual", { machine: machine.name ?? "unnamed" }) : null,
    amt,
    sessions,
    sessionsSince: standing === "session" ? (last.sessionsSince ?? seen.at.toISOString()) : null,
    live: liveSessions(ledger),
    lms: last.lms,
    conditions: visible(conditions, firstSeen, now),
    hostServices: last.hostServices,
    delivery: last.delivery,
  };
  const events = [
    ...eventsBetween(last, snapshot),
    ...tunnelAndDefense(before.ledger, ledger),
    ...told.map((one) => message("event.session.contradicted", one)),
  ];
  return { state: { snapshot, firstSeen, seen: wrong, noted: before.noted, ledger }, events };
}

/** Sessions do not outlive these. */
const endsSessions: readonly Seen["code"][] = ["me-gone", "me-absent", "asleep"];

function ledgerAfter(before: Ledger, seen: Observation): Ledger {
  if (seen.kind === "failed") return silent(before, { over: endsSessions.includes(seen.seen.code), at: seen.at });
  if (seen.amtPresent === false) return { ...emptyLedger, order: before.order };
  const { beside, server = before.server, order = before.order, at } = seen;
  const words = seen.words ?? {
    ...wordsOfSessions(seen.sessions),
    ...(beside && { cira: beside.cira, "system-defense": beside.systemDefense, "web-ui": beside.webUi }),
  };
  return { ...answeredOf(before, words, { order, at }), server };
}

/** AMT has said by itself what became of sessions; the look that follows shows it. Pure. */
export const reduceHeard = (before: State, words: Words, at: Date): State => ({
  ...before,
  ledger: heard(before.ledger, words, at),
});

/** This PC has these devices of remote sessions; the look that follows shows it. Pure. */
export const reduceDevices = (
  before: State,
  devices: Readonly<Partial<Record<SessionKind, Evidence>>>,
  at: Date,
): State => ({
  ...before,
  ledger: shown(before.ledger, devices, at),
});

/** Who has a session is known now. Pure. */
export function reduceWho(before: State, session: Pick<LiveSession, "kind" | "since">, who: Who): State {
  const ledger = whoIs(before.ledger, session, who);
  return { ...before, ledger, snapshot: { ...before.snapshot, live: liveSessions(ledger) } };
}

/** What became of AMT's local ports. Pure. */
export const reduceLms = (before: State, lms: Snapshot["lms"], at: Date): { state: State; events: Message[] } =>
  judged({ ...before, snapshot: { ...before.snapshot, lms } }, before.snapshot, at);

/** What a part of the service finds wrong with itself. Pure. */
export function reduceNoted(
  before: State,
  { part, seen }: { readonly part: string; readonly seen: readonly Seen[] },
  at: Date,
): { state: State; events: Message[] } {
  return judged({ ...before, noted: { ...before.noted, [part]: seen } }, before.snapshot, at);
}

function judged(state: State, before: Snapshot, at: Date): { state: State; events: Message[] } {
  const now = at.getTime();
  const conditions = [...state.seen, ...lmsConditions(state.snapshot.lms), ...Object.values(state.noted).flat()];
  const firstSeen = track(state.firstSeen, conditions, now);
  const snapshot = { ...state.snapshot, conditions: visible(conditions, firstSeen, now) };
  return { state: { ...state, snapshot, firstSeen }, events: eventsBetween(before, snapshot) };
}

/** What is wrong with the ME itself is seen by looking at it. */
const ofTheMe = ["ME_ABSENT", "ME_DENIED", "ME_GONE", "ME_TIMEOUT", "ME_CLOSED"];
/** Those that tools know. The older ones beside them (623, 664) are offered where they can be. */
const wellKnown = [16992, 16993];

function lmsConditions(lms: Snapshot["lms"]): Seen[] {
  if (!lms) return [];
  if (lms.state === "held") return [{ code: "lms-held", params: { holder: lms.holder ?? "another program" } }];
  if (lms.state === "failing" && !ofTheMe.includes(lms.code ?? ""))
    return [{ code: "lms-failed", params: { code: lms.code ?? "UNEXPECTED" } }];
  const shut = lms.ports.filter(
    ({ port, state }) => wellKnown.includes(port) && ["taken", "denied", "failed"].includes(state),
  );
  return shut.length > 0 ? [{ code: "lms-ports", params: { ports: shut.map(({ port }) => port).join(", ") } }] : [];
}

/** The one word for the icon. What is not known makes it `unknown`, never `off`. Pure. */
export function standingOf({
  amtPresent,
  amt,
  sessions,
}: Pick<Extract<Observation, { kind: "answered" }>, "amtPresent" | "amt" | "sessions">): Standing {
  if (amtPresent === false) return "absent";
  if (amtPresent === null) return "unknown";
  // An open session outranks whatever else firmware says: it is what the user must see.
  if (Object.values(sessions).includes(true)) return "session";
  if (isConfigured(amt)) return "managed";
  if (amt.operational === false) return "off";
  return amt.provisioningState === null && amt.controlMode === null ? "unknown" : "unconfigured";
}

/** The first line: the answer to "can somebody see my screen right now?" Pure. */
export function headlineOf(
  standing: Standing,
  sessions: Sessions,
  amt: Pick<Snapshot["amt"], "provisioningState">,
): Message {
  if (standing === "session") {
    if (sessions.kvm) return message("headline.session.kvm", {});
    if (sessions.consentPending) return message("headline.session.consent", {});
    return sessions.storage ? message("headline.session.storage", {}) : message("headline.session.sol", {});
  }
  if (standing === "unconfigured" && amt.provisioningState === "in") return message("headline.configuring", {});
  if (standing === "managed" && Object.values(sessions).includes(null)) return message("headline.managed-unsure", {});
  return message(`headline.${standing}`, {});
}
