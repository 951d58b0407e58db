import type { HostView } from "../host-view.ts";
import { NoAnswer } from "../reasons.ts";

const MOST_PROCESSES = 20_000;

/** Names of all processes. */
export async function processNames(host: HostView): Promise<ReadonlySet<string>> {
  const ids = (await host.names("/proc")).filter((name) => /^\d+$/.test(name));
  if (ids.length === 0) throw new NoAnswer("no-data", "/proc shows no processes");
  if (ids.length > MOST_PROCESSES) throw new NoAnswer("too-large", `/proc shows ${ids.length} processes`);
  const names = new Set<string>();
  // One that ends meanwhile is not there any more
  for (const id of ids) names.add((await host.textIfThere(`/proc/${id}/comm`).catch(ended))?.trim() ?? "");
  return names;
}
const ended = (error: unknown): undefined => {
  if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  return undefined;
};
