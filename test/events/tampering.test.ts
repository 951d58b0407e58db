import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newHistory } from "../../agent/events/history.ts";
import type { Head } from "../../agent/events/record.ts";
import { readBytes, readHead, segmentPath, segmentsIn } from "../../agent/events/segments.ts";
import { newCheck, type Reading, readSegment, type Verdict, verify } from "../../agent/events/verify.ts";
import { numbered, stateDir } from "../support/history.ts";
import { steppedClock } from "../support/stepped-clock.ts";

const EVENTS = 100_000;
const dir = stateDir();
let segments: Buffer[];
let readings: Reading[];
let head: Head;

beforeAll(async () => {
  const clock = steppedClock();
  const { history, open } = newHistory({ dir: dir.path, clock, bounds: { segmentBytes: 64 * 1024, segments: 2_000 } });
  await open();
  for (let number = 1; number <= EVENTS; number += 1) {
    history.add(numbered(number));
    if (number % 1_000 === 0) clock.advance(1_000);
  }
  await history.settled();
  await history.close();
  segments = segmentsIn(dir.path).map((number) => readBytes(segmentPath(dir.path, number)));
  readings = segments.map(readSegment);
  head = readHead(dir.path) as Head;
}, 300_000);
afterAll(dir.remove);

/** The history with some of its segments other than they were; `null`: not there. */
function judge(changed: ReadonlyMap<number, Buffer | null>): Verdict {
  const check = newCheck();
  for (const [at, reading] of readings.entries()) {
    const other = changed.get(at);
    if (other !== null) check.segment(at + 1, other === undefined ? reading : readSegment(other));
  }
  return check.finish(head, []);
}
const harms = ({ ranges }: Verdict): string[] => ranges.flatMap(({ breaks }) => breaks.map(({ how }) => how));

/** Where in the history: any byte of it is as likely as any other, and the ends are tried on purpose. */
const place = fc.record({ segment: fc.nat(1_000_000), at: fc.double({ min: 0, max: 1, noNaN: true }) });
const segmentAt = (number: number): number => number % segments.length;
const byteAt = (of: Buffer, at: number): number => Math.min(of.length - 1, Math.floor(at * of.length));
/** The line in which a byte stands. */
function lineAt(of: Buffer, at: number): { from: number; to: number } {
  const from = at === 0 ? 0 : of.lastIndexOf(10, at - 1) + 1;
  return { from, to: of.indexOf(10, at) + 1 };
}
const without = (of: Buffer, from: number, to: number): Buffer =>
  Buffer.concat([of.subarray(0, from), of.subarray(to)]);
const runs = (numRuns: number) => ({ numRuns, seed: 6 });

test("a history of a hundred thousand events is what was written", () => {
  const verdict = verify(dir.path, [head]);
  expect(verdict).toMatchObject({ ok: true, events: EVENTS, torn: 0, anchors: { checked: 1, wrong: 0 } });
  expect(verdict.ranges).toEqual([{ from: 1, to: EVENTS, state: "anchored", breaks: [] }]);
  expect(segments.length).toBeGreaterThan(20);
  expect(judge(new Map()).ok).toBe(true);
});

describe("is found in it:", () => {
  test("any byte that is another", () => {
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 255 }), ({ segment, at }, by) => {
        const which = segmentAt(segment);
        const bytes = Buffer.from(segments[which] as Buffer);
        const where = byteAt(bytes, at);
        bytes[where] = ((bytes[where] ?? 0) + by) % 256;
        const verdict = judge(new Map([[which, bytes]]));
        expect([verdict.ok, verdict.torn]).toEqual([false, 0]);
      }),
      runs(80),
    );
  }, 300_000);

  test("every byte of one event, and of the last one, with every bit of it", () => {
    const missed: (readonly number[])[] = [];
    for (const which of [Math.floor(segments.length / 2), segments.length - 1]) {
      const whole = segments[which] as Buffer;
      const small = whole.subarray(lineAt(whole, whole.length - 2).from);
      for (let at = 0; at < small.length; at += 1)
        for (let bit = 0; bit < 8; bit += 1) {
          const other = Buffer.from(small);
          other[at] = (other[at] ?? 0) ^ (1 << bit);
          const { entries, rest } = readSegment(other);
          const first = entries[0];
          if (entries.length === 1 && rest === 0 && first?.kind === "record") missed.push([which, at, bit]);
        }
    }
    expect(missed).toEqual([]);
  }, 300_000);

  test("an event that is gone, a part of one, and many in a row", () => {
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 2_000 }), fc.boolean(), ({ segment, at }, count, isWhole) => {
        const which = segmentAt(segment);
        const bytes = segments[which] as Buffer;
        const where = byteAt(bytes, at);
        const { from, to } = lineAt(bytes, where);
        const other = isWhole ? without(bytes, from, to) : without(bytes, where, Math.min(where + count, bytes.length));
        const verdict = judge(new Map([[which, other]]));
        expect([verdict.ok, verdict.torn]).toEqual([false, 0]);
        if (isWhole && which < segments.length - 1) expect(harms(verdict)).toEqual(["deleted"]);
      }),
      runs(40),
    );
  }, 300_000);

  test("events that changed places, or stand there twice", () => {
    fc.assert(
      fc.property(place, fc.boolean(), ({ segment, at }, isTwice) => {
        const which = segmentAt(segment);
        const bytes = segments[which] as Buffer;
        const one = lineAt(bytes, byteAt(bytes, at));
        if (one.to >= bytes.length) return;
        const two = lineAt(bytes, one.to);
        const [first, second] = [bytes.subarray(one.from, one.to), bytes.subarray(two.from, two.to)];
        const pair = isTwice ? [first, first, second] : [second, first];
        const other = Buffer.concat([bytes.subarray(0, one.from), ...pair, bytes.subarray(two.to)]);
        const verdict = judge(new Map([[which, other]]));
        expect([verdict.ok, verdict.torn]).toEqual([false, 0]);
        expect(harms(verdict)).toContain("reordered");
      }),
      runs(40),
    );
  }, 300_000);

  test("an end that is cut off, at any byte", () => {
    const last = segments.length - 1;
    const bytes = segments[last] as Buffer;
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), (at, isNear) => {
        const cut = isNear ? bytes.length - 1 - Math.floor(at * 600) : byteAt(bytes, at);
        const verdict = judge(new Map([[last, bytes.subarray(0, cut)]]));
        expect([verdict.ok, verdict.torn]).toEqual([false, 0]);
        expect(harms(verdict)).toContain("truncated");
      }),
      runs(40),
    );
  }, 300_000);

  test("segments that are gone, or have changed places", () => {
    for (const [at, bytes] of segments.entries()) {
      if (at % 97 !== 0 && at !== segments.length - 1) continue;
      const gone = judge(new Map([[at, null]]));
      expect([at, gone.ok, harms(gone)]).toEqual([at, false, [at === segments.length - 1 ? "truncated" : "deleted"]]);
      const next = segments[at + 1];
      if (next === undefined) continue;
      const swapped = judge(
        new Map([
          [at, next],
          [at + 1, bytes],
        ]),
      );
      expect([at, swapped.ok]).toEqual([at, false]);
    }
  }, 300_000);
});

describe("what the log kept", () => {
  const third = (): { id: number; hash: string } => {
    const entry = readings[0]?.entries[2];
    return { id: 3, hash: entry?.kind === "record" ? entry.hash : "" };
  };
  const withAnchors = (anchors: readonly { id: number | undefined; hash: string }[], note: Head = head): Verdict => {
    const check = newCheck();
    for (const [at, reading] of readings.entries()) check.segment(at + 1, reading);
    return check.finish(note, anchors);
  };

  test("says up to where it is anchored, also by a hash alone", () => {
    for (const anchor of [third(), { ...third(), id: undefined }])
      expect(withAnchors([anchor]).ranges).toEqual([
        { from: 1, to: 3, state: "anchored", breaks: [] },
        { from: 4, to: EVENTS, state: "intact", breaks: [] },
      ]);
  });

  test("shows a history that was made anew, and one that was cut off together with its note", () => {
    const other = withAnchors([{ id: 3, hash: "ab".repeat(32) }]);
    expect([other.ok, harms(other)]).toEqual([false, ["rewritten"]]);
    const check = newCheck();
    check.segment(1, readings[0] as Reading);
    const end = readings[0]?.entries.at(-1);
    if (end?.kind !== "record") throw new Error("no event");
    expect(check.finish(end, []).ok).toBe(true); // nobody else kept anything
    const cut = check.finish(end, [head]);
    expect([cut.ok, harms(cut)]).toEqual([false, ["truncated"]]);
  });

  test("and the note of the newest event is checked as well", () => {
    expect(harms(withAnchors([], { id: head.id, hash: "cd".repeat(32) }))).toEqual(["rewritten"]);
    expect(harms(withAnchors([], { id: head.id + 1, hash: head.hash }))).toEqual(["truncated"]);
  });
});
