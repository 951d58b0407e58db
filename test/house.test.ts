import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { filesBelow, isCode, readSource, readTree } from "./layers/source.ts";

const root = path.join(import.meta.dirname, "..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const files = filesBelow(root);
const sources = readTree(root);
const rooms = ["platform", "mei", "virtual-me", "agent", "tray", "installer"];
const inRooms = (file: string): boolean => rooms.includes(file.split("/")[0] ?? "");

/** Files that may be longer than 400 lines, with the reason. Data is not counted: it is read by machines. */
const longOnPurpose: Readonly<Record<string, string>> = {};

const texts = files.filter(
  (file) => !/\.(png|ico|svg|jsonl|pcap|bin)$/.test(file) && statSync(path.join(root, file)).size < 2 ** 20,
);

/** Lines of `list` that match, as `file:line`. */
const linesWith = (list: readonly string[], pattern: RegExp): string[] =>
  list.flatMap((file) =>
    read(file)
      .split("\n")
      .flatMap((line, i) => (pattern.test(line) ? [`${file}:${i + 1} ${line.trim().slice(0, 100)}`] : [])),
  );

const usesOf = (use: string, allowed: (file: string) => boolean): string[] =>
  sources.flatMap(({ file, found }) =>
    found.filter((one) => one.use === use && !allowed(file)).map(({ line }) => `${file}:${line}`),
  );

describe("small files", () => {
  const code = sources.filter(({ file }) => inRooms(file));

  test("the median file has at most 120 lines", () => {
    const lengths = code.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(120);
  });

  test("none has more than 400 without a reason", () => {
    // A language's words are a list, one a line
    const isList = (file: string): boolean => file.startsWith("tray/locales/");
    const long = code.filter(({ file, lines }) => lines > 400 && longOnPurpose[file] === undefined && !isList(file));
    expect(long.map(({ file, lines }) => `${file}: ${lines} lines`)).toEqual([]);
  });
});

describe("code", () => {
  test("leaves nothing to do later", () => {
    // in two halves, so that this file does not find itself
    const later = new RegExp(`\\b(${["TO" + "DO", "FIX" + "ME", "X" + "XX"].join("|")})\\b`);
    expect(linesWith(texts.filter(isCode), later)).toEqual([]);
  });

  test("says unknown, not any, unless the line before gives the linter a reason", () => {
    const excused = (file: string, line: number): boolean =>
      /biome-ignore lint\/suspicious\/noExplicitAny: \S/.test(read(file).split("\n")[line - 2] ?? "");
    const all = sources.flatMap(({ file, found }) =>
      found.filter(({ use }) => use === "any").map(({ line }) => ({ file, line })),
    );
    expect(all.filter(({ file, line }) => !excused(file, line))).toEqual([]);
  });

  test("exports by name (configuration files excepted: their tools want a default)", () => {
    expect(usesOf("default export", (file) => file.endsWith(".config.ts"))).toEqual([]);
  });

  test("writes to the console only in the command line, the build and tests", () => {
    expect(usesOf("console", (file) => /^(agent\/cli|build|bench|test|installer)\//.test(file))).toEqual([]);
  });

  test("gives every error class a name and a code of its own", () => {
    expect([...usesOf("error without name", () => false), ...usesOf("error without code", () => false)]).toEqual([]);
  });

  test("never swallows an error without saying why", () => {
    const empty = /catch(\s*\(\w+\))?\s*\{\s*\}/;
    expect(
      linesWith(
        texts.filter((file) => isCode(file) && inRooms(file)),
        empty,
      ),
    ).toEqual([]);
  });

  test("is named in kebab-case", () => {
    const kebab = /^[a-z0-9]+([-.][a-z0-9]+)*$/;
    // A language's tag is written as it is: pt-BR
    const named = (file: string): string => file.replace(/^(tray\/locales\/[a-z]{2})-[A-Z]{2}(?=[-.])/, "$1");
    const odd = sources.filter(
      ({ file }) =>
        !named(file)
          .split("/")
          .every((part) => kebab.test(part)),
    );
    expect(odd.map(({ file }) => file)).toEqual([]);
  });
});

describe("what leaves the house", () => {
  test("the lock file holds no addresses, so that any registry serves", () => {
    expect(linesWith(["package-lock.json"], /"resolved"/)).toEqual([]);
  });

  test("no file names a registry or a folder of somebody's machine", () => {
    const hosts = [
      "registry npmjs org",
      "registry yarnpkg com",
      "npmmirror com",
      "pypi org",
      "crates io",
      "deb debian org",
    ];
    const machines = ["/wo rk/", "/home/[a-z]+/(src|projects|git)/"].map((one) => one.replace(" ", ""));
    const patterns = [...hosts.map((host) => host.replaceAll(" ", "\\.")), ...machines];
    expect(linesWith(texts, new RegExp(patterns.join("|")))).toEqual([]);
  });

  test("the licence is Apache-2.0", () => {
    expect(read("LICENSE")).toMatch(/Apache License\s+Version 2\.0, January 2004/);
    expect(JSON.parse(read("package.json")).license).toBe("Apache-2.0");
  });

  test("every link in a document leads somewhere", () => {
    const links = files
      .filter((file) => file.endsWith(".md"))
      .flatMap((file) => [...read(file).matchAll(/\]\((?!\w+:|#)([^)#\s]+)/g)].map(([, to = ""]) => ({ file, to })));
    const dead = links.filter(({ file, to }) => !existsSync(path.join(root, path.dirname(file), to)));
    expect(dead).toEqual([]);
  });

  test("every room says what it is and what it may import", () => {
    const furnished = rooms.filter((room) => files.some((file) => file.startsWith(`${room}/`)));
    expect(furnished.filter((room) => !files.includes(`${room}/README.md`))).toEqual([]);
  });
});

describe("the test itself", () => {
  const found = (text: string): string[] => readSource("mei/x.ts", text).found.map(({ use }) => use);

  test.each([
    ["any", "export const a = (b: any) => b;"],
    ["default export", "export default 1;"],
    ["console", "console.error(1);"],
    ["error without name", "export class AError extends Error { readonly code = 'A'; }"],
    ["error without code", "export class AError extends Error { override name = 'AError'; }"],
  ])("sees: %s", (use, text) => {
    expect(found(text)).toEqual([use]);
  });

  test("lets a subclass inherit name and code", () => {
    expect(found("class B extends MeiError {}")).toEqual([]);
  });
});
