import { existsSync } from "node:fs";
import { join } from "node:path";
import { holdersOf, type Process, processesNamed } from "../../platform/processes.ts";
import { type MeiClient, watchdog } from "../clients.ts";

/** Programs known to keep ME clients (rpc.md 2.2, vm.md A): named when nobody may tell us who has the device open. */
const suspects = ["lms", "rpc", "rpc-amt", "rpc_linux_x64", "rpc_linux_x86", "fwupd", "amt-agent"];

/**
 * Who probably holds a client of this device, for people. The kernel does not say which program holds which client. `ours`: we hold it
 * ourselves. Undefined: nobody is to be seen, or who held it has just gone.
 */
export async function likelyHolder(
  client: MeiClient,
  device: string,
  { sysfsRoot, procRoot, ours }: { sysfsRoot: string; procRoot?: string; ours: boolean },
): Promise<string | undefined> {
  const where = procRoot === undefined ? {} : { procRoot };
  const found: string[] = [];
  // The kernel's own watchdog driver takes that client for itself, at boot.
  const module = ["module/mei_wdt", "bus/mei/drivers/mei_wdt"].some((path) => existsSync(join(sysfsRoot, path)));
  if (client.uuid === watchdog.uuid && module) found.push("mei_wdt (kernel module)");
  const others = (await holdersOf(device, where)).filter(isOther);
  found.push(...(others.length > 0 ? others : processesNamed(suspects, where).filter(isOther)).map(named));
  if (found.length === 0 && ours) found.push(`this program (process ${process.pid})`);
  return found.length > 0 ? found.join(", ") : undefined;
}

const isOther = ({ pid }: Process): boolean => pid !== process.pid;
const named = ({ pid, name }: Process): string => `${name} (process ${pid})`;
