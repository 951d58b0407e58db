import { InvalidArgumentError, Option } from "commander";
import type { Host } from "../../platform/paths.ts";
import { type LanguageTag, languageIn, languageOf, languageTags } from "../../tray/locales/languages.ts";

/** `--lang`, for what speaks to the desktop's user. */
export const languageOption = (): Option =>
  new Option("--lang <language>", "language; usually the desktop's")
    .choices(languageTags)
    .argParser((given): string => {
      const tag = languageOf(given);
      if (tag === undefined) throw new InvalidArgumentError(`Allowed choices are ${languageTags.join(", ")}.`);
      return tag;
    });

/** What was asked for, else the desktop's: by the environment, on Windows the system's own. Undefined: neither names one of ours. */
export function languageFor(
  given: unknown,
  { env, platform }: Pick<Host, "env" | "platform">,
): LanguageTag | undefined {
  if (typeof given === "string") return languageOf(given);
  return platform === "win32" ? languageOf(new Intl.DateTimeFormat().resolvedOptions().locale) : languageIn(env);
}
