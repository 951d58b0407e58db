import { resources } from "../../mei/wsman/catalogue.ts";
import { realms } from "../accounts.ts";
import { CimFault } from "./fault.ts";
import { keyNamesOf, keysOf } from "./keys.ts";
import { coerce } from "./read-value.ts";
import type { Call, Caller, ClassRule, Managed, Realm, Rules } from "./rule.ts";
import { isReference, listOf, type Properties, type Reference, sameReference, textOf } from "./value.ts";

/** Whoever enumerates a class is given its heirs as well; a package's chassis is not (wsman-responses.txt cim/physical/package/pull). */
const heirsOf = (name: string): readonly string[] =>
  (resources.get(name)?.subclasses ?? [])
    .map(({ className }) => className)
    .filter((heir) => !(name === "CIM_PhysicalPackage" && heir === "CIM_Chassis"));

const mayAll = ({ realms: held }: Caller): boolean => held.includes(realms.administration);
const readers: readonly Realm[] = [realms.generalInfo, realms.localSystem];

export interface Item {
  readonly className: string;
  readonly properties: Properties;
}

/** The classes of one AMT: reading and finding instances, with their rights. Throws CimFault. */
export interface Classes {
  rule(name: string): ClassRule;
  has(name: string): boolean;
  /** An instance as it is given to whoever reads it. */
  shown(name: string, properties: Properties): Properties;
  readonly names: readonly string[];
  /** Instances as they are now, heirs included. */
  list(name: string, user: Caller): readonly Item[];
  /** The one that the selectors name. Without any: the only one, or the one of the same keys as `like`. */
  find(
    name: string,
    selectors: Readonly<Record<string, string | Reference>>,
    user: Caller,
    like?: Properties,
  ): Properties;
  /** May this user change it, or call its methods? Throws AccessDenied. */
  checkWrite(name: string, call: Call, method?: string): void;
  /** What the client sent for an instance, in the instance's own kinds; what it left out is as it was. */
  wanted(before: Properties, given: Properties): Properties;
}

function matches(properties: Properties, selectors: Readonly<Record<string, string | Reference>>): boolean {
  return Object.entries(selectors).every(([key, value]) =>
    typeof value === "string"
      ? listOf(properties[key]).length > 0 && textOf(properties[key]) === value
      : sameReference(properties[key], value),
  );
}

export function createClasses(me: Managed, rules: Rules): Classes {
  const has = (name: string): boolean => Object.hasOwn(rules, name);
  const rule = (name: string): ClassRule => {
    const found = has(name) ? rules[name] : undefined;
    // A class that this generation does not have: as a console sees KVM on a machine without it (rpc.md 6.3)
    if (!found) throw new CimFault("DestinationUnreachable");
    return found;
  };
  const current = (name: string): readonly Properties[] => {
    const { instances, live } = rule(name);
    const stored = instances?.() ?? me.store.list(name);
    return live ? stored.map((one) => ({ ...one, ...live(one) })) : stored;
  };
  const shown = (name: string, properties: Properties): Properties => ({
    ...properties,
    ...rule(name).shown?.(properties),
  });
  const checkRead = (name: string, user: Caller): void => {
    const needed = rule(name).read ?? readers;
    if (!mayAll(user) && !user.realms.some((one) => needed.includes(one as Realm) || one === realms.localSystem)) {
      throw new CimFault("AccessDenied");
    }
  };
  return {
    rule,
    has,
    shown,
    names: Object.keys(rules).sort(),
    list(name, user) {
      const classes = [...heirsOf(name), ...(has(name) ? [name] : [])].filter((one) => has(one));
      if (classes.length === 0) throw new CimFault("DestinationUnreachable");
      return [...new Set(classes)].flatMap((className) => {
        checkRead(className, user);
        return current(className).map((properties) => ({ className, properties: shown(className, properties) }));
      });
    },
    find(name, selectors, user, like) {
      checkRead(name, user);
      const all = current(name);
      const given = Object.keys(selectors);
      if (given.length === 0) {
        const same = like && all.filter((one) => hasKeysOf(name, one, like));
        const candidates = same && same.length > 0 ? same : all;
        const [only, second] = candidates;
        if (only === undefined) throw new CimFault("DestinationUnreachable");
        if (second !== undefined) throw new CimFault("InvalidSelectors", "InsufficientSelectors");
        return only;
      }
      if (given.some((key) => !keyNamesOf(name).includes(key))) {
        throw new CimFault("InvalidSelectors", "UnexpectedSelectors");
      }
      const found = all.filter((one) => matches(one, selectors));
      if (found.length > 1) throw new CimFault("InvalidSelectors", "InsufficientSelectors");
      if (found[0] === undefined) throw new CimFault("DestinationUnreachable");
      return found[0];
    },
    checkWrite(name, { user }, method) {
      const { write = [], callers } = rule(name);
      const needed = [...write, ...((method !== undefined && callers?.[method]) || [])];
      if (!mayAll(user) && !user.realms.some((one) => needed.includes(one as Realm)))
        throw new CimFault("AccessDenied");
    },
    wanted(before, given) {
      const next: Record<string, Properties[string]> = { ...before };
      for (const [name, value] of Object.entries(given)) {
        if (value === undefined) continue;
        const taken = coerce(before[name], value);
        if (taken === undefined) throw new CimFault("InvalidRepresentation", "InvalidValues");
        next[name] = taken;
      }
      return next;
    },
  };
}

function hasKeysOf(name: string, one: Properties, like: Properties): boolean {
  return Object.entries(keysOf(name, one)).every(([key, value]) => {
    const given = like[key];
    if (given === undefined || value === undefined) return false;
    return isReference(value)
      ? sameReference(given, value) || sameReference(value, given as Reference)
      : textOf(given) === textOf(value);
  });
}
