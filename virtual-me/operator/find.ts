import { didYouMean } from "../../platform/nearest.ts";
import { actionTable } from "./actions.ts";
import { OperatorError } from "./error.ts";

/** One act, checked against the table. */
export interface Act {
  readonly action: string;
  readonly verb: string;
  /** What was said in place of a verb. */
  readonly value?: string;
}

/** The act that these words mean. Throws OPERATOR_UNKNOWN with what was probably meant. */
export function findAct([action = "", word, ...more]: readonly string[]): Act {
  const unknown = (message: string): OperatorError => new OperatorError("OPERATOR_UNKNOWN", message);
  const found = Object.hasOwn(actionTable, action) ? actionTable[action] : undefined;
  if (!found) throw unknown(`there is no action "${action}"; ${didYouMean(action, Object.keys(actionTable))}`);
  const verbs = Object.keys(found.verbs).filter((verb) => verb !== found.value?.verb);
  const said = [...verbs, ...(found.value ? [found.value.name] : [])].join(", ");
  if (more.length > 0) throw unknown(`${action} takes one word: ${said}`);
  const [only, second] = verbs;
  if (word === undefined) {
    if (only !== undefined && second === undefined) return { action, verb: only };
    throw unknown(`${action}: do what? One of ${said}`);
  }
  if (verbs.includes(word)) return { action, verb: word };
  if (found.value?.pattern.test(word)) return { action, verb: found.value.verb, value: word };
  throw unknown(`${action} has no "${word}"; ${didYouMean(word, verbs)}`);
}
