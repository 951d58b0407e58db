import { describe, expect, test } from "vitest";
import { languageFor } from "../../agent/cli/language.ts";
import { languageIn, languageOf, languages, languageTags } from "../../tray/locales/languages.ts";

describe("a language by its name", () => {
  test.each([
    ["de", "de"],
    ["DE", "de"],
    ["de-AT", "de"],
    ["de_AT.UTF-8", "de"],
    ["de@euro", "de"],
    ["en-GB", "en"],
  ])("%s is %s", (given, tag) => {
    expect(languageOf(given)).toBe(tag);
  });
  test.each(["", "C", "xx", "constructor", "deutsch", "d"])("%s is none", (given) => {
    expect(languageOf(given)).toBeUndefined();
  });
  test("each is found by its own tag, and has a name", () => {
    expect(languageTags.map(languageOf)).toEqual([...languageTags]);
    expect(Object.values(languages).every(({ name }) => /\p{L}{2}/u.test(name))).toBe(true);
  });
});

describe("the environment's language", () => {
  test.each([
    [{ LANG: "de_DE.UTF-8" }, "de"],
    [{ LANG: "de_DE.UTF-8", LC_MESSAGES: "en_US.UTF-8" }, "en"],
    [{ LANG: "en_US.UTF-8", LC_ALL: "de_CH" }, "de"],
    [{ LANG: "de_DE.UTF-8", LC_ALL: "" }, "de"],
    [{ LANG: "xx_XX.UTF-8", LANGUAGE: "yy:de:en" }, "de"],
    [{ LANG: "C.UTF-8", LANGUAGE: "de" }, undefined],
    [{ LANG: "POSIX" }, undefined],
    [{ LANG: "xx_XX" }, undefined],
    [{}, undefined],
  ] as const)("%j: %s", (env, tag) => {
    expect(languageIn(env)).toBe(tag);
  });
  test("counts only where none was asked for", () => {
    const host = { platform: "linux", env: { LANG: "de_DE" } } as const;
    expect([languageFor(undefined, host), languageFor("en", host)]).toEqual(["de", "en"]);
  });
});
