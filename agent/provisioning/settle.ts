import { codeOf } from "../../mei/errors.ts";
import { type Clock, sleep } from "../../platform/clock.ts";
import type { Me } from "../me.ts";
import { readStanding, type Standing } from "./look.ts";

/** ms between looks: AMT closes the connection on its way out of a configuration, and is not always through at once (rpc.md 3.4). */
const looks = [0, 1_000, 1_000, 1_000];
/** AMT said no: there is nothing to wait for. */
const refusals = ["WSMAN_RETURN_VALUE", "WSMAN_FAULT", "ME_STATUS", "AUTH_FAILED", "AUTH_LOCKED_OUT", "TLS_UNTRUSTED"];

/** Where AMT stands, once it stands as `due` says, or does not come to it. */
export async function settle(
  me: Me,
  due: (standing: Standing) => boolean,
  { clock, after }: { clock: Clock; after?: unknown },
): Promise<{ readonly standing: Standing; readonly done: boolean }> {
  const signal = new AbortController().signal; // what counts is not broken off
  const waits = refusals.includes(codeOf(after)) ? [0] : looks;
  for (const [index, wait] of waits.entries()) {
    await sleep(clock, wait, { signal });
    const isLast = index === waits.length - 1;
    const standing = await readStanding(me, { signal }).catch((error: unknown) => {
      if (isLast || codeOf(error) !== "ME_TIMEOUT") throw error;
      return undefined; // an answer that was lost says nothing; the next look asks anew
    });
    if (standing === undefined) continue;
    const done = due(standing);
    if (done || isLast) return { standing, done };
  }
  throw new TypeError("there is at least one look");
}
