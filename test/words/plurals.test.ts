import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { texts } from "../../agent/api/texts.ts";
import { plural } from "../../tray/locales/plural.ts";
import { codes, english, own, type Said, translations } from "./catalogue.ts";
import { eachNode, type Node } from "./syntax.ts";

/** Numbers of things there can be: whole, and not many. */
const amounts = Array.from({ length: 1_001 }, (_, n) => n);
/** The categories that such numbers have, each with one that has it. */
const needed = (tag: string): ReadonlyMap<string, number> => {
  const rules = new Intl.PluralRules(tag);
  return new Map(amounts.toReversed().map((n) => [rules.select(n), n]));
};

test("the form is the number's own, and `other` where there is none for it", () => {
  const forms = { zero: "zero", one: "one", two: "two", few: "few", many: "many", other: "other" };
  const pick = (tag: string): string[] => [0, 1, 2, 3, 5, 11, 100].map((n) => plural(tag)(n, forms));
  expect(pick("ar")).toEqual(["zero", "one", "two", "few", "few", "many", "other"]);
  expect(pick("pl")).toEqual(["many", "one", "few", "few", "many", "many", "many"]);
  expect(pick("ja")).toEqual(Array(7).fill("other"));
  expect(plural("pl")(2, { one: "one", other: "other" })).toBe("other");
});

/** The forms of every `of(n, {...})` of a file, where `of` is `plural("xx")`. */
function formsIn(file: string): readonly { readonly tag: string; readonly forms: readonly string[] }[] {
  const makers = new Map<string, string>();
  const found: { tag: string; forms: string[] }[] = [];
  const nameOf = (node: unknown): string => String((node as { name?: unknown } | undefined)?.name);
  eachNode(readFileSync(file, "utf8"), "ts", (node) => {
    const init = node.init as Node | undefined;
    if (node.type === "VariableDeclarator" && init?.type === "CallExpression" && nameOf(init.callee) === "plural")
      makers.set(nameOf(node.id), String((init.arguments as { value?: unknown }[])[0]?.value));
    const tag = node.type === "CallExpression" ? makers.get(nameOf(node.callee)) : undefined;
    const forms = tag === undefined ? undefined : (node.arguments as Node[])[1];
    if (tag !== undefined && forms?.type === "ObjectExpression")
      found.push({ tag, forms: (forms.properties as { key: unknown }[]).map(({ key }) => nameOf(key)) });
    return true;
  });
  return found;
}

const locales = path.join(import.meta.dirname, "../../tray/locales");
const written = readdirSync(locales)
  .filter((name) => name !== "plural.ts")
  .flatMap((name) => formsIn(path.join(locales, name)).map((one) => ({ ...one, name })));

/** Forms that are the same as `other` in a language: Polish says them alike for whole numbers. */
const asOther: Readonly<Record<string, string>> = { pl: "many" };

test("every choice by number has all the forms that its language needs, and is of the language of its file", () => {
  const wrong = written.flatMap(({ name, tag, forms }) => {
    const lacks = [...needed(tag).keys()].filter((form) => !forms.includes(form) && form !== asOther[tag]);
    return name.toLowerCase().startsWith(tag.toLowerCase()) && lacks.length === 0 ? [] : [`${name} (${tag}): ${lacks}`];
  });
  expect(wrong).toEqual([]);
  expect(written.length).toBeGreaterThan(10);
});

/** Nouns do not change behind a number there. */
const unchanged: readonly string[] = ["ja", "ko", "tr", "zh-CN"];
/** Nor in this sentence. */
const invariant = new Set(["pl window.posture.verdicts.unsure"]);
const without = (text: string, n: number): string => text.replaceAll(String(n), "#");
const counted = (said: Said | undefined): said is (n: number, ...more: number[]) => string =>
  typeof said === "function";
const changes = (say: (n: number) => string, [a, b]: readonly [number, number]): boolean =>
  without(say(a), a) !== without(say(b), b);

describe.each(translations)("%s", (tag, words) => {
  const mine = new Map(own(words));
  const amountsOf = needed(tag);

  test("says each text with a number in every form, the number or its word in it", () => {
    for (const [place, said] of mine) {
      const theirs = english.get(place);
      if (!counted(said) || !counted(theirs) || theirs.length !== 1) continue;
      for (const [form, n] of amountsOf) {
        const text = said(n);
        const hasWord = ["zero", "one", "two"].includes(form);
        if (theirs(n).includes(String(n)) && !hasWord)
          expect([place, text]).toEqual([place, expect.stringContaining(String(n))]);
        expect([place, text]).toEqual([place, expect.not.stringMatching(/undefined|NaN/)]);
      }
    }
  });

  test("chooses by number where English does", () => {
    if (unchanged.includes(tag)) return;
    const two = [...amountsOf.values()];
    const deaf = [...english].filter(([place, theirs]) => {
      const ours = mine.get(place);
      if (!counted(theirs) || !counted(ours) || !changes(theirs, [1, 2])) return false;
      if (invariant.has(`${tag} ${place}`)) return false;
      return !two.some((n) => changes(ours, [two[0] ?? 1, n]));
    });
    expect(deaf.map(([place]) => place)).toEqual([]);
  });

  test("chooses by number in what the service says, too", () => {
    for (const code of codes.filter((one) => /^notice\.away$/.test(one))) {
      const ours = words.messages[code] as ((params: unknown) => string) | undefined;
      for (const n of amountsOf.values())
        expect(ours?.({ count: n, sessions: 0 }) ?? texts[code]({ count: n, sessions: 0 } as never)).not.toBe("");
    }
  });
});
