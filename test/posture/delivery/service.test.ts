import { mkdirSync, writeFileSync } from "node:fs";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Snapshot } from "../../../agent/api/snapshot.ts";
import type { Message } from "../../../agent/api/texts.ts";
import { Destination } from "../../../agent/config-destinations.ts";
import type { Seen } from "../../../agent/health.ts";
import { noProgress, type Progress } from "../../../agent/posture/delivery/progress.ts";
import { type Delivery, openDelivery } from "../../../agent/posture/delivery/service.ts";
import { numbersIn } from "../../../agent/posture/delivery/spool.ts";
import { type Letters, lettersOfOneMachine } from "../../support/letters.ts";
import { folder } from "../../support/program.ts";
import { quiet } from "../../support/quiet-log.ts";
import { type SteppedClock, steppedClock } from "../../support/stepped-clock.ts";

let letters: Letters;
let dir: ReturnType<typeof folder>;
let clock: SteppedClock;
let told: Message[];
let seen: readonly Seen[];
let view: Snapshot["delivery"];
let delivery: Delivery;
beforeAll(async () => {
  letters = await lettersOfOneMachine();
});
beforeEach(() => {
  dir = folder();
  clock = steppedClock(new Date("2026-11-28T00:00:00Z"));
  told = [];
  seen = [];
  view = [];
  mkdirSync(dir.in("send"));
  delivery = openDelivery({
    values: {
      "posture.send": ["near", "far"].map((name) => Destination.parse({ name, to: "file", path: "/dev/null" })),
      "posture.spoolDir": dir.in("spool"),
      "posture.sendDir": dir.in("send"),
      "posture.spoolMegabytes": 4,
      "posture.spoolReports": 3,
    },
    ...{ clock, log: quiet },
    tell: (events) => told.push(...events),
    note: (what) => {
      seen = what;
    },
    show: (what) => {
      view = what;
    },
  }) as Delivery;
});
afterEach(async () => {
  await delivery.close();
  dir.remove();
});

/** What a sender would leave there. */
const says = (name: string, more: Partial<Progress>): void =>
  writeFileSync(
    `${dir.in("send")}/${name}.progress.json`,
    JSON.stringify({ ...noProgress(clock.now().toISOString()), ...more }),
  );
const failing = (code: string): Progress["failing"] => {
  const now = clock.now().toISOString();
  return { since: now, attempts: 3, code, message: "so it was", next: now };
};
const add = async (count: number): Promise<number[]> => {
  for (let n = 0; n < count; n += 1) {
    await delivery.add(letters.next().line);
    clock.advance(1_000);
  }
  return numbersIn(dir.in("spool"));
};

test("what everybody has is removed, and what one lacks stays", async () => {
  const [first = 0, second = 0, third = 0] = await add(3);
  says("near", { cursor: third, delivered: 3 });
  says("far", { cursor: first, delivered: 1 });
  await delivery.look();
  expect(await numbersIn(dir.in("spool"))).toEqual([second, third]);
  expect(view).toEqual([
    { destination: "near", waiting: 0, since: null, code: null },
    { destination: "far", waiting: 2, since: new Date(second).toISOString(), code: null },
  ]);
  expect(seen).toEqual([]);
  expect(told).toEqual([]);
});

test("one that fails is a condition, and so is nobody who sends", async () => {
  const [first = 0] = await add(2);
  says("near", { cursor: first + 10_000 });
  says("far", { cursor: 0, failing: failing("ECONNREFUSED") });
  await delivery.look();
  expect(seen).toEqual([{ code: "posture-unsent", params: { destinations: "far", code: "ECONNREFUSED" } }]);
  clock.advance(16 * 60_000);
  await delivery.look();
  expect(seen).toEqual([{ code: "posture-no-sender", params: { count: 2 } }]);
});

test("what made room before somebody had it is told, with who lacks it; what all had is not", async () => {
  const [, second = 0] = await add(3);
  says("near", { cursor: second + 5_000 });
  says("far", { cursor: 0, failing: failing("ENOTFOUND") });
  await delivery.look();
  await add(2);
  expect(told.map(({ code, params }) => ({ code, ...params }))).toEqual([
    { code: "event.posture.dropped", count: 1, destinations: "far" },
    { code: "event.posture.dropped", count: 1, destinations: "far" },
  ]);
});

test("a refusal is told once", async () => {
  const [first = 0] = await add(1);
  says("near", { cursor: first });
  await delivery.look();
  says("near", { cursor: first, refused: 1, refusedCode: "DELIVERY_REFUSED" });
  await delivery.look();
  await delivery.look();
  expect(told.map(({ code, params }) => [code, params])).toEqual([
    ["event.posture.refused", { destination: "near", count: 1, code: "DELIVERY_REFUSED" }],
  ]);
});

test("a spool that cannot be written is a condition until it can", async () => {
  await delivery.look();
  dir.remove();
  writeFileSync(dir.path, ""); // a file in the folder's place
  await expect(delivery.add(letters.next().line)).rejects.toThrow();
  expect(seen).toMatchObject([{ code: "posture-unkept" }]);
});
