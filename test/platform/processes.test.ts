import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { holdersOf, processesNamed } from "../../platform/processes.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "processes-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe.runIf(process.platform === "linux")("processes", () => {
  test("who holds a file, also when asked by another name for it", async () => {
    const path = join(directory, "device");
    const alias = join(directory, "alias");
    writeFileSync(path, "");
    symlinkSync(path, alias);
    expect(await holdersOf(path)).toEqual([]);
    const fd = openSync(path, "r");
    const us = expect.objectContaining({ pid: process.pid, name: expect.stringMatching(/./) });
    expect(await holdersOf(path)).toEqual([us]);
    expect(await holdersOf(alias)).toEqual([us]);
    closeSync(fd);
    expect(await holdersOf(path)).toEqual([]);
    expect(await holdersOf(join(directory, "none"))).toEqual([]);
  });

  test("of processes that may not be looked into only the name is known", async () => {
    const proc = join(directory, "proc");
    for (const [pid, name] of [
      ["812", "lms"],
      ["900", "bash"],
      ["self", "lms"],
    ] as const) {
      mkdirSync(join(proc, pid), { recursive: true });
      writeFileSync(join(proc, pid, "comm"), `${name}\n`);
    }
    mkdirSync(join(proc, "950")); // ended between two looks
    expect(processesNamed(["lms", "rpc"], { procRoot: proc })).toEqual([{ pid: 812, name: "lms" }]);
    expect(await holdersOf(directory, { procRoot: proc })).toEqual([]);
  });
});
