import { InputError } from "../../mei/wire/plain.ts";
import type { Wsman } from "../../mei/wsman/client.ts";
import { referTo } from "../../mei/wsman/reference.ts";
import type { Resource } from "../../mei/wsman/resource.ts";
import {
  agentPresenceWatchdog,
  agentPresenceWatchdogAction,
  stateTransitionCondition,
  watchDogAction,
} from "../../mei/wsman/resources/agent-presence.ts";
import { apiClient } from "../api/client.ts";
import { deviceIdOf, guidOf } from "../presence/device-id.ts";
import { reach } from "../settings.ts";
import { AskError } from "../wsman/error.ts";
import { plainOf } from "../wsman/plain.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { harmless } from "./terminal.ts";
import { type WsmanAccess, withWsman } from "./with-wsman.ts";

const id = (text: string): string => {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) || !/[1-9a-f]/i.test(text))
    throw new InputError("id", "must be a GUID that is not all zeros, as 03020100-0504-0706-0809-0a0b0c0d0e0f");
  return deviceIdOf(text);
};
const whole = (name: string, text: string, most: number): number => {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > most) throw new InputError(name, `must be a number from 1 to ${most}`);
  return number;
};
const states = { notStarted: 1, stopped: 2, running: 4, expired: 8, suspended: 16, any: 31 } as const;
const mask = (name: string, text: string): number =>
  text.split(",").reduce((sum, one) => {
    const bit = (states as Readonly<Record<string, number>>)[one.trim()];
    if (bit === undefined)
      throw new InputError(name, `must be of ${Object.keys(states).join(", ")}, separated by commas`);
    return sum | bit;
  }, 0);

const show = ({ terminal, json }: Context, document: unknown, lines: readonly string[]): Exit => {
  if (json) terminal.out(JSON.stringify(document, null, 2));
  else for (const line of lines) terminal.out(harmless(line));
  return "ok";
};
const talk = <T>(context: Context, access: WsmanAccess, of: Resource, use: (wsman: Wsman) => Promise<T>): Promise<T> =>
  withWsman(context, access, of, ({ wsman }) => use(wsman));

/** `amt-agent presence status`: what the service keeps. */
export async function status(context: Context): Promise<Exit> {
  const { clock, signal, flags, host } = context;
  const { socket } = await reach(flags, host);
  const found = await apiClient({ socket, clock }).call("GET /v1/presence", undefined, { signal });
  const rows = found.agents.map(
    ({ name, state, source, code, lastHeartbeat, nextHeartbeat }) =>
      `${name.padEnd(20)}${(code === null ? state : `${state} (${code})`).padEnd(28)}${source.padEnd(9)}last ${lastHeartbeat ?? "never"}${nextHeartbeat === null ? "" : `, next ${nextHeartbeat}`}`,
  );
  const os = found.osWatchdog;
  return show(context, found, [
    ...(rows.length > 0 ? rows : ["No program is guarded: presence.agents in the configuration is empty."]),
    ...(os
      ? [`Watchdog of the operating system: ${os.state}${os.code ? ` (${os.code})` : ""} ${os.device ?? ""}`]
      : []),
  ]);
}

/** `amt-agent presence list`: the watchdogs that AMT has. */
export async function list(context: Context, access: WsmanAccess): Promise<Exit> {
  const { signal } = context;
  return talk(context, access, agentPresenceWatchdog, async (wsman) => {
    const items = await wsman.enumerate(agentPresenceWatchdog, { signal });
    const dogs = items.map(({ value }) => ({
      id: guidOf(value.DeviceID ?? "") ?? null,
      description: value.MonitoredEntityDescription ?? null,
      state: value.CurrentState ?? null,
      startupSeconds: value.StartupInterval ?? null,
      timeoutSeconds: value.TimeoutInterval ?? null,
    }));
    const lines = dogs.map(
      (one) =>
        `${one.id}  ${String(one.state).padEnd(12)}${String(one.timeoutSeconds).padStart(6)} s, ${one.startupSeconds} s to start  ${one.description ?? ""}`,
    );
    return show(context, dogs, lines.length > 0 ? lines : ["AMT has no watchdog of a program."]);
  });
}

export interface AddOptions {
  readonly description: string;
  readonly timeout: string;
  readonly startup: string;
}
/** `amt-agent presence add ID` */
export async function add(context: Context, guid: string, options: AddOptions, access: WsmanAccess): Promise<Exit> {
  const { signal } = context;
  const instance = {
    CreationClassName: "AMT_AgentPresenceWatchdog",
    DeviceID: id(guid),
    MonitoredEntityDescription: options.description.slice(0, 16), // as other consoles; AMT's own limit is not documented
    StartupInterval: whole("startup", options.startup, 0xffff),
    SystemCreationClassName: "CIM_ComputerSystem",
    SystemName: "Intel(r) AMT",
    // RegisterAgent tells it in 16 bits
    TimeoutInterval: whole("timeout", options.timeout, 0xffff),
  };
  await talk(context, access, agentPresenceWatchdog, (wsman) =>
    wsman.create(agentPresenceWatchdog, instance, { signal }),
  );
  await hurry(context);
  return show(context, { added: guid.toLowerCase() }, [`AMT watches ${guid.toLowerCase()} now.`]);
}

/** `amt-agent presence remove ID` */
export async function remove(context: Context, guid: string, access: WsmanAccess): Promise<Exit> {
  const selectors = { DeviceID: id(guid) };
  const { signal } = context;
  await talk(context, access, agentPresenceWatchdog, (wsman) =>
    wsman.delete(agentPresenceWatchdog, { selectors, signal }),
  );
  return show(context, { removed: guid.toLowerCase() }, [`AMT no longer watches ${guid.toLowerCase()}.`]);
}

export interface ActionOptions {
  readonly from: string;
  readonly to: string | undefined;
  readonly event: boolean;
  readonly defense: "activate" | "deactivate" | undefined;
  readonly clear: boolean;
  readonly reboot: "on" | "off" | undefined;
  readonly delay: string | undefined;
  readonly cancelReboot: boolean;
}
/** `amt-agent presence actions [ID]`: what AMT does when a program changes its state. */
export async function actions(
  context: Context,
  guid: string | undefined,
  options: ActionOptions,
  access: WsmanAccess,
): Promise<Exit> {
  const { signal } = context;
  const selectors = guid === undefined ? undefined : { DeviceID: id(guid) };
  const needsId = options.clear || options.to !== undefined || options.reboot !== undefined;
  if (needsId && !selectors) throw new InputError("id", "is missing: whose actions?");
  return talk(context, access, agentPresenceWatchdog, async (wsman) => {
    if (options.cancelReboot) await wsman.invoke(watchDogAction, "CancelRebootAction", {}, { signal });
    if (selectors) {
      const on = { selectors, signal };
      if (options.clear) await wsman.invoke(agentPresenceWatchdog, "DeleteAllActions", {}, on);
      if (options.to !== undefined) await addAction(wsman, options, on);
      if (options.reboot !== undefined) await pair(wsman, options, on);
    }
    const [kept, conditions, [whole_]] = [
      await wsman.enumerate(agentPresenceWatchdogAction, { signal }),
      await wsman.enumerate(stateTransitionCondition, { signal }),
      await optional(wsman.enumerate(watchDogAction, { signal })),
    ];
    const found = {
      actions: kept.map(({ value }) => plainOf(value)),
      conditions: conditions.map(({ value }) => plainOf(value)),
      expiration: whole_ === undefined ? null : plainOf(whole_.value),
    };
    const lines = conditions.map(
      ({ value }) =>
        `${guidOf(value.PolicyRuleName ?? "") ?? value.PolicyRuleName ?? "?"}  ${value.OldState} -> ${value.NewState}  ${value.PolicyConditionName ?? ""}`,
    );
    const reset = whole_?.value;
    return show(context, found, [
      ...(lines.length > 0 ? lines : ["AMT has no action on a change of state."]),
      ...(reset
        ? [`On expiry of a paired watchdog: ${reset.AgentPresenceWatchDogExpirationAction} after ${reset.Timeout} s`]
        : []),
    ]);
  });
}

interface On {
  readonly selectors: { readonly DeviceID: string };
  readonly signal: AbortSignal;
}
async function addAction(wsman: Wsman, { from, to = "", event, defense }: ActionOptions, on: On): Promise<void> {
  await wsman.invoke(
    agentPresenceWatchdog,
    "AddAction",
    {
      OldState: mask("from", from),
      NewState: mask("to", to),
      EventOnTransition: event,
      ...(defense && { ActionSd: defense === "activate" ? "activatePolicy" : "deactivatePolicy" }),
    },
    on,
  );
}
/** AMT 11 and newer: one setting for the machine, and which watchdogs it is for. */
async function pair(wsman: Wsman, { reboot, delay }: ActionOptions, { selectors, signal }: On): Promise<void> {
  const isOn = reboot === "on";
  if (isOn) {
    const instance = await wsman.get(watchDogAction, { signal });
    await wsman.put(
      watchDogAction,
      {
        ...instance,
        AgentPresenceWatchDogExpirationAction: "reboot",
        ReArmReset: true,
        ...(delay !== undefined && { Timeout: whole("delay", delay, 86_400) }),
      },
      { signal },
    );
  }
  const dog = referTo(agentPresenceWatchdog.uri, selectors);
  await wsman.invoke(
    watchDogAction,
    "ApplyActionOnWatchDog",
    { AgentPresenceWatchDog: dog, ActionEnable: isOn },
    { signal },
  );
}

/** What older firmware does not have is none. */
async function optional<T>(asked: Promise<T[]>): Promise<T[]> {
  try {
    return await asked;
  } catch (error) {
    if ((error as { subcode?: unknown }).subcode === "DestinationUnreachable") return [];
    throw error;
  }
}

/** The service need not wait until it tries again by itself; without one, or without the right to ask it, nothing is lost. */
async function hurry({ flags, host, clock, signal }: Context): Promise<void> {
  const { socket } = await reach(flags, host);
  try {
    await apiClient({ socket, clock }).callAdmin("POST /v1/presence/hurry", undefined, { signal });
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (!["API_UNREACHABLE", "API_DENIED", "API_UNKNOWN_ROUTE"].includes(String(code))) throw error;
  }
}

/** Meant, or asked at the terminal. */
export function mustMean(confirmed: boolean, what: string): void {
  if (!confirmed)
    throw new AskError("METHOD_NOT_CONFIRMED", `${what} changes this machine's AMT. Say --yes if that is meant.`);
}
