import type { Snapshot } from "../agent/api/snapshot.ts";
import type { Marks, Sign } from "./icon.ts";
import type { Words } from "./locales/en.ts";
import { linesOf, type MenuItem, menuOf } from "./menu.ts";
import { nothingOffered, type Offer } from "./menu-actions.ts";
import { oneLine } from "./one-line.ts";
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
  const virtual = view.kind === "snapshot" && view.snapshot.machine.virtual;
  const standing = signOf(view);
  return {
    standing,
    virtual,
    attention: view.kind === "snapshot" && view.snapshot.conditions.some(({ severity }) => severity !== "info"),
    urgency: virtual && urgencies[standing] === "quiet" ? "normal" : urgencies[standing],
    title: `${words.product}: ${virtual ? words.virtual(headline) : headline}`,
    tooltip: { title: headline, body },
    menu: menuOf(view, words, offer),
  };
}

function signOf(view: View): Sign {
  if (view.kind === "silent") return view.why === "asking" ? "unknown" : "silent";
  const { standing, sessions, amt } = view.snapshot;
  // A newer service may know words that we have no picture for
  if (!Object.hasOwn(urgencies, standing)) return "unknown";
  if (standing === "session" && isOnlyAsked(sessions)) return "consent";
  return standing === "unconfigured" && amt.provisioningState === "in" ? "configuring" : standing;
}

const isOnlyAsked = ({ kvm, sol, storage, consentPending }: Snapshot["sessions"]): boolean =>
  consentPending === true && ![kvm, sol, storage].includes(true);

/** Whether both are drawn as one picture. */
export const looksAlike = (one: Face, other: Face): boolean =>
  one.standing === other.standing && one.virtual === other.virtual && one.attention === other.attention;
