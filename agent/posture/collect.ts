import { setMaxListeners } from "node:events";
import { deadline, turn } from "../../platform/clock.ts";
import { type Finding, finding, unknown } from "./check.ts";
import type { At, Collector, Sources } from "./collector.ts";
import { reasonOf } from "./reasons.ts";
import { type Reads, sharedReads } from "./shared-reads.ts";

class TooLate extends Error {
  override name = "TooLate";
  readonly code = "POSTURE_TIMEOUT";
}

/**
 * Runs them all at once. Each has its own time, and what goes wrong in one is the reason of its own checks, `unknown`, and of no other's.
 * Rejects only where `signal` aborts. In the order of the collectors and their ids.
 */
export async function collectAll(
  collectors: readonly Collector[],
  sources: Sources,
  { signal }: { signal: AbortSignal },
): Promise<Finding[]> {
  // Each collector hangs on it, and lets go when it ends: no leak that Node would have to warn of
  setMaxListeners(collectors.length + 10, signal);
  let reads: Promise<Reads> | undefined;
  const wsman = (): Promise<Reads> => {
    reads ??= sources.wsman().then((opened) => sharedReads(opened, { signal }));
    return reads;
  };
  const shared = { ...sources, wsman };
  const begun: Promise<Finding[]>[] = [];
  for (const collector of collectors) {
    begun.push(collectOne(collector, shared, signal));
    await turn(); // how each begins is short, and all together are not
  }
  const all = await Promise.all(begun);
  signal.throwIfAborted();
  return all.flat();
}

async function collectOne(collector: Collector, sources: Omit<At, "signal">, whole: AbortSignal): Promise<Finding[]> {
  const { ids, timeout, name } = collector;
  const late = (): Error => new TooLate(`${name} took longer than ${timeout} ms`);
  const limit = deadline(sources.clock, timeout, [whole], late);
  try {
    const found = await orAbort(collector.collect({ ...sources, signal: limit.signal }), limit.signal);
    return ids.map(
      (id) => found.find((one) => one.id === id) ?? finding(id, unknown("no-data", `${name} did not say`)),
    );
  } catch (error) {
    const reason = reasonOf(error);
    return ids.map((id) => finding(id, { result: reason.code === "no-amt" ? "not-applicable" : "unknown", reason }));
  } finally {
    limit.done();
  }
}

/** A read that the kernel holds cannot be ended: then only the waiting ends. */
function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
