import { describe, expect, test } from "vitest";
import { message, texts } from "../../agent/api/texts.ts";
import { de } from "../../tray/locales/de.ts";
import { languages } from "../../tray/locales/languages.ts";
import { apart, sentenceOf } from "../../tray/window/app/sentence.ts";
import { codes, filled, own, samplesOf, translations } from "./catalogue.ts";

const fromRight = translations.filter(([tag]) => languages[tag].direction === "rtl");
/** Every text, filled in in every way. */
const allOf = ([, words]: (typeof translations)[number]): (readonly [place: string, text: string])[] => [
  ...own(words).map(([place, said]) => [place, filled(said)] as const),
  ...codes.flatMap((code) => {
    const ours = words.messages[code] as ((params: never) => string) | undefined;
    return ours ? samplesOf(texts[code]).map((sample) => [code, ours(sample as never)] as const) : [];
  }),
];
const control = /\p{Bidi_Control}/u;
/** Depth of nested isolates at the end, or -1 where one is closed that was not open. */
const depthOf = (text: string): number =>
  [...text].reduce((depth, sign) => {
    if (depth < 0) return depth;
    return /[\u2066-\u2068]/.test(sign) ? depth + 1 : sign === "\u2069" ? depth - 1 : depth;
  }, 0);

test.each(translations)("%s: no text overrides the direction, and what it sets apart it closes", (...language) => {
  const [tag] = language;
  const wrong = allOf(language).filter(([, text]) => {
    if (languages[tag].direction === "ltr") return control.test(text);
    return /[\u202a-\u202e]/.test(text) || depthOf(text) !== 0;
  });
  expect(wrong).toEqual([]);
});

describe.runIf(fromRight.length > 0).each(fromRight)("%s", (...language) => {
  const [tag, words] = language;

  test("sets apart what begins or ends with a sign of no direction: options, paths, names with a dollar", () => {
    const bare = (text: string): string => text.replace(/[\u2066-\u2068][^\u2069]*\u2069/g, "").replace(/`[^`]*`/g, "");
    const loose = /(?<![\p{L}\p{N}])(?:--?|\$\$?|\/|~\/|\.)[A-Za-z][\w./-]*/u;
    expect(allOf(language).filter(([, text]) => loose.test(bare(text)))).toEqual([]);
  });

  test("has letters of its own in every text", () => {
    const script = tag === "he" ? /\p{Script=Hebrew}/u : /\p{Script=Arabic}/u;
    const names =
      /^[\s\d\p{P}\p{S}]*((Intel|AMT|UUID|BIOS|TLS|UPID|ME|IPv4|KVM|SOL|USB-R|DNS|Q\dZ|700\d)[\s\p{P}\p{S}\d]*)*$/u;
    const foreign = allOf(language).filter(
      ([, text]) => !script.test(text) && !names.test(text.replace(/[\u2066-\u2069]/g, "")),
    );
    expect(foreign).toEqual([]);
  });

  test("keeps a word from outside in its own direction, and lets none of its signs out", () => {
    const device = "/dev/mei0";
    const said = (params: string): string =>
      sentenceOf(message("condition.me-denied", { device: params }), words, "rtl");
    expect(said(device)).toContain(`\u2068${device}\u2069`);
    expect(said("\u202e/dev\u2069/mei0")).toContain("\u2068 /dev /mei0\u2069");
    expect(depthOf(said("\u2067a\u2069\u2069"))).toBe(0);
  });
});

describe("a word from outside", () => {
  test("is set apart where the text is read from the right, and there alone", () => {
    expect([apart("x", "rtl"), apart("x", "ltr"), apart("", "rtl")]).toEqual(["\u2068x\u2069", "x", ""]);
  });
  test("is one harmless line in every language", () => {
    const busy = message("condition.me-busy", { holder: "a\u202eb\nc" });
    expect(sentenceOf(busy, de, "ltr")).toBe("Die ME ist in Gebrauch durch a b c.");
    expect(sentenceOf({ ...busy, code: "constructor" as never, text: "a\u202eb" }, de, "ltr")).toBe("a b");
  });
  test("is found as it stands in the sentence, with or without marks, not as part of another", () => {
    const say = (template: string, holder: string): string =>
      sentenceOf(
        message("condition.me-busy", { holder }),
        { ...de, messages: { "condition.me-busy": ({ holder: h }) => template.replaceAll("@", h) } },
        "rtl",
      );
    expect(say("\u05d0 @.", "a+b (1)")).toBe("\u05d0 \u2068a+b (1)\u2069.");
    expect(say("\u05d0 \u2066@\u2069.", "lms")).toBe("\u05d0 \u2066lms\u2069.");
    expect(say("\u05d0 @, amt-agent.", "amt")).toBe("\u05d0 \u2068amt\u2069, amt-agent.");
  });
});
