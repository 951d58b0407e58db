import type { Standing } from "../agent/api/snapshot.ts";
import type { Words } from "./locales/en.ts";
import { linesOf, type MenuItem, menuOf } from "./menu.ts";
import { nothingOffered, type Offer } from "./menu-actions.ts";
import { oneLine } from "./one-line.ts";
import type { View } from "./view.ts";

/** Everything the desktop is told, whatever the protocol. */
export interface Face {
  readonly standing: Standing;
  readonly virtual: boolean;
  /** `attention`: must be seen. `quiet`: there is nothing to tell, the desktop may hide the icon. */
  readonly urgency: "quiet" | "normal" | "attention";
  /** For screen readers, and for desktops that show no tooltip. */
  readonly title: string;
  readonly tooltip: { readonly title: string; readonly body: readonly string[] };
  readonly menu: readonly MenuItem[];
}

const urgencies: Readonly<Record<Standing, Face["urgency"]>> = {
  unknown: "normal",
  // A PC without AMT has nothing to show; a virtual one is looked at on purpose.
  absent: "quiet",
  off: "normal",
  unconfigured: "normal",
  managed: "normal",
  session: "attention",
};

/** Pure. */
export function faceOf(view: View, words: Words, offer: Offer = nothingOffered): Face {
  const [headline = "", ...body] = linesOf(view, words).map(oneLine);
  const virtual = view.kind === "snapshot" && view.snapshot.machine.virtual;
  const standing = view.kind === "snapshot" ? known(view.snapshot.standing) : "unknown";
  return {
    standing,
    virtual,
    urgency: virtual && urgencies[standing] === "quiet" ? "normal" : urgencies[standing],
    title: `${words.product}: ${virtual ? words.virtual(headline) : headline}`,
    tooltip: { title: headline, body },
    menu: menuOf(view, words, offer),
  };
}

/** A newer service may know words that we have no picture for. */
const known = (standing: Standing): Standing => (Object.hasOwn(urgencies, standing) ? standing : "unknown");
