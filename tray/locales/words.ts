import { en, type Words } from "./en.ts";
import type { LanguageTag } from "./languages.ts";

/** One file each, read by whoever speaks that language alone: for the browser too (build/window.mjs). */
const files: Readonly<Record<LanguageTag, () => Promise<Words>>> = {
  en: async () => en,
  de: async () => (await import("./de.ts")).de,
  fr: async () => (await import("./fr.ts")).fr,
  es: async () => (await import("./es.ts")).es,
  "pt-BR": async () => (await import("./pt-BR.ts")).ptBR,
  it: async () => (await import("./it.ts")).it,
  pl: async () => (await import("./pl.ts")).pl,
  tr: async () => (await import("./tr.ts")).tr,
  ja: async () => (await import("./ja.ts")).ja,
  "zh-CN": async () => (await import("./zh-CN.ts")).zhCN,
  ko: async () => (await import("./ko.ts")).ko,
  he: async () => (await import("./he.ts")).he,
  ar: async () => (await import("./ar.ts")).ar,
};

export const wordsIn = (tag: LanguageTag): Promise<Words> => files[tag]();

type Messages = Words["messages"];
/** What the reports on privacy and posture say: long, and read where one is shown. A language without it has them in English. */
const reports: Partial<Readonly<Record<LanguageTag, () => Promise<Messages>>>> = {
  de: async () => (await import("./de-reports.ts")).deReports,
  ja: async () => (await import("./ja-privacy.ts")).jaPrivacy,
  "zh-CN": async () => (await import("./zh-CN-privacy.ts")).zhCNPrivacy,
  ko: async () => (await import("./ko-privacy.ts")).koPrivacy,
  he: async () => (await import("./he-privacy.ts")).hePrivacy,
  ar: async () => (await import("./ar-privacy.ts")).arPrivacy,
};

export const reportsIn = async (tag: LanguageTag): Promise<Messages> => (await reports[tag]?.()) ?? {};
