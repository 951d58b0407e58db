import { texts } from "../../agent/api/texts.ts";
import { en, type Words } from "../../tray/locales/en.ts";
import { type LanguageTag, languageTags } from "../../tray/locales/languages.ts";
import { reportsIn, wordsIn } from "../../tray/locales/words.ts";

/** Every language but English, as tray and window load it. */
export const translations: readonly (readonly [LanguageTag, Words])[] = await Promise.all(
  languageTags
    .filter((tag) => tag !== "en")
    .map(async (tag) => {
      const words = await wordsIn(tag);
      return [tag, { ...words, messages: { ...words.messages, ...(await reportsIn(tag)) } }] as const;
    }),
);

/** What tray and window show of the service. A page that shows more of it adds its group here, and each language the words. */
const shown = /^(headline|machine|unknown|condition|event|notice|end|privacy|posture)\./;
/** Reports that are long and for whoever looks closer: English, and marked so in the window, where a language has none of it. */
export const mayBeEnglish = /^(privacy|posture)\./;
export const codes = Object.keys(texts).filter((code) => shown.test(code)) as (keyof typeof texts)[];

export type Said = string | ((...args: never[]) => string);
/** Every text by its place, `window.pages.now`. */
export function textsOf(value: unknown, at = ""): (readonly [place: string, said: Said])[] {
  if (typeof value === "string" || typeof value === "function") return [[at, value as Said]];
  return Object.entries(value as object).flatMap(([key, inner]) => textsOf(inner, at === "" ? key : `${at}.${key}`));
}
export const own = ({ messages: _, ...rest }: Words): (readonly [string, Said])[] => textsOf(rest);
export const english = new Map(own(en));

/** What a parameter of that name can be where the sentence depends on it; the empty text is "there is none". */
const choices: Readonly<Record<string, readonly string[]>> = {
  state: ["yes", "no", "unknown"],
  plain: ["yes", "no", "unknown"],
  mutual: ["yes", "no"],
  consent: ["all", "kvm", "none", "?"],
  now: ["screen", "asks", "other", "nobody", "?"],
  standing: ["absent", "off", "unconfigured", "managed"],
  mode: ["client", "admin", "old", "none", "off", "absent", "?"],
  rule: ["all", "kvm", "none", "?"],
  trigger: ["userInitiated", "alert", "periodic", "?"],
  connection: ["connected", "connecting", "none"],
  security: ["open", "weak", "good", "?"],
};
const numbers = new Set(["count", "sessions", "seconds", "records", "active", "bytes", "lost", "percent"]);
export type Sample = Readonly<Record<string, string | number>>;

/** Every way to ask for a sentence: each parameter with each choice it has, else with a mark that can be found again. */
export function samplesOf(say: (params: never) => string): readonly Sample[] {
  const names = new Set<string>();
  const watch = (answer: string): unknown => {
    const get = (_target: object, name: string | symbol): string => {
      names.add(String(name));
      return answer;
    };
    return new Proxy({}, { get });
  };
  for (const answer of ["x", "yes", "", "connected", "open"]) say(watch(answer) as never);
  return [...names].reduce<readonly Sample[]>(
    (samples, name, i) =>
      samples.flatMap((sample) =>
        (numbers.has(name) ? [7_001 + i] : (choices[name] ?? [`Q${i}Z`])).map((value) => ({
          ...sample,
          [name]: value,
        })),
      ),
    [{}],
  );
}
/** The same for a text of ours: as many numbers as there may be parameters. */
export const marks = [7_001, 7_002, 7_003] as const;
export const filled = (said: Said, args: readonly unknown[] = marks): string =>
  typeof said === "string" ? said : said(...(args as never[]));
