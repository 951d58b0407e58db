import type { Snapshot } from "../agent/api/snapshot.ts";

/** What the tray knows at a moment: what the service says, or why there is nothing it could say. */
export type View =
  | { readonly kind: "snapshot"; readonly snapshot: Snapshot }
  | { readonly kind: "silent"; readonly why: Silence; readonly socket: string };

export type Silence =
  /** Nobody was asked yet. */
  | "asking"
  /** No service there, or it hung up. */
  | "unreachable"
  | "denied"
  /** What answers is not our service, or not of our version. */
  | "foreign";
