import { type ChildProcess, spawn } from "node:child_process";
import { keepMemorySmall } from "../../platform/small-memory.ts";
import type { OpenWindow } from "../../tray/answer.ts";
import type { Backend } from "../../tray/icon-place.ts";
import type { LanguageTag } from "../../tray/locales/languages.ts";
import { runTray } from "../../tray/main.ts";
import type { NoticeSetting } from "../../tray/notices.ts";
import { reach } from "../settings.ts";
import type { Context } from "./context.ts";
import type { Exit } from "./exit-codes.ts";
import { iconThread } from "./icon-thread.ts";
import { supportText } from "./support-text.ts";

export interface TrayChoice {
  /** Undefined: English. */
  readonly language: LanguageTag | undefined;
  readonly backend: Backend;
  readonly disturb: NoticeSetting["despiteQuiet"];
}

/** `amt-agent tray` */
export async function tray(context: Context, { language, backend, disturb }: TrayChoice): Promise<Exit> {
  const { terminal, host, clock, signal, flags } = context;
  keepMemorySmall();
  const { socket } = await reach(flags, host);
  await runTray({
    socket,
    host,
    clock,
    signal,
    language,
    say: (text) => terminal.err(text),
    backend,
    despiteQuiet: disturb,
    program: process.argv[1] as string,
    iconThread,
    // Windows' own settings say what starts at login
    ...(host.platform === "win32" ? {} : { command: startCommand(context) }),
    support: () => supportText(context, socket),
    onOpen: windowOpener(context, { socket, language }),
  });
  return "ok";
}

/** What starts this tray at login: the installed program by its name, a clone's by its path. With the choices that this one was started with. */
function startCommand({ host }: Context): readonly string[] {
  const installed = "/usr/bin/amt-agent";
  const program = process.argv[1] as string;
  const own = program.startsWith("/usr/lib/amt-agent/") && host.exists(installed);
  const chosen = process.argv.slice(process.argv.indexOf("tray") + 1);
  return [...(own ? [installed] : [process.execPath, program]), "tray", ...chosen];
}

/** Windows that are open or being opened. Each ends with its last page; whoever clicks on and on gets no more. */
const mostWindows = 4;

/** Starts the window as a program of its own: the tray stays small, and a window outlives its icon. */
function windowOpener(
  { terminal, host }: Context,
  { socket, language }: { socket: string } & Pick<TrayChoice, "language">,
): OpenWindow {
  const open = new Set<ChildProcess>();
  return (page) => {
    if (open.size >= mostWindows) return;
    const program = process.argv[1] as string;
    const spoken = language === undefined ? [] : ["--lang", language];
    const child = spawn(
      process.execPath,
      [...process.execArgv, program, "window", "--socket", socket, "--page", page, ...spoken],
      {
        env: host.env,
        // Its own: the tray may end before it
        stdio: "ignore",
        detached: true,
      },
    );
    child.unref();
    open.add(child);
    child.once("error", (error) => terminal.err(`The window could not be opened: ${error.message}`));
    child.once("close", (code) => {
      open.delete(child);
      if (code !== 0) terminal.err("The window ended early; amt-agent window in a terminal says why.");
    });
  };
}
