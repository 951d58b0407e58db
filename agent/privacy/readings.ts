import type { Info } from "../api/info.ts";
import type { PrivacyFinding, PrivacyState, PrivacyTopic, PrivacyTopicName } from "../api/privacy.ts";
import { type Message, message } from "../api/texts.ts";
import { isConfigured } from "../configured.ts";
import type { Guarded } from "./guarded.ts";
import { type Answer, answerOf, isKnown, type Known } from "./known.ts";

/** Everything the report is made of. */
export interface Readings {
  readonly info: Info;
  readonly guarded: Guarded;
  /** Does the service run, which writes down what AMT does? */
  readonly service: boolean;
  /** ISO 8601. */
  readonly at: string;
}
export type Topic = (readings: Readings) => PrivacyTopic;

/** Where what is said comes from. */
export const me = (command: string): string => `ME ${command}`;
export const amt = (className: string): string => className;

export const topic = (name: Exclude<PrivacyTopicName, "owner">, findings: readonly PrivacyFinding[]): PrivacyTopic => ({
  topic: name,
  title: message(`privacy.${name}`, {}),
  findings: [...findings],
  change: message(`privacy.${name}.change`, {}),
});

export const says = (state: Exclude<PrivacyState, "unknown">, what: Message, source: string): PrivacyFinding => ({
  state,
  message: what,
  why: null,
  source,
});
export const unknown = (what: Message, why: Message, source: string): PrivacyFinding => ({
  state: "unknown",
  message: what,
  why,
  source,
});

/** One question with yes or no. `yes` says what a yes is to the user; a no is `closed`, and what is not known neither. */
export function asked(
  known: Known<boolean>,
  what: (state: Answer) => Message,
  source: string,
  { yes = "open", no = "closed" }: { yes?: "open" | "closed" | "fact"; no?: "open" | "closed" | "fact" } = {},
): PrivacyFinding {
  const state = answerOf(known);
  return isKnown(known) ? says(known.value ? yes : no, what(state), source) : unknown(what(state), known.why, source);
}

/** null: not known. */
export function configured({ amt: of }: Info): boolean | null {
  if (isConfigured(of)) return true;
  return of.provisioningState === null && of.controlMode === null ? null : false;
}
