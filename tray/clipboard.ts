import type { Host } from "../platform/paths.ts";
import { programPath } from "../platform/program-path.ts";
import { type DesktopProgramOptions, runDesktopProgram } from "./desktop-program.ts";

/** Programs that put their standard input into the clipboard, by the display they need. */
const programs = [
  { display: "WAYLAND_DISPLAY", name: "wl-copy", args: [] },
  { display: "DISPLAY", name: "xclip", args: ["-selection", "clipboard", "-in"] },
  { display: "DISPLAY", name: "xsel", args: ["--clipboard", "--input"] },
] as const;

type ClipboardOptions = Omit<DesktopProgramOptions, "input" | "host"> & {
  readonly host: Pick<Host, "env" | "exists">;
};

/** Puts the text into the desktop's clipboard; false: no program here can, or none did. */
export async function copyToClipboard(text: string, options: ClipboardOptions): Promise<boolean> {
  const { host, signal } = options;
  for (const { display, name, args } of programs) {
    const path = host.env[display] ? programPath(host, name) : undefined;
    if (path === undefined) continue;
    try {
      await runDesktopProgram(path, args, { ...options, input: text });
      return true;
    } catch {
      // A program that cannot is as good as none: the text then goes to a file, and that is told
      signal.throwIfAborted();
    }
  }
  return false;
}
