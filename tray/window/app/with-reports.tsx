import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Words } from "../../locales/en.ts";
import { reportsIn } from "../../locales/words.ts";
import { SpeechContext, speechOf, useSpeech } from "./speech.ts";

/** A report in the reader's language: its sentences are many, and read only where one is shown. */
export function WithReports({ children }: { children: ComponentChildren }) {
  const { tag, words, window } = useSpeech();
  const [read, setRead] = useState<{ readonly tag: string; readonly messages: Words["messages"] }>();
  useEffect(() => {
    let isShown = true;
    const show = (messages: Words["messages"]): void => {
      if (isShown) setRead({ tag, messages });
    };
    // Where they cannot be had, the window's program has gone: what is shown stays, in English
    reportsIn(tag).then(show, () => show({}));
    return () => {
      isShown = false;
    };
  }, [tag]);
  if (read?.tag !== tag)
    return (
      <p class="reading" role="status">
        {window.loading}
      </p>
    );
  const full = speechOf(tag, { ...words, messages: { ...words.messages, ...read.messages } });
  return <SpeechContext.Provider value={full}>{children}</SpeechContext.Provider>;
}
