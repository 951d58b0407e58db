import { MeiError } from "../../mei/errors.ts";
import type { Wsman } from "../../mei/wsman/client.ts";
import { deadline } from "../../platform/clock.ts";
import { openWeb, type Reach } from "./web.ts";

/** ms for AMT's web services, the way there included. */
const PATIENCE = 30_000;

/** One stretch of talking to AMT's web services as its account for this PC's programs; opened when `wsman` is first called, closed behind `use`. */
export type AsSystem = <T>(
  use: (wsman: () => Promise<Wsman>, signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
  ms?: number,
) => Promise<T>;

/** Rejects with ME_TIMEOUT where it takes longer than `ms`. */
export const asSystemOf =
  (reach: Reach): AsSystem =>
  async (use, signal, ms = PATIENCE) => {
    const late = (): Error => new MeiError("ME_TIMEOUT", `AMT's web services did not answer within ${ms / 1_000} s`);
    const limit = deadline(reach.clock, ms, [signal], late);
    const web = openWeb(reach, () => {});
    try {
      return await use(() => web.asSystem(limit), limit.signal);
    } finally {
      limit.done();
      await web.close();
    }
  };
