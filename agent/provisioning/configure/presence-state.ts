import type { Reference } from "../../../mei/wsman/reference.ts";
import {
  agentPresenceCapabilities,
  agentPresenceWatchdog,
  agentPresenceWatchdogAction,
  stateTransitionCondition,
  watchDogAction,
} from "../../../mei/wsman/resources/agent-presence.ts";
import { concreteDependency } from "../../../mei/wsman/resources/hardware.ts";
import { elementSettingData } from "../../../mei/wsman/resources/power.ts";
import { guidOf } from "../../presence/device-id.ts";
import type { WatchdogAct } from "../../presence/watchdog-settings.ts";
import { maskFrom } from "../../presence/watchdog-states.ts";
import { type ControlMode, controlMode } from "./control-mode.ts";
import { ifThere } from "./if-there.ts";
import type { Reach } from "./subject.ts";

export interface Watched {
  /** A GUID, in small letters. */
  readonly id: string;
  readonly description: string;
  /** Seconds. */
  readonly startup: number;
  readonly timeout: number;
  readonly actions: readonly WatchdogAct[];
  /** Its expiry resets the machine, once that is armed. */
  readonly reboot: boolean;
}
export interface PresenceState {
  readonly agents: readonly Watched[];
  /** Undefined before AMT 11. */
  readonly reboot: { readonly armed: boolean; readonly delay: number } | undefined;
  /** Undefined where AMT does not tell. */
  readonly limits: { readonly agents: number; readonly actions: number } | undefined;
  readonly mode: ControlMode;
}

/** Undefined: this AMT watches no programs. */
export async function readPresence(at: Reach): Promise<PresenceState | undefined> {
  const { wsman, signal } = at;
  const dogs = await ifThere(wsman.enumerate(agentPresenceWatchdog, { signal }));
  if (dogs === undefined) return undefined;
  const [limits, settings] = [
    (await wsman.enumerate(agentPresenceCapabilities, { signal }))[0]?.value,
    (await ifThere(wsman.enumerate(watchDogAction, { signal })))?.[0]?.value,
  ];
  // Most machines have none: nothing more is asked then
  const found =
    dogs.length === 0 ? { acts: () => [], isPaired: () => false } : await readLinks(at, settings !== undefined);
  return {
    agents: dogs.flatMap(({ value }) => {
      const id = guidOf(value.DeviceID ?? "");
      if (id === undefined) return [];
      return {
        id,
        description: value.MonitoredEntityDescription ?? "",
        startup: value.StartupInterval ?? 0,
        timeout: value.TimeoutInterval ?? 0,
        actions: found.acts(value),
        reboot: found.isPaired(value),
      };
    }),
    reboot: settings && {
      armed: settings.AgentPresenceWatchDogExpirationAction === "reboot" && settings.ReArmReset === true,
      delay: settings.Timeout ?? 0,
    },
    limits:
      limits?.MaxTotalAgents === undefined || limits.MaxTotalActions === undefined
        ? undefined
        : { agents: limits.MaxTotalAgents, actions: limits.MaxTotalActions },
    mode: await controlMode(at),
  };
}

/** Watchdog, condition and action stand apart; dependencies say what belongs together (presence-posture.md 1.6). */
async function readLinks(
  { wsman, signal }: Reach,
  canPair: boolean,
): Promise<{ acts(dog: object): WatchdogAct[]; isPaired(dog: object): boolean }> {
  const actions = (await wsman.enumerate(agentPresenceWatchdogAction, { signal })).map(({ value }) => value);
  const conditions = (await wsman.enumerate(stateTransitionCondition, { signal })).map(({ value }) => value);
  const links = (await wsman.enumerate(concreteDependency, { signal })).map(({ value }) => value);
  const pairs = canPair ? ((await ifThere(wsman.enumerate(elementSettingData, { signal }))) ?? []) : [];
  const leadsTo = (from: object, to: object): boolean =>
    links.some(({ Antecedent, Dependent }) => pointsAt(Antecedent, from) && pointsAt(Dependent, to));
  return {
    acts: (dog) =>
      conditions
        .filter((condition) => leadsTo(dog, condition))
        .flatMap((condition) =>
          actions
            .filter((action) => leadsTo(condition, action))
            .map((action) => ({
              from: maskFrom(condition.OldState),
              to: maskFrom(condition.NewState),
              event: action.EventOnTransition === true,
              defense: action.ActionSd === 0 ? "activate" : action.ActionSd === 1 ? "deactivate" : undefined,
            })),
        ),
    isPaired: (dog) =>
      pairs.some(
        ({ value }) => pointsAt(value.ManagedElement, dog) && value.SettingData?.resourceUri === watchDogAction.uri,
      ),
  };
}

/** By the keys that the reference names: AMT's have not always all of them. */
function pointsAt(reference: Reference | undefined, instance: object): boolean {
  const keys = Object.entries(reference?.selectors ?? {});
  const own = instance as Readonly<Record<string, unknown>>;
  return keys.length > 0 && keys.every(([name, value]) => own[name] === value);
}
