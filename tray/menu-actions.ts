import type { Snapshot } from "../agent/api/snapshot.ts";
import type { Words } from "./locales/en.ts";
import type { View } from "./view.ts";

/** Everything the menu can have done, in the order in which it stands there. */
export const menuActions = [
  "end-kvm",
  "end-sol",
  "end-usbr",
  "refuse",
  "hang-up",
  "ask-for-help",
  "open",
  "reach",
  "history",
  "support",
  "start-at-login",
  "quit",
] as const;
export type MenuAction = (typeof menuActions)[number];
export const isMenuAction = (word: string): word is MenuAction => (menuActions as readonly string[]).includes(word);

/** What this tray can do beyond what the service can. */
export interface Offer {
  /** Open the status window. */
  readonly window: boolean;
  /** Collect information for support. */
  readonly support: boolean;
  /** Is it started at login? undefined: it cannot be arranged. */
  readonly startsAtLogin: boolean | undefined;
  /** Why the last thing asked of the menu was not done. */
  readonly notDone: string | undefined;
}
export const nothingOffered: Offer = { window: false, support: false, startsAtLogin: undefined, notDone: undefined };

export interface Choice {
  readonly action: MenuAction;
  readonly text: string;
  readonly checked?: boolean;
}

/** What can be done now, in groups. Pure. */
export function choicesOf(view: View, words: Words, offer: Offer): readonly (readonly Choice[])[] {
  const { menu } = words;
  const acts = view.kind === "snapshot" ? actsOf(view.snapshot, menu) : [];
  const pages: Choice[] = offer.window
    ? [
        { action: "open", text: menu.open },
        { action: "reach", text: menu.reach },
        { action: "history", text: menu.history },
      ]
    : [];
  const own: Choice[] = [
    ...(offer.support ? [{ action: "support", text: menu.support } as const] : []),
    ...(offer.startsAtLogin === undefined
      ? []
      : [{ action: "start-at-login", text: menu.startAtLogin, checked: offer.startsAtLogin } as const]),
    { action: "quit", text: words.quit },
  ];
  return [acts, pages, own].filter((group) => group.length > 0);
}

function actsOf({ sessions, live, standing }: Snapshot, menu: Words["menu"]): Choice[] {
  const is = (kind: Snapshot["live"][number]["kind"]): boolean => live.some((one) => one.kind === kind);
  const choices: Choice[] = [];
  if (sessions.kvm || is("kvm")) choices.push({ action: "end-kvm", text: menu.end.kvm });
  if (sessions.sol || is("sol")) choices.push({ action: "end-sol", text: menu.end.sol });
  if (sessions.storage || is("usbr")) choices.push({ action: "end-usbr", text: menu.end.usbr });
  if (sessions.consentPending || is("consent")) choices.push({ action: "refuse", text: menu.refuse });
  if (is("cira")) choices.push({ action: "hang-up", text: menu.hangUp });
  else if (standing === "managed" || standing === "session")
    choices.push({ action: "ask-for-help", text: menu.askForHelp });
  return choices;
}
