import type { Wsman } from "../../mei/wsman/client.ts";
import { timeSynchronizationService } from "../../mei/wsman/resources/clock.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Came, Work } from "./work.ts";

/** As Intel's LMS (lms.md 4.2). */
const EVERY = 24 * 3_600_000;
/** Seconds that the two clocks may differ. */
const TOLERANCE = 30;
/** Seconds that AMT's may be off right after it was set: it knows whole ones, and an answer takes its time. */
const AFTERWARDS = 5;
/** A PC whose own clock stands before this program was made gives AMT no time: certificates would be invalid. */
const EARLIEST = Date.UTC(2026, 0, 1) / 1_000;

const seconds = (now: Date): number => Math.floor(now.getTime() / 1_000);
const iso = (time: number): string => new Date(time * 1_000).toISOString();

/** Keeps AMT's clock by this PC's. `open` gives AMT's web service, and closes it behind `use`. */
export function clockWork({
  open,
  clock,
}: {
  readonly open: <T>(use: (wsman: Wsman) => Promise<T>, options: { signal: AbortSignal }) => Promise<T>;
  readonly clock: Pick<Clock, "now">;
}): Work {
  async function ask(wsman: Wsman, signal: AbortSignal): Promise<{ amt: number; host: number }> {
    const { Ta0 } = await wsman.invoke(timeSynchronizationService, "GetLowAccuracyTimeSynch", {}, { signal });
    return { amt: Ta0, host: seconds(clock.now()) };
  }
  async function carryOut(wsman: Wsman, signal: AbortSignal): Promise<Came> {
    const { LocalTimeSyncEnabled } = await wsman.get(timeSynchronizationService, { signal });
    const { amt, host } = await ask(wsman, signal);
    if (LocalTimeSyncEnabled === "disabled") return { is: "refused", value: iso(amt) };
    if (host < EARLIEST) return { is: "failing", code: "HOST_CLOCK_WRONG" };
    if (Math.abs(amt - host) <= TOLERANCE) return { is: "right", value: iso(amt), changed: undefined };
    const input = { Ta0: amt, Tm1: host, Tm2: seconds(clock.now()) };
    await wsman.invoke(timeSynchronizationService, "SetHighAccuracyTimeSynch", input, { signal });
    const after = await ask(wsman, signal);
    if (Math.abs(after.amt - after.host) > AFTERWARDS) return { is: "failing", code: "HOST_SERVICE_NOT_TAKEN" };
    return { is: "right", value: iso(after.amt), changed: iso(amt) };
  }
  return {
    name: "clock",
    every: EVERY,
    carryOut: ({ signal }) => open((wsman) => carryOut(wsman, signal), { signal }),
  };
}
