import { keysOf } from "./keys.ts";
import type { Properties } from "./value.ts";

/** The instances that AMT keeps, by class, in the order in which they came. */
export interface Store {
  list(name: string): readonly Properties[];
  add(name: string, properties: Properties): void;
  /** The instance of the same keys, replaced. */
  replace(name: string, before: Properties, after: Properties): void;
  remove(name: string, properties: Properties): void;
  clear(name: string): void;
}

export function createStore(): Store {
  const classes = new Map<string, Properties[]>();
  const at = (name: string): Properties[] => {
    const list = classes.get(name) ?? [];
    classes.set(name, list);
    return list;
  };
  const indexOf = (name: string, properties: Properties): number => {
    const wanted = JSON.stringify(keysOf(name, properties));
    return at(name).findIndex((one) => JSON.stringify(keysOf(name, one)) === wanted);
  };
  return {
    list: (name) => [...(classes.get(name) ?? [])],
    add: (name, properties) => void at(name).push(properties),
    replace(name, before, after) {
      const index = indexOf(name, before);
      if (index >= 0) at(name)[index] = after;
    },
    remove(name, properties) {
      const index = indexOf(name, properties);
      if (index >= 0) at(name).splice(index, 1);
    },
    clear: (name) => void classes.delete(name),
  };
}
