import type { Clock } from "../platform/clock.ts";
import type { Host } from "../platform/paths.ts";
import { copyToClipboard } from "./clipboard.ts";
import type { Desktop } from "./desktop.ts";
import { openIconPlace } from "./icon-place.ts";
import { openNotifier } from "./notifier.ts";
import { notifySend } from "./notify-send.ts";
import { followQuiet } from "./quiet.ts";
import { claimSession, openSessionBus } from "./session-bus.ts";
import { TrayError } from "./tray-error.ts";

/** A desktop that is reached by the session bus. Rejects TRAY_NO_BUS, TRAY_RUNNING, TRAY_UNSUPPORTED. */
export async function openBusDesktop(
  host: Host,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Desktop> {
  const bus = await openSessionBus(host, clock, signal);
  try {
    await claimSession(bus, signal);
  } catch (error) {
    await bus.close();
    throw error;
  }
  const context = { host, clock, signal };
  return {
    openIcon: (first, options) => openIconPlace(bus, first, options),
    openNotices: (options) => openNotifier(bus, { ...options, otherwise: (notice) => notifySend(notice, context) }),
    followQuiet: (onChange) => followQuiet(bus, { ...context, onChange }),
    copy: (text) => copyToClipboard(text, context),
    close: () => bus.close(),
    ended: bus.closed.then(
      (cause) =>
        new TrayError(
          "TRAY_BUS_LOST",
          `The desktop session's D-Bus went away (${cause.message}): its tray icon is gone.`,
          {
            cause,
          },
        ),
    ),
  };
}
