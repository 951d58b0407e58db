import { type ApiClient, apiClient } from "../agent/api/client.ts";
import { type Clock, deadline } from "../platform/clock.ts";
import { sessionBusAddress } from "../platform/dbus/address.ts";
import { type Bus, connectBus } from "../platform/dbus/bus.ts";
import { type Host, placesOf } from "../platform/paths.ts";
import { answerTo, buttonsWith } from "./answer.ts";
import { faceOf } from "./face.ts";
import { followService } from "./feed.ts";
import { type Herald, openHerald } from "./herald.ts";
import type { Words } from "./locales/en.ts";
import type { LanguageTag } from "./locales/languages.ts";
import { wordsIn } from "./locales/words.ts";
import { type NoticeMemory, openNoticeMemory } from "./notice-memory.ts";
import type { NoticeStep } from "./notices.ts";
import { openNotifier } from "./notifier.ts";
import { openItem } from "./sni.ts";
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
  readonly onOpen?: () => void;
}
const busAnswersWithin = 10_000;

/** Runs until Quit or until the signal aborts; settles then. Rejects TrayError: no desktop session, or its end. */
export async function runTray({
  socket,
  host,
  clock,
  signal,
  language = "en",
  say,
  onOpen,
}: TrayOptions): Promise<void> {
  const address = socket ?? placesOf(host).socketToAsk;
  const words = await wordsIn(language);
  const life = new AbortController();
  const end = (): void => life.abort(new TrayError("TRAY_ENDED", "The tray was closed."));
  if (signal.aborted) return;
  signal.addEventListener("abort", end, { once: true });
  let bus: Bus | undefined;
  let memory: NoticeMemory | undefined;
  try {
    bus = await sessionBus(host, clock, life.signal);
    const lost = bus.closed.then((cause) => {
      if (life.signal.aborted) return;
      life.abort(
        new TrayError(
          "TRAY_BUS_LOST",
          `The desktop session's D-Bus went away (${cause.message}): its tray icon is gone.`,
          {
            cause,
          },
        ),
      );
    });
    const show = await openItem(bus, faceOf({ kind: "silent", why: "asking", socket: address }, words), {
      words,
      signal: life.signal,
      onQuit: end,
      onOpen,
      say,
    });
    const client = apiClient({ socket: address, clock });
    memory = openNoticeMemory(placesOf(host).ownState, {
      home: host.home,
      onTrouble: (error) => say(words.notKept(error.message)),
    });
    const herald = await openHeraldOn(bus, { words, client, memory, onOpen, say, signal: life.signal });
    let isSilent = true;
    await followService(client, {
      socket: address,
      clock,
      signal: life.signal,
      onView: (view) => {
        if (life.signal.aborted) return;
        show(faceOf(view, words));
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
    await bus.close();
    await lost;
  } catch (error) {
    if (!life.signal.aborted) throw error;
  } finally {
    signal.removeEventListener("abort", end);
    await memory?.settled();
    await bus?.close();
  }
  if (life.signal.reason instanceof TrayError && life.signal.reason.code !== "TRAY_ENDED") throw life.signal.reason;
}

interface HeraldParts {
  readonly words: Words;
  readonly client: ApiClient;
  readonly memory: NoticeMemory;
  readonly onOpen: (() => void) | undefined;
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}
/** Notifications on this bus, and what their buttons do. */
async function openHeraldOn(bus: Bus, { words, client, memory, onOpen, say, signal }: HeraldParts): Promise<Herald> {
  const perform: (steps: readonly NoticeStep[]) => Promise<void> = await openNotifier(bus, {
    words,
    buttons: buttonsWith(onOpen),
    onButton: (button, notice) => void answerTo(button, notice, { client, onOpen, perform, signal }),
    say,
    signal,
  });
  return openHerald({ client, memory, perform, signal, onTrouble: say });
}

async function sessionBus(host: Host, clock: Clock, signal: AbortSignal): Promise<Bus> {
  const { env, uid } = host;
  if (uid === undefined)
    throw new TrayError("TRAY_UNSUPPORTED", "There is no tray icon for this system yet. Use amt-agent status.");
  const limit = deadline(
    clock,
    busAnswersWithin,
    [signal],
    () => new TrayError("TRAY_NO_BUS", `the session bus did not answer within ${busAnswersWithin / 1000} s`),
  );
  try {
    return await connectBus({ address: sessionBusAddress(env), env, uid, signal: limit.signal });
  } catch (cause) {
    signal.throwIfAborted();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TrayError(
      "TRAY_NO_BUS",
      `The tray needs a desktop session: ${why}. Start it from the desktop, or use amt-agent status in a terminal.`,
      { cause },
    );
  } finally {
    limit.done();
  }
}
