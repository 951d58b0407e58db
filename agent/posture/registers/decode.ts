import { fieldsOf } from "./fields.ts";
import type { Generation, Words } from "./generation.ts";

/** Fields by name; those of a register that was not seen are not there. */
export type Decoded = Readonly<Record<string, string | number | boolean>>;

const NOBODY = 0xffff_ffff;

/** Six words at most, none of them all ones: nothing is behind that address. */
export const wordsOf = (raw: readonly number[]): Words =>
  raw.slice(0, 6).map((word) => (word >>> 0 === NOBODY ? undefined : word >>> 0));

/** What the registers say in this generation's layout. */
export function decode(generation: Generation, words: Words): Decoded {
  const decoded: Record<string, string | number | boolean> = {};
  for (const [name, { register, high, low, names }] of Object.entries(fieldsOf[generation])) {
    const word = words[register - 1];
    if (word === undefined) continue;
    const value = (word >>> low) & (2 ** (high - low + 1) - 1);
    decoded[name] = high === low ? value === 1 : (names?.[value] ?? value);
  }
  return decoded;
}

/** As the kernel prints it: eight digits, capitals. */
export const hex = (word: number | undefined): string => (word ?? NOBODY).toString(16).toUpperCase().padStart(8, "0");
