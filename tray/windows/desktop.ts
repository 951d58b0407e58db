import type { Clock } from "../../platform/clock.ts";
import { openWindowsIcon, type WindowsIcon } from "../../platform/windows-icon.ts";
import type { Desktop } from "../desktop.ts";
import type { IconPlaceOptions } from "../icon-place.ts";
import { isMenuAction } from "../menu-actions.ts";
import { TrayError } from "../tray-error.ts";
import { type BalloonClick, openBalloons } from "./balloons.ts";
import { lookOf } from "./shell-look.ts";

/** Windows' own: an icon by Shell_NotifyIcon, and what it says. Rejects TRAY_RUNNING, TRAY_UNSUPPORTED. */
export async function openWindowsDesktop(
  { program, thread }: { readonly program: string; readonly thread: string },
  { clock, fromRight }: { readonly clock: Clock; readonly fromRight: boolean },
): Promise<Desktop> {
  let shown: Pick<IconPlaceOptions, "onAction" | "opens" | "say" | "words"> | undefined;
  let wasTaken: boolean | undefined;
  let onBalloonClick: BalloonClick = () => {};
  const icon = await opened({
    program,
    thread,
    clock,
    onChoice: (id) => isMenuAction(id) && shown?.onAction(id),
    onClick: () => shown?.opens && shown.onAction("open"),
    onBalloonClick: () => onBalloonClick(),
    onPlace(isTaken) {
      if (isTaken !== wasTaken)
        shown?.say(isTaken ? shown.words.registered : shown.words.hostRefused("Shell_NotifyIcon: no"));
      wasTaken = isTaken;
    },
  });
  return {
    async openIcon(first, options) {
      shown = options;
      let face = first;
      icon.show(lookOf(first, { edge: icon.edge, fromRight }));
      return {
        show(now) {
          icon.show(lookOf(now, { edge: icon.edge, fromRight, before: face }));
          face = now;
        },
        close: () => icon.close(),
      };
    },
    async openNotices(options) {
      const { perform, clicked } = openBalloons(icon, options);
      onBalloonClick = clicked;
      return perform;
    },
    // Windows holds them back itself, and says nothing of it
    followQuiet: () => Promise.resolve(),
    copy: (text) => icon.copy(text),
    close: () => icon.close(),
    ended: icon.ended.then(
      (why) =>
        why === "asked"
          ? new TrayError("TRAY_ENDED", "The tray was closed.")
          : new TrayError("TRAY_ENDED", "The Windows session ends."),
      (cause: Error) => new TrayError("TRAY_BUS_LOST", `The tray icon's window is gone: ${cause.message}.`, { cause }),
    ),
  };
}

async function opened(options: Parameters<typeof openWindowsIcon>[0]): Promise<WindowsIcon> {
  try {
    return await openWindowsIcon(options);
  } catch (cause) {
    const { code, message } = cause as { code?: unknown; message?: string };
    if (code === "ICON_TAKEN")
      throw new TrayError("TRAY_RUNNING", "This desktop session has the tray icon already: one is enough.", { cause });
    throw new TrayError("TRAY_UNSUPPORTED", `There is no tray icon here: ${message}. Use amt-agent status.`, { cause });
  }
}
