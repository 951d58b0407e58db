import type { Wsman } from "../../mei/wsman/client.ts";
import { powerManagementCapabilities } from "../../mei/wsman/resources/power.ts";
import type { PowerAct, PowerControl } from "../../platform/power-control.ts";
import type { Came, Work } from "./work.ts";

/** As Intel's LMS, which does it at its start (lms.md 4.7). */
const EVERY = 24 * 3_600_000;
/** What a management console may then ask for (CIM_PowerManagementCapabilities). */
const states = {
  "shut down": "offSoftGraceful",
  restart: "masterBusResetGraceful",
  sleep: "sleepDeep",
  hibernate: "hibernate",
} as const satisfies Readonly<Record<PowerAct, string>>;
const acts = Object.keys(states) as PowerAct[];

/** Tells AMT what this PC does in good order when it is asked: only then AMT asks. */
export function powerWork({
  open,
  control,
}: {
  readonly open: <T>(use: (wsman: Wsman) => Promise<T>, options: { signal: AbortSignal }) => Promise<T>;
  /** undefined: this system has none. */
  readonly control: () => Promise<PowerControl | undefined>;
}): Work {
  async function carryOut(wsman: Wsman, allowed: readonly PowerAct[], signal: AbortSignal): Promise<Came> {
    const now = await wsman.get(powerManagementCapabilities, { signal });
    const before = now.PowerStatesSupported ?? [];
    const missing = allowed.map((act) => states[act]).filter((state) => !before.includes(state));
    const words = (known: readonly unknown[]): string => acts.filter((act) => known.includes(states[act])).join(", ");
    if (missing.length === 0) return { is: "right", value: words(before), changed: undefined };
    const wanted = [...before, ...missing];
    await wsman.put(powerManagementCapabilities, { ...now, PowerStatesSupported: wanted }, { signal });
    const after = (await wsman.get(powerManagementCapabilities, { signal })).PowerStatesSupported ?? [];
    if (missing.some((state) => !after.includes(state))) return { is: "failing", code: "HOST_SERVICE_NOT_TAKEN" };
    return { is: "right", value: words(after), changed: words(before) || "none of these" };
  }
  return {
    name: "power",
    every: EVERY,
    async carryOut({ signal }) {
      const allowed = (await (await control())?.allowed({ signal })) ?? [];
      if (allowed.length === 0) return { is: "failing", code: "HOST_POWER_NOT_ALLOWED" };
      return open((wsman) => carryOut(wsman, allowed, signal), { signal });
    },
  };
}
