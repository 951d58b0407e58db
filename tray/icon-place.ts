import type { Clock } from "../platform/clock.ts";
import type { Bus } from "../platform/dbus/bus.ts";
import type { Host } from "../platform/paths.ts";
import type { Face } from "./face.ts";
import type { Words } from "./locales/en.ts";
import type { MenuAction } from "./menu-actions.ts";
import { openItem } from "./sni.ts";
import { takeHelper } from "./systray2/helper-file.ts";
import { type Helper, openHelper } from "./systray2/xembed-icon.ts";

/** `sni`: StatusNotifierItem alone. `systray2`: its helper alone, for XEmbed. `win32`: Windows. `auto`: what the desktop of the moment has. */
export const backends = ["auto", "sni", "systray2", "win32"] as const;
export type Backend = (typeof backends)[number];

export interface IconPlaceOptions {
  readonly backend: Backend;
  readonly words: Words;
  readonly host: Pick<Host, "env">;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onAction: (action: MenuAction) => void;
  readonly opens: boolean;
  readonly say: (text: string) => void;
  /** The program that runs, near which packages are; undefined: there is no systray2. */
  readonly program: string | undefined;
  /** This user's own folders in which systray2's helper may be put, the best first. */
  readonly helperPlaces: readonly string[];
}
export interface IconPlace {
  show(face: Face): void;
  close(): Promise<void>;
}

/** ms without a host until the older kind of tray is tried: a panel that starts anew is back sooner. */
const patience = 4_000;

/** Shows the icon wherever the desktop takes one, and moves it when a place for it appears or goes. */
export async function openIconPlace(bus: Bus, first: Face, options: IconPlaceOptions): Promise<IconPlace> {
  const { backend, words, clock, signal, say, host } = options;
  let face = first;
  let helper: Helper | undefined;
  /** Helpers start and end one after the other. */
  let last: Promise<void> = Promise.resolve();
  let cancel = (): void => {};
  let toldOlder = false;

  function older(isWanted: boolean): void {
    last = last.then(async () => {
      if (isWanted && !helper && !signal.aborted) {
        if (!toldOlder) say(words.menu.olderTray);
        toldOlder = true;
        helper = helperFor(face, options);
      } else if (!isWanted) {
        await helper?.close();
        helper = undefined;
      }
    });
  }
  function onHost(isThere: boolean): void {
    cancel();
    if (backend === "sni" || !host.env.DISPLAY) return;
    if (isThere) older(false);
    else cancel = clock.after(patience, () => older(true));
  }
  const show = backend === "systray2" ? undefined : await openItem(bus, first, { ...options, onHost });
  if (backend === "systray2") older(true);
  return {
    show(now) {
      face = now;
      show?.(now);
      helper?.show(now);
    },
    async close() {
      cancel();
      older(false);
      await last;
    },
  };
}

function helperFor(face: Face, { program, helperPlaces, host, ...options }: IconPlaceOptions): Helper {
  return openHelper(face, { ...options, env: host.env, take: () => takeHelper(program ?? "/", helperPlaces) });
}
