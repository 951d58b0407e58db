import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepTextfile, parseTextfile } from "../../agent/metrics/textfile.ts";
import { folder } from "../support/program.ts";
import { steppedClock } from "../support/stepped-clock.ts";

let dir: ReturnType<typeof folder>;
beforeEach(() => {
  dir = folder();
});
afterEach(() => dir.remove());

function kept(path: string) {
  const clock = steppedClock();
  const warned: string[] = [];
  let runs = 0;
  const log = { debug() {}, info() {}, warn: (text: string) => void warned.push(text), error() {}, child: () => log };
  const metrics = (): string => {
    runs += 1;
    return `run ${runs}\n`;
  };
  const textfile = keepTextfile(path, metrics, { clock, log });
  return { clock, textfile, warned };
}
/** The disk's own work goes on between two turns of the loop. */
async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise<void>((resolve) => setImmediate(resolve));
}
const read = (path: string): string => (existsSync(path) ? readFileSync(path, "utf8") : "");

test("is written whole, readable for others, again and again, and gone with the service", async () => {
  const path = dir.in("amt.prom");
  const { clock, textfile } = kept(path);
  await until(() => read(path) === "run 1\n");
  expect(statSync(path).mode & 0o777).toBe(0o644 & ~process.umask());
  await until(() => clock.pending === 1);
  clock.advance(15_000);
  await until(() => read(path) === "run 2\n");
  expect(readdirSync(dir.path)).toEqual(["amt.prom"]);
  await textfile.close();
  expect([readdirSync(dir.path), clock.pending]).toEqual([[], 0]);
});

test("a link that somebody has put there is not followed", async () => {
  const [path, victim] = [dir.in("amt.prom"), dir.in("victim")];
  writeFileSync(victim, "precious");
  symlinkSync(victim, dir.in(".amt.prom.new"));
  symlinkSync(victim, path);
  const { textfile } = kept(path);
  await until(() => read(path) === "run 1\n");
  expect(readFileSync(victim, "utf8")).toBe("precious");
  await textfile.close();
  expect(existsSync(victim)).toBe(true);
});

test("a folder that is not there is said once, and written to when it comes", async () => {
  const path = dir.in("later/amt.prom");
  const { clock, textfile, warned } = kept(path);
  await until(() => clock.pending === 1);
  clock.advance(15_000);
  await until(() => clock.pending === 1);
  expect(warned).toHaveLength(1);
  mkdirSync(dir.in("later"));
  clock.advance(15_000);
  await until(() => read(path) !== "");
  await textfile.close();
});

test("the setting names a whole path that node_exporter reads", () => {
  expect([parseTextfile("none"), parseTextfile("/var/lib/node/amt.prom")]).toEqual([
    undefined,
    "/var/lib/node/amt.prom",
  ]);
  for (const wrong of ["amt.prom", "/var/lib/node/amt.txt", "/var/lib/node/.prom/", ""])
    expect(() => parseTextfile(wrong)).toThrow(/metrics\.textfile/);
});
