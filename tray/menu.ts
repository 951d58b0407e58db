import type { Snapshot } from "../agent/api/snapshot.ts";
import type { Message } from "../agent/api/texts.ts";
import type { Words } from "./locales/en.ts";
import { choicesOf, type MenuAction, nothingOffered, type Offer } from "./menu-actions.ts";
import { harmless, oneLine } from "./one-line.ts";
import type { View } from "./view.ts";

/** What the menu shows, from top to bottom. */
export type MenuItem =
  | { readonly kind: "line"; readonly text: string }
  | { readonly kind: "separator" }
  | { readonly kind: "action"; readonly action: MenuAction; readonly text: string; readonly checked?: boolean };

const line = (text: string): MenuItem => ({ kind: "line", text: oneLine(text) });

/** Pure. The first line is the answer to "can somebody see my screen right now?" */
export function menuOf(view: View, words: Words, offer: Offer = nothingOffered): readonly MenuItem[] {
  const groups = choicesOf(view, words, offer).map((group) =>
    group.map((choice): MenuItem => ({ kind: "action", ...choice })),
  );
  return [
    ...linesOf(view, words).map(line),
    ...(offer.notDone === undefined ? [] : [line(offer.notDone)]),
    ...groups.flatMap((group): MenuItem[] => [{ kind: "separator" }, ...group]),
  ];
}

/** What is known, as lines of text; the first is the headline. Pure. */
export function linesOf(view: View, words: Words): readonly string[] {
  if (view.kind === "silent") {
    const [headline, ...lines] = words.silent[view.why];
    return [headline, ...lines.map((say) => say(view.socket))];
  }
  const { snapshot } = view;
  const { headline, notice, standing, amt } = snapshot;
  const lines = [say(headline, words)];
  if (notice) lines.push(say(notice, words));
  if (standing !== "absent" || amt.version !== null) lines.push(words.version(amt.brand, amt.version));
  if (standing !== "absent") lines.push(words.controlMode(amt.controlMode));
  return [...lines, ...sessionLines(snapshot, words), ...conditionLines(snapshot, words)];
}

function sessionLines({ standing, sessions, sessionsSince }: Snapshot, words: Words): readonly string[] {
  const { kvm, sol, storage, consentPending } = sessions;
  if ([kvm, sol, storage, consentPending].every((known) => known === null)) {
    // Without AMT at work there are none: the headline says so. Everywhere else the gap must be seen.
    return ["absent", "off", "unconfigured"].includes(standing) ? [] : [words.nothingKnownOfSessions];
  }
  return [
    words.session.kvm(kvm),
    ...(consentPending === false ? [] : [words.consent(consentPending)]),
    words.session.sol(sol),
    words.session.storage(storage),
    ...(sessionsSince === null ? [] : [words.since(localTime(sessionsSince))]),
  ];
}

function conditionLines({ conditions, notice }: Snapshot, words: Words): readonly string[] {
  return conditions
    .filter(({ code }) => !(code === "virtual" && notice !== null))
    .flatMap(({ severity, message, remedy }) => [
      words.severity[severity](say(message, words)),
      words.remedy(say(remedy, words)),
    ]);
}

/** The tray's own words for a message where it has them, else the service's. */
export function say({ code, params, text }: Message, words: Words): string {
  // A code is a word from outside: `constructor` is none of ours
  if (!Object.hasOwn(words.messages, code)) return text;
  const own = words.messages[code] as (params: Message["params"]) => string;
  return own(cleaned(params));
}

/** What comes from outside, each one harmless line. */
export const cleaned = (params: Message["params"]): Message["params"] =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === "string" ? harmless(value) : value]),
  );

/** `2026-11-21 14:05` where the user is. */
function localTime(iso: string): string {
  const at = new Date(iso);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
