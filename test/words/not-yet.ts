/**
 * What the service says in English to readers of some language other than German, because nobody has said it in theirs yet. Whoever adds an event
 * or a condition says it in English and German, and names its code here; whoever translates it takes the code away. The window marks such a
 * sentence as English.
 */
export const notYet: readonly string[] = [];
