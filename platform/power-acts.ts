import type { Clock } from "./clock.ts";
import type { Host } from "./paths.ts";
import type { PowerControl } from "./power-control.ts";

/** undefined: there is none on this system yet. */
export async function powerControl(host: Host, clock: Clock): Promise<PowerControl | undefined> {
  return host.platform === "linux" ? (await import("./linux-power.ts")).logindPower(host, clock) : undefined;
}
