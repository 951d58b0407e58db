import { absent, refuse } from "./error.ts";
import type { Subject } from "./subject.ts";

interface State {
  readonly on: boolean;
  /** Firmware up to AMT 14 does not tell whether it is on, and cannot be switched off this way (golden wd-le14). */
  readonly tells: boolean;
  readonly provisioned: boolean;
}

/** Reads one property of an ME command's answer, which is plain JSON. */
function part(answer: unknown, ...names: readonly string[]): unknown {
  let at: unknown = answer;
  for (const name of names) at = (at as Readonly<Record<string, unknown>> | null | undefined)?.[name];
  return at;
}

/** AMT as a whole, by the ME itself: there is no web service while it is off (rpc.md 3.14). */
export const amt: Subject<"amt", State, boolean> = {
  name: "amt",
  title: "AMT",
  async read({ callMei }) {
    const answer = await callMei("isChangeToAmtEnabled", {});
    const state = await callMei("getProvisioningState", {});
    const tells = part(answer, "flags", "newInterface") === true;
    const on = part(answer, "flags", "enabled") === true;
    return { tells, on: tells ? on : true, provisioned: part(state, "state") === "post" };
  },
  plan({ on, tells, provisioned }, wanted) {
    if (!tells) {
      if (wanted.on) return [];
      absent(
        "This machine's AMT is older than the switch: it can be switched off in the firmware's own menu (MEBx) only",
      );
    }
    if (on === wanted.on) return [];
    // MHC_SetAmtOperationalState: only in the unprovisioned state
    if (provisioned && !wanted.on)
      refuse(
        "AMT is set up, and firmware lets itself be switched off only while it is not: amt-agent deactivate comes first",
      );
    return [{ name: "AMT", before: on, after: wanted.on, act: wanted.on }];
  },
  async carryOut({ callMei }, enabled) {
    await callMei("setAmtOperationalState", { enabled });
  },
  show: ({ on, tells }) => ({ on, tells }),
};
