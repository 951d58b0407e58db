import type { Wsman } from "../../../mei/wsman/client.ts";
import { ethernetPortSettings } from "../../../mei/wsman/resources/network.ts";
import { ActError } from "./act-error.ts";

/** The wireless interface: its InstanceID ends in 1 (presence-posture.md 3.3). */
const wireless = { InstanceID: "Intel(r) AMT Ethernet Port Settings 1" };

/** Gives the wireless link back to the operating system, as IMSS' button does (lms.md 5.2). Rejects ActError where there is none. */
export async function wlanToHost(wsman: Wsman, { signal }: { signal: AbortSignal }): Promise<void> {
  const ports = await wsman.enumerate(ethernetPortSettings, { signal });
  if (!ports.some(({ value }) => value.InstanceID === wireless.InstanceID))
    throw new ActError("WLAN_ABSENT", "AMT has no wireless interface on this PC");
  const input = { LinkPreference: "host", Timeout: 0 } as const;
  await wsman.invoke(ethernetPortSettings, "SetLinkPreference", input, { selectors: wireless, signal });
}
