import { execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Host } from "../../platform/paths.ts";
import { programPath } from "../../platform/program-path.ts";

/** Browsers that can show one page as a window of its own, by the name of their desktop entry. */
const withAppWindow: readonly (readonly [entry: RegExp, programs: readonly string[]])[] = [
  [/^chromium/, ["chromium", "chromium-browser"]],
  [/^google-chrome/, ["google-chrome-stable", "google-chrome"]],
  [/^(microsoft-edge|com\.microsoft\.edge)/i, ["microsoft-edge-stable", "microsoft-edge"]],
  [/^brave/, ["brave-browser", "brave"]],
  [/^vivaldi/, ["vivaldi-stable", "vivaldi"]],
];

export interface Opening {
  readonly command: string;
  readonly args: readonly string[];
  /** A window without tabs and address bar. */
  readonly app: boolean;
}

/** How the user's browser is asked to open a file; undefined: there is no desktop, or nothing to open it with. */
export async function openingOf(host: Host, path: string): Promise<Opening | undefined> {
  if (host.platform === "win32") {
    // Under a fixed name, so that no rundll32 in the current folder is run
    const command = join(host.env.SystemRoot ?? "C:\\Windows", "System32", "rundll32.exe");
    return { command, args: ["url.dll,FileProtocolHandler", path], app: false };
  }
  if (!host.env.DISPLAY && !host.env.WAYLAND_DISPLAY) return undefined;
  const entry = await defaultBrowser(host);
  const programs = withAppWindow.find(([pattern]) => pattern.test(entry))?.[1] ?? [];
  const command = programs.map((name) => programPath(host, name)).find((one) => one !== undefined);
  // The file's name is no secret; what is in it is
  if (command) return { command, args: [`--app=${pathToFileURL(path).href}`], app: true };
  const opener = programPath(host, "xdg-open");
  return opener ? { command: opener, args: [path], app: false } : undefined;
}

/** The desktop entry of the default browser, as `chromium.desktop`; empty where nobody says. */
function defaultBrowser(host: Host): Promise<string> {
  const settings = programPath(host, "xdg-settings");
  if (!settings) return Promise.resolve("");
  return new Promise((resolve) => {
    execFile(settings, ["get", "default-web-browser"], { env: host.env, timeout: 5_000 }, (error, stdout) =>
      // No default is an answer: xdg-open then knows what to do
      resolve(error ? "" : stdout.trim()),
    );
  });
}

/** Starts it and lets it go. Rejects with Node's error where it cannot be started. */
export function startBrowser({ command, args }: Opening, host: Host): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: host.env, detached: true, stdio: "ignore", cwd: host.home });
    child.once("error", reject);
    child.once("spawn", () => {
      child.unref();
      resolve();
    });
  });
}
