import type { ActionName, VerbName } from "./actions.ts";
import type { Desk } from "./desk.ts";

/** `value`: what was said in place of a verb. */
export type Do = (desk: Desk, value: string) => void;
/** How each verb of these actions is done: the table of actions.ts says which there must be. */
export type Acts<A extends ActionName> = { readonly [K in A]: { readonly [V in VerbName<K>]: Do } };
