import { describe, expect, test } from "vitest";
import { texts } from "../../agent/api/texts.ts";
import { alike } from "./alike.ts";
import { codes, english, filled, marks, mayBeEnglish, own, type Said, samplesOf, translations } from "./catalogue.ts";
import { notYet } from "./not-yet.ts";

/** Texts that hold nothing to translate: signs, figures, parameters. */
const isWordless = (text: string): boolean => !/\p{L}{2}/u.test(text.replace(/Q\dZ|700\d/g, ""));

describe.each(translations)("%s", (tag, words) => {
  const mine = new Map(own(words));
  const messages = words.messages as Readonly<Record<string, Said | undefined>>;
  /** Place, what English says, what this language says; messages in every way they can be asked for. */
  const pairs: readonly (readonly [place: string, english: string, ours: string])[] = [
    ...[...english].map(([place, said]) => [place, filled(said), filled(mine.get(place) ?? "")] as const),
    ...codes.flatMap((code) => {
      const ours = messages[code] as ((params: never) => string) | undefined;
      if (ours === undefined) return [];
      return samplesOf(texts[code]).map(
        (sample) => [`${code} ${JSON.stringify(sample)}`, texts[code](sample as never), ours(sample as never)] as const,
      );
    }),
  ];

  test("has every word that English has, and no other", () => {
    const kinds = (all: ReadonlyMap<string, Said>): string[] =>
      [...all].map(([place, said]) => `${place}: ${typeof said}`).sort();
    expect(kinds(mine)).toEqual(kinds(english));
  });

  test("has every message of the service that tray and window show, and no other", () => {
    const missing = codes.filter((code) => !Object.hasOwn(messages, code));
    const mayLack = (code: string): boolean => tag !== "de" && (mayBeEnglish.test(code) || notYet.includes(code));
    expect(missing.filter((code) => !mayLack(code))).toEqual([]);
    expect(Object.keys(messages).filter((code) => !Object.hasOwn(texts, code))).toEqual([]);
  });

  test("has a report whole, or not at all", () => {
    for (const group of ["privacy.", "posture."]) {
      const ofGroup = codes.filter((code) => code.startsWith(group));
      expect([0, ofGroup.length]).toContain(ofGroup.filter((code) => Object.hasOwn(messages, code)).length);
    }
  });

  test("says nothing as English does, names aside", () => {
    const same = pairs.filter(([, theirs, ours]) => theirs === ours && !isWordless(ours) && !alike(tag).has(ours));
    expect(same.map(([place, , ours]) => `${place}: ${ours}`)).toEqual([]);
  });

  test("uses every parameter that English uses, and says nothing undefined", () => {
    const lost = pairs.filter(([, theirs, ours]) => {
      const used = theirs.match(/Q\dZ|700\d/g) ?? [];
      return used.some((mark) => !ours.includes(mark));
    });
    expect(lost.map(([place, , ours]) => `${place}: ${ours}`)).toEqual([]);
    const broken = /undefined|\bnull\b|NaN|\[object|=>/;
    expect(pairs.filter(([, , ours]) => broken.test(ours) || ours.trim() === "").map(([place]) => place)).toEqual([]);
  });

  test("marks commands as English does, so that they can be copied", () => {
    const commands = (text: string): string[] => (text.match(/`[^`]*`/g) ?? []).sort();
    const wrong = pairs.filter(([, theirs, ours]) => commands(theirs).join() !== commands(ours).join());
    expect(wrong.map(([place, , ours]) => `${place}: ${ours}`)).toEqual([]);
  });
});

test("what is not said in every language yet is a list without leftovers", () => {
  const everywhere = notYet.filter((code) => translations.every(([, { messages }]) => Object.hasOwn(messages, code)));
  expect(everywhere).toEqual([]);
});

test("the marks are not among the texts themselves", () => {
  expect([...english].filter(([, said]) => typeof said === "string" && /Q\dZ|700\d/.test(said))).toEqual([]);
  expect(marks.length).toBeGreaterThanOrEqual(
    Math.max(...[...english].map(([, said]) => (said.length && typeof said === "function" ? said.length : 0))),
  );
});
