import { stopConfiguration, unprovision } from "../../mei/amthi/provisioning.ts";
import { amthi } from "../../mei/clients.ts";
import type { Me } from "../me.ts";
import { readStanding, type Standing } from "./look.ts";
import { type PlanName, planOf } from "./steps.ts";

export interface Undone {
  /** AMT stands as before the operation: nothing of it is left. */
  readonly clean: boolean;
  readonly standing: Standing;
}

/** Takes back what an unfinished operation began, by what AMT says of itself. Each command that changes is sent once. Rejects MeiError. */
export async function undo(me: Me, plan: PlanName, { signal }: { signal: AbortSignal }): Promise<Undone> {
  const session = me.session(amthi);
  const way = planOf(plan).undo;
  const found = await readStanding(me, { signal });
  if (way === "leave") return { clean: true, standing: found };
  if (way === "nothing" || found.provisioning !== "in") return { clean: found.provisioning !== "in", standing: found };
  try {
    if (way === "unprovision" && found.controlMode === "client")
      await unprovision.call(session, { mode: "none" }, { signal });
    else await stopConfiguration.call(session, {}, { signal });
  } catch (error) {
    // It may have been carried out all the same: what counts is where AMT stands now
    const standing = await readStanding(me, { signal });
    if (standing.provisioning === "in") throw error;
    return { clean: true, standing };
  }
  const standing = await readStanding(me, { signal });
  return { clean: standing.provisioning !== "in", standing };
}
