/** A part of a document that nobody has checked. */
export type Given = { readonly [name: string]: unknown };

export const isGiven = (value: unknown): value is Given =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const given = (value: unknown): Given => (isGiven(value) ? value : {});
/** Text that says something. */
export const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
export const boolean = (value: unknown): boolean | undefined => (typeof value === "boolean" ? value : undefined);
export const number = (value: unknown): number | undefined =>
  typeof value === "number" ? value : typeof value === "string" && /^\d+$/.test(value) ? Number(value) : undefined;

/** Without what is undefined. */
export const said = (values: Given): Given =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
