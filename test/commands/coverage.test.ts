import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { coverage, type Report } from "../../build/coverage.ts";
import { allCommands } from "../../mei/catalogue.ts";
import pinned from "./unproven.json" with { type: "json" };

const report = await coverage();
const of = (name: string) =>
  report.commands.find((one) => one.name === name) ?? expect.fail(`${name} is not in the table`);

test("every command has its line, and the unproven ones are those that are pinned", () => {
  expect(report.commands.map(({ name }) => name).sort()).toEqual(allCommands.map(({ name }) => name).sort());
  expect(report.unproven).toEqual(pinned);
});

test("bytes are told apart by where they were seen", () => {
  expect(of("getCodeVersions")).toMatchObject({
    family: "amthi",
    code: "0x1a",
    request: "recorded",
    reply: "recorded",
  });
  expect(of("setAmtOperationalState")).toMatchObject({ effect: "change", request: "documented", reply: "none" });
  expect(of("stopWatchdog")).toMatchObject({ request: "documented", reply: "silent" });
  expect(of("getControlMode")).toMatchObject({ request: "none", reply: "none", from: [] });
});

test("callers are the sources that use the command, not those that mention it", () => {
  expect(of("getControlMode").callers).toEqual(expect.arrayContaining([expect.stringMatching(/^agent\/.*\.ts$/)]));
  for (const { callers } of report.commands)
    for (const caller of callers) expect(caller).toMatch(/^(agent|tray|mei\/drivers)\//);
});

test("each is answered by a virtual machine", () => {
  for (const { name, machines } of report.commands) expect(machines.length, name).toBeGreaterThan(0);
});

test("the command prints the same, as a table and as JSON", async () => {
  const root = path.join(import.meta.dirname, "../..");
  const run = async (...args: string[]): Promise<string> =>
    (
      await promisify(execFile)(process.execPath, ["--import", "tsx", "build/coverage-commands.ts", ...args], {
        cwd: root,
        maxBuffer: 2 ** 24,
      })
    ).stdout;
  const [table, json] = await Promise.all([run(), run("--json")]);
  expect(JSON.parse(json) as Report).toEqual(JSON.parse(JSON.stringify(report)));
  for (const { name } of report.commands)
    expect(table).toMatch(new RegExp(`^\\S.* ${name} .*(recorded|documented|none)`, "m"));
  const end = table.slice(table.indexOf("Unproven"));
  expect(end).toContain(`(${pinned.nothing.length})`);
  for (const name of pinned.nothing) expect(end).toContain(`  ${name}\n`);
});
