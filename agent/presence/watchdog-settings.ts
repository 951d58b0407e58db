import type { Wsman } from "../../mei/wsman/client.ts";
import { referTo } from "../../mei/wsman/reference.ts";
import { agentPresenceWatchdog, watchDogAction } from "../../mei/wsman/resources/agent-presence.ts";
import { deviceIdOf } from "./device-id.ts";

interface Call {
  readonly signal: AbortSignal;
}
export interface WatchdogMade {
  /** A GUID. */
  readonly id: string;
  readonly description: string;
  /** Seconds, 1 to 65535: RegisterAgent tells the timeout in 16 bits. */
  readonly startup: number;
  readonly timeout: number;
}
export interface WatchdogAct {
  /** Bits of `watchdogStates`. */
  readonly from: number;
  readonly to: number;
  readonly event: boolean;
  readonly defense: "activate" | "deactivate" | undefined;
}

export const selecting = (id: string) => ({ DeviceID: deviceIdOf(id) });

/** AMT changes none: what is to be another way is deleted and made again (presence-posture.md 1.2). */
export async function createWatchdog(wsman: Wsman, one: WatchdogMade, { signal }: Call): Promise<void> {
  const instance = {
    CreationClassName: "AMT_AgentPresenceWatchdog",
    ...selecting(one.id),
    MonitoredEntityDescription: one.description,
    StartupInterval: one.startup,
    SystemCreationClassName: "CIM_ComputerSystem",
    SystemName: "Intel(r) AMT",
    TimeoutInterval: one.timeout,
  };
  await wsman.create(agentPresenceWatchdog, instance, { signal });
}

export const removeWatchdog = (wsman: Wsman, id: string, { signal }: Call): Promise<void> =>
  wsman.delete(agentPresenceWatchdog, { selectors: selecting(id), signal });

export async function addWatchdogAct(wsman: Wsman, id: string, act: WatchdogAct, { signal }: Call): Promise<void> {
  const input = {
    OldState: act.from,
    NewState: act.to,
    EventOnTransition: act.event,
    ...(act.defense && ({ ActionSd: act.defense === "activate" ? "activatePolicy" : "deactivatePolicy" } as const)),
  };
  await wsman.invoke(agentPresenceWatchdog, "AddAction", input, { selectors: selecting(id), signal });
}

export async function clearWatchdogActs(wsman: Wsman, id: string, { signal }: Call): Promise<void> {
  await wsman.invoke(agentPresenceWatchdog, "DeleteAllActions", {}, { selectors: selecting(id), signal });
}

/** The one setting for the machine (AMT 11 and newer): a reset, armed, after these seconds; left out: as it is. */
export async function armReboot(
  wsman: Wsman,
  { on, delay }: { readonly on: boolean; readonly delay: number | undefined },
  { signal }: Call,
): Promise<void> {
  const instance = await wsman.get(watchDogAction, { signal });
  const armed = on ? ({ AgentPresenceWatchDogExpirationAction: "reboot", ReArmReset: true } as const) : {};
  await wsman.put(
    watchDogAction,
    { ...instance, ...armed, ...(delay !== undefined && { Timeout: delay }) },
    { signal },
  );
}

/** Whether the expiry of this watchdog resets the machine. */
export async function pairWatchdog(wsman: Wsman, id: string, on: boolean, { signal }: Call): Promise<void> {
  const dog = referTo(agentPresenceWatchdog.uri, selecting(id));
  const input = { AgentPresenceWatchDog: dog, ActionEnable: on };
  await wsman.invoke(watchDogAction, "ApplyActionOnWatchDog", input, { signal });
}
