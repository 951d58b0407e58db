import type { Clock } from "../platform/clock.ts";
import { type Host, placesOf } from "../platform/paths.ts";
import { answerNotice, type OpenWindow } from "./answer.ts";
import { type Autostart, autostartOf } from "./autostart.ts";
import type { Desktop } from "./desktop.ts";
import { faceOf } from "./face.ts";
import type { Backend, IconPlace } from "./icon-place.ts";
import type { Words } from "./locales/en.ts";
import { say as inWords } from "./menu.ts";
import type { Offer } from "./menu-actions.ts";
import { menuActs } from "./menu-acts.ts";
import type { NoticeStep } from "./notices.ts";
import type { ServiceActs } from "./service-acts.ts";
import type { View } from "./view.ts";

export interface LiveIconOptions {
  readonly host: Host;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  readonly onOpen?: OpenWindow;
  readonly support?: () => Promise<string>;
  readonly command?: readonly string[];
  readonly backend?: Backend;
  readonly program?: string;
  readonly words: Words;
  readonly socket: string;
  readonly acts: ServiceActs;
  readonly perform: (steps: readonly NoticeStep[]) => Promise<void>;
  /** Quit. */
  readonly end: () => void;
}
/** The icon with its menu, which does what it says. */
export interface LiveIcon {
  show(view: View): void;
  close(): Promise<void>;
}

export async function openLiveIcon(desktop: Desktop, options: LiveIconOptions): Promise<LiveIcon> {
  const { words, host, clock, signal, acts, perform, end, onOpen, support, command, socket } = options;
  const { ownState } = placesOf(host);
  const autostart = command && autostartOf(host, command);
  let view: View = { kind: "silent", why: "asking", socket };
  let offer: Offer = {
    window: onOpen !== undefined,
    support: support !== undefined,
    startsAtLogin: autostart && isSet(autostart),
    notDone: undefined,
  };
  let place: IconPlace | undefined;
  const draw = (): void => place?.show(faceOf(view, words, offer));

  const onAction = menuActs({
    acts,
    onOpen,
    support,
    copy: desktop.copy,
    directory: ownState,
    autostart,
    onQuit: end,
    onDone(_action, said, isRefused) {
      offer = {
        ...offer,
        startsAtLogin: autostart && isSet(autostart),
        notDone: said && isRefused ? inWords(said, words) : undefined,
      };
      draw();
      if (said) void perform([{ do: "show", notice: answerNotice(said, "menu") }]);
    },
    signal,
  });
  place = await desktop.openIcon(faceOf(view, words, offer), {
    backend: options.backend ?? "auto",
    words,
    host,
    clock,
    signal,
    onAction: (action) => void onAction(action),
    opens: onOpen !== undefined,
    say: options.say,
    program: options.program,
    // The first is emptied at logout
    helperPlaces: [host.env.XDG_RUNTIME_DIR, ownState].flatMap((place) => (place ? [`${place}/amt-agent-icon`] : [])),
  });
  return {
    show(now) {
      view = now;
      draw();
    },
    close: () => place?.close() ?? Promise.resolve(),
  };
}

/** A file that cannot be read is no entry that we could change. */
function isSet(autostart: Autostart): boolean | undefined {
  try {
    return autostart.isSet;
  } catch {
    return undefined;
  }
}
