/** The sentence for `yes`, `no` and what is not known: three, so that the last never reads like a no. */
export const three =
  (yes: string, no: string, unknown: string) =>
  ({ state }: { state: string }): string =>
    state === "yes" ? yes : state === "no" ? no : unknown;

/** The words for one of a known set, else `otherwise`. */
export const choose = (word: string, words: Readonly<Record<string, string>>, otherwise: string): string =>
  (Object.hasOwn(words, word) ? words[word] : undefined) ?? otherwise;
