import { appendFileSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newHistory } from "../../agent/events/history.ts";
import { linesOf, readLine } from "../../agent/events/record.ts";
import { headPath, readBytes, segmentPath, segmentsIn } from "../../agent/events/segments.ts";
import { verify } from "../../agent/events/verify.ts";
import { runChild } from "../support/child.ts";
import { numbered, stateDir } from "../support/history.ts";
import { steppedClock } from "../support/stepped-clock.ts";

let dir: ReturnType<typeof stateDir>;
beforeEach(() => {
  dir = stateDir();
});
afterEach(() => dir.remove());

/** One run of the service that writes so many events and ends in good order. */
async function run(events: number): Promise<string[]> {
  const { history, open } = newHistory({ dir: dir.path, clock: steppedClock(new Date()) });
  await open();
  for (let number = 1; number <= events; number += 1) history.add(numbered(number));
  await history.settled();
  await history.close();
  return history.recent.map(({ message }) => message.code);
}
const alertsWritten = (): string[] =>
  segmentsIn(dir.path).flatMap((number) =>
    linesOf(readBytes(segmentPath(dir.path, number))).lines.flatMap((line) => {
      const found = readLine(line);
      return found.kind === "record" ? [String(found.record.message.params.alert)] : [];
    }),
  );

test("a kill at any moment loses nothing that was written, is no tampering, and the next run goes on", async () => {
  let total = 0;
  for (let round = 0; round < 12; round += 1) {
    const child = runChild("history.child.ts", [dir.path]);
    let said = "";
    let atLeast = 0;
    await new Promise<void>((resolve) => {
      child.process.stdout?.on("data", (part: Buffer) => {
        said += part.toString();
        atLeast = said.split("wrote").length - 1;
        if (atLeast > 7 * round + 1) resolve(); // another moment each time, wherever it happens to be
      });
    });
    child.process.kill("SIGKILL");
    await child.ended();
    const ids = [...said.matchAll(/wrote (\d+)\n/g)].map(([, id]) => Number(id));
    const verdict = verify(dir.path, []);
    expect([verdict.ok, verdict.ranges.every(({ state }) => state === "intact")]).toEqual([true, true]);
    expect(verdict.head.id).toBeGreaterThanOrEqual(ids.at(-1) ?? 0);
    expect(verdict.events).toBeGreaterThanOrEqual(total + ids.length);
    total = verdict.events;
  }
  const codes = await run(1);
  expect(codes.filter((code) => code === "event.history.broken")).toEqual([]);
  expect(verify(dir.path, []).ok).toBe(true);
}, 240_000);

test("an event that is there in part, to any byte, is cut off and told; those before it stay", async () => {
  await run(20);
  const path = segmentPath(dir.path, 1);
  const whole = readFileSync(path);
  const before = linesOf(whole).lines.at(-2) as Buffer;
  const last = whole.length - ((linesOf(whole).lines.at(-1) as Buffer).length + 1);
  const { hash, id } = JSON.parse(before.toString()) as { hash: string; id: number };
  for (const cut of [1, 2, 17, 100, whole.length - last - 2, whole.length - last - 1]) {
    writeFileSync(path, whole.subarray(0, last + cut));
    writeFileSync(headPath(dir.path), `${JSON.stringify({ hash, id })}\n`); // it was not on the disk yet
    expect(verify(dir.path, [])).toMatchObject({ ok: true, torn: cut, events: 19 });
    expect(await run(1)).toEqual(["event.history.repaired", "event.alert.unknown"]);
    expect(verify(dir.path, [])).toMatchObject({ ok: true, torn: 0, events: 21 });
    truncateSync(path, 0);
  }
});

test("what a power cut leaves behind the last event that was on the disk is no tampering: zeros, old data", async () => {
  await run(5);
  for (const junk of [Buffer.alloc(700), Buffer.from('{"at":"20\n\0\0\0{}\n{"a'), Buffer.from("\n\n\n")]) {
    appendFileSync(segmentPath(dir.path, 1), junk);
    expect(verify(dir.path, [])).toMatchObject({ ok: true, torn: junk.length });
    expect(await run(1)).toEqual(["event.history.repaired", "event.alert.unknown"]);
    expect(verify(dir.path, [])).toMatchObject({ ok: true, torn: 0 });
  }
});

test("events that are gone from the end are no kill: it is told at the start, and stays to be seen", async () => {
  await run(20);
  const path = segmentPath(dir.path, 1);
  const { lines } = linesOf(readFileSync(path));
  writeFileSync(path, Buffer.concat(lines.slice(0, 15).flatMap((line) => [line, Buffer.from("\n")])));
  const told = await run(3);
  expect(told[0]).toBe("event.history.broken");
  const verdict = verify(dir.path, []);
  expect(verdict.ok).toBe(false);
  expect(verdict.ranges.map(({ from, to, state }) => [from, to, state])).toEqual([
    [1, 15, "intact"],
    [16, 20, "broken"],
    [21, 24, "intact"],
  ]);
  expect(alertsWritten().slice(14)).toEqual(["n15", "undefined", "n1", "n2", "n3"]);
});

test("a note of the newest event that is gone or makes no sense is told", async () => {
  for (const spoil of ["", "{}", '{"hash":"', null]) {
    await run(2);
    if (spoil === null) truncateSync(headPath(dir.path), 0);
    else writeFileSync(headPath(dir.path), spoil);
    expect(verify(dir.path, []).ok).toBe(false);
    expect((await run(1))[0]).toBe("event.history.broken");
  }
});
