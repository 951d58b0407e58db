import { hostBasedSetupService } from "../../../mei/wsman/resources/setup.ts";
import { refuse } from "./error.ts";
import { ifThere } from "./if-there.ts";
import type { Reach } from "./subject.ts";

export type ControlMode = "none" | "client" | "admin" | "unknown";

/** By WS-Man, so that it is the same way as everything else. AMT before 6.2 has no host-based setup: unknown. */
export async function controlMode({ wsman, signal }: Reach): Promise<ControlMode> {
  const service = await ifThere(wsman.get(hostBasedSetupService, { signal }));
  const mode = service?.CurrentControlMode;
  return mode === "none" || mode === "client" || mode === "admin" ? mode : "unknown";
}

/** Refused before it is sent: in client control mode AMT does not let its administrator do that. */
export function needsAdminMode(mode: ControlMode, what: string): void {
  if (mode === "client")
    refuse(
      `${what} is not possible in client control mode: AMT would refuse it. Bring it into admin control mode first (amt-agent upgrade)`,
    );
}
