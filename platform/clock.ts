/** Time as an argument. The real clock is made in composition roots; tests advance one of their own. */
export interface Clock {
  /** Wall-clock time, for people. May jump. */
  now(): Date;
  /** Milliseconds that only grow, for durations. */
  monotonic(): number;
  /** Runs `what` once after `ms`. The returned function cancels it, as often as one likes. */
  after(ms: number, what: () => void, options?: { readonly background?: boolean }): () => void;
}

export const realClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  after(ms, what, options) {
    const timer = setTimeout(what, ms);
    if (options?.background) timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Settles after `ms`, or rejects with the signal's reason as soon as it aborts. */
export function sleep(clock: Clock, ms: number, { signal }: { signal: AbortSignal }): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = clock.after(ms, () => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    });
    const onAbort = (): void => {
      stop();
      reject(signal.reason);
    };
    signal.addEventListener("abort", onAbort, { once: true });
  });
}

/** Settles in the event loop's next turn: between two pieces of work that are long together. */
export const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** A signal of one's own. `done()` must be called: it releases what the signal hangs on. */
export interface Limit {
  readonly signal: AbortSignal;
  done(): void;
}

/** A signal that aborts with the first of `parents` (AbortSignal.any keeps its sources alive on Node 20, which a service that runs for months cannot afford). */
export function linked(parents: readonly AbortSignal[]): Limit {
  return hang(new AbortController(), parents);
}

/** As `linked`, and it aborts with `reason()` after `ms`. */
export function deadline(clock: Clock, ms: number, parents: readonly AbortSignal[], reason: () => Error): Limit {
  const controller = new AbortController();
  const { signal, done } = hang(controller, parents);
  const stop = clock.after(ms, () => controller.abort(reason()));
  return {
    signal,
    done() {
      stop();
      done();
    },
  };
}

function hang(controller: AbortController, parents: readonly AbortSignal[]): Limit {
  const releases = parents.map((parent) => {
    const onAbort = (): void => controller.abort(parent.reason);
    if (parent.aborted) onAbort();
    parent.addEventListener("abort", onAbort, { once: true });
    return () => parent.removeEventListener("abort", onAbort);
  });
  return {
    signal: controller.signal,
    done() {
      for (const release of releases) release();
    },
  };
}
