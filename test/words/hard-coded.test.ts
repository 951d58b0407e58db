import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { eachNode, type Node } from "./syntax.ts";

const app = path.join(import.meta.dirname, "../../tray/window/app");
const spoken = new Set(["title", "alt", "placeholder", "aria-label", "aria-description", "label"]);

/** Words that stand in a page's own source: between its tags, or in an attribute that is read out. */
function wordsIn(source: string): string[] {
  const found: string[] = [];
  eachNode(source, "tsx", (node) => {
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
    return true;
  });
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

const tray = path.join(import.meta.dirname, "../../tray");
/** Who hears it has a terminal: errors by their code, and these. Or they are no sentences at all. */
const noWords: Readonly<Record<string, readonly RegExp[]>> = {
  "answer.ts": [/^remote storage$/],
  "notices.ts": [/^(remote storage|consent asked)$/],
  "dbus-menu.ts": [/menu item|has no property/],
  "feed.ts": [/^The service speaks another version/],
  "autostart.ts": [/^\[Desktop Entry\]$/, /^Name=Intel AMT status$/],
  "systray2/helper-file.ts": [/^there is no folder for it$/],
  "systray2/xembed-icon.ts": [/^a library is missing/, /^not ready within /, /^Intel AMT$/],
  "window/letter.ts": [/<\w/],
  "window/page-files.ts": [/^<meta/],
};

/** Two words in a row in any text of a file, but for what goes into an error, a class or a type. */
function sentencesIn(source: string, lang: "ts" | "tsx"): string[] {
  const found: string[] = [];
  const words = /\p{L}{2,} \p{L}{2,}/u;
  eachNode(source, lang, (node) => {
    const name = String((node.callee as Node | undefined)?.name ?? (node.name as Node | undefined)?.name);
    if (node.type === "NewExpression" && /(Error|Exception)$/.test(name)) return false;
    if (node.type === "JSXAttribute" && name === "class") return false;
    if (/^(Import|TS(?!As|Satisfies))/.test(node.type)) return false;
    const text = node.type === "Literal" ? node.value : node.type === "TemplateElement" ? (node.value as Node).raw : "";
    if (typeof text === "string" && words.test(text)) found.push(text);
    return true;
  });
  return found;
}

describe("the tray", () => {
  const files = readdirSync(tray, { recursive: true })
    .map((name) => String(name).replaceAll("\\", "/"))
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("locales/"));

  test.each(files)("%s holds no sentence of its own", (file) => {
    const all = sentencesIn(readFileSync(path.join(tray, file), "utf8"), file.endsWith("x") ? "tsx" : "ts");
    expect(all.filter((text) => !(noWords[file] ?? []).some((one) => one.test(text)))).toEqual([]);
  });
  test.each([
    ['say("It is gone");', "It is gone"],
    ["const a = `It is gone now`;", "It is gone now"],
    ['const a = { text: b ? "it went" : c };', "it went"],
  ])("the test sees: %s", (source, text) => {
    expect(sentencesIn(source, "ts")).toContain(text);
  });
  test("and lets errors be: they are for terminals, as all of the command line", () => {
    expect(sentencesIn('throw new TrayError("TRAY_X", "It is gone");', "ts")).toEqual([]);
  });
});
