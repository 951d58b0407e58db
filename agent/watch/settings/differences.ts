import { type Message, message } from "../../api/texts.ts";
import { type Feature, featureNames, places, type SettingsFacts } from "./facts.ts";

/** What is told by alerts of AMT's own, if they came: what each says of a feature. */
export type Told = ReadonlyMap<Feature, boolean>;

/** What two readings that follow each other say was changed; of what one of them does not know nothing is said. Pure. */
export function settingsBetween(before: SettingsFacts, after: SettingsFacts, told: Told = new Map()): Message[] {
  return [
    ...keyed(before.roots, after.roots, {
      added: (hash, name) => message("event.settings.root-added", { name, hash: short(hash) }),
      removed: (hash, name) => message("event.settings.root-removed", { name, hash: short(hash) }),
    }),
    ...keyed(byName(before.servers), byName(after.servers), {
      added: (server) => message("event.settings.server-added", { server }),
      removed: (server) => message("event.settings.server-removed", { server }),
    }),
    ...keyed(before.users, after.users, {
      added: (user) => message("event.settings.user-added", { user }),
      removed: (user) => message("event.settings.user-removed", { user }),
      changed: (user) => message("event.settings.user-changed", { user }),
    }),
    ...places.flatMap((where) => {
      const [was, is] = [before.tls[where], after.tls[where]];
      if (was === null || is === null || was === is) return [];
      return [message(is ? "event.settings.tls-on" : "event.settings.tls-off", { where })];
    }),
    ...featureNames.flatMap((feature) => {
      const [was, is] = [before.features[feature], after.features[feature]];
      if (was === null || is === null || was === is || told.get(feature) === is) return [];
      return [message(is ? "event.settings.feature-on" : "event.settings.feature-off", { feature })];
    }),
  ];
}

/** Enough to find it again in `amt-agent info`, and to tell it from others. */
const short = (hash: string): string => (hash.length > 16 ? `${hash.slice(0, 16)}…` : hash);
const byName = (names: readonly string[] | null): Record<string, string> | null =>
  names && Object.fromEntries(names.map((name) => [name, name]));

function keyed(
  before: Readonly<Record<string, string>> | null,
  after: Readonly<Record<string, string>> | null,
  say: {
    readonly added: (key: string, value: string) => Message;
    readonly removed: (key: string, value: string) => Message;
    readonly changed?: (key: string) => Message;
  },
): Message[] {
  if (!before || !after) return [];
  const was = new Map(Object.entries(before));
  const is = new Map(Object.entries(after));
  return [
    ...[...is].filter(([key]) => !was.has(key)).map(([key, value]) => say.added(key, value)),
    ...[...was].filter(([key]) => !is.has(key)).map(([key, value]) => say.removed(key, value)),
    ...[...is]
      .filter(([key, value]) => was.has(key) && was.get(key) !== value)
      .flatMap(([key]) => (say.changed ? [say.changed(key)] : [])),
  ];
}
