import type { Wsman } from "../../mei/wsman/client.ts";
import { watchDogAction } from "../../mei/wsman/resources/agent-presence.ts";
import { elementSettingData } from "../../mei/wsman/resources/power.ts";
import type { ResetAnswer } from "../api/presence.ts";
import { message } from "../api/texts.ts";
import { refusalIn } from "../watch/sessions/refusal.ts";
import { guidOf } from "./device-id.ts";

type Call = { readonly signal: AbortSignal };

/**
 * Seconds from the expiry of this watchdog until AMT resets the machine; undefined: it does not (presence-posture.md 1.8). Rejects where AMT
 * does not tell.
 */
export async function resetDelay(wsman: Wsman, guid: string, { signal }: Call): Promise<number | undefined> {
  const [settings] = (await wsman.enumerate(watchDogAction, { signal })).map(({ value }) => value);
  if (settings?.AgentPresenceWatchDogExpirationAction !== "reboot" || settings.ReArmReset !== true) return undefined;
  const pairs = await wsman.enumerate(elementSettingData, { signal });
  const isPaired = pairs.some(({ value: { ManagedElement: dog, SettingData: of } }) => {
    const id = dog?.selectors.DeviceID;
    return (
      of?.resourceUri === watchDogAction.uri &&
      typeof id === "string" &&
      guidOf(id)?.toLowerCase() === guid.toLowerCase()
    );
  });
  return isPaired ? (settings.Timeout ?? 0) : undefined;
}

/** Which number stands for "there is none to stop" is not documented: whatever AMT says no with is told. */
const NOT_FOUND = 0x814;

/** Stops a reset that AMT is about to make. Rejects where AMT cannot be told at all. */
export async function cancelReset(wsman: Wsman, { signal }: Call): Promise<Omit<ResetAnswer, "way">> {
  const schema = "amt-agent.reset/1";
  try {
    await wsman.invoke(watchDogAction, "CancelRebootAction", {}, { signal });
    return { schema, outcome: "called-off", message: message("event.reset.called-off", {}) };
  } catch (error) {
    const refusal = refusalIn(error);
    if (!refusal) throw error;
    if (refusal === "absent") return { schema, outcome: "none", message: message("reset.absent", {}) };
    if (refusal.number === NOT_FOUND) return { schema, outcome: "none", message: message("reset.none", {}) };
    return { schema, outcome: "refused", message: message("reset.refused", { status: refusal.status }) };
  }
}
