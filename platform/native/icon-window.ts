import { copyText } from "./clipboard.ts";
import { type IconOrder, type IconReport, type MenuEntry, type ShellIcon, WM_ORDERS } from "./icon-orders.ts";
import { chosenFrom } from "./popup-menu.ts";
import { openShellIcon } from "./shell-icon.ts";
import { messageSize, shellEvent, windowClass } from "./shell-icon-layout.ts";
import type { User32, Word } from "./user32.ts";
import type { Handle, Win32 } from "./win32.ts";
import { WindowsError } from "./windows-error.ts";

/** winuser.h, shellapi.h */
const WM_CLOSE = 0x10;
const WM_QUERYENDSESSION = 0x11;
const WM_ENDSESSION = 0x16;
const WM_CONTEXTMENU = 0x7b;
const WM_ICON = 0x8001;
const NIN_SELECT = 0x400;
const NIN_KEYSELECT = 0x401;
const NIN_BALLOONUSERCLICK = 0x405;
const WS_EX_TOOLWINDOW = 0x80;
const DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2 = -4;
const SM_CXSMICON = 49;
const ERROR_ALREADY_EXISTS = 183;

/** The class of the window; the installer finds it by this name. */
export const className = "AmtAgentTray";

export interface IconWindowOptions {
  readonly user32: User32;
  readonly memory: Pick<Win32, "allocate" | "free" | "copyIn" | "GetLastError">;
  /** The next order that waits; undefined: none. */
  readonly next: () => IconOrder | undefined;
  readonly tell: (report: IconReport) => void;
  /** 16 bytes by which Windows remembers where the user wants this icon. */
  readonly guid: Buffer;
}

/**
 * Has the icon's window on this thread until it is told to close: blocks, and sleeps in Windows while there is nothing to do. The window is
 * no message-only one: those hear neither of a restarted Explorer nor of the session's end. Throws WindowsError.
 */
export function runIconWindow({ user32, memory, next, tell, guid }: IconWindowOptions): void {
  // One tray for each session: "Local" is the session's own
  user32.CreateMutexW(null, 0, `Local\\${className}`);
  if (memory.GetLastError() === ERROR_ALREADY_EXISTS) {
    tell({ is: "taken" });
    return;
  }
  user32.SetThreadDpiAwarenessContext(DPI_AWARENESS_CONTEXT_PER_MONITOR_AWARE_V2);
  const taskbarCreated = user32.RegisterWindowMessageW("TaskbarCreated");
  let icon: ShellIcon | undefined;
  let menu: { readonly entries: readonly MenuEntry[]; readonly fromRight: boolean } = { entries: [], fromRight: false };
  let isOpen = false;

  function over(why: "asked" | "session"): void {
    if (!icon) return;
    icon.remove();
    icon = undefined;
    user32.EndMenu();
    tell({ is: "over", why });
    user32.PostQuitMessage(0);
  }
  function obey(order: IconOrder): void {
    switch (order.do) {
      case "show":
        menu = order.menu ?? menu;
        icon?.show(order);
        break;
      case "balloon":
        icon?.balloon(order.balloon);
        break;
      case "copy":
        tell({ is: "copied", done: copyText(user32, memory, { window, text: order.text }) });
        break;
      case "close":
        over("asked");
    }
  }
  function openMenu(x: number, y: number): void {
    if (isOpen) return;
    isOpen = true;
    const chosen = chosenFrom(user32, { window, x, y, ...menu });
    isOpen = false;
    if (chosen !== undefined) tell({ is: "chosen", id: chosen });
  }
  function onIcon(wide: bigint, long: bigint): void {
    const { event, x, y } = shellEvent(wide, long);
    if (event === WM_CONTEXTMENU) openMenu(x, y);
    else if (event === NIN_SELECT || event === NIN_KEYSELECT) tell({ is: "clicked" });
    else if (event === NIN_BALLOONUSERCLICK) tell({ is: "balloon-clicked" });
  }
  /** undefined: Windows' own answer. */
  function answer(message: number, wide: bigint, long: bigint): number | undefined {
    switch (message) {
      case WM_ORDERS:
        for (let order = next(); order; order = next()) obey(order);
        return 0;
      case WM_ICON:
        onIcon(wide, long);
        return 0;
      case taskbarCreated:
        icon?.add();
        return 0;
      case WM_QUERYENDSESSION:
        return 1;
      case WM_ENDSESSION:
        if (wide !== 0n) over("session");
        return 0;
      case WM_CLOSE:
        over("asked");
        return 0;
      default:
        return undefined;
    }
  }
  const onMessage = (at: Handle, message: number, wide: Word, long: Word): Word => {
    try {
      const said = answer(message, BigInt(wide), BigInt(long));
      if (said !== undefined) return said;
    } catch (error) {
      // Below is Windows' own code, through which no error can go
      tell({ is: "failed", why: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      user32.PostQuitMessage(1);
    }
    return user32.DefWindowProcW(at, message, wide, long);
  };
  const window = openWindow(user32, memory, onMessage);
  icon = openShellIcon({ user32, lastError: memory.GetLastError, window, message: WM_ICON, guid, tell });
  tell({ is: "ready", window, edge: user32.GetSystemMetrics(SM_CXSMICON) });
  const message = Buffer.alloc(messageSize);
  while (user32.GetMessageW(message, 0, 0, 0) > 0) user32.DispatchMessageW(message);
  user32.DestroyWindow(window);
}

/** Neither the class nor its procedure are ever freed: a process has one such window. */
function openWindow(
  user32: User32,
  memory: IconWindowOptions["memory"],
  call: (window: Handle, message: number, wide: Word, long: Word) => Word,
): Handle {
  const failed = (what: string): never => {
    throw new WindowsError(what, memory.GetLastError());
  };
  const instance = user32.GetModuleHandleW(null);
  const text = Buffer.from(`${className}\0`, "utf16le");
  const name = memory.allocate(text.length);
  memory.copyIn(name, 0, text);
  const described = windowClass({ procedure: user32.procedure(call), instance: BigInt(instance), name });
  if (user32.RegisterClassExW(described) === 0) failed("RegisterClassExW");
  const window = user32.CreateWindowExW(WS_EX_TOOLWINDOW, className, className, 0, 0, 0, 0, 0, 0, 0, instance, null);
  return window === 0 ? failed("CreateWindowExW") : window;
}
