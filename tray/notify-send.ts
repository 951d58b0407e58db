import type { Host } from "../platform/paths.ts";
import { programPath } from "../platform/program-path.ts";
import { type DesktopProgramOptions, runDesktopProgram } from "./desktop-program.ts";
import { escaped } from "./markup.ts";

/** What a notification is to notify-send. */
export interface PlainNotice {
  readonly title: string;
  readonly text: string;
  readonly urgency: "normal" | "critical";
  /** ms; 0: until it is closed. */
  readonly stays: number;
}
type Options = Omit<DesktopProgramOptions, "input" | "host"> & { readonly host: Pick<Host, "env" | "exists"> };

/**
 * Shows it by libnotify's own program, where the bus has no notification service that we could ask: no buttons, and nothing can be taken back. What
 * is said comes from outside, so it goes behind `--` and as one argument each, without a shell. Rejects where there is no such program or it fails.
 */
export async function notifySend({ title, text, urgency, stays }: PlainNotice, options: Options): Promise<void> {
  const path = programPath(options.host, "notify-send");
  if (path === undefined) throw new Error("notify-send is not installed");
  const flags = ["--app-name=amt-agent", `--urgency=${urgency}`, `--expire-time=${stays}`];
  // It does not say whether markup is understood; where it is not, a server shows plain text all the same
  await runDesktopProgram(path, [...flags, "--", title, compressible(escaped(text))], options);
}

/** notify-send takes backslashes in the text for C's escapes (g_strcompress, seen in 0.8.1), and one of them that makes no UTF-8 kills it: each is doubled. */
const compressible = (text: string): string => text.replaceAll("\\", "\\\\");
