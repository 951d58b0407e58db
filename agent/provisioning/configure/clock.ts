import { timeSynchronizationService } from "../../../mei/wsman/resources/clock.ts";
import type { Subject } from "./subject.ts";

interface State {
  /** Seconds since 1970, as AMT has them. */
  readonly amt: number;
  /** Seconds since 1970 here, when that was heard. */
  readonly host: number;
}
const seconds = (now: Date): number => Math.floor(now.getTime() / 1_000);
const iso = (time: number): string => new Date(time * 1_000).toISOString().replace(".000", "");

/** AMT's clock, by the clock of this machine (rpc.md 3.15). Certificates and the audit log depend on it. */
export const clock: Subject<"clock", State, "set"> = {
  name: "clock",
  title: "Clock",
  async read({ wsman, clock: time, signal }) {
    const { Ta0 } = await wsman.invoke(timeSynchronizationService, "GetLowAccuracyTimeSynch", {}, { signal });
    return { amt: Ta0, host: seconds(time.now()) };
  },
  plan({ amt, host }, { tolerance }) {
    if (Math.abs(amt - host) <= tolerance) return [];
    return [{ name: "clock", before: iso(amt), after: iso(host), act: "set" }];
  },
  async carryOut({ wsman, clock: time, signal }, _act, { amt, host }) {
    const input = { Ta0: amt, Tm1: host, Tm2: seconds(time.now()) };
    await wsman.invoke(timeSynchronizationService, "SetHighAccuracyTimeSynch", input, { signal });
  },
  show: ({ amt, host }) => ({ time: iso(amt), secondsAhead: amt - host }),
};
