import { type MenuAction, menuActions } from "../../tray/menu-actions.ts";
import type { Desktop } from "./desktop.ts";
import type { MenuRow } from "./menu-rows.ts";
import type { Spot } from "./screen.ts";

/** The entries of a whole tray's menu while these acts can be done. */
const entriesWith = (acts: readonly MenuAction[]): readonly MenuAction[] => [
  ...acts,
  ...menuActions.slice(menuActions.indexOf("open")),
];
const entriesIn = (rows: readonly MenuRow[]): readonly MenuAction[] =>
  rows.flatMap(({ action }) => (action ? [action] : []));

interface Extent {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where two pictures of the screen differ, between two columns; undefined: nowhere. */
function changed(before: Buffer, now: Buffer, width: number, [from, to] = [0, width]): Extent | undefined {
  let [top, bottom, left, right] = [-1, -1, width, 0];
  for (let at = 0; at < now.length; at += 3) {
    if (before[at] === now[at] && before[at + 1] === now[at + 1] && before[at + 2] === now[at + 2]) continue;
    const x = (at / 3) % width;
    if (x < from || x >= to) continue;
    bottom = Math.floor(at / 3 / width);
    if (top < 0) top = bottom;
    left = Math.min(left, x);
    right = Math.max(right, x);
  }
  return top < 0 ? undefined : { left, right, top, bottom };
}

/** The same picture twice in a row: menus fade in, and panels redraw when they like. */
async function settled(desktop: Desktop, signal: AbortSignal): Promise<Buffer> {
  for (let before = await desktop.look(); ; ) {
    signal.throwIfAborted();
    const now = await desktop.look();
    if (now.equals(before)) return now;
    before = now;
  }
}

export interface MenuClick {
  readonly icon: Spot;
  /** The menu as its program has it at the moment. */
  readonly rows: () => Promise<readonly MenuRow[]>;
  readonly action: MenuAction;
  /** The acts of the moment, from top to bottom. */
  readonly acts: readonly MenuAction[];
  readonly signal: AbortSignal;
}
/** Pixels from the edge of an entry to where it is surely hit. */
const inside = 6;

/**
 * Opens the icon's menu with the right button and clicks on an entry, as a person does it: who sees no menu, one that does not listen to keys, or one
 * whose rows moved meanwhile, closes what there may be and clicks on the icon again. An XEmbed icon takes no click while its helper makes it anew.
 * The menu follows the ME a moment later, and a row that goes then would leave another one under the pointer: it is opened once it offers just `acts`.
 */
export async function clickInMenu(desktop: Desktop, click: MenuClick): Promise<void> {
  while (!(await clickedInMenu(desktop, click))) await desktop.run("xdotool", "key", "Escape");
}

const sameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Looks for a menu after which there is none, and presses after which it does not listen. */
const [LOOKS, PRESSES] = [60, 15];

/**
 * Where an entry stands is seen from the highlight that the keyboard moves, when that leaves it for its neighbour below (the last one: above; the ends
 * are neighbours too). False: there was nothing to click on.
 */
async function clickedInMenu(desktop: Desktop, { icon, rows, action, acts, signal }: MenuClick): Promise<boolean> {
  const wanted = entriesWith(acts);
  let offered = await rows();
  while (!sameList(entriesIn(offered), wanted)) {
    signal.throwIfAborted();
    await desktop.look();
    offered = await rows();
  }
  // Without a tooltip
  await desktop.run("xdotool", "mousemove", "5", "300");
  const bare = await settled(desktop, signal);
  await desktop.run("xdotool", "mousemove", `${icon.x}`, `${icon.y}`, "click", "3");
  let looks = 0;
  for (let now = bare; countChanges(bare, now) < 10_000; now = await desktop.look()) {
    signal.throwIfAborted();
    if (++looks > LOOKS) return false;
  }
  // What lies under the pointer would be chosen already
  await desktop.run("xdotool", "mousemove", "5", "300");
  const open = await settled(desktop, signal);
  const menu = menuIn(bare, open, desktop.width, icon);
  const last = await pressed(desktop, "Up", { before: open, signal });
  if (!menu || !last) return false;
  const ups = Array.from({ length: wanted.length - 1 - wanted.indexOf(action) }, () => "Up");
  if (ups.length > 0) await desktop.run("xdotool", "key", "--delay", "30", ...ups);
  const before = await settled(desktop, signal);
  const isLast = ups.length === 0;
  const place = await pressed(desktop, isLast ? "Up" : "Down", { before, signal });
  if (!place || !sameList(await rows(), offered)) return false;
  const below = offered.slice(offered.findIndex((row) => row.action === action) + 1);
  if (!isRightPlace({ menu, last, place: isLast ? last : place, below })) return false;
  const { left, right, top, bottom } = place;
  const x = Math.round((left + right) / 2);
  await desktop.run("xdotool", "mousemove", `${x}`, `${isLast ? bottom - inside : top + inside}`, "click", "1");
  return true;
}

/** The menu that has opened, by its side that is farther from the icon: panels draw the icon otherwise meanwhile. */
function menuIn(bare: Buffer, open: Buffer, width: number, icon: Spot): Extent | undefined {
  const all = changed(bare, open, width);
  if (!all) return undefined;
  const isLeft = icon.x - all.left > all.right - icon.x;
  return changed(bare, open, width, isLeft ? [all.left, all.left + 20] : [all.right - 20, all.right + 1]);
}
/** Pixels that a separator is at most, and a menu's edge. */
const [SEPARATOR, EDGE] = [14, 12];

/**
 * A busy menu may take a key so late that it was pressed twice: the highlight is then a row away from where it is thought to be, which its distance from
 * the last row and from the menu's edge shows.
 */
function isRightPlace({
  menu,
  last,
  place,
  below,
}: {
  readonly menu: Extent;
  readonly last: Extent;
  readonly place: Extent;
  readonly below: readonly MenuRow[];
}): boolean {
  const height = last.bottom - last.top + 1;
  if (menu.bottom - last.bottom > EDGE) return false;
  const separators = below.filter(({ text }) => text === "").length;
  const distance = last.top - place.top - (below.length - separators) * height;
  return distance > -height / 2 && distance < separators * SEPARATOR + height / 2;
}

/** Presses a key until something changes by it: a menu that has just opened may not listen yet. undefined: nothing does. */
async function pressed(
  desktop: Desktop,
  key: "Up" | "Down",
  { before, signal }: { before: Buffer; signal: AbortSignal },
): Promise<Extent | undefined> {
  for (let presses = 0; presses < PRESSES; presses += 1) {
    signal.throwIfAborted();
    await desktop.run("xdotool", "key", key);
    const change = changed(before, await settled(desktop, signal), desktop.width);
    if (change) return change;
  }
  return undefined;
}

export function countChanges(before: Buffer, now: Buffer): number {
  let changed = 0;
  for (let at = 0; at < now.length; at += 3) if (before[at] !== now[at]) changed++;
  return changed;
}
