/** The languages there are, by tag (BCP 47): the name each has for itself, and from which side it is read. */
export const languages = {
  en: { name: "English", direction: "ltr" },
  de: { name: "Deutsch", direction: "ltr" },
  fr: { name: "Français", direction: "ltr" },
  es: { name: "Español", direction: "ltr" },
  "pt-BR": { name: "Português (Brasil)", direction: "ltr" },
  it: { name: "Italiano", direction: "ltr" },
  ja: { name: "日本語", direction: "ltr" },
  "zh-CN": { name: "简体中文", direction: "ltr" },
  ko: { name: "한국어", direction: "ltr" },
  he: { name: "עברית", direction: "rtl" },
  ar: { name: "العربية", direction: "rtl" },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly direction: "ltr" | "rtl" }>>;

export type LanguageTag = keyof typeof languages;
export const languageTags = Object.keys(languages) as readonly LanguageTag[];

/** What a language is called elsewhere, or by an older name. */
const otherNames = new Map([
  ["iw", "he"],
  ["pt", "pt-br"],
  ["zh", "zh-cn"],
]);

/** The language for a tag or a POSIX locale (`de_AT.UTF-8`, `zh-Hans`, `iw`); undefined where there is none. */
export function languageOf(locale: string): LanguageTag | undefined {
  const tag = locale.split(/[.@]/, 1)[0]?.replaceAll("_", "-").toLowerCase() ?? "";
  const primary = tag.split("-", 1)[0] ?? "";
  const wanted = [tag, primary, otherNames.get(primary)];
  return languageTags.find((one) => wanted.includes(one.toLowerCase()));
}

type Env = Readonly<Record<string, string | undefined>>;
/**
 * The language of messages by the environment, as GNU's gettext finds it: LC_ALL, else LC_MESSAGES, else LANG; where that is no plain `C`, the
 * list in LANGUAGE goes first. Undefined where none of them is one of ours.
 */
export function languageIn({ LC_ALL, LC_MESSAGES, LANG, LANGUAGE }: Env): LanguageTag | undefined {
  const locale = LC_ALL || LC_MESSAGES || LANG || "C";
  if (/^(C|POSIX)(\.|$)/.test(locale)) return undefined;
  const wanted = [...(LANGUAGE ?? "").split(":"), locale];
  return wanted.map(languageOf).find((tag) => tag !== undefined);
}
