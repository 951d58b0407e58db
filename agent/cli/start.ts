import { spawn } from "node:child_process";
import { codeOf } from "../../mei/errors.ts";
import { serve } from "../main.ts";
import type { Context, Run } from "./context.ts";
import { openDriver } from "./open-driver.ts";
import { renderStatus } from "./status.ts";

/** The machine of `npm start` where there is no ME: set up and manageable, so that there is something to see. */
const shownMachine = "acm-15";

/** `amt-agent start`: the service on the real ME where there is one, else on a virtual one, saying so; tray where there is a desktop. */
export const run: Run = async (context) => {
  const { terminal, flags } = context;
  const real = flags.mei !== undefined || (await hasMe(context));
  const mei = flags.mei ?? (real ? "auto" : `virtual:${shownMachine}`);
  if (!real)
    terminal.out(terminal.paint("yellow", `No ME device on this machine: showing a virtual one (${shownMachine}).`));
  const tray = new AbortController();
  try {
    return await serve(
      { ...context, flags: { ...flags, mei, "log.level": flags["log.level"] ?? "warn" } },
      {
        onReady(snapshot, socket) {
          terminal.out("");
          for (const line of renderStatus(snapshot, terminal)) terminal.out(line);
          terminal.out("");
          terminal.out(`The service is running. In another terminal: npx amt-agent info${socketHint(context, socket)}`);
          if (snapshot.machine.virtual && mei.startsWith("virtual"))
            terminal.out(
              `To let somebody see this virtual screen: npx amt-agent virtual-me operate kvm open${socketHint(context, socket)}`,
            );
          terminal.out(
            startTray(context, socket, tray.signal)
              ? "The tray icon is starting. Ctrl-C ends both."
              : "No desktop here, so no tray icon. Ctrl-C ends it.",
          );
        },
      },
    );
  } finally {
    tray.abort();
  }
};

/** A device that is there but may not be opened is the real one too: its user must hear why, not be shown a virtual one. */
async function hasMe({ clock, host, signal }: Context): Promise<boolean> {
  const driver = await openDriver({ kind: "auto" }, { clock, host, signal });
  try {
    await driver.describe({ signal });
    return true;
  } catch (error) {
    if (codeOf(error) === "ME_ABSENT") return false;
    if (codeOf(error) === "ME_DENIED") return true;
    throw error;
  } finally {
    await driver.close();
  }
}

const socketHint = ({ flags }: Context, socket: string): string =>
  flags.socket === undefined ? "" : ` --socket ${socket}`;

/** Is there a desktop session that could show an icon? */
const hasDesktop = ({ host: { env, platform } }: Context): boolean =>
  platform === "win32" ||
  ((env.DISPLAY !== undefined || env.WAYLAND_DISPLAY !== undefined) &&
    (env.DBUS_SESSION_BUS_ADDRESS ?? env.XDG_RUNTIME_DIR) !== undefined);

function startTray(context: Context, socket: string, signal: AbortSignal): boolean {
  if (!hasDesktop(context)) return false;
  const { terminal } = context;
  const program = process.argv[1] as string;
  const child = spawn(process.execPath, [program, "tray", "--socket", socket], {
    stdio: ["ignore", "ignore", "pipe"],
    signal,
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => terminal.err(text.trimEnd()));
  child.once("error", (error) => {
    if (!signal.aborted) terminal.err(`The tray could not be started: ${error.message}`);
  });
  return true;
}
