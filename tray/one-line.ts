const longest = 300;

/** Process names and firmware words: one line each, of bounded length, and none may turn the text around. */
export const harmless = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]+/gu, " ").slice(0, longest);

const APART = "\u2068";
const TOGETHER = "\u2069";

/**
 * A sentence of ours on one line, what is said in it from outside being `harmless` or not: the marks that set a part apart from a sentence
 * which is read from the right stay where each has its partner. Without one they could reach past the sentence, and all go.
 */
export function oneLine(sentence: string): string {
  const text = sentence.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066\u2067]+/gu, " ");
  const cut = text.slice(0, longest);
  const open = stillOpen(cut);
  return open === undefined ? harmless(text) : cut + TOGETHER.repeat(open);
}

/** undefined: one is closed that was never opened. */
function stillOpen(text: string): number | undefined {
  let open = 0;
  for (const sign of text) {
    if (sign === APART) open += 1;
    else if (sign === TOGETHER) open -= 1;
    if (open < 0) return undefined;
  }
  return open;
}
