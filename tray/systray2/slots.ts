import type { Face } from "../face.ts";
import { iconOf } from "../icon.ts";
import { type MenuAction, menuActions } from "../menu-actions.ts";
import { png } from "../png.ts";

/** An entry as systray2's helper takes it (index.js of 2.1.4, `itemTrimmer`). */
export interface HelperItem {
  readonly __id: number;
  readonly title: string;
  readonly tooltip: string;
  readonly checked: boolean;
  readonly enabled: boolean;
  readonly hidden: boolean;
}

/** The helper's menu cannot grow, and entries that change their place would be clicked for others: each has a slot of its own for ever. */
const lineSlots = 24;
const separatorId = lineSlots + 1;
const firstActionId = separatorId + 1;

const item = (id: number, title: string, more: Partial<HelperItem> = {}): HelperItem => ({
  __id: id,
  title,
  tooltip: "",
  checked: false,
  enabled: false,
  hidden: title === "",
  ...more,
});

/** The menu in its slots, from top to bottom. What does not fit is left out, and the last line says so. Pure. */
export function slotsOf({ menu }: Pick<Face, "menu">): readonly HelperItem[] {
  const lines = menu.flatMap((one) => (one.kind === "line" ? [one.text] : []));
  const shown = lines.length > lineSlots ? [...lines.slice(0, lineSlots - 1), "\u2026"] : lines;
  return [
    ...Array.from({ length: lineSlots }, (_, at) => item(at + 1, shown[at] ?? "")),
    item(separatorId, "<SEPARATOR>", { enabled: true }),
    ...menuActions.map((action, at) => {
      const found = menu.find((one) => one.kind === "action" && one.action === action);
      if (found?.kind !== "action") return item(firstActionId + at, "");
      // Its own check marks do not go away again on Linux
      return item(firstActionId + at, found.checked ? `\u2713 ${found.text}` : found.text, { enabled: true });
    }),
  ];
}

/** What was clicked; undefined: nothing that does something. */
export const actionAt = (id: unknown): MenuAction | undefined =>
  typeof id === "number" ? menuActions[id - firstActionId] : undefined;

/** Pixels of the picture; trays of the older kind scale it to their own size. */
const edge = 32;

/** The picture as the helper takes it: a PNG in base64. */
export function pictureOf(face: Pick<Face, "standing" | "virtual" | "attention">): string {
  const { pixels } = iconOf(face.standing, face).find(({ size }) => size === edge) ?? { pixels: Buffer.alloc(0) };
  const rgba = Buffer.alloc(pixels.length);
  // From ARGB
  for (let at = 0; at < pixels.length; at += 4) {
    pixels.copy(rgba, at, at + 1, at + 4);
    rgba[at + 3] = pixels[at] ?? 0;
  }
  return png(rgba, { width: edge, channels: 4 }).toString("base64");
}
