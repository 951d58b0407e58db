/**
 * Picks the form of a sentence that `n` things need, by the language's plural rules (CLDR's, as the runtime carries
 * them). A form may hold the number already.
 * @param tag BCP 47, as "pt-BR"
 * @returns the form of the number's category, or `other` where none is given for it
 */
export const plural = (tag: string) => {
  let rules: Intl.PluralRules | undefined;
  return (
    n: number,
    forms: { one?: string; two?: string; few?: string; many?: string; zero?: string; other: string },
  ): string => {
    rules ??= new Intl.PluralRules(tag);
    return forms[rules.select(n)] ?? forms.other;
  };
};
