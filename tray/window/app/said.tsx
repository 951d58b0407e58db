import type { Message } from "../../../agent/api/texts.ts";
import { type Speech, useSpeech } from "./speech.ts";

/** A sentence of the service, marked as English where this language has none of its own. */
export function Said({ message }: { message: Message }) {
  const { say, words, tag } = useSpeech();
  const own = tag === "en" || Object.hasOwn(words.messages, message.code);
  return (
    <bdi lang={own ? undefined : "en"} dir={own ? undefined : "ltr"}>
      {say(message)}
    </bdi>
  );
}

/** Are some of these sentences English although the page is not? */
export const someEnglish = ({ tag, words }: Speech, messages: readonly Message[]): boolean =>
  tag !== "en" && messages.some(({ code }) => !Object.hasOwn(words.messages, code));
