import type { Wanted } from "../../api/wanted.ts";
import type { WatchdogAct } from "../../presence/watchdog-settings.ts";
import { maskOf, statesIn } from "../../presence/watchdog-states.ts";
import type { Plain } from "../../wsman/plain.ts";
import { needsAdminMode } from "./control-mode.ts";
import { absent, cannotMean, refuse } from "./error.ts";
import type { PresenceState, Watched } from "./presence-state.ts";
import type { Change } from "./subject.ts";

type WantedPresence = Wanted["presence"];
type WantedAgent = WantedPresence["agents"][number];
export type PresenceAct =
  | { readonly remove: string }
  /** Deleted first, where it is there: AMT changes none. */
  | { readonly make: Watched; readonly replaces: boolean }
  | { readonly actions: Watched }
  | { readonly pair: string; readonly on: boolean }
  | { readonly reboot: { readonly on: boolean; readonly delay: number | undefined } };

const actOf = ({ from, to, event, defense }: NonNullable<WantedAgent["actions"]>[number]): WatchdogAct => ({
  from: maskOf(from),
  to: maskOf(to),
  event,
  defense,
});
const shownAct = ({ from, to, event, defense }: WatchdogAct): string =>
  `${statesIn(from).join("|")} -> ${statesIn(to).join("|")}${event ? ", event" : ""}${defense ? `, defense ${defense}` : ""}`;
/** In no order: AMT tells them in its own. */
const shownActs = (acts: readonly WatchdogAct[]): readonly string[] => acts.map(shownAct).sort();
const isSame = (a: Plain, b: Plain): boolean => JSON.stringify(a) === JSON.stringify(b);

export const shownAgent = ({ id, description, startup, timeout, actions, reboot }: Watched) => ({
  id,
  description,
  startup,
  timeout,
  actions: shownActs(actions),
  reboot,
});

/** What is wanted, with what is left open as it is. */
function target(wanted: WantedAgent, now: Watched | undefined): Watched {
  const { id, startup, timeout } = wanted;
  return {
    ...{ id, startup, timeout },
    description: wanted.description ?? now?.description ?? "",
    actions: wanted.actions?.map(actOf) ?? now?.actions ?? [],
    reboot: wanted.reboot ?? now?.reboot ?? false,
  };
}

function changesOf(wanted: WantedAgent, now: Watched | undefined): readonly Change<PresenceAct>[] {
  const after = target(wanted, now);
  const name = `watchdog ${after.id}`;
  const isOther = (["description", "startup", "timeout"] as const).some((key) => now?.[key] !== after[key]);
  if (now === undefined || isOther)
    return [
      {
        name,
        before: now === undefined ? null : shownAgent(now),
        after: shownAgent(after),
        act: { make: after, replaces: now !== undefined },
      },
    ];
  const changes: Change<PresenceAct>[] = [];
  const [had, gets] = [shownActs(now.actions), shownActs(after.actions)];
  if (!isSame(had, gets)) changes.push({ name: `${name}: actions`, before: had, after: gets, act: { actions: after } });
  if (now.reboot !== after.reboot)
    changes.push({
      name: `${name}: reset on expiry`,
      before: now.reboot,
      after: after.reboot,
      act: { pair: after.id, on: after.reboot },
    });
  return changes;
}

function resetOf(
  reboot: PresenceState["reboot"],
  { agents, rebootDelay: delay }: WantedPresence,
): readonly Change<PresenceAct>[] {
  const on = agents.some((one) => one.reboot === true);
  if (!on && delay === undefined) return [];
  if (reboot === undefined)
    return absent("This machine's AMT resets nothing when a watchdog expires: that came with AMT 11");
  const after = { armed: on || reboot.armed, delay: delay ?? reboot.delay };
  if (isSame(reboot, after)) return [];
  return [{ name: "reset of the machine", before: reboot, after, act: { reboot: { on, delay } } }];
}

function mustBeMeant({ agents, remove }: WantedPresence): void {
  const ids = agents.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) cannotMean(`The watchdog ${twice} is named twice`);
  const both = ids.find((id) => remove.includes(id));
  if (both !== undefined) cannotMean(`The watchdog ${both} is wanted, and to be taken away`);
  const idle = agents.find(({ actions }) => actions?.some(({ event, defense }) => !event && defense === undefined));
  if (idle !== undefined) cannotMean(`An action of the watchdog ${idle.id} does nothing: it needs event or defense`);
}

function mustFit({ limits, mode }: PresenceState, after: readonly Watched[]): void {
  const actions = after.reduce((sum, one) => sum + one.actions.length, 0);
  if (limits && after.length > limits.agents)
    refuse(
      `AMT watches ${limits.agents} programs at most, and these would be ${after.length}: take some away (remove)`,
    );
  if (limits && actions > limits.actions)
    refuse(`AMT has room for ${limits.actions} actions, and these would be ${actions}`);
  if (after.some((one) => one.actions.some(({ defense }) => defense !== undefined)))
    needsAdminMode(mode, "System Defense, which an action asks for,");
}

/** Pure. Those that go are first: AMT has room for a few only. */
export function planPresence(now: PresenceState | undefined, wanted: WantedPresence): readonly Change<PresenceAct>[] {
  mustBeMeant(wanted);
  if (now === undefined) return absent("This machine's AMT watches no programs");
  const { agents, remove, only } = wanted;
  const known = (id: string): Watched | undefined => now.agents.find((one) => one.id === id);
  const isWanted = (id: string): boolean => agents.some((one) => one.id === id);
  const goes = now.agents.filter(({ id }) => remove.includes(id) || (only && !isWanted(id)));
  const stays = now.agents.filter((one) => !isWanted(one.id) && !goes.includes(one));
  mustFit(now, [...stays, ...agents.map((one) => target(one, known(one.id)))]);
  return [
    ...goes.map((one) => ({
      name: `watchdog ${one.id}`,
      before: shownAgent(one),
      after: null,
      act: { remove: one.id },
    })),
    ...resetOf(now.reboot, wanted),
    ...agents.flatMap((one) => changesOf(one, known(one.id))),
  ];
}
