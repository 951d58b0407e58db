import { type Endpoint, runEndpoint } from "../../mei/apf/endpoint.ts";
import { hostSession } from "../../mei/apf/host-session.ts";
import type { Offer } from "../../mei/apf/live-channels.ts";
import type { Forward } from "../../mei/apf/machine.ts";
import { lme } from "../../mei/clients.ts";
import { codeOf, MeiError } from "../../mei/errors.ts";
import type { MeiConnection, MeiDriver } from "../../mei/port.ts";
import { type Clock, deadline, linked, sleep } from "../../platform/clock.ts";
import { LmsError } from "./errors.ts";

export type LinkState =
  /** Not there yet, or to be there again in a moment. */
  | { readonly kind: "connecting" }
  | { readonly kind: "open" }
  /** This ME has no local manageability. */
  | { readonly kind: "absent" }
  /** Another program has it. */
  | { readonly kind: "held"; readonly holder: string }
  /** It ends or fails again and again. */
  | { readonly kind: "failing"; readonly code: string }
  /** The machine sleeps. */
  | { readonly kind: "resting" };

export interface LinkEvents {
  onState(state: LinkState): void;
  /** What is forwarded, or whether there is a session, has changed. */
  onChange(): void;
  /** A channel is free: others may have it. */
  onFree(): void;
  /** The firmware asks for a port: is it granted? */
  onForward(forward: Forward): boolean;
  onUnforward(forward: Forward): void;
  onOffer(offer: Offer): void;
  onNotice(text: string): void;
}
/** The one session with LME, kept for ever. */
export interface Link {
  readonly state: LinkState;
  /** That of the moment. */
  readonly session: Endpoint | undefined;
  /** Ends the session, and makes none until `wake`. Settles when that is done, or after `limit` ms. */
  rest(options: { limit: number }): Promise<void>;
  wake(): void;
  /** The ME has just answered something else: an attempt that waits because the ME was gone is made now, or soon where it has failed often. */
  hurry(): void;
  /** Settles when everything is closed. */
  close(): Promise<void>;
}

/** ms: a hung ME holds the connect call for 21.7 s (vm.md A). */
const CONNECT = 25_000;
/** ms for the ME to agree on the session; Intel LMS waits as long (lms.md 1.4). */
const HANDSHAKE = 5_000;
/** ms of a session after which the next one is begun as if it were the first. */
const LASTING = 5_000;
/** ms before each further attempt; the last for ever. Measured: the kernel's driver is back 24 to 124 ms after a reset (vm.md A). */
const AGAIN = [50, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000] as const;
/** ms at least before an attempt that is hurried, once so many have failed that it is told: an LME that ends every session is not asked without a pause. */
const HURRIED = 2_000;
/** The same while another program holds LME: it may only be passing by. */
const HELD = [200, 800, 2_000, 5_000, 10_000] as const;
/** AMT can be switched on only while the machine restarts; a driver can be loaded at any time. */
const ABSENT = 60_000;
/** Attempts in a row that may fail before anybody is told. */
const PATIENT = 4;

export function openLink({
  driver,
  clock,
  ...on
}: { readonly driver: MeiDriver; readonly clock: Clock } & LinkEvents): Link {
  const life = new AbortController();
  let state: LinkState = { kind: "connecting" };
  let session: Endpoint | undefined;
  /** One stretch of being awake. */
  let awake = new AbortController();
  let woken: Promise<void> = Promise.resolve();
  let onWoken = (): void => {};
  /** Cuts the wait before the next attempt short. */
  let hurry = (): void => {};
  /** Attempts in a row that the same holder was in the way of. */
  let refused = 0;

  function become(next: LinkState): void {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    on.onState(next);
  }

  async function connect(signal: AbortSignal): Promise<MeiConnection> {
    const late = (): Error => new MeiError("ME_TIMEOUT", `${lme.title}: connecting took more than ${CONNECT} ms`);
    const limit = deadline(clock, CONNECT, [signal], late);
    try {
      return await driver.connect(lme, { signal: limit.signal });
    } finally {
      limit.done();
    }
  }

  /** One session from its beginning to its end. Tells whether it was of any use. */
  async function oneSession(speakFirst: boolean, signal: AbortSignal): Promise<{ ended: Error; lasted: boolean }> {
    const connection = await connect(signal);
    const machine = hostSession({ speakFirst });
    const began = clock.monotonic();
    const over = new AbortController();
    let used = false;
    const mine = runEndpoint({
      connection,
      machine,
      clock,
      onOffer(offer) {
        used = true;
        on.onOffer(offer);
      },
      onForward(forward) {
        const granted = on.onForward(forward);
        become({ kind: "open" });
        // Only once the answer is on its way can a channel be opened
        const noLonger = (): void => {}; // the session is over, which is told of its own
        if (granted) mine.whenForwarded([forward.port], { signal: over.signal }).then(on.onChange, noLonger);
        return granted;
      },
      onUnforward: on.onUnforward,
      onNotice: on.onNotice,
      onFree() {
        used = true;
        on.onFree();
      },
    });
    session = mine;
    const silent = new LmsError("LMS_SILENT", `the ME did not agree on a session within ${HANDSHAKE} ms`);
    let reason: Error | undefined;
    const stopHandshake = clock.after(HANDSHAKE, () => {
      if (machine.ready) return become({ kind: "open" });
      reason = silent;
      void mine.close();
    });
    const onAbort = (): void => void mine.close();
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    try {
      const ended = await mine.closed;
      return { ended: reason ?? ended, lasted: used || clock.monotonic() - began >= LASTING };
    } finally {
      over.abort();
      stopHandshake();
      signal.removeEventListener("abort", onAbort);
      session = undefined;
      on.onChange();
    }
  }

  async function run(): Promise<void> {
    let failures = 0;
    let speakFirst = false;
    for (;;) {
      await woken;
      if (life.signal.aborted) return;
      const stretch = awake.signal;
      const either = linked([life.signal, stretch]);
      let wait: number;
      try {
        const { ended, lasted } = await oneSession(speakFirst, either.signal);
        if (either.signal.aborted) continue;
        const silent = ended instanceof LmsError && ended.code === "LMS_SILENT";
        // Intel LMS lets the ME speak first, others do not, and firmware takes either (lms.md 1.4); should one wait for us, it gets that
        if (silent) speakFirst = !speakFirst;
        failures = lasted && !silent ? 0 : failures + 1;
        wait = AGAIN[Math.min(failures, AGAIN.length - 1)] ?? 0;
        if (failures > PATIENT) become({ kind: "failing", code: codeOf(ended) });
        else become({ kind: "connecting" });
      } catch (error) {
        if (either.signal.aborted) continue;
        failures += 1;
        wait = failed(error, failures);
      } finally {
        either.done();
      }
      await pause(wait, stretch, { least: failures > PATIENT ? HURRIED : 0 });
    }
  }
  /** ms until the next attempt. */
  function failed(error: unknown, failures: number): number {
    const code = codeOf(error);
    if (code === "ME_BUSY") {
      const holder = (error as MeiError).holder ?? "another program";
      // Another one than before, or nobody to be seen any more: it may be free in a moment
      if (state.kind !== "held" || state.holder !== holder) refused = 0;
      refused += 1;
      become({ kind: "held", holder });
      return HELD[Math.min(refused, HELD.length) - 1] ?? 0;
    }
    if (code === "ME_NO_CLIENT") {
      become({ kind: "absent" });
      return ABSENT;
    }
    if (failures > PATIENT || code !== "ME_GONE") become({ kind: "failing", code });
    return AGAIN[Math.min(failures, AGAIN.length - 1)] ?? 0;
  }
  /** So many ms; of them `least` where it is hurried. */
  async function pause(ms: number, stretch: AbortSignal, { least }: { readonly least: number }): Promise<void> {
    const hurried = new AbortController();
    const either = linked([life.signal, stretch, hurried.signal]);
    const began = clock.monotonic();
    let stop = (): void => {};
    hurry = () => {
      const left = began + least - clock.monotonic();
      stop();
      if (left <= 0) hurried.abort();
      else stop = clock.after(left, () => hurried.abort());
    };
    try {
      await sleep(clock, ms, { signal: either.signal });
    } catch (error) {
      if (!either.signal.aborted) throw error;
    } finally {
      stop();
      hurry = () => {};
      either.done();
    }
  }
  const running = run();

  return {
    get state() {
      return state;
    },
    get session() {
      return session;
    },
    async rest({ limit }) {
      if (awake.signal.aborted) return;
      woken = new Promise((resolve) => {
        onWoken = resolve;
      });
      const ending = session?.closed;
      awake.abort(new LmsError("LMS_CLOSED", "the computer is about to sleep"));
      become({ kind: "resting" });
      await new Promise<void>((resolve) => {
        const stop = clock.after(limit, resolve, { background: true });
        void Promise.resolve(ending).then(() => {
          stop();
          resolve();
        });
      });
    },
    wake() {
      if (!awake.signal.aborted || life.signal.aborted) return;
      awake = new AbortController();
      become({ kind: "connecting" });
      onWoken();
    },
    hurry() {
      if (state.kind === "connecting" || state.kind === "failing") hurry();
    },
    async close() {
      life.abort(new LmsError("LMS_CLOSED", "the service ends"));
      onWoken();
      await running;
    },
  };
}
