import { actionTable } from "./actions.ts";

/** The table as lines for people: `kvm open|close|…` and what it is. */
export function actionLines(): readonly string[] {
  return Object.entries(actionTable).map(([action, { title, verbs, value }]) => {
    const names = Object.keys(verbs).filter((verb) => verb !== value?.verb);
    const words = names.length === 1 ? "" : ` ${[...names, ...(value ? [value.name] : [])].join("|")}`;
    return `  ${action}${words}\n      ${title}`;
  });
}
