export type Param = string | number;

/** One sentence with its parameters, whose types stand here once. */
export const text = <P extends Record<string, Param> = Record<never, never>>(
  english: (params: P) => string,
): ((params: P) => string) => english;
