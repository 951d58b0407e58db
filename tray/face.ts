import type { Words } from "./locales/en.ts";
import { linesOf, type MenuItem, menuOf } from "./menu.ts";
import { nothingOffered, type Offer } from "./menu-actions.ts";
import { oneLine } from "./one-line.ts";
import { type Marks, marksOf, type Sign, signOf } from "./sign.ts";
import type { View } from "./view.ts";

/** Everything the desktop is told, whatever the protocol. */
export interface Face extends Required<Marks> {
  /** The snapshot's, and what the icon tells apart within one. */
  readonly standing: Sign;
  /** `attention`: must be seen. `quiet`: there is nothing to tell, the desktop may hide the icon. */
  readonly urgency: "quiet" | "normal" | "attention";
  /** For screen readers, and for desktops that show no tooltip. */
  readonly title: string;
  readonly tooltip: { readonly title: string; readonly body: readonly string[] };
  readonly menu: readonly MenuItem[];
}

const urgencies: Readonly<Record<Sign, Face["urgency"]>> = {
  silent: "normal",
  unknown: "normal",
  // A PC without AMT has nothing to show; a virtual one is looked at on purpose.
  absent: "quiet",
  off: "normal",
  unconfigured: "normal",
  configuring: "normal",
  managed: "normal",
  consent: "attention",
  session: "attention",
};

/** Pure. */
export function faceOf(view: View, words: Words, offer: Offer = nothingOffered): Face {
  const [headline = "", ...body] = linesOf(view, words).map(oneLine);
  const { virtual, attention } = marksOf(view);
  const standing = signOf(view);
  return {
    standing,
    virtual,
    attention,
    urgency: virtual && urgencies[standing] === "quiet" ? "normal" : urgencies[standing],
    title: `${words.product}: ${virtual ? words.virtual(headline) : headline}`,
    tooltip: { title: headline, body },
    menu: menuOf(view, words, offer),
  };
}

/** Whether both are drawn as one picture. */
export const looksAlike = (one: Face, other: Face): boolean =>
  one.standing === other.standing && one.virtual === other.virtual && one.attention === other.attention;
