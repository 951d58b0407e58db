import { apiClient } from "../agent/api/client.ts";
import type { Clock } from "../platform/clock.ts";
import { type Host, placesOf } from "../platform/paths.ts";
import { answerTo, buttonsWith, type OpenWindow } from "./answer.ts";
import { openBusDesktop } from "./bus-desktop.ts";
import type { Desktop } from "./desktop.ts";
import { followService } from "./feed.ts";
import { openHerald } from "./herald.ts";
import type { Backend } from "./icon-place.ts";
import { type LiveIcon, openLiveIcon } from "./live-icon.ts";
import type { Words } from "./locales/en.ts";
import { type LanguageTag, languages } from "./locales/languages.ts";
import { wordsIn } from "./locales/words.ts";
import { openNoticeMemory } from "./notice-memory.ts";
import type { NoticeSetting, NoticeStep } from "./notices.ts";
import { type ServiceActs, serviceActs } from "./service-acts.ts";
import { TrayError } from "./tray-error.ts";

/** The tray, put together: the session bus on one side, the service's stream on the other. It sleeps between events. */
export interface TrayOptions {
  /** The service's user endpoint; usually where `placesOf` says. */
  readonly socket?: string | undefined;
  readonly host: Host;
  readonly clock: Clock;
  /** Ends the tray: Ctrl-C, SIGTERM. */
  readonly signal: AbortSignal;
  /** Usually English. */
  readonly language?: LanguageTag | undefined;
  /** For standard error. */
  readonly say: (text: string) => void;
  /** Opens the status window: a left click. Absent: that opens the menu. */
  readonly onOpen?: OpenWindow;
  /** Collects what support needs to know. Absent: the menu does not offer it. */
  readonly support?: () => Promise<string>;
  /** What starts this tray, program first. Absent: it cannot be started at login. */
  readonly command?: readonly string[];
  /** Usually `auto`. */
  readonly backend?: Backend;
  /** The program that runs, near which systray2 is installed. */
  readonly program?: string;
  /** The argument with which that program is the thread that has Windows' icon. */
  readonly iconThread?: string;
  /** What may disturb a user who is not to be disturbed; usually `kvm`. */
  readonly despiteQuiet?: NoticeSetting["despiteQuiet"];
}

/** Runs until Quit or until the signal aborts; settles then. Rejects TrayError: no desktop session, or its end, or a tray it has already. */
export async function runTray(options: TrayOptions): Promise<void> {
  const { signal, language = "en" } = options;
  const words = await wordsIn(language);
  const life = new AbortController();
  const end = (): void => life.abort(new TrayError("TRAY_ENDED", "The tray was closed."));
  if (signal.aborted) return;
  signal.addEventListener("abort", end, { once: true });
  let desktop: Desktop | undefined;
  try {
    desktop = await openDesktop(options, life.signal);
    const lost = desktop.ended.then((why) => {
      if (!life.signal.aborted) life.abort(why);
    });
    await serve(desktop, { ...options, words, signal: life.signal, end });
    await desktop.close();
    await lost;
  } catch (error) {
    if (!life.signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", end);
    await desktop?.close();
  }
  if (life.signal.reason instanceof TrayError && life.signal.reason.code !== "TRAY_ENDED") throw life.signal.reason;
}

/** The desktop that this system has. Rejects TrayError. */
async function openDesktop(
  { host, clock, backend = "auto", program, iconThread, language }: TrayOptions,
  signal: AbortSignal,
) {
  const isWindows = host.platform === "win32";
  if (backend !== "auto" && (backend === "win32") !== isWindows)
    throw new TrayError("TRAY_UNSUPPORTED", `This system has no tray of the kind ${backend}. Leave --backend out.`);
  if (!isWindows) return openBusDesktop(host, { clock, signal });
  // Loaded where it is needed: on Linux it would cost memory for nothing
  const { openWindowsDesktop } = await import("./windows/desktop.ts");
  const fromRight = languages[language ?? "en"].direction === "rtl";
  return openWindowsDesktop({ program: program ?? "", thread: iconThread ?? "" }, { clock, fromRight });
}

interface Parts extends TrayOptions {
  readonly words: Words;
  readonly end: () => void;
}

/** Shows what the service says, until the signal aborts. */
async function serve(desktop: Desktop, parts: Parts): Promise<void> {
  const { host, clock, words, say, signal } = parts;
  const places = placesOf(host);
  const socket = parts.socket ?? places.socketToAsk;
  const client = apiClient({ socket, clock });
  const acts = serviceActs(client, signal);
  const memory = openNoticeMemory(places.ownState, {
    home: host.home,
    onTrouble: (error) => say(words.notKept(error.message)),
  });
  let icon: LiveIcon | undefined;
  try {
    const perform = await openNotices(desktop, { ...parts, acts });
    icon = await openLiveIcon(desktop, { ...parts, socket, acts, perform });
    const { despiteQuiet = "kvm" } = parts;
    const herald = openHerald({ client, memory, perform, despiteQuiet, signal, onTrouble: say });
    await desktop.followQuiet(herald.quieted);
    const { show } = icon;
    let isSilent = true;
    await followService(client, {
      socket,
      clock,
      signal,
      onView: (view) => {
        if (signal.aborted) return;
        show(view);
        if (view.kind === "snapshot") {
          if (isSilent) herald.begin();
          herald.saw(view.snapshot);
        }
        isSilent = view.kind === "silent";
      },
      onEvent: herald.heard,
      onTrouble: say,
    });
    await herald.settled();
  } finally {
    await icon?.close();
    await memory.settled();
  }
}

/** Notifications on this desktop, and what their buttons do. */
async function openNotices(
  desktop: Desktop,
  { words, acts, onOpen, say, signal }: Parts & { readonly acts: ServiceActs },
): Promise<(steps: readonly NoticeStep[]) => Promise<void>> {
  const perform: (steps: readonly NoticeStep[]) => Promise<void> = await desktop.openNotices({
    words,
    buttons: buttonsWith(onOpen),
    onButton: (button, notice) => void answerTo(button, notice, { acts, onOpen, perform, signal }),
    say,
    signal,
  });
  return perform;
}
