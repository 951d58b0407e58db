import { mkdirSync, readFileSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Snapshot } from "../../agent/api/snapshot.ts";
import { initialState } from "../../agent/state.ts";
import { openMemory } from "../../agent/watch/memory.ts";
import { folder } from "../support/program.ts";

let at: ReturnType<typeof folder>;
let troubles: Error[];
beforeEach(() => {
  at = folder();
  troubles = [];
});
afterEach(() => at.remove());

const memory = () => openMemory(at.path, { onTrouble: (error) => troubles.push(error) });
const state = (standing: Snapshot["standing"], second: number): Snapshot => ({
  ...initialState("linux", new Date(second * 1000)).snapshot,
  standing,
});

test("what was kept last is remembered, in a file of its owner's", async () => {
  const one = memory();
  expect(one.last).toBeUndefined();
  one.keep(state("managed", 1));
  for (let second = 2; second <= 50; second += 1) one.keep(state("absent", second));
  one.keep(state("off", 51));
  await one.settled();
  expect(memory().last).toEqual({ standing: "off", at: "1970-01-01T00:00:51.000Z", version: null });
  expect(statSync(join(at.path, "last.json")).mode & 0o777).toBe(0o600);
  expect(troubles).toEqual([]);
});

test("the event loop does not wait for the disk", () => {
  const one = memory();
  one.keep(state("managed", 1));
  expect(() => readFileSync(join(at.path, "last.json"))).toThrow("ENOENT"); // not in this turn
  return one.settled();
});

test("a disk that does not take it is told of, and the next state is tried again", async () => {
  const one = memory();
  mkdirSync(join(at.path, "last.json.new")); // in the way
  one.keep(state("managed", 1));
  await one.settled();
  expect(troubles).toMatchObject([{ code: "EISDIR" }]);
  rmdirSync(join(at.path, "last.json.new"));
  one.keep(state("off", 2));
  await one.settled();
  expect(memory().last?.standing).toBe("off");
});
