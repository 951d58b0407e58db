import { getControlMode, getProvisioningState } from "../../mei/amthi/provisioning.ts";
import { getCodeVersions, getFeaturesState } from "../../mei/amthi/state.ts";
import { codeOf, MeiError } from "../../mei/errors.ts";
import { isChangeToAmtEnabled } from "../../mei/watchdog/commands.ts";
import type { Clock } from "../../platform/clock.ts";
import { isConfigured } from "../configured.ts";
import type { Seen } from "../health.ts";
import { readMachine } from "../info/read.ts";
import { openSessions } from "../info/read-amt.ts";
import { type Reader, reader } from "../info/reader.ts";
import { codeVersionsInWords } from "../info/words.ts";
import type { Me } from "../me.ts";
import type { Observation } from "../state.ts";

type Amt = Extract<Observation, { kind: "answered" }>["amt"];
/** What a machine is and stays, as long as its ME answers without a break. */
export type Constant = Pick<Amt, "version" | "brand" | "operational">;

/**
 * The few questions whose answers the headline needs: five or six messages, so that looking costs firmware little. `known` saves the
 * longest of them, and the switch in the BIOS while AMT is set up: it can only be changed when AMT is not (lms.md 2.9). Never rejects
 * but on abort.
 */
export async function look(
  me: Me,
  { clock, known, signal }: { clock: Clock; known?: Constant | undefined; signal: AbortSignal },
): Promise<Observation> {
  try {
    const r = reader(me, { signal });
    const { machine } = await readMachine(me, r, { signal });
    const constant = known ?? (await readConstant(r));
    const provisioning = await r.ask([], getProvisioningState, {});
    const control = await r.ask([], getControlMode, {});
    const redirected = await r.ask([], getFeaturesState, { feature: "redirection" });
    const kvm = await r.ask([], getFeaturesState, { feature: "kvm" });
    const state = {
      controlMode: control ? String(control.mode) : null,
      provisioningState: provisioning ? String(provisioning.state) : null,
    };
    const operational = known && isConfigured(state) ? known.operational : await readSwitch(r);
    return {
      kind: "answered",
      at: clock.now(),
      machine: { virtual: machine.virtual, name: machine.name, driver: machine.driver, device: machine.device },
      amtPresent: r.noAmt ? false : (constant ?? provisioning ?? control) ? true : null,
      amt: {
        version: constant?.version ?? null,
        brand: constant?.brand ?? null,
        ...state,
        operational,
      },
      sessions: openSessions(redirected, kvm),
    };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: "failed", at: clock.now(), seen: conditionFor(error, me.driver), error };
  }
}

async function readSwitch(r: Reader): Promise<boolean | null> {
  const switches = await r.ask([], isChangeToAmtEnabled, {});
  return switches?.flags.newInterface ? switches.flags.enabled : null;
}

async function readConstant(r: Reader): Promise<Pick<Amt, "version" | "brand"> | undefined> {
  const versions = await r.ask([], getCodeVersions, {});
  if (!versions) return undefined;
  const { version, sku } = codeVersionsInWords(versions);
  return { version, brand: sku?.brand ?? null };
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
