import { closeUserInitiatedConnection } from "../../../mei/amthi/access.ts";
import { amtStatus } from "../../../mei/amthi/status.ts";
import { amthi } from "../../../mei/clients.ts";
import type { Wsman } from "../../../mei/wsman/client.ts";
import {
  kvmRedirectionSettingData,
  optInService,
  redirectionService,
} from "../../../mei/wsman/resources/redirection.ts";
import { type Clock, sleep } from "../../../platform/clock.ts";
import type { EndableKind, Step } from "../../api/sessions.ts";
import { type Message, message } from "../../api/texts.ts";
import type { Me } from "../../me.ts";
import { refusalIn } from "./refusal.ts";

/** What AMT is told through: its web services as somebody, opened when first needed, and the ME itself. */
export interface Ending {
  readonly wsman: () => Promise<Wsman>;
  /** Undefined: it cannot be asked from here. */
  readonly me: Me | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}
type Outcome = { readonly outcome: Step["outcome"]; readonly message: Message };

const ended: Outcome = { outcome: "ended", message: message("end.ended", {}) };
const none: Outcome = { outcome: "none", message: message("end.none", {}) };
const absent: Outcome = { outcome: "none", message: message("end.absent", {}) };

/** "No such session" of TerminateSession, and "in no state for it" of CancelOptIn (presence-posture.md 3.5, 3.6). */
const INVALID_STATE = { terminate: 3, cancel: 2 } as const;
/** As Intel's LMS does it (presence-posture.md 3.5). */
const CANCEL = { times: 3, pause: 2_000 } as const;

async function outcomeOf(told: Promise<unknown>, nothingThere: number): Promise<Outcome> {
  try {
    await told;
    return ended;
  } catch (error) {
    const refusal = refusalIn(error);
    if (!refusal) throw error;
    if (refusal === "absent") return absent;
    if (refusal.number === nothingThere) return none;
    return { outcome: "refused", message: message("end.refused", { status: refusal.status }) };
  }
}

const calls: Readonly<Record<EndableKind, { readonly call: string; readonly end: (at: Ending) => Promise<Outcome> }>> =
  {
    kvm: {
      call: "IPS_KVMRedirectionSettingData.TerminateSession",
      end: async ({ wsman, signal }) =>
        outcomeOf(
          (await wsman()).invoke(kvmRedirectionSettingData, "TerminateSession", {}, { signal }),
          INVALID_STATE.terminate,
        ),
    },
    sol: { call: "AMT_RedirectionService.TerminateSession", end: (at) => terminate(at, "sol") },
    usbr: { call: "AMT_RedirectionService.TerminateSession", end: (at) => terminate(at, "ider") },
    consent: { call: "IPS_OptInService.CancelOptIn", end: cancelConsent },
    cira: { call: "closeUserInitiatedConnection", end: closeTunnel },
  };
const terminate = async ({ wsman, signal }: Ending, SessionType: "sol" | "ider"): Promise<Outcome> =>
  outcomeOf(
    (await wsman()).invoke(redirectionService, "TerminateSession", { SessionType }, { signal }),
    INVALID_STATE.terminate,
  );

async function cancelConsent({ wsman, clock, signal }: Ending): Promise<Outcome> {
  const at = await wsman();
  for (let left: number = CANCEL.times; ; left -= 1) {
    const outcome = await outcomeOf(at.invoke(optInService, "CancelOptIn", {}, { signal }), INVALID_STATE.cancel);
    if (outcome.outcome !== "refused" || left === 1) return outcome;
    await sleep(clock, CANCEL.pause, { signal });
  }
}

/** Only what the user asked for; the administrator's own tunnel has another owner. */
async function closeTunnel({ me, signal }: Ending): Promise<Outcome> {
  if (!me) return absent;
  const outcome = await outcomeOf(
    closeUserInitiatedConnection.call(me.session(amthi), {}, { signal }),
    amtStatus.NOT_PERMITTED,
  );
  return outcome === none ? { outcome: "refused", message: message("end.not-the-users", {}) } : outcome;
}

/** The screen first, consent last: as long as there are sessions consent is in use (presence-posture.md 3.5). */
const order: readonly EndableKind[] = ["kvm", "sol", "usbr", "consent"];

/** Ends sessions one after the other, whatever becomes of each. Rejects where AMT cannot be told at all. */
export async function endSessions(kind: EndableKind | undefined, at: Ending): Promise<Step[]> {
  const steps: Step[] = [];
  for (const one of kind ? [kind] : order) {
    const { call, end } = calls[one];
    steps.push({ kind: one, call, ...(await end(at)) });
  }
  return steps;
}
