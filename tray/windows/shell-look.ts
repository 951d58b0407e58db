import type { Look, MenuEntry } from "../../platform/windows-icon.ts";
import { type Face, looksAlike } from "../face.ts";
import { iconOf, type Pixmap } from "../icon.ts";
import type { MenuItem } from "../menu.ts";

/** Characters that Windows shows of a tip. */
const room = 127;

export interface LookOptions {
  /** Pixels that icons have here. */
  readonly edge: number;
  /** The language is read from the right. */
  readonly fromRight: boolean;
  /** What is shown now: only what differs is drawn anew. */
  readonly before?: Face;
}

/** The face as Windows' notification area takes it. Pure. */
export function lookOf(face: Face, { edge, fromRight, before }: LookOptions): Look {
  const isDrawn = before !== undefined && looksAlike(face, before);
  return {
    ...(isDrawn ? {} : { picture: nearest(iconOf(face.standing, face), edge) }),
    tip: tipOf(face),
    menu: { entries: face.menu.map(entryOf), fromRight },
  };
}

/** The smallest that is large enough, for Windows to make smaller; else the largest. */
const nearest = (pixmaps: readonly Pixmap[], edge: number): Pixmap =>
  pixmaps.find(({ size }) => size >= edge) ?? pixmaps.at(-1)!;

/** As many whole lines as there is room for, the headline first. */
export function tipOf({ title, tooltip }: Pick<Face, "title" | "tooltip">): string {
  let tip = title;
  for (const line of tooltip.body) {
    if (tip.length + 1 + line.length > room) break;
    tip += `\n${line}`;
  }
  return tip;
}

function entryOf(item: MenuItem): MenuEntry {
  if (item.kind === "separator") return "separator";
  if (item.kind === "line") return { text: item.text };
  return { text: item.text, id: item.action, ...(item.checked === undefined ? {} : { checked: item.checked }) };
}
