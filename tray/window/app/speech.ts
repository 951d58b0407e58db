import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Message } from "../../../agent/api/texts.ts";
import { en, type Words } from "../../locales/en.ts";
import { type LanguageTag, languageOf, languages } from "../../locales/languages.ts";
import { apart, sentenceOf } from "./sentence.ts";

export interface Speech {
  /** Of the words. */
  readonly tag: LanguageTag;
  /** For dates and times: as the browser's user writes them, where the browser has that language. */
  readonly locale: string;
  readonly words: Words;
  readonly direction: "ltr" | "rtl";
  readonly window: Words["window"];
  /** A message of the service in this language, one harmless line. */
  say(message: Message): string;
  /** A word from outside, for one of this language's sentences. */
  apart(text: string): string;
}

export function speechOf(tag: LanguageTag, words: Words): Speech {
  const { direction } = languages[tag];
  return {
    tag,
    locale: navigator.languages.find((one) => languageOf(one) === tag) ?? tag,
    direction,
    words,
    window: words.window,
    say: (message) => sentenceOf(message, words, direction),
    apart: (text) => apart(text, direction),
  };
}

const kept = "amt-agent.language";

/** What the user chose in this window, else what it was started with, else the browser's first that there is. */
export function chosenLanguage(): LanguageTag {
  const given = document.querySelector<HTMLMetaElement>('meta[name="language"]')?.content;
  const wanted = [sessionStorage.getItem(kept), given, ...navigator.languages];
  return wanted.map((tag) => languageOf(tag ?? "")).find((tag) => tag !== undefined) ?? "en";
}
export const keepLanguage = (tag: LanguageTag): void => sessionStorage.setItem(kept, tag);

export const SpeechContext = createContext<Speech>(speechOf("en", en));
export const useSpeech = (): Speech => useContext(SpeechContext);
