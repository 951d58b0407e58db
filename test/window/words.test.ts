import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { parseAst } from "vitest/node";
import { texts } from "../../agent/api/texts.ts";
import { de } from "../../tray/locales/de.ts";
import { en, type Words } from "../../tray/locales/en.ts";

const languages: Readonly<Record<string, Words>> = { de };

/** Every leaf as `path: kind`. A record that is open (values of fields) must have the same entries too. */
function leaves(value: unknown, at = ""): string[] {
  if (typeof value !== "object" || value === null) return [`${at}: ${typeof value}`];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, at === "" ? key : `${at}.${key}`));
}
const { messages: _, ...own } = en;

/** What tray and window show. A page that shows more of them adds its group here, and each language the words. */
const shown = /^(headline|machine|unknown|condition|event|notice)\./;
const codes = Object.keys(texts).filter((code) => shown.test(code));

describe.each(Object.entries(languages))("%s", (_name, words) => {
  const { messages, ...rest } = words;

  test("has every word that English has, and no other", () => {
    expect(leaves(rest).sort()).toEqual(leaves(own).sort());
  });

  test("has every message of the service that the tray and the window show", () => {
    expect(codes.filter((code) => !Object.hasOwn(messages, code))).toEqual([]);
    expect(Object.keys(messages).filter((code) => !Object.hasOwn(texts, code))).toEqual([]);
  });

  /** What people say alike in both, names above all. */
  const alike = new Set(
    "Intel AMT|Firmware|Version|Build|UUID|BIOS|TLS|Server|Router|System Defense|Computer|Workstation|Name|Code: x".split(
      "|",
    ),
  );
  test("differs from English in every sentence", () => {
    const filled = (say: unknown): string =>
      typeof say === "function"
        ? String((say as (params: unknown) => unknown)(new Proxy({}, { get: () => "x" })))
        : String(say);
    const same = codes.filter((code) => {
      const ours = messages[code as keyof typeof messages];
      return ours !== undefined && filled(ours) === filled(texts[code as keyof typeof texts]);
    });
    expect(same).toEqual([]);
    const flat = (value: unknown): string[] =>
      typeof value === "string"
        ? [value]
        : typeof value === "object" && value !== null
          ? Object.values(value).flatMap(flat)
          : [];
    const [english, other] = [flat(en.window), flat(words.window)];
    expect(other.filter((text, i) => text === english[i] && !alike.has(text))).toEqual([]);
  });

  test("uses every parameter that English uses", () => {
    const used = (say: (params: never) => string): string[] => {
      const seen = new Set<string>();
      const watch = new Proxy({}, { get: (_target, name) => (seen.add(String(name)) ? "x" : "") });
      say(watch as never);
      return [...seen].sort();
    };
    for (const code of codes) {
      const ours = messages[code as keyof typeof messages] as ((params: never) => string) | undefined;
      if (ours) expect([code, used(ours)]).toEqual([code, used(texts[code as keyof typeof texts])]);
    }
  });
});

const app = path.join(import.meta.dirname, "../../tray/window/app");
interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}
const spoken = new Set(["title", "alt", "placeholder", "aria-label", "aria-description", "label"]);

/** Words that stand in a page's own source: between its tags, or in an attribute that is read out. */
function wordsIn(source: string): string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const one of value) visit(one);
      return;
    }
    if (typeof value !== "object" || value === null || typeof (value as Node).type !== "string") return;
    const node = value as Node;
    if (node.type === "JSXText" && /\p{L}/u.test(String(node.value))) found.push(String(node.value).trim());
    const name = (node.name as Node | undefined)?.name;
    if (node.type === "JSXAttribute" && spoken.has(String(name))) {
      const given = node.value as Node | null;
      if (typeof given?.value === "string" && /\p{L}/u.test(given.value)) found.push(given.value);
      found.push(...literals(given?.expression));
    }
    // {"Words"} between tags, alone or as one side of a choice
    for (const child of (node.type === "JSXElement" || node.type === "JSXFragment" ? node.children : []) as Node[])
      if (child.type === "JSXExpressionContainer") found.push(...literals(child.expression));
    for (const inner of Object.values(node)) visit(inner);
  };
  visit(parseAst(source, { lang: "tsx" }, "page.tsx"));
  return found;
}
function literals(value: unknown): string[] {
  const node = value as Node | undefined;
  if (node?.type === "Literal")
    return typeof node.value === "string" && /\p{L}{2}.* /u.test(node.value) ? [node.value] : [];
  if (node?.type === "TemplateLiteral")
    return (node.quasis as { value: { raw: string } }[])
      .map(({ value: { raw } }) => raw)
      .filter((raw) => /\p{L}{2}.* \p{L}/u.test(raw));
  if (node?.type === "ConditionalExpression") return [...literals(node.consequent), ...literals(node.alternate)];
  return node?.type === "LogicalExpression" ? literals(node.right) : [];
}

describe("the pages", () => {
  const files = readdirSync(app).filter((name) => name.endsWith(".tsx"));

  test.each(files)("%s holds no words of its own", (file) => {
    expect(wordsIn(readFileSync(path.join(app, file), "utf8"))).toEqual([]);
  });

  test.each([
    ["<p>Hello</p>", "Hello"],
    ['<img alt="A cat" />', "A cat"],
    ['<p aria-label="Close">{x}</p>', "Close"],
    ['<p>{open ? "is open" : x}</p>', "is open"],
    ["<p>{`all of them`}</p>", "all of them"],
  ])("the test sees: %s", (jsx, words) => {
    expect(wordsIn(`export const A = () => ${jsx};`)).toContain(words);
  });
  test("and takes no class, space or sign for words", () => {
    expect(wordsIn('export const A = () => <p class="big box">{" \\u00b7 "}{": "}{a}</p>;')).toEqual([]);
  });
});
