import {
  addWatchdogAct,
  armReboot,
  clearWatchdogActs,
  createWatchdog,
  pairWatchdog,
  removeWatchdog,
} from "../../presence/watchdog-settings.ts";
import { type PresenceAct, planPresence, shownAgent } from "./presence-plan.ts";
import { type PresenceState, readPresence, type Watched } from "./presence-state.ts";
import type { Reach, Subject } from "./subject.ts";

/** Programs that AMT watches, what it does when one changes its state, and the reset of the machine (presence-posture.md 1). */
export const presence: Subject<"presence", PresenceState | undefined, PresenceAct> = {
  name: "presence",
  title: "Agent presence",
  read: readPresence,
  plan: planPresence,
  async carryOut(at, act) {
    const { wsman } = at;
    if ("remove" in act) return removeWatchdog(wsman, act.remove, at);
    if ("reboot" in act) return armReboot(wsman, act.reboot, at);
    if ("pair" in act) return pairWatchdog(wsman, act.pair, act.on, at);
    if ("actions" in act) {
      // There is no taking away of one of them (presence-posture.md 1.4)
      await clearWatchdogActs(wsman, act.actions.id, at);
      return addActs(at, act.actions);
    }
    if (act.replaces) await removeWatchdog(wsman, act.make.id, at);
    await createWatchdog(wsman, act.make, at);
    await addActs(at, act.make);
    if (act.make.reboot) await pairWatchdog(wsman, act.make.id, true, at);
  },
  show: (now) => ({
    agents: (now?.agents ?? []).map(shownAgent),
    reset: now?.reboot ?? null,
    limits: now?.limits ?? null,
  }),
};

async function addActs(at: Reach, { id, actions }: Watched): Promise<void> {
  for (const one of actions) await addWatchdogAct(at.wsman, id, one, at);
}
