import { getControlMode, getProvisioningState } from "../../mei/amthi/provisioning.ts";
import { getCodeVersions, getFeaturesState } from "../../mei/amthi/state.ts";
import { codeOf, MeiError } from "../../mei/errors.ts";
import { isChangeToAmtEnabled } from "../../mei/watchdog/commands.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Seen } from "../health.ts";
import { readMachine } from "../info/read.ts";
import { openSessions } from "../info/read-amt.ts";
import { reader } from "../info/reader.ts";
import { skuInWords } from "../info/words.ts";
import type { Me } from "../me.ts";
import type { Observation } from "../state.ts";

/** The few questions whose answers the headline needs: six messages, so that looking costs firmware little. Never rejects but on abort. */
export async function look(me: Me, { clock, signal }: { clock: Clock; signal: AbortSignal }): Promise<Observation> {
  try {
    const r = reader(me, { signal });
    const { machine } = await readMachine(me, r, { signal });
    const versions = await r.ask([], getCodeVersions, {});
    const provisioning = await r.ask([], getProvisioningState, {});
    const control = await r.ask([], getControlMode, {});
    const redirected = await r.ask([], getFeaturesState, { feature: "redirection" });
    const kvm = await r.ask([], getFeaturesState, { feature: "kvm" });
    const switches = await r.ask([], isChangeToAmtEnabled, {});
    const entry = (name: string): string | null => versions?.versions.find((v) => v.name === name)?.version ?? null;
    const sku = skuInWords(entry("Sku") ?? "");
    return {
      kind: "answered",
      at: clock.now(),
      machine: { virtual: machine.virtual, name: machine.name, driver: machine.driver, device: machine.device },
      amtPresent: versions ? true : r.noAmt ? false : null,
      amt: {
        version: entry("AMT"),
        brand: sku?.brand ?? null,
        controlMode: control ? String(control.mode) : null,
        provisioningState: provisioning ? String(provisioning.state) : null,
        operational: switches?.flags.newInterface ? switches.flags.enabled : null,
      },
      sessions: openSessions(redirected, kvm),
    };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: "failed", at: clock.now(), seen: conditionFor(error, me.driver), error };
  }
}

/** Which condition an unreachable ME is. */
export function conditionFor(error: unknown, device: string): Seen {
  if (error instanceof MeiError)
    switch (error.code) {
      case "ME_ABSENT":
        return { code: "me-absent", params: {} };
      case "ME_DENIED":
        return { code: "me-denied", params: { device } };
      case "ME_BUSY":
        return { code: "me-busy", params: { holder: error.holder ?? "another program" } };
      case "ME_GONE":
        return { code: "me-gone", params: {} };
      case "ME_TIMEOUT":
        return { code: "me-timeout", params: {} };
    }
  return { code: "me-failed", params: { code: codeOf(error) } };
}
