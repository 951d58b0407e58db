import type { Picture } from "./shell-icon-layout.ts";

/** What the thread that has the icon and everybody else say to each other. All of it can be copied from one thread to another. */

/** Orders are there: posted to the window, whose thread sleeps in Windows and sees no other queue. */
export const WM_ORDERS = 0x8002;

/** An entry without `id` only says something. */
export type MenuEntry = "separator" | { readonly text: string; readonly id?: string; readonly checked?: boolean };

export interface Look {
  /** Absent: as it was. */
  readonly picture?: Picture;
  readonly tip: string;
  readonly menu?: { readonly entries: readonly MenuEntry[]; readonly fromRight: boolean };
}
export interface Balloon {
  readonly title: string;
  /** Empty: the one that is shown is taken away. */
  readonly text: string;
  readonly isWarning: boolean;
  /** Not shown while Windows does not disturb its user. */
  readonly mayWait: boolean;
}

export type IconOrder =
  | ({ readonly do: "show" } & Look)
  | { readonly do: "balloon"; readonly balloon: Balloon }
  | { readonly do: "copy"; readonly text: string }
  | { readonly do: "close" };

export type IconReport =
  /** The window's handle, and the edge in pixels that icons have here. */
  | { readonly is: "ready"; readonly window: number; readonly edge: number }
  /** This session has a tray already. */
  | { readonly is: "taken" }
  | { readonly is: "added" }
  /** Explorer took it not, or is not there. */
  | { readonly is: "refused" }
  | { readonly is: "chosen"; readonly id: string }
  | { readonly is: "clicked" }
  | { readonly is: "balloon-clicked" }
  /** Answers come in the order of the orders. */
  | { readonly is: "copied"; readonly done: boolean }
  | { readonly is: "over"; readonly why: "asked" | "session" }
  | { readonly is: "failed"; readonly why: string };

export interface ShellIcon {
  show(look: Look): void;
  balloon(balloon: Balloon): void;
  /** Once more, to an Explorer that has just started. */
  add(): void;
  remove(): void;
}
