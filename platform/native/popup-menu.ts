import type { MenuEntry } from "./icon-orders.ts";
import type { User32 } from "./user32.ts";
import type { Handle } from "./win32.ts";

const MF_GRAYED = 0x1;
const MF_CHECKED = 0x8;
const MF_SEPARATOR = 0x800;
const TPM_RIGHTBUTTON = 0x2;
const TPM_NONOTIFY = 0x80;
const TPM_RETURNCMD = 0x100;
const TPM_LAYOUTRTL = 0x8000;

/** Shows the menu and waits, in Windows' own loop, until it is closed; undefined: nothing was chosen. */
export function chosenFrom(
  user32: Pick<User32, "CreatePopupMenu" | "AppendMenuW" | "SetForegroundWindow" | "TrackPopupMenu" | "DestroyMenu">,
  {
    window,
    x,
    y,
    entries,
    fromRight,
  }: { window: Handle; x: number; y: number; entries: readonly MenuEntry[]; fromRight: boolean },
): string | undefined {
  const menu = user32.CreatePopupMenu();
  entries.forEach((entry, at) => {
    if (entry === "separator") user32.AppendMenuW(menu, MF_SEPARATOR, 0, null);
    else {
      const flags = (entry.id === undefined ? MF_GRAYED : 0) | (entry.checked ? MF_CHECKED : 0);
      // One & would underline the letter behind it
      user32.AppendMenuW(menu, flags, at + 1, entry.text.replaceAll("&", "&&"));
    }
  });
  // Else the menu stays when something else is clicked (TrackPopupMenu, "Remarks")
  user32.SetForegroundWindow(window);
  const flags = TPM_RIGHTBUTTON | TPM_NONOTIFY | TPM_RETURNCMD | (fromRight ? TPM_LAYOUTRTL : 0);
  const chosen = user32.TrackPopupMenu(menu, flags, x, y, 0, window, null);
  user32.DestroyMenu(menu);
  const entry = entries[chosen - 1];
  return entry === undefined || entry === "separator" ? undefined : entry.id;
}
