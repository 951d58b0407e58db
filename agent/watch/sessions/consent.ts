import type { Wsman } from "../../../mei/wsman/client.ts";
import { optInService } from "../../../mei/wsman/resources/redirection.ts";
import type { ConsentAnswer } from "../../api/sessions.ts";

/** The user's consent as AMT's web services tell of it (presence-posture.md 3.6). The digits themselves never leave the screen. */
export async function readConsent(wsman: Wsman, { signal }: { signal: AbortSignal }): Promise<ConsentAnswer> {
  const found = await wsman.get(optInService, { signal });
  return {
    schema: "amt-agent.consent/1",
    required: found.OptInRequired ?? null,
    state: found.OptInState ?? null,
    codeTimeoutSeconds: found.OptInCodeTimeout ?? null,
    displayTimeoutSeconds: found.OptInDisplayTimeout ?? null,
    canBeChanged: found.CanModifyOptInPolicy === undefined ? null : found.CanModifyOptInPolicy === "yes",
  };
}
