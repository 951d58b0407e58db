import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backoff } from "../../../agent/posture/delivery/backoff.ts";
import { type Carrier, nextIn, runCourier } from "../../../agent/posture/delivery/courier.ts";
import { DeliveryError } from "../../../agent/posture/delivery/error.ts";
import { openOutbox } from "../../../agent/posture/delivery/outbox.ts";
import { noProgress, type Progress, progressOf } from "../../../agent/posture/delivery/progress.ts";
import { entryName, letterAt, numbersIn } from "../../../agent/posture/delivery/spool.ts";
import { realClock, sleep } from "../../../platform/clock.ts";
import { directoryNews } from "../../../platform/directory-news.ts";
import { runChild } from "../../support/child.ts";
import { courierOf, roomy } from "../../support/courier.ts";
import { type Letters, lettersOfOneMachine } from "../../support/letters.ts";
import { folder } from "../../support/program.ts";
import { quiet } from "../../support/quiet-log.ts";
import { steppedClock } from "../../support/stepped-clock.ts";

const dir = folder();
let letters: Letters;
beforeAll(async () => {
  letters = await lettersOfOneMachine();
});
afterAll(() => dir.remove());
const open = (name: string, most = roomy, onDropped: (numbers: readonly number[]) => void = () => {}) =>
  openOutbox({ directory: dir.in(name), most, clock: realClock, onDropped });
const idsIn = async (name: string): Promise<(string | undefined)[]> =>
  Promise.all((await numbersIn(dir.in(name))).map(async (n) => (await letterAt(dir.in(name), n))?.posture.id));
/** Takes what it is given, as long as `trouble` says nothing. */
const taking = (into: string[], trouble: () => Error | undefined = () => undefined): Carrier => ({
  async deliver({ posture }) {
    const error = trouble();
    if (error) throw error;
    into.push(posture.id);
  },
  rest() {},
});

describe("the outbox", () => {
  test.each([1, 2, 3])(
    "killed at any moment, what it has taken is there (%i)",
    async (turn) => {
      const name = `killed-${turn}`;
      const child = runChild("./outbox.child.ts", [dir.in(name)]);
      const kept: string[] = [];
      let rest = "";
      child.process.stdout?.on("data", (part: Buffer) => {
        rest += part;
        for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
          const [word, id] = rest.slice(0, end).split(" ");
          if (word === "kept" && id) kept.push(id);
          rest = rest.slice(end + 1);
          if (kept.length >= 5 * turn) child.process.kill("SIGKILL");
        }
      });
      await child.ended();
      const there = await idsIn(name);
      expect(kept.length).toBeGreaterThanOrEqual(5 * turn);
      expect(there.slice(0, kept.length)).toEqual(kept);
      const again = await open(name);
      expect(readdirSync(dir.in(name)).filter((one) => one.endsWith(".new"))).toEqual([]);
      await again.close();
    },
    30_000,
  );
  test("above its cap the oldest go, by number and by size, and it says which", async () => {
    const dropped: number[] = [];
    const box = await open("cap", { reports: 3, bytes: roomy.bytes }, (gone) => dropped.push(...gone));
    const lines = Array.from({ length: 5 }, () => letters.next());
    for (const { line } of lines) await box.add(line);
    expect(await idsIn("cap")).toEqual(lines.slice(2).map(({ posture }) => posture.id));
    expect(dropped).toHaveLength(2);
    await box.close();
    const small = await open("cap", { reports: 3, bytes: Buffer.byteLength(lines[0]?.line ?? "") * 2 + 500 });
    expect(await idsIn("cap")).toEqual(lines.slice(3).map(({ posture }) => posture.id));
    await expect(small.add("x".repeat(2_000_000))).rejects.toMatchObject({ code: "DELIVERY_SPOOL" });
    await small.close();
  });
  test("numbers grow, also over an empty spool and a second run; the sender's group may read, nobody write", async () => {
    const box = await open("grow");
    await box.add(letters.next().line);
    await box.add(letters.next().line);
    const before = await numbersIn(dir.in("grow"));
    await box.forget(before.at(-1) ?? 0);
    expect(await numbersIn(dir.in("grow"))).toEqual([]);
    await box.close();
    const next = await open("grow");
    await next.add(letters.next().line);
    const [number = 0] = await numbersIn(dir.in("grow"));
    expect(number).toBeGreaterThan(before.at(-1) ?? 0);
    expect(statSync(`${dir.in("grow")}/${entryName(number)}`).mode & 0o777).toBe(0o640);
    await next.close();
  });
  test("a cursor beyond everything belongs to an earlier spool", () => {
    expect(nextIn([5, 7, 9], 7)).toBe(9);
    expect(nextIn([5, 7, 9], 9)).toBeUndefined();
    expect(nextIn([5, 7], 9)).toBe(5);
    expect(nextIn([], 9)).toBeUndefined();
  });
});

describe("the courier", () => {
  test("a server that is away for a week gets everything, asked less than once in five minutes", async () => {
    const clock = steppedClock(new Date());
    const box = await open("week");
    const got: string[] = [];
    let isAway = true;
    let attempts = 0;
    const carrier = taking(got, () => {
      attempts += 1;
      return isAway ? new DeliveryError("DELIVERY_ANSWER", "the server answered 503") : undefined;
    });
    const life = new AbortController();
    const week = 7 * 86_400_000;
    const ids: string[] = [];
    const add = async (): Promise<void> => {
      const { line, posture } = letters.next();
      ids.push(posture.id);
      await box.add(line);
    };
    await add();
    let newest = noProgress("");
    let wake = (): void => {};
    const changed = (): Promise<void> => new Promise((resolve) => (wake = resolve));
    const news = directoryNews(dir.in("week"), { clock });
    const life$ = runCourier({
      ...{
        name: "far",
        carrier,
        spool: dir.in("week"),
        before: undefined,
        news,
        clock,
        log: quiet,
        signal: life.signal,
      },
      random: () => 0,
      keep(progress) {
        newest = progress;
        wake();
      },
    });
    while (clock.monotonic() < week) {
      await changed();
      if (newest.failing === null) continue;
      if (newest.failing.attempts % 400 === 0) await add();
      // Behind `keep` it goes to sleep, in the same step
      await Promise.resolve();
      clock.advance(Date.parse(newest.failing.next) - clock.now().getTime());
    }
    expect(attempts).toBeGreaterThan(1_000);
    expect(attempts).toBeLessThanOrEqual(week / 300_000 + 10);
    isAway = false;
    while (newest.delivered < ids.length) await changed();
    expect(got).toEqual(ids);
    expect(newest.failing).toBeNull();
    life.abort();
    await life$;
    news.close();
    await box.close();
  }, 60_000);
  test("one that is dead holds up no other, and what is refused or damaged is passed over", async () => {
    const dead = await courierOf(
      taking([], () => new DeliveryError("DELIVERY_CLOSED", "gone")),
      dir.in("pair"),
    );
    const got: string[] = [];
    let first = true;
    const refusing = (): Error | undefined => {
      if (!first) return undefined;
      first = false;
      return new DeliveryError("DELIVERY_REFUSED", "the server answered 413");
    };
    const well = await courierOf(taking(got, refusing), dir.in("pair"));
    const lines = Array.from({ length: 3 }, () => letters.next());
    for (const { line } of lines) await dead.outbox.add(line);
    writeFileSync(`${dir.in("pair")}/${entryName(1_900_000_000_000)}`, (lines[0]?.line ?? "").replace("16.1", "16.2"));
    const { refused, refusedCode } = await well.until(
      ({ delivered, refused: count }) => delivered === 2 && count === 2,
    );
    expect(got).toEqual(lines.slice(1).map(({ posture }) => posture.id));
    expect({ refused, refusedCode }).toEqual({ refused: 2, refusedCode: "DELIVERY_SPOOL" });
    expect((await dead.until(({ failing }) => failing !== null)).delivered).toBe(0);
    await dead.stop();
    await well.stop();
  });
  test("the wait grows to ten minutes, and no two agents wait alike", () => {
    const waits = (random: number) => [1, 2, 3, 8, 30].map((attempts) => backoff(attempts, () => random));
    expect(waits(0)).toEqual([2_500, 5_000, 10_000, 300_000, 300_000]);
    expect(waits(1)).toEqual([5_000, 10_000, 20_000, 600_000, 600_000]);
  });
});

test("progress that is no such thing is none, and sends again rather than not", async () => {
  mkdirSync(dir.in("progress"));
  const good: Progress = { ...noProgress("2026-01-01T00:00:00.000Z"), cursor: 5 };
  for (const wrong of [
    "",
    "[]",
    "null",
    '{"cursor":-1}',
    JSON.stringify({ ...good, cursor: "5" }),
    JSON.stringify({ ...good, failing: 3 }),
  ]) {
    writeFileSync(`${dir.in("progress")}/x.progress.json`, wrong);
    expect(await progressOf(dir.in("progress"), "x"), wrong).toBeUndefined();
  }
  writeFileSync(`${dir.in("progress")}/x.progress.json`, JSON.stringify(good));
  expect(await progressOf(dir.in("progress"), "x")).toEqual(good);
});

test("whoever waits for a directory's news hears of it, of what came while it did not wait, and of the end", async () => {
  const at = dir.in("news");
  mkdirSync(at);
  const news = directoryNews(at, { clock: steppedClock() });
  const life = new AbortController();
  const { seen } = news;
  writeFileSync(`${at}/a`, "");
  await news.next(seen, life);
  await sleep(realClock, 20, life); // a file is news more than once
  const waiting = news.next(news.seen, life);
  life.abort(new Error("over"));
  await expect(waiting).rejects.toThrow("over");
  await expect(news.next(news.seen, life)).rejects.toThrow("over");
  news.close();
});
