import type { Instance } from "../../../mei/wsman/resource.ts";
import type { cim8021xSettings } from "../../../mei/wsman/resources/ieee8021x.ts";
import type { Wanted, WantedWifiProfile } from "../../api/wanted.ts";
import { dot1xProperties } from "./dot1x.ts";
import { cannotMean, refuse } from "./error.ts";
import type { Change } from "./subject.ts";
import { type CheckedProfile, checkProfile, type StoredProfile, showProfile } from "./wifi-profile.ts";

export type ProfileAct =
  | { readonly remove: StoredProfile }
  | { readonly profile: CheckedProfile; readonly priority: number; readonly over: StoredProfile | undefined };
/** Who logs in by 802.1x, and how, by the name of the profile. */
export type Logins = ReadonlyMap<string, Instance<typeof cim8021xSettings>>;
interface Has {
  readonly profiles: readonly StoredProfile[];
  readonly logins: Logins;
}
const named = (profiles: readonly StoredProfile[], name: string): StoredProfile | undefined =>
  profiles.find(({ ElementName }) => ElementName === name);

/** What has to be done about profiles. Those that nobody names stay, unless the wish is for these alone. */
export function planProfiles({ profiles, logins }: Has, wanted: Wanted["wifi"]): Change<ProfileAct>[] {
  const names = wanted.profiles.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) cannotMean(`The Wi-Fi profile "${twice}" is named twice`);
  const both = wanted.remove.find((name) => names.includes(name));
  if (both !== undefined) cannotMean(`The Wi-Fi profile "${both}" is to be added and removed`);
  const goes = ({ ElementName = "" }: StoredProfile): boolean =>
    wanted.remove.includes(ElementName) || (wanted.only && !names.includes(ElementName));
  const stay = profiles.filter((one) => !goes(one));
  const removed = profiles.filter(goes).map(
    (one): Change<ProfileAct> => ({
      name: `profile "${one.ElementName}"`,
      before: showProfile(one),
      after: null,
      act: { remove: one },
    }),
  );
  const priorityOf = priorities(stay, wanted.profiles);
  const set = wanted.profiles.flatMap((one): Change<ProfileAct>[] => {
    const profile = checkProfile(one);
    const over = named(stay, one.name);
    const priority = priorityOf(one, over);
    if (over !== undefined && !wanted.renew && isSame(over, profile, priority, logins.get(one.name))) return [];
    const after = { name: one.name, ssid: one.ssid, security: one.security, priority };
    const before = over === undefined ? null : showProfile(over);
    return [{ name: `profile "${one.name}"`, before, after, act: { profile, priority, over } }];
  });
  return [...removed, ...set];
}

/** Passphrases and passwords cannot be compared: AMT never gives them back. Certificates are sent with `renew`, as they are. */
function isSame(
  over: StoredProfile,
  { settings, dot1x, wanted }: CheckedProfile,
  priority: number,
  login: Instance<typeof cim8021xSettings> | undefined,
): boolean {
  return (
    over.SSID === wanted.ssid &&
    over.AuthenticationMethod === settings.AuthenticationMethod &&
    over.EncryptionMethod === settings.EncryptionMethod &&
    over.Priority === priority &&
    (dot1x === undefined ||
      (login?.Username === dot1x.wanted.user &&
        login.AuthenticationProtocol === dot1xProperties(dot1x).AuthenticationProtocol))
  );
}

/** AMT takes each priority once. A profile keeps its own; a new one gets what was said, else the first that is free. */
function priorities(
  stay: readonly StoredProfile[],
  wanted: readonly WantedWifiProfile[],
): (one: WantedWifiProfile, over: StoredProfile | undefined) => number {
  const taken = new Map<number, string>();
  const take = (name: string, priority: number): number => {
    const other = taken.get(priority);
    if (other !== undefined && other !== name)
      refuse(`The Wi-Fi profile "${name}" cannot have priority ${priority}: "${other}" has it`);
    taken.set(priority, name);
    return priority;
  };
  for (const { ElementName = "", Priority } of stay)
    if (Priority !== undefined && wanted.find(({ name }) => name === ElementName)?.priority === undefined)
      take(ElementName, Priority);
  for (const { name, priority } of wanted) if (priority !== undefined) take(name, priority);
  return ({ name, priority }, over) => {
    const own = priority ?? over?.Priority;
    if (own !== undefined) return own;
    let free = 1;
    while (taken.has(free)) free += 1;
    return take(name, free);
  };
}
