import type { Acts, Do } from "./act.ts";
import type { ActionName } from "./actions.ts";
import { networkActs } from "./network-acts.ts";
import { ownerActs } from "./owner-acts.ts";
import { powerActs } from "./power-acts.ts";
import { sessionActs } from "./session-acts.ts";

const nothing: Do = () => {};

export const acts: Acts<ActionName> = {
  ...sessionActs,
  ...powerActs,
  ...networkActs,
  ...ownerActs,
  reset: { me: ({ reset }) => reset() },
  state: { show: nothing },
};
