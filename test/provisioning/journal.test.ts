import { appendFileSync, readFileSync, statSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openJournal } from "../../agent/provisioning/journal.ts";
import { folder } from "../support/program.ts";

let at: ReturnType<typeof folder>;
beforeEach(() => {
  at = folder();
});
afterEach(() => at.remove());

const begin = { entry: "begin", plan: "client", uuid: "u", at: "2026-01-01T00:00:00Z", password: "file:/x" } as const;

test("is its owner's alone, and knows an operation until its end is written", () => {
  const journal = openJournal(at.path);
  expect(journal.unfinished()).toBeUndefined();
  journal.write(begin);
  journal.write({ entry: "before", step: "keep" });
  journal.write({ entry: "after", step: "keep" });
  journal.write({ entry: "before", step: "realm" });
  expect(statSync(journal.path).mode & 0o777).toBe(0o600);
  expect(openJournal(at.path).unfinished()).toEqual({
    plan: "client",
    uuid: "u",
    at: "2026-01-01T00:00:00Z",
    password: "file:/x",
    before: ["keep", "realm"],
    after: ["keep"],
  });
  journal.write({ entry: "end", outcome: "done" });
  expect(openJournal(at.path).unfinished()).toBeUndefined();
});

test("an entry that the power went away from announces nothing, at whatever byte it was, and spoils none after it", () => {
  const torn = `${JSON.stringify({ entry: "before", step: "setup" })}\n`;
  for (let length = 1; length < torn.length; length += 1) {
    const journal = openJournal(at.path);
    journal.write(begin);
    journal.write({ entry: "before", step: "keep" });
    appendFileSync(journal.path, torn.slice(0, length));
    expect(openJournal(at.path).unfinished()?.before).toEqual(["keep"]);
    journal.write({ entry: "after", step: "keep" });
    expect(openJournal(at.path).unfinished()).toMatchObject({ before: ["keep"], after: ["keep"] });
    journal.write({ entry: "end", outcome: "undone" });
    expect(openJournal(at.path).unfinished()).toBeUndefined();
    expect(readFileSync(journal.path, "utf8")).not.toContain("setup");
  }
});

test("a line that is none is said with its number, and how to go on", () => {
  const journal = openJournal(at.path);
  journal.write(begin);
  appendFileSync(journal.path, "nonsense\n");
  expect(() => journal.unfinished()).toThrow(expect.objectContaining({ code: "JOURNAL_UNUSABLE" }));
});
