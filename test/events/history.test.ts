import { execFileSync } from "node:child_process";
import { linkSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { message } from "../../agent/api/texts.ts";
import { anchorFrom, anchorsIn, anchorText } from "../../agent/events/anchors.ts";
import { type History, type HistoryOptions, newHistory } from "../../agent/events/history.ts";
import { genesis, type Head } from "../../agent/events/record.ts";
import { headPath, segmentPath, segmentsIn } from "../../agent/events/segments.ts";
import { verify } from "../../agent/events/verify.ts";
import { draft, numbered, stateDir } from "../support/history.ts";
import { needs } from "../support/needs.ts";
import { type SteppedClock, steppedClock } from "../support/stepped-clock.ts";

let dir: ReturnType<typeof stateDir>;
let clock: SteppedClock;
const opened: History[] = [];
beforeEach(() => {
  dir = stateDir();
  clock = steppedClock();
});
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
  expect(clock.pending).toBe(0);
  dir.remove();
});
async function start(options: Partial<HistoryOptions> = {}): Promise<History> {
  const { history, open } = newHistory({ dir: dir.path, clock, ...options });
  opened.push(history);
  await open();
  return history;
}
async function written(count: number, options: Partial<HistoryOptions> = {}): Promise<History> {
  const history = await start(options);
  for (let number = 1; number <= count; number += 1) {
    history.add(numbered(number));
    clock.advance(1_000);
    await history.settled();
  }
  return history;
}
const numbers = (events: readonly { id: number }[]): number[] => events.map(({ id }) => id);

test("ids go on from run to run, and the chain with them", async () => {
  await (await written(3)).close();
  const second = await written(2);
  expect(numbers(second.recent)).toEqual([4, 5]);
  await second.close();
  expect(verify(dir.path, [])).toMatchObject({ ok: true, events: 5, head: { id: 5 } });
});

describe.runIf(await needs("jq"))("a second opinion", () => {
  test("jq and openssl find the same hashes, each of the record before", async () => {
    const history = await start();
    history.add(draft(message("event.alert.unknown", { alert: 'ä "quoted" \u2028 \ud83d\ude00 \\ <&>' })));
    history.add(numbered(2));
    await history.close();
    let prev = genesis;
    for (const line of readFileSync(segmentPath(dir.path, 1), "utf8").trimEnd().split("\n")) {
      const rest = execFileSync("jq", ["-cSj", "del(.hash)"], { input: line });
      const hash = execFileSync("openssl", ["dgst", "-sha256", "-r"], { input: rest }).toString().slice(0, 64);
      const record = JSON.parse(line) as { hash: string; prev: string };
      expect(record).toMatchObject({ hash, prev });
      prev = hash;
    }
  });
});

describe("the files", () => {
  test("belong to the service alone", async () => {
    await written(1);
    expect(statSync(dir.path).mode & 0o777).toBe(0o700);
    for (const path of [segmentPath(dir.path, 1), headPath(dir.path)]) expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test.each(["events-00000001.ndjson", "head.json"])("no link is followed in place of %s", async (name) => {
    const victim = join(dir.path, "..", "victim");
    writeFileSync(victim, "mine\n");
    mkdirSync(dir.path);
    for (const make of [symlinkSync, linkSync]) {
      const other = join(dir.path, name);
      make(victim, other);
      const history = await written(1);
      expect(history.trouble).toEqual({ code: "history-failed", params: { code: "HISTORY_UNTRUSTED" } });
      expect(numbers(history.recent)).toEqual([1]);
      await history.close();
      expect(readFileSync(victim, "utf8")).toBe("mine\n");
      execFileSync("rm", ["-f", other]);
    }
  });

  test("nor one in place of the folder", async () => {
    const other = join(dir.path, "..", "other");
    mkdirSync(other);
    symlinkSync(other, dir.path);
    expect((await written(1)).trouble?.params).toEqual({ code: "HISTORY_UNTRUSTED" });
  });
});

describe("the oldest", () => {
  const bounds = { segmentBytes: 2_000, segments: 3 };

  test("are removed in whole segments, which is told, and no tampering", async () => {
    const history = await written(60, { bounds });
    expect(segmentsIn(dir.path)).toHaveLength(3);
    await history.close();
    const verdict = verify(dir.path, []);
    expect(verdict.ok).toBe(true);
    const [removed, intact] = verdict.ranges;
    expect([removed?.from, removed?.state, intact?.state]).toEqual([1, "removed", "intact"]);
    expect(intact?.from).toBe(Number(removed?.to) + 1);
    expect(history.recent.map(({ message: { code } }) => code)).toContain("event.history.rotated");
  });

  test("removed by somebody else are found missing", async () => {
    await (await written(60, { bounds })).close();
    const [oldest = 0] = segmentsIn(dir.path);
    execFileSync("rm", [segmentPath(dir.path, oldest)]);
    const verdict = verify(dir.path, []);
    expect(verdict.ok).toBe(false);
    expect(verdict.ranges.flatMap(({ breaks }) => breaks.map(({ how }) => how))).toEqual(["deleted"]);
  });

  test("take their anchors with them", async () => {
    const heads: Head[] = [];
    const history = await written(60, { bounds, onAnchor: (head) => heads.push(head) });
    await history.close();
    const early = { id: 2, hash: "ab".repeat(32) };
    expect(verify(dir.path, [early, ...heads.slice(1)])).toMatchObject({
      ok: true,
      anchors: { removed: 1, checked: 1 },
    });
  });
});

test("anchors are given at the start, every hundred events and at the end, and can be found in any log", async () => {
  const heads: Head[] = [];
  const history = await written(250, { onAnchor: (head) => heads.push(head) });
  await history.close();
  expect(numbers(heads)).toEqual([0, 100, 200, 250]);
  const log = heads.map((head) => `<6>the history of events stands here anchor=${anchorText(head)}`).join("\n");
  expect(anchorsIn(log)).toEqual(heads.slice(1));
  expect(anchorsIn(JSON.stringify({ MESSAGE: log }))).toEqual(heads.slice(1));
  expect(verify(dir.path, anchorsIn(log))).toMatchObject({ ok: true, anchors: { checked: 3, wrong: 0 } });
  const { id, hash } = heads[1] as Head;
  expect([anchorFrom(`${id}:${hash}`), anchorFrom(hash.toUpperCase()), anchorFrom("12:abc")]).toEqual([
    { id, hash },
    { id: undefined, hash },
    undefined,
  ]);
});

test("a clock that is set back is told, also from one run to the next; a small correction is not", async () => {
  await (await written(3)).close();
  clock = steppedClock(new Date("2025-12-31T23:59:50Z")); // ten seconds
  await (await written(1)).close();
  clock = steppedClock(new Date("2025-06-01T00:00:00Z"));
  const history = await written(2);
  const codes = history.recent.map(({ message: { code } }) => code);
  expect(codes).toEqual(["event.clock-set-back", "event.alert.unknown", "event.alert.unknown"]);
});

describe("what is asked for", () => {
  const bounds = { segmentBytes: 2_000, segments: 100 };
  const ask = async (history: History, query: object): Promise<[number[], boolean]> => {
    const { events, more } = await history.events({ limit: 1_000, ...query });
    return [numbers(events), more];
  };
  const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

  test("comes from disk and memory alike: the newest, those behind one, those since, one kind, page by page", async () => {
    await (await written(30, { bounds })).close();
    const history = await start({ bounds });
    history.add(draft(message("event.started", {})));
    expect(await ask(history, {})).toEqual([range(1, 31), false]);
    expect(await ask(history, { limit: 4 })).toEqual([range(28, 31), true]);
    expect(await ask(history, { after: 5, limit: 3 })).toEqual([range(6, 8), true]);
    expect(await ask(history, { after: 28 })).toEqual([range(29, 31), false]);
    expect(await ask(history, { after: 31 })).toEqual([[], false]);
    expect(await ask(history, { kind: "service" })).toEqual([[31], false]);
    expect(await ask(history, { since: new Date("2026-01-01T00:00:20Z"), limit: 5 })).toEqual([range(21, 25), true]);
    expect(await ask(history, { since: new Date("2026-01-01T00:00:20Z"), after: 25 })).toEqual([range(26, 31), false]);
  });

  test("comes without what is not on disk twice, while the disk is refused", async () => {
    const history = await start({ dir: "/proc/no-such-folder" });
    history.add(numbered(1));
    expect(history.trouble?.code).toBe("history-failed");
    expect(await ask(history, {})).toEqual([[1], false]);
  });
});
