import type { Snapshot } from "../agent/api/snapshot.ts";
import type { View } from "./view.ts";

/** What the icon and the window's picture show inside the screen. How each is drawn stands in `icon.ts` and in the window's `face.tsx`. */
export const signs = [
  /** The service cannot be asked. */
  "silent",
  "unknown",
  "absent",
  "off",
  "unconfigured",
  "configuring",
  "managed",
  /** Somebody asks to be let in. */
  "consent",
  "session",
] as const;
export type Sign = (typeof signs)[number];
/** What stands in the picture's corners beside its sign. */
export interface Marks {
  /** This is a virtual machine's state, not this PC's. */
  readonly virtual: boolean;
  /** Something is wrong and wants to be looked at. */
  readonly attention?: boolean;
}

export function signOf(view: View): Sign {
  if (view.kind === "silent") return view.why === "asking" ? "unknown" : "silent";
  const { standing, sessions, amt } = view.snapshot;
  // A newer service may know words that we have no picture for
  if (!signs.includes(standing)) return "unknown";
  if (standing === "session" && isOnlyAsked(sessions)) return "consent";
  return standing === "unconfigured" && amt.provisioningState === "in" ? "configuring" : standing;
}

export const marksOf = (view: View): Required<Marks> => ({
  virtual: view.kind === "snapshot" && view.snapshot.machine.virtual,
  attention: view.kind === "snapshot" && view.snapshot.conditions.some(({ severity }) => severity !== "info"),
});

const isOnlyAsked = ({ kvm, sol, storage, consentPending }: Snapshot["sessions"]): boolean =>
  consentPending === true && ![kvm, sol, storage].includes(true);
