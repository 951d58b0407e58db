import { dirname, join } from "node:path";
import { type Host, placesOf } from "../../platform/paths.ts";
import { tcpOwnersOf } from "../../platform/tcp-owner.ts";
import type { LanguageTag } from "../../tray/locales/languages.ts";
import { type Opening, openingOf, startBrowser } from "../../tray/window/browser.ts";
import { runWindow } from "../../tray/window/main.ts";
import { reach } from "../settings.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";

export interface WindowChoice {
  readonly open: boolean;
  /** Undefined: the browser's. */
  readonly language: LanguageTag | undefined;
  /** Which page it opens on. */
  readonly page: string;
}

/** `amt-agent window` */
export async function statusWindow(context: Context, { open, language, page }: WindowChoice): Promise<Exit> {
  const { terminal, host, clock, signal, flags, version, json } = context;
  const { socket } = await reach(flags, host);
  await runWindow({
    socket,
    pages: pagesDirectory(),
    directory: placesOf(host).windowDir,
    version,
    language,
    page,
    host,
    owners: tcpOwnersOf(host.platform),
    clock,
    signal,
    say: (text) => terminal.err(text),
    async onReady({ path, port }) {
      const opening = open ? await tryToOpen(context, path) : undefined;
      if (json) terminal.out(JSON.stringify({ schema: "amt-agent.window/1", file: path, port, opened: !!opening }));
      else for (const line of wordsOf(path, opening, { open, host })) terminal.out(line);
    },
  });
  return "ok";
}

async function tryToOpen({ host, terminal }: Context, path: string): Promise<Opening | undefined> {
  const opening = await openingOf(host, path);
  if (!opening) return undefined;
  try {
    await startBrowser(opening, host);
    return opening;
  } catch (error) {
    terminal.err(`${opening.command} could not be started: ${(error as Error).message}`);
    return undefined;
  }
}

function wordsOf(
  path: string,
  opening: Opening | undefined,
  { open, host }: { open: boolean; host: Host },
): readonly string[] {
  if (opening)
    return [
      `The status window is being opened with ${opening.command}. It ends with its last page, or with Ctrl-C.`,
      `If nothing appears, open this file in your browser: ${path}`,
    ];
  const why =
    open && !host.env.DISPLAY && !host.env.WAYLAND_DISPLAY
      ? "There is no desktop here to open the status window on. "
      : open
        ? "No browser was found to open the status window with. "
        : "";
  return [
    `${why}Open this file in a browser of this machine, once: ${path}`,
    "It can be used for 10 minutes. Ctrl-C ends the window.",
  ];
}

/** Beside the bundle; from source, where the build puts it. */
const pagesDirectory = (): string =>
  typeof __dirname === "string"
    ? join(__dirname, "window")
    : join(dirname(process.argv[1] ?? "."), "../../dist/window");
