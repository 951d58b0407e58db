import type { Alert } from "../../mei/wsman/alert.ts";
import { orAbandon } from "../../platform/abandon.ts";
import { type Clock, linked, sleep } from "../../platform/clock.ts";
import type { Event, LiveSession, SessionKind, Snapshot, Who } from "../api/snapshot.ts";
import { type Message, message } from "../api/texts.ts";
import { change } from "../changes.ts";
import { isConfigured } from "../configured.ts";
import { type Book, newBook } from "../events/book.ts";
import { hear } from "../events/heard.ts";
import type { Seen } from "../health.ts";
import type { Me } from "../me.ts";
import {
  forget,
  initialState,
  type Observation,
  reduce,
  reduceAfterSleep,
  reduceDevices,
  reduceHeard,
  reduceLms,
  reduceNoted,
  reduceWho,
  type State,
} from "../state.ts";
import { type Question, turnOf } from "./cadence.ts";
import { glimpse } from "./glimpse.ts";
import { type Constant, look } from "./look.ts";
import type { Remembered } from "./memory.ts";
import type { Evidence } from "./sessions/ledger.ts";
import { wordsOfAlert } from "./sessions/live.ts";

export type Frame = { kind: "snapshot"; snapshot: Snapshot } | { kind: "event"; event: Event };

/** The service's eye: looks at the ME, keeps the state, tells whoever listens. */
export interface Watch {
  snapshot(): Snapshot;
  /** Events with a greater id, oldest first; the last 500 of this service run. */
  events(after: number): Event[];
  /** Every frame from now on. The returned function ends it. */
  listen(listener: (frame: Frame) => void): () => void;
  /** Looks now, and settles when the state is as new as this call: while the machine sleeps, after it woke up. */
  refresh(options: { signal: AbortSignal }): Promise<Snapshot>;
  /** Records what is different from the last run of the service. */
  tellSince(last: Remembered): void;
  /** AMT's local ports are now such. */
  noteLms(lms: Snapshot["lms"]): void;
  /** AMT has said this; the look that follows shows it. */
  noteAlert(alert: Alert): void;
  /** This PC has these devices of remote sessions; the look that follows shows it. */
  noteDevices(devices: Readonly<Partial<Record<SessionKind, Evidence>>>): void;
  /** Who has a session. */
  noteWho(session: Pick<LiveSession, "kind" | "since">, who: Who): void;
  /** What is wrong with a part of the service, by the part's name. */
  noteTrouble(part: string, seen: readonly Seen[]): void;
  /** What is done for AMT; no event: the log says what was changed. */
  noteHostServices(view: Snapshot["hostServices"]): void;
  /** How far posture reports have got; no event: conditions say what is wrong. */
  noteDelivery(view: Snapshot["delivery"]): void;
  /** The machine goes to sleep: gives up the look under way, forgets the state, and looks no more until `wake`. */
  rest(): void;
  /** The machine is awake: everything is read anew. Without a `rest` before, it is made up for. */
  wake(): void;
  /** Looks at everything now and after each `wake`, and asks what can be missed at least every `interval` ms, until the signal aborts. */
  run(options: { signal: AbortSignal }): Promise<void>;
}

export interface WatchOptions {
  readonly clock: Clock;
  /** ms. */
  readonly interval: number;
  /** Grows by the ms that the machine slept, for a sleep that nobody announced. */
  readonly slept?: () => number;
  /** Where events are told; in memory where nothing is said. */
  readonly book?: Book;
  /** AMT has answered a look, whatever it said. */
  readonly onAnswer?: () => void;
}

/** ms between two questions whether the machine slept; less than a look costs. */
const GLANCE = 2_000;
/** ms after its last answer in which an ME is taken to come back: a reset lasts seconds. */
const LATELY = 60_000;
/** ms of sleep that count as one: what the two clocks differ by otherwise is below a tenth of a second. */
const NAP = 1_000;

export function openWatch(
  me: Me,
  { clock, interval, slept = () => 0, book = newBook({ clock }), onAnswer = () => {} }: WatchOptions,
): Watch {
  let state = initialState(me.driver, clock.now());
  let known: Constant | undefined;
  /** Alerts may have been missed since the last answer. */
  let isDeaf = true;
  const listeners = new Set<(frame: Frame) => void>();
  const tell = (frame: Frame): void => {
    for (const listener of listeners) listener(frame);
  };
  book.history.listen((event) => tell({ kind: "event", event }));
  book.note(message("event.started", {}));

  const become = (next: State): void => {
    const changed = !sameButTime(state.snapshot, next.snapshot);
    state = next;
    if (changed) tell({ kind: "snapshot", snapshot: next.snapshot });
  };

  /** One stretch of being awake; its signal ends what began in it. */
  let awake = new AbortController();
  let woken: Promise<void> = Promise.resolve();
  let onWoken: () => void = () => {};
  /** What was last known before a sleep, until the first answer after it. */
  let away: { readonly before: Snapshot; readonly since: Date; until: Date } | undefined;
  let sleptBefore = slept();

  /** The last look was answered, by AMT. */
  let isAnswered = false;
  let answeredAt = Number.NEGATIVE_INFINITY;
  const learn = (seen: Observation): void => {
    isAnswered = seen.kind === "answered" && seen.amtPresent === true;
    if (isAnswered) answeredAt = clock.monotonic();
    known = seen.kind === "answered" && seen.amtPresent && seen.amt.version !== null ? seen.amt : undefined;
    const back = seen.kind === "answered" ? away : undefined;
    if (back) away = undefined;
    const { state: next, events } = back ? reduceAfterSleep(state, seen, back) : reduce(state, seen);
    become(next);
    book.found(events, { later: isDeaf });
    // A few questions do not find everything that was missed
    if (seen.kind === "answered" && !seen.words) isDeaf = state.snapshot.lms?.state !== "open";
    if (isAnswered) onAnswer();
  };
  /** A look that a sleep interrupts is none: the machine before and the one after are not one picture. */
  const lookOnce = async (signal: AbortSignal, questions: readonly Question[] | "all"): Promise<Snapshot> => {
    for (;;) {
      await orAbandon(woken, () => {}, { signal });
      const stretch = awake.signal;
      const either = linked([signal, stretch]);
      try {
        const { order } = state.ledger;
        const how = { clock, order, signal: either.signal };
        const seen =
          (questions !== "all" && isAnswered && (await glimpse(me, questions, { ...how, before: state.snapshot }))) ||
          (await look(me, { ...how, known }));
        learn(seen);
        return state.snapshot;
      } catch (error) {
        if (signal.aborted || !stretch.aborted) throw error;
      } finally {
        either.done();
      }
    }
  };

  /** Looks are shared: whoever asks while one is queued gets the queued one. */
  let running: Promise<unknown> = Promise.resolve();
  let queued: Promise<Snapshot> | undefined;
  let life: AbortSignal | undefined;

  const fallAsleep = (since: Date): void => {
    if (awake.signal.aborted) return;
    woken = new Promise((resolve) => {
      onWoken = resolve;
    });
    awake.abort(new Error("the machine sleeps"));
    known = undefined;
    const { snapshot: before } = state;
    away ??= { before, since, until: since };
    become(forget(state, clock.now()));
  };
  /** The link to AMT's alerts has come or gone: what to ask when is another thing now. */
  let stirred = new AbortController();
  /** So many ms; less where this stretch ends (`over`) or the link comes or goes (`stirred`). */
  const pause = async (ms: number, { signal }: { signal: AbortSignal }): Promise<"whole" | "over" | "stirred"> => {
    const [stretch, stir] = [awake.signal, stirred.signal];
    const either = linked([signal, stretch, stir]);
    try {
      for (let rest = ms; rest > 0; rest -= GLANCE) {
        await sleep(clock, Math.min(rest, GLANCE), { signal: either.signal });
        if (slept() - sleptBefore >= NAP) {
          watch.wake();
          return "over";
        }
      }
      return "whole";
    } catch (error) {
      if (stretch.aborted) return "over";
      if (stir.aborted && !signal.aborted) return "stirred";
      throw error;
    } finally {
      either.done();
    }
  };
  const unheard = ["connecting", "held", "failing", "absent"];
  const standing = () => ({
    isAnswered,
    wasAnswered: clock.monotonic() - answeredAt < LATELY,
    isKnown: Number.isFinite(answeredAt),
    isConfigured: isConfigured(state.snapshot.amt),
    isDeaf: unheard.includes(state.snapshot.lms?.state ?? ""),
    hasMissed: isDeaf && state.snapshot.lms?.state === "open",
  });
  /** After whatever is under way. */
  const ask = (signal: AbortSignal, questions: readonly Question[] | "all"): Promise<Snapshot> => {
    const mine = running.then(() => lookOnce(signal, questions));
    running = mine.catch(() => {}); // whoever asked gets the rejection; the next look only waits for this one's end
    return mine;
  };

  const watch: Watch = {
    snapshot: () => state.snapshot,
    events: (after) => book.history.recent.filter(({ id }) => id > after),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh({ signal }) {
      const own = life ?? signal;
      queued ??= running.then(() => {
        queued = undefined;
        return ask(own, "all");
      });
      return queued;
    },
    tellSince(last) {
      book.found(changesSince(last, state.snapshot), { later: true });
    },
    noteLms(lms) {
      if (lms?.state !== "open") isDeaf = true;
      const isOther = (lms?.state === "open") !== (state.snapshot.lms?.state === "open");
      const { state: next, events } = reduceLms(state, lms, clock.now());
      become(next);
      book.found(events, { later: false });
      if (!isOther) return;
      const before = stirred;
      stirred = new AbortController();
      before.abort();
    },
    noteAlert(alert) {
      state = reduceHeard(state, wordsOfAlert(hear(alert).becomes), clock.now());
    },
    noteDevices(devices) {
      state = reduceDevices(state, devices, clock.now());
    },
    noteWho(session, who) {
      become(reduceWho(state, session, who));
    },
    noteTrouble(part, seen) {
      const { state: next, events } = reduceNoted(state, { part, seen }, clock.now());
      become(next);
      book.found(events, { later: false });
    },
    noteHostServices: (hostServices) => become({ ...state, snapshot: { ...state.snapshot, hostServices } }),
    noteDelivery: (delivery) => become({ ...state, snapshot: { ...state.snapshot, delivery } }),
    rest: () => fallAsleep(clock.now()),
    wake() {
      // Nobody said when it began: some time after the last look
      fallAsleep(new Date(state.snapshot.at));
      awake = new AbortController();
      sleptBefore = slept();
      if (away) away.until = clock.now();
      onWoken();
    },
    async run({ signal }) {
      life = signal;
      try {
        for (;;) {
          await watch.refresh({ signal });
          for (let turn = 0; ; ) {
            const { wait, ask: questions } = turnOf(turn, interval, standing());
            const passed = await pause(wait, { signal });
            if (passed === "over") break;
            if (passed === "stirred") continue;
            await ask(signal, questions);
            turn += 1;
          }
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
  };
  return watch;
}

/** What is different from the last run of the service. */
function changesSince(last: Remembered, { standing, amt }: Snapshot): Message[] {
  const changes: Message[] = [];
  if (standing !== "unknown" && standing !== last.standing)
    changes.push(message("event.while-away", { from: last.standing, to: standing, since: last.at }));
  const version = change(last.version, amt.version);
  if (version) changes.push(message("event.firmware", version));
  return changes;
}

/** Time passes in every snapshot; that alone is no news. */
function sameButTime(a: Snapshot, b: Snapshot): boolean {
  const timeless = ({ at: _, confirmedAt: __, ...rest }: Snapshot): string => JSON.stringify(rest);
  return timeless(a) === timeless(b);
}
