import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { bundle } from "../build/bundle.mjs";
import { sum } from "../build/fuzz-summary.mjs";
import { buildNeeded, installNeeded, nodeTooOld } from "../build/prepare.mjs";
import { summary } from "../build/test-summary.mjs";

const root = mkdtempSync(path.join(tmpdir(), "amt-agent-build-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function lay(name: string, files: Readonly<Record<string, string>>): string {
  const at = path.join(root, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(at, file)), { recursive: true });
    writeFileSync(path.join(at, file), text);
  }
  symlinkSync(path.join(import.meta.dirname, "../node_modules"), path.join(at, "node_modules"));
  return at;
}

const house = {
  "package.json": '{"version":"9.8.7","type":"module"}',
  "agent/cli/main.ts": `
    import { fail } from "../../mei/fail.ts";
    declare const AMT_AGENT_VERSION: string;
    const [, , word] = process.argv;
    if (word === "--version") console.log(AMT_AGENT_VERSION);
    else if (word === "info") import("./info.ts").then((m) => m.info());
    else if (word === "tray") import("../../tray/main.ts").then((m) => m.tray());
    else if (word === "serve") import("../main.ts").then((m) => m.serve());
    else try { fail(); } catch (error) { console.log((error as Error).name); }`,
  "agent/cli/info.ts": `
    import koffi from "koffi";
    export async function info() { console.log(typeof koffi.load); (await import("../cli-info.ts")).more(); }`,
  "agent/cli-info.ts": 'export const more = () => console.log("more");',
  "agent/main.ts": 'import { fail } from "../mei/fail.ts"; export const serve = () => console.log(typeof fail);',
  "mei/fail.ts":
    'export class OddError extends Error { override name = "OddError"; } export const fail = () => { throw new OddError("x"); };',
  "tray/main.ts":
    'export const tray = async () => { const { parse } = await import("yaml"); console.log(parse("a: 1").a); };',
};

describe("the bundler", () => {
  test("makes one bundle per import() and runs them by require, koffi only where it is used", async () => {
    const at = lay("house", house);
    const records = await bundle({ root: at, outdir: path.join(at, "dist") });
    const by = (file: string) => records.find((record) => record.file === file);
    expect(records.map(({ entry }) => entry).sort()).toEqual(
      Object.keys(house)
        .filter((f) => /^(agent|tray)/.test(f))
        .sort(),
    );
    expect(by("amt-agent.cjs")).toMatchObject({ requires: [], loads: ["cli-info.cjs", "serve.cjs", "tray.cjs"] });
    expect(by("cli-info.cjs")).toMatchObject({
      entry: "agent/cli/info.ts",
      requires: ["koffi"],
      loads: ["cli-info-2.cjs"],
    });
    expect(by("tray.cjs")).toMatchObject({ packages: ["yaml"], requires: [] });

    const bin = path.join(at, "dist/amt-agent.cjs");
    expect(readFileSync(bin, "utf8")).not.toMatch(/\bimport\(/);
    // run as a program: the hashbang and the mode are part of it
    const run = (...args: string[]): string =>
      process.platform === "win32"
        ? execFileSync(process.execPath, [bin, ...args], { encoding: "utf8" })
        : execFileSync(bin, args, { encoding: "utf8" });
    expect(run("--version")).toBe("9.8.7\n");
    expect(run("info")).toBe("function\nmore\n");
    expect(run("tray")).toBe("1\n");
    expect(run("serve")).toBe("function\n");
    expect(run()).toBe("OddError\n");
  });

  test("forgets bundles that nothing loads any more", async () => {
    const at = lay("smaller", house);
    await bundle({ root: at, outdir: path.join(at, "dist") });
    writeFileSync(path.join(at, "agent/cli/main.ts"), "console.log(1);");
    await bundle({ root: at, outdir: path.join(at, "dist") });
    expect(() => statSync(path.join(at, "dist/tray.cjs"))).toThrow("ENOENT");
  });

  test("refuses an import() of a file that is not there, by name", async () => {
    const at = lay("broken", { ...house, "agent/cli/main.ts": 'import("./infos.ts");' });
    await expect(bundle({ root: at, outdir: path.join(at, "dist"), quiet: true })).rejects.toThrow(
      "there is no agent/cli/infos.ts",
    );
  });
});

describe("preparing", () => {
  test.each([
    ["20.19.0", true],
    ["20.20.2", true],
    ["24.0.0", true],
    ["20.18.9", false],
    ["18.20.8", false],
  ])("Node %s is new enough: %s", (version, enough) => {
    expect(nodeTooOld(version) === undefined).toBe(enough);
  });

  test("installs and builds when, and only when, something is newer than the last time", () => {
    const at = lay("stale", { "package-lock.json": "{}", "mei/a.ts": "", "dist/bundles.json": "[]" });
    rmSync(path.join(at, "node_modules"));
    expect(installNeeded(at)).toBe(true);
    mkdirSync(path.join(at, "node_modules"));
    writeFileSync(path.join(at, "node_modules/.package-lock.json"), "{}");
    const age = (file: string, seconds: number): void => utimesSync(path.join(at, file), seconds, seconds);
    age("package-lock.json", 1000);
    age("node_modules/.package-lock.json", 1001);
    expect(installNeeded(at)).toBe(false);
    age("package-lock.json", 1002);
    expect(installNeeded(at)).toBe(true);

    for (const file of ["mei/a.ts", "mei"]) age(file, 1000);
    age("dist/bundles.json", 1001);
    expect(buildNeeded(at)).toBe(false);
    age("mei/a.ts", 1002);
    expect(buildNeeded(at)).toBe(true);
    age("mei/a.ts", 1000);
    // a file was deleted
    age("mei", 1002);
    expect(buildNeeded(at)).toBe(true);
    rmSync(path.join(at, "dist"), { recursive: true });
    expect(buildNeeded(at)).toBe(true);
  });
});

describe("the last words of npm test", () => {
  const file = (name: string, status: string, statuses: readonly string[], message = "") => ({
    name: path.join(root, name),
    status,
    message,
    assertionResults: statuses.map((one, i) => ({ status: one, fullName: `${one} ${i}` })),
  });
  const said = (testResults: unknown[], more: object = {}) =>
    summary({ root, types: 0, exit: 0, report: { testResults }, needs: [], ...more });

  test("count, and name what was skipped with its apt line", () => {
    const needs = [{ file: "test/b.test.ts", packages: ["xvfb", "xfce4-panel"] }];
    const { lines, failed } = said(
      [file("test/a.test.ts", "passed", ["passed", "passed"]), file("test/b.test.ts", "passed", ["skipped"])],
      { needs },
    );
    expect(lines.at(-1)).toBe("2 passed, 0 failed, 1 skipped");
    expect(lines.join("\n")).toContain("test/b.test.ts: skipped 0\n    needs: sudo apt-get install xvfb xfce4-panel");
    expect(failed).toBe(0);
  });

  const good = file("test/a.test.ts", "passed", ["passed"]);
  test.each([
    ["a failed test", [file("a", "failed", ["passed", "failed"])], {}, "1 passed, 1 failed, 0 skipped"],
    ["wrong types", [good], { types: 2 }, "1 passed, 1 failed, 0 skipped"],
    [
      "a file that cannot be loaded",
      [good, file("b", "failed", [], "no")],
      { exit: 1 },
      "1 passed, 1 failed, 0 skipped",
    ],
    ["an error outside a test", [good], { exit: 1 }, "1 passed, 1 failed, 0 skipped"],
    ["no report", [], { report: undefined, exit: 1 }, "0 passed, 1 failed, 0 skipped"],
    ["no test", [], {}, "0 passed, 1 failed, 0 skipped"],
    ["only skipped tests", [file("a", "passed", ["skipped"])], {}, "0 passed, 1 failed, 1 skipped"],
  ])("are never green after %s", (_, testResults, more, last) => {
    const { lines, failed } = said(testResults, more);
    expect(lines.at(-1)).toBe(last);
    expect(failed).toBe(1);
  });
});

describe("what npm run test:fuzz says at its end", () => {
  const one = { file: "a", test: "t", failed: false, cases: 1_024, ms: 1, slowest: 1 };
  const flat = [
    { cases: 512, bytes: 1e6 },
    { cases: 1_024, bytes: 1e6 },
  ];
  const ended = (more: object) => {
    const { lines, ...counts } = sum({
      files: ["a"],
      tested: [{ ...one, heaps: flat }],
      exit: 0,
      least: 1_000,
      ...more,
    });
    return { last: lines.at(-1), ...counts };
  };
  test("counts the tests, and the cases as one more", () => {
    expect(ended({})).toEqual({ last: "2 passed, 0 failed", passed: 2, failed: 0 });
  });
  test.each([
    ["too few cases", { least: 2_000 }, 1],
    ["a file without cases", { files: ["a", "b"] }, 2],
    ["an end before its time", { exit: 130 }, 2],
    ["a test that failed", { tested: [{ ...one, failed: true, heaps: flat }], exit: 1 }, 1],
    [
      "what stays reachable",
      {
        tested: [
          {
            ...one,
            heaps: [
              { cases: 512, bytes: 0 },
              { cases: 1_024, bytes: 5 * 2 ** 20 },
            ],
          },
        ],
      },
      2,
    ],
  ])("fails for %s", (_, more, passed) => {
    expect(ended(more)).toEqual({ last: `${passed} passed, 1 failed`, passed, failed: 1 });
  });
});
