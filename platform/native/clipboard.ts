import type { User32 } from "./user32.ts";
import type { Handle, Win32 } from "./win32.ts";

const CF_UNICODETEXT = 13;
const GMEM_MOVEABLE = 2;

/** Into the clipboard; false: another program has it open, or there is no memory. */
export function copyText(
  user32: User32,
  memory: Pick<Win32, "copyIn">,
  { window, text }: { readonly window: Handle; readonly text: string },
): boolean {
  const bytes = Buffer.from(`${text.replaceAll(/\r?\n/g, "\r\n")}\0`, "utf16le");
  if (user32.OpenClipboard(window) === 0) return false;
  try {
    user32.EmptyClipboard();
    const block = user32.GlobalAlloc(GMEM_MOVEABLE, bytes.length);
    if (block === 0) return false;
    memory.copyIn(BigInt(user32.GlobalLock(block)), 0, bytes);
    user32.GlobalUnlock(block);
    // What was taken is the clipboard's to free
    if (user32.SetClipboardData(CF_UNICODETEXT, block) !== 0) return true;
    user32.GlobalFree(block);
    return false;
  } finally {
    user32.CloseClipboard();
  }
}
