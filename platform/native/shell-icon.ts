import type { Balloon, IconReport, Look, ShellIcon } from "./icon-orders.ts";
import {
  iconResource,
  NIF_GUID,
  NIF_ICON,
  NIF_INFO,
  NIF_MESSAGE,
  NIF_SHOWTIP,
  NIF_TIP,
  type NotifyIcon,
  notifyIconData,
  type Picture,
} from "./shell-icon-layout.ts";
import type { User32 } from "./user32.ts";
import type { Handle } from "./win32.ts";
import { WindowsError } from "./windows-error.ts";

const NIM_ADD = 0;
const NIM_MODIFY = 1;
const NIM_DELETE = 2;
const NIM_SETVERSION = 4;
const NOTIFYICON_VERSION_4 = 4;
const NIIF_INFO = 0x1;
const NIIF_WARNING = 0x2;
const NIIF_RESPECT_QUIET_TIME = 0x80;
const ICON_FORMAT = 0x30000;

export interface ShellIconOptions {
  readonly user32: Pick<User32, "Shell_NotifyIconW" | "CreateIconFromResourceEx" | "DestroyIcon">;
  readonly lastError: () => number;
  readonly window: Handle;
  /** Sent to the window, by the shell, with what happens at the icon. */
  readonly message: number;
  readonly guid: Buffer;
  readonly tell: (report: IconReport) => void;
}

/** An icon in Explorer's notification area, added when it is shown for the first time. */
export function openShellIcon({ user32, lastError, window, message, guid, tell }: ShellIconOptions): ShellIcon {
  let handle: Handle = 0;
  let tip = "";
  let isAdded = false;
  const notify = (what: number, flags: number, more: Partial<NotifyIcon> = {}): boolean => {
    const data = { window: BigInt(window), message, guid, flags: flags | NIF_GUID, ...more };
    return user32.Shell_NotifyIconW(what, notifyIconData(data)) !== 0;
  };
  const face = (): Partial<NotifyIcon> => ({ icon: BigInt(handle), tip });
  const whole = NIF_MESSAGE | NIF_ICON | NIF_TIP | NIF_SHOWTIP;

  function draw(picture: Picture): void {
    const bits = iconResource(picture);
    const made = user32.CreateIconFromResourceEx(bits, bits.length, 1, ICON_FORMAT, picture.size, picture.size, 0);
    // An old icon would say what is no longer so
    if (made === 0) throw new WindowsError("CreateIconFromResourceEx", lastError());
    const before = handle;
    handle = made;
    if (isAdded) notify(NIM_MODIFY, NIF_ICON, face());
    // The shell has a copy of its own
    if (before !== 0) user32.DestroyIcon(before);
  }
  function add(): void {
    // What an earlier process has left under the same name would stand in the way
    notify(NIM_DELETE, 0);
    isAdded = notify(NIM_ADD, whole, face());
    // An Explorer that is busy answers late: "no" and the icon all the same
    if (!isAdded) isAdded = notify(NIM_MODIFY, whole, face());
    if (isAdded) notify(NIM_SETVERSION, 0, { version: NOTIFYICON_VERSION_4 });
    tell({ is: isAdded ? "added" : "refused" });
  }
  return {
    add,
    show(look: Look) {
      const tipBefore = tip;
      tip = look.tip;
      if (look.picture) draw(look.picture);
      if (!isAdded) add();
      else if (tip !== tipBefore) notify(NIM_MODIFY, NIF_TIP | NIF_SHOWTIP, face());
    },
    balloon({ title, text, isWarning, mayWait }: Balloon) {
      // The one before goes first: else they would wait for each other
      notify(NIM_MODIFY, NIF_INFO);
      const looks = (isWarning ? NIIF_WARNING : NIIF_INFO) | (mayWait ? NIIF_RESPECT_QUIET_TIME : 0);
      if (text !== "") notify(NIM_MODIFY, NIF_INFO, { title, text, looks });
    },
    remove() {
      if (isAdded) notify(NIM_DELETE, 0);
      isAdded = false;
      if (handle !== 0) user32.DestroyIcon(handle);
      handle = 0;
    },
  };
}
