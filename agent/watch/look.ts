import { getRemoteAccessStatus } from "../../mei/amthi/access.ts";
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
import type { Beside, Observation } from "../state.ts";

type Amt = Extract<Observation, { kind: "answered" }>["amt"];
/** What a machine is and stays, as long as its ME answers without a break. */
export type Constant = Pick<Amt, "version" | "brand" | "operational">;

/**
 * Everything that the snapshot shows of AMT: four messages, seven where AMT is set up. `known` saves the longest of them, and the switch in
 * the BIOS while AMT is set up: it can only be changed when AMT is not (lms.md 2.9). Never rejects but on abort. What is asked again and
 * again beside alerts is less: glimpse.ts.
 */
export async function look(
  me: Me,
  { clock, known, order, signal }: { clock: Clock; known?: Constant | undefined; order?: number; signal: AbortSignal },
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
    const beside = isConfigured(state) ? await readBeside(r) : undefined;
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
      ...beside,
      ...(order !== undefined && { order }),
    };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: "failed", at: clock.now(), seen: conditionFor(error, me.driver), error };
  }
}

async function readBeside(r: Reader): Promise<{ beside: Beside; server: string | null }> {
  const tunnel = await r.ask([], getRemoteAccessStatus, {});
  const defense = await r.ask([], getFeaturesState, { feature: "systemDefense" });
  const webUi = await r.ask([], getFeaturesState, { feature: "webUi" });
  const { cira, server } = tunnelIn(tunnel);
  return { beside: { cira, systemDefense: defenseIn(defense), webUi: webUiIn(webUi) }, server };
}
type Features = CommandReply<typeof getFeaturesState>;
type Tunnel = CommandReply<typeof getRemoteAccessStatus>;
type CommandReply<C extends { call(...given: never[]): Promise<unknown> }> = Awaited<ReturnType<C["call"]>> | undefined;

export const tunnelIn = (tunnel: Tunnel): { cira: boolean | null; server: string | null } => ({
  cira: tunnel ? tunnel.connection === "connected" : null,
  server: tunnel?.server ?? null,
});
export const defenseIn = (reply: Features): boolean | null =>
  reply?.state.feature === "systemDefense" ? reply.state.activated : null;
export const webUiIn = (reply: Features): boolean | null =>
  reply?.state.feature === "webUi" ? reply.state.enabled : null;

export async function readSwitch(r: Reader): Promise<boolean | null> {
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
