import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { packages } from "./layers/packages.ts";
import { readSource, readTree, type Source } from "./layers/source.ts";
import { packageDifferences, violationsIn } from "./layers/violations.ts";

const root = path.join(import.meta.dirname, "..");

describe("the house", () => {
  test("imports only what its rooms allow", () => {
    expect(violationsIn(readTree(root))).toEqual([]);
  });

  test("names every npm package with a reason", () => {
    expect(packageDifferences(JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")))).toEqual([]);
  });
});

/** A small house that keeps every rule; each case below adds one breach. */
const sound: Readonly<Record<string, string>> = {
  "platform/clock.ts": "export const after = (ms: number, f: () => void) => setTimeout(f, ms);",
  "platform/paths.ts":
    "export const home = () => (process.platform === 'win32' ? process.env.APPDATA : process.env.HOME);",
  "platform/native/linux.ts": "import koffi from 'koffi'; export const libc = () => koffi.load('libc.so.6');",
  "mei/port.ts": "import type { after } from '../platform/clock.ts'; export type Port = typeof after;",
  "mei/drivers/linux.ts":
    "import { libc } from '../../platform/native/linux.ts'; import type { Port } from '../port.ts'; export const linux = (): Port | undefined => (libc(), undefined);",
  "virtual-me/world.ts": "import type { Port } from '../mei/port.ts'; export type World = Port;",
  "agent/api/snapshot.ts":
    "import { z } from 'zod'; export const Snapshot = z.object({}); export type Snapshot = z.infer<typeof Snapshot>;",
  "agent/api/client.ts": "import type { Snapshot } from './snapshot.ts'; export const read = (): Snapshot => ({});",
  "agent/cli/main.ts":
    "import { linux } from '../../mei/drivers/linux.ts'; export const run = () => [linux, import('../../tray/main.ts'), process.env.X];",
  "tray/main.ts":
    "import { read } from '../agent/api/client.ts'; import type { Snapshot } from '../agent/api/snapshot.ts'; export const show = (): Snapshot => (process.env.DISPLAY, read());",
  "test/a.test.ts":
    "import { linux } from '../mei/drivers/linux.ts'; import { test } from 'vitest'; setTimeout(() => test('a', linux), 1);",
};
const read = (files: Readonly<Record<string, string>>): Source[] =>
  Object.entries(files).map(([file, text]) => readSource(file, text));

const breaches: readonly [what: string, file: string, text: string, said: RegExp][] = [
  ["platform upwards", "platform/x.ts", "import '../mei/port.ts';", /platform may not/],
  ["mei upwards, by type", "mei/x.ts", "import type { World } from '../virtual-me/world.ts';", /mei may not/],
  [
    "mei upwards, by import type in a type",
    "mei/x.ts",
    "export type X = import('../agent/api/client.ts').Y;",
    /mei may not/,
  ],
  [
    "mei upwards, by re-export",
    "mei/x.ts",
    "export { read } from '../agent/api/client.ts'; export const a = 1;",
    /mei may not/,
  ],
  [
    "the service naming a driver",
    "agent/service.ts",
    "import { linux } from '../mei/drivers/linux.ts';",
    /only a composition root names/,
  ],
  [
    "the service naming a driver lazily",
    "agent/service.ts",
    "export const x = () => import('../mei/drivers/linux.ts');",
    /only a composition root/,
  ],
  ["the service naming the virtual ME", "agent/service.ts", "import '../virtual-me/world.ts';", /agent may not/],
  ["the service naming the tray", "agent/service.ts", "import '../tray/main.ts';", /agent may not/],
  [
    "the service calling native code",
    "agent/service.ts",
    "import '../platform/native/linux.ts';",
    /native calls stay behind/,
  ],
  [
    "the tray reading the snapshot as a value",
    "tray/menu.ts",
    "import { Snapshot } from '../agent/api/snapshot.ts';",
    /other than by `import type`/,
  ],
  [
    "the tray with an inline type, which still loads",
    "tray/menu.ts",
    "import { type Snapshot } from '../agent/api/snapshot.ts';",
    /other than by `import type`/,
  ],
  ["the tray talking to the ME", "tray/menu.ts", "import '../mei/port.ts';", /tray may not/],
  [
    "a page of the window talking to the ME",
    "tray/window/app/page.tsx",
    "import '../../../mei/port.ts'; export const A = () => <p>1</p>;",
    /tray may not/,
  ],
  ["the installer importing us", "installer/x.ts", "import '../platform/paths.ts';", /installer may not/],
  ["somebody importing a test", "agent/x.ts", "import '../test/a.test.ts';", /agent may not/],
  ["a bench importing a test", "bench/x.ts", "import '../test/a.test.ts';", /bench may not/],
  ["an unknown room", "attic/x.ts", "import '../platform/paths.ts';", /does not know/],
  ["a file that is not there", "mei/x.ts", "import './y.ts';", /does not exist/],
  ["an unlisted package", "agent/x.ts", "import 'left-pad';", /does not list with a reason/],
  [
    "an unlisted package by require-like subpath",
    "agent/x.ts",
    "import type { A } from '@scope/pkg/deep';",
    /imports @scope\/pkg, which/,
  ],
  ["a package in the wrong place", "agent/service.ts", "import { z } from 'zod';", /imports zod: only/],
  ["a tool imported", "agent/x.ts", "import 'typescript';", /it is a tool/],
  ["process.platform", "agent/x.ts", "export const a = process.platform;", /process\.platform: only in/],
  [
    "process.platform by destructuring",
    "mei/x.ts",
    "const { platform } = process; export const a = platform;",
    /process\.platform: only in/,
  ],
  [
    "process.platform by module",
    "mei/x.ts",
    "import { platform } from 'node:os'; export const a = platform;",
    /process\.platform: only in/,
  ],
  ["process.env", "agent/x.ts", "export const a = process['env'].HOME;", /process\.env: only in/],
  ["process.env by globalThis", "mei/x.ts", "export const a = globalThis.process.env;", /process\.env: only in/],
  ["a raw timer", "agent/x.ts", "setTimeout(() => {}, 5);", /timer: only in platform\/clock/],
  ["a raw timer handed on", "agent/x.ts", "export const sleep = promisify(setTimeout);", /timer: only in/],
  [
    "a raw timer by module",
    "mei/x.ts",
    "import { setTimeout as sleep } from 'node:timers/promises';",
    /timer: only in/,
  ],
  ["a raw timer by signal", "mei/x.ts", "export const s = AbortSignal.timeout(5);", /timer: only in/],
  [
    "an import nobody can see",
    "agent/cli/x.ts",
    "export const a = (n: string) => import(n);",
    /computed import: nowhere/,
  ],
  ["a drawer", "mei/helpers.ts", "export const a = 1;", /drawer called "helpers"/],
  ["a drawer with a suffix", "test/utils.test.ts", "export const a = 1;", /drawer called "utils"/],
  ["a drawer folder", "agent/common/a.ts", "export const a = 1;", /drawer called "common"/],
  ["a barrel", "agent/index.ts", "export * from './api/client.ts';", /only re-exports/],
];

describe("the test itself", () => {
  test("has nothing against a sound house", () => {
    expect(violationsIn(read(sound))).toEqual([]);
  });

  test.each(breaches)("finds %s", (_, file, text, said) => {
    const found = violationsIn(read({ ...sound, [file]: text }));
    expect(found.filter((one) => one.startsWith(file))).toEqual([expect.stringMatching(said)]);
  });

  test("finds a cycle, also through types", () => {
    const found = violationsIn(
      read({ ...sound, "mei/a.ts": "import './b.ts';", "mei/b.ts": "import type { A } from './a.ts';" }),
    );
    expect(found).toEqual([expect.stringMatching(/cycle: mei\/a\.ts -> mei\/b\.ts -> mei\/a\.ts/)]);
  });

  test("does not take a label for a use", () => {
    const label =
      "export const a = { setTimeout: 1, env: 2 }; export const b = (x: { setTimeout(): void }) => x.setTimeout();";
    expect(violationsIn(read({ ...sound, "agent/x.ts": label }))).toEqual([]);
  });

  test("finds a package without a reason, and a reason without a package", () => {
    const manifest: Record<string, Record<string, string>> = { dependencies: {}, devDependencies: {} };
    for (const [name, { kind }] of Object.entries(packages)) manifest[kind] = { ...manifest[kind], [name]: "1" };
    const { koffi, ...others } = manifest.dependencies ?? {};
    expect(packageDifferences({ ...manifest, dependencies: { ...others, "left-pad": "1" } })).toEqual([
      expect.stringMatching(/package\.json has dependencies: left-pad/),
      expect.stringMatching(/lists dependencies: koffi, which/),
    ]);
    expect(koffi).toBeDefined();
  });
});
