import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Message } from "../../../agent/api/texts.ts";
import { de } from "../../locales/de.ts";
import { en, type Words } from "../../locales/en.ts";
import { harmless, say } from "../../menu.ts";

/** The languages there are, by the name each has for itself. */
export const languages: Readonly<Record<string, Language>> = {
  en: { name: "English", words: en, direction: "ltr" },
  de: { name: "Deutsch", words: de, direction: "ltr" },
};

interface Language {
  readonly name: string;
  readonly words: Words;
  readonly direction: "ltr" | "rtl";
}

export interface Speech {
  /** Of the words. */
  readonly tag: string;
  /** For dates and times: as the browser's user writes them, where the browser has that language. */
  readonly locale: string;
  readonly words: Words;
  readonly direction: Language["direction"];
  readonly window: Words["window"];
  /** A message of the service in this language, one harmless line. */
  say(message: Message): string;
}

export function speechOf(tag: string): Speech {
  const known = Object.hasOwn(languages, tag) ? tag : "en";
  const { words, direction } = languages[known] ?? { words: en, direction: "ltr" };
  const locale = navigator.languages.find((one) => one.split("-")[0] === known) ?? known;
  return {
    tag: known,
    locale,
    direction,
    words,
    window: words.window,
    say: (message) => harmless(say(message, words)),
  };
}

const kept = "amt-agent.language";

/** What the user chose in this window, else what it was started with, else the browser's first that there is. */
export function chosenLanguage(): string {
  const given = document.querySelector<HTMLMetaElement>('meta[name="language"]')?.content;
  const wanted = [sessionStorage.getItem(kept), given, ...navigator.languages.map((tag) => tag.split("-")[0])];
  return wanted.find((tag) => tag && Object.hasOwn(languages, tag)) ?? "en";
}
export const keepLanguage = (tag: string): void => sessionStorage.setItem(kept, tag);

export const SpeechContext = createContext<Speech>(speechOf("en"));
export const useSpeech = (): Speech => useContext(SpeechContext);
