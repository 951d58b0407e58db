import { resources } from "../../mei/wsman/catalogue.ts";
import type { Properties, Value } from "./value.ts";

/** Names of a class's keys, as it is declared. What AMT keeps for itself has no class, and InstanceID for a key. */
export const keyNamesOf = (name: string): readonly string[] => resources.get(name)?.keys ?? ["InstanceID"];

/** The keys that an instance has; the lower generations of some classes lack one of them. */
export const keysOf = (name: string, properties: Properties): Readonly<Record<string, Value | undefined>> =>
  Object.fromEntries(
    keyNamesOf(name)
      .filter((key) => properties[key] !== undefined)
      .map((key) => [key, properties[key]]),
  );
