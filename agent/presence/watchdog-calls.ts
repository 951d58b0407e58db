import { codeOf } from "../../mei/errors.ts";
import { HttpError } from "../../mei/http/http-error.ts";
import type { Wsman } from "../../mei/wsman/client.ts";
import { agentPresenceWatchdog } from "../../mei/wsman/resources/agent-presence.ts";
import type { Asked, Input, Trouble } from "./heartbeat.ts";

/** Carries out what a session asks of AMT, and says what became of it. Never rejects. */
export type Carry = (asked: Asked, options: { signal: AbortSignal }) => Promise<Input>;

/** The calls of one watchdog; `id` is its DeviceID. Selecting with that alone is enough (presence-posture.md 1.3). */
export function watchdogCalls(wsman: Wsman, id: string, onTrouble: (error: unknown) => void): Carry {
  return async ({ call, sequence: SequenceNumber }, { signal }) => {
    const on = { selectors: { DeviceID: id }, signal };
    try {
      if (call === "register") {
        const { SessionSequenceNumber, TimeoutInterval } = await wsman.invoke(
          agentPresenceWatchdog,
          "RegisterAgent",
          {},
          on,
        );
        return { is: "registered", sequence: SessionSequenceNumber, timeout: TimeoutInterval * 1_000 };
      }
      const method = call === "beat" ? "AssertPresence" : "AssertShutdown";
      await wsman.invoke(agentPresenceWatchdog, method, { SequenceNumber }, on);
      return { is: "taken" };
    } catch (error) {
      onTrouble(error);
      const { retryAfter } = error as { retryAfter?: unknown };
      const why = troubleOf(error);
      return { is: "failed", why, ...(typeof retryAfter === "number" ? { after: retryAfter } : {}) };
    }
  };
}

/** Which code each method answers per failure is not documented (presence-posture.md 1.4): what is not known is a refusal. */
export function troubleOf(error: unknown): Trouble {
  const code = codeOf(error);
  const { subcode } = error as { subcode?: unknown };
  if (code === "WSMAN_FAULT") {
    if (subcode === "DestinationUnreachable" || subcode === "InvalidSelectors") return "unknown";
    return subcode === "AccessDenied" ? "denied" : "refused";
  }
  if (code === "WSMAN_RETURN_VALUE") {
    const { returnValue } = error as { returnValue?: unknown };
    return returnValue === 0x10 ? "denied" : returnValue === 0x814 ? "unknown" : "refused"; // NOT_PERMITTED, NOT_FOUND
  }
  if (code.startsWith("AUTH_") || code === "TLS_UNTRUSTED" || code === "LOGIN_NEEDED") return "denied";
  if (error instanceof HttpError) return "lost";
  return code.startsWith("WSMAN_") || code.startsWith("XML_") ? "refused" : "lost";
}
