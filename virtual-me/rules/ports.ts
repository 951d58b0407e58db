import type { Interface } from "../accounts.ts";
import type { World } from "../world.ts";

export const plainPorts = [16992, 623] as const;
export const securePorts = [16993, 664] as const;
export const amtPorts: readonly number[] = [...plainPorts, ...securePorts];

/** The ports of AMT's web server that are open now on this interface. An attempt at secure configuration opens the host's TLS ports. */
export function openPorts(world: World, over: Interface): readonly number[] {
  if (!world.enabled) return [];
  const { enabled, plain } = world.tlsModes[over];
  const secure = enabled || (over === "local" && world.armed !== undefined);
  return [...(plain || !enabled ? plainPorts : []), ...(secure ? securePorts : [])];
}
