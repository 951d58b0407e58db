/**
 * A name, command, address or parameter inside a sentence that is read from the right: with its own direction, so that
 * it does not scramble the sentence (Unicode UAX 9, FSI and PDI). Controls of direction that it brings along are dropped.
 */
export const isolate = (piece: string | number): string =>
  `\u2068${String(piece).replace(/\p{Bidi_Control}+/gu, "")}\u2069`;
