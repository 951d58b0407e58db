import { InputError } from "../../mei/wire/plain.ts";
import type { Wsman } from "../../mei/wsman/client.ts";
import type { Resource } from "../../mei/wsman/resource.ts";
import {
  agentPresenceWatchdog,
  agentPresenceWatchdogAction,
  stateTransitionCondition,
  watchDogAction,
} from "../../mei/wsman/resources/agent-presence.ts";
import { apiClient } from "../api/client.ts";
import { guidOf } from "../presence/device-id.ts";
import {
  addWatchdogAct,
  armReboot,
  clearWatchdogActs,
  createWatchdog,
  pairWatchdog,
  removeWatchdog,
  type WatchdogAct,
} from "../presence/watchdog-settings.ts";
import { isWatchdogState, maskOf, watchdogStates } from "../presence/watchdog-states.ts";
import { reach } from "../settings.ts";
import { AskError } from "../wsman/error.ts";
import { plainOf } from "../wsman/plain.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { harmless } from "./terminal.ts";
import { type WsmanAccess, withWsman } from "./with-wsman.ts";

/** Throws InputError for what is no GUID. */
const mustBeId = (text: string): void => {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) || !/[1-9a-f]/i.test(text))
    throw new InputError("id", "must be a GUID that is not all zeros, as 03020100-0504-0706-0809-0a0b0c0d0e0f");
};
const whole = (name: string, text: string, most: number): number => {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > most) throw new InputError(name, `must be a number from 1 to ${most}`);
  return number;
};
const mask = (name: string, text: string): number =>
  maskOf(
    text.split(",").map((one) => {
      const state = one.trim();
      if (isWatchdogState(state)) return state;
      throw new InputError(name, `must be of ${Object.keys(watchdogStates).join(", ")}, separated by commas`);
    }),
  );

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
  mustBeId(guid);
  const watchdog = {
    id: guid,
    description: options.description.slice(0, 16), // as other consoles; AMT's own limit is not documented
    startup: whole("startup", options.startup, 0xffff),
    timeout: whole("timeout", options.timeout, 0xffff),
  };
  await talk(context, access, agentPresenceWatchdog, (wsman) => createWatchdog(wsman, watchdog, { signal }));
  await hurry(context);
  return show(context, { added: guid.toLowerCase() }, [`AMT watches ${guid.toLowerCase()} now.`]);
}

/** `amt-agent presence remove ID` */
export async function remove(context: Context, guid: string, access: WsmanAccess): Promise<Exit> {
  mustBeId(guid);
  const { signal } = context;
  await talk(context, access, agentPresenceWatchdog, (wsman) => removeWatchdog(wsman, guid, { signal }));
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
  if (guid !== undefined) mustBeId(guid);
  const needsId = options.clear || options.to !== undefined || options.reboot !== undefined;
  if (needsId && guid === undefined) throw new InputError("id", "is missing: whose actions?");
  return talk(context, access, agentPresenceWatchdog, async (wsman) => {
    if (options.cancelReboot) await wsman.invoke(watchDogAction, "CancelRebootAction", {}, { signal });
    if (guid !== undefined) {
      if (options.clear) await clearWatchdogActs(wsman, guid, { signal });
      if (options.to !== undefined) await addWatchdogAct(wsman, guid, actOf(options, options.to), { signal });
      if (options.reboot !== undefined) await setReboot(wsman, guid, options, signal);
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

const actOf = ({ from, event, defense }: ActionOptions, to: string): WatchdogAct => ({
  from: mask("from", from),
  to: mask("to", to),
  event,
  defense,
});
/** AMT 11 and newer: one setting for the machine, and which watchdogs it is for. */
async function setReboot(wsman: Wsman, guid: string, options: ActionOptions, signal: AbortSignal): Promise<void> {
  const on = options.reboot === "on";
  const delay = options.delay === undefined ? undefined : whole("delay", options.delay, 86_400);
  if (on) await armReboot(wsman, { on, delay }, { signal });
  await pairWatchdog(wsman, guid, on, { signal });
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
