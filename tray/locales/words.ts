import { en, type Words } from "./en.ts";
import type { LanguageTag } from "./languages.ts";

/** One file each, read by whoever speaks that language alone: for the browser too (build/window.mjs). */
const files: Readonly<Record<LanguageTag, () => Promise<Words>>> = {
  en: async () => en,
  de: async () => (await import("./de.ts")).de,
};

export const wordsIn = (tag: LanguageTag): Promise<Words> => files[tag]();
