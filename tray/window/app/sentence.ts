import type { Message } from "../../../agent/api/texts.ts";
import type { Words } from "../../locales/en.ts";
import { harmless } from "../../menu.ts";

type Direction = "ltr" | "rtl";

/** What comes from outside (a path, a name, a code) keeps its own direction within a sentence that is read from the right. */
export const apart = (text: string, direction: Direction): string =>
  direction === "rtl" && text !== "" ? `\u2068${text}\u2069` : text;

/**
 * A message of the service in the reader's words; where there are none, in the service's English. What its parameters hold is one harmless
 * line each and cannot turn the sentence round; the sentence's own marks of direction stay. Pure.
 */
export function sentenceOf({ code, params, text }: Message, words: Words, direction: Direction): string {
  if (!Object.hasOwn(words.messages, code)) return harmless(text);
  const own = words.messages[code] as (params: Message["params"]) => string;
  const clean = Object.entries(params).map(
    ([name, value]) => [name, typeof value === "string" ? harmless(value) : value] as const,
  );
  const sentence = own(Object.fromEntries(clean));
  return direction === "ltr"
    ? sentence
    : withApart(
        sentence,
        clean.map(([, value]) => value),
      );
}

/** A parameter that only chose between words of the language does not stand in the sentence, and is left alone. */
function withApart(sentence: string, values: readonly (string | number)[]): string {
  const outside = values.filter((value) => typeof value === "string" && value.trim() !== "") as string[];
  if (outside.length === 0) return sentence;
  const any = outside
    .sort((a, b) => b.length - a.length)
    .map((value) => value.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&"))
    .join("|");
  // What the language has set apart itself is matched with its marks; a part of another word is none of ours
  const places = new RegExp(`[\u2066-\u2068](?:${any})\u2069|(?<![A-Za-z0-9])(${any})(?!-?[A-Za-z0-9])`, "g");
  return sentence.replace(places, (whole, bare?: string) => (bare === undefined ? whole : apart(bare, "rtl")));
}
