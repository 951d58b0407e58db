import { realms } from "../accounts.ts";
import { CimFault } from "../cim/fault.ts";
import type { Manageability } from "../cim/manageability.ts";
import type { Call, Managed } from "../cim/rule.ts";
import { numberOf, type Properties } from "../cim/value.ts";
import type { World } from "../world.ts";
import { refuse } from "./error.ts";

type Selectors = Readonly<Record<string, string>>;

/**
 * The management console at the other end of the network, logged in as admin: what it asks of AMT goes through the same rules as a
 * request over HTTP, so that its acts are written down and told alike. Throws OPERATOR_REFUSED when AMT says no.
 */
export interface Console {
  readonly world: World;
  readonly me: Managed;
  readonly call: Call;
  get(className: string, selectors?: Selectors): Properties;
  put(className: string, change: Properties, selectors?: Selectors): void;
  create(className: string, properties: Properties): void;
  remove(className: string, selectors: Selectors): void;
  invoke(className: string, method: string, input?: Properties, selectors?: Selectors): Properties;
}

/** A return value other than 0 is a refusal; `but` says what its number means. */
export function succeeded(output: Properties, what: string, but: Readonly<Record<number, string>> = {}): void {
  const value = numberOf(output.ReturnValue);
  if (value !== 0) refuse(but[value] ?? `AMT answered ${what} with ${value}`);
}

export function consoleOf(world: World, service: Manageability): Console {
  const call: Call = {
    user: { name: "admin", realms: [realms.administration] },
    over: "network",
    tls: world.tls,
  };
  function asked<T>(className: string, ask: () => T): T {
    if (!service.classes.has(className)) refuse(`this machine (${world.machine.name}) has no ${className}`);
    try {
      return ask();
    } catch (error) {
      if (error instanceof CimFault) refuse(`AMT refused it (${className}): ${error.message}`, error);
      throw error;
    }
  }
  const find = (name: string, selectors: Selectors): Properties => service.classes.find(name, selectors, call.user);
  const unsupported = (what: string): never => refuse(`this virtual AMT has no ${what}`);
  return {
    world,
    get me() {
      return service.managed;
    },
    call,
    get: (className, selectors = {}) => asked(className, () => find(className, selectors)),
    put: (className, change, selectors = {}) =>
      asked(className, () => {
        const rule = service.classes.rule(className).put ?? unsupported(`Put of ${className}`);
        const before = find(className, selectors);
        const given = { ...before, ...change };
        service.managed.store.replace(
          className,
          before,
          rule(call, service.classes.wanted(before, given), before, given),
        );
      }),
    create: (className, properties) =>
      asked(className, () => {
        const rule = service.classes.rule(className).create ?? unsupported(`Create of ${className}`);
        service.managed.store.add(className, rule(call, properties));
      }),
    remove: (className, selectors) =>
      asked(className, () => {
        const rule = service.classes.rule(className).remove ?? unsupported(`Delete of ${className}`);
        const before = find(className, selectors);
        rule(call, before);
        service.managed.store.remove(className, before);
      }),
    invoke: (className, method, input = {}, selectors = {}) =>
      asked(className, () => {
        const run = service.classes.rule(className).methods?.[method] ?? unsupported(`${className}.${method}`);
        return run(call, input, find(className, selectors));
      }),
  };
}
