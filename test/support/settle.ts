import { setImmediate as turn } from "node:timers/promises";
import type { SteppedClock } from "./stepped-clock.ts";

export interface Settled<T> {
  readonly result: PromiseSettledResult<T>;
  /** ms of stepped time it took, to the step. */
  readonly took: number;
}

/** Lets stepped time pass until `work` settles; fails when it has not after `limit` ms. Nothing here waits for real time. */
export async function settle<T>(clock: SteppedClock, work: Promise<T>, limit: number, step = 5): Promise<Settled<T>> {
  const from = clock.monotonic();
  let result: PromiseSettledResult<T> | undefined;
  const watched = Promise.allSettled([work]).then(([only]) => {
    result = only;
  });
  for (;;) {
    await turn();
    await turn();
    if (result) break;
    if (clock.monotonic() - from > limit) throw new Error(`not settled after ${limit} ms`);
    clock.advance(step);
  }
  await watched;
  return { result, took: clock.monotonic() - from };
}
