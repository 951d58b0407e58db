import { expect, test } from "vitest";
import { keepHostServices } from "../../agent/host-services/keeper.ts";
import type { Came, Work } from "../../agent/host-services/work.ts";
import { keptLog } from "../support/lms.ts";
import { steppedClock } from "../support/stepped-clock.ts";

const HOUR = 3_600_000;
const right: Came = { is: "right", value: "x", changed: undefined };

function keeping(carryOut: Work["carryOut"], isReady = () => true) {
  const clock = steppedClock();
  let runs = 0;
  const work: Work = {
    name: "name",
    every: HOUR,
    carryOut(options) {
      runs += 1;
      return carryOut(options);
    },
  };
  const services = keepHostServices({ works: [work], isReady, onChange: () => {}, clock, log: keptLog() });
  const turn = async (): Promise<void> => {
    for (let n = 0; n < 5; n++) await new Promise((resolve) => setImmediate(resolve));
  };
  return { clock, services, turn, runs: () => runs };
}

test("begins when AMT is set up, and not before", async () => {
  let ready = false;
  const { services, turn, runs } = keeping(
    async () => right,
    () => ready,
  );
  services.hurry();
  await turn();
  expect([runs(), services.view[0]?.state]).toEqual([0, "waiting"]);
  ready = true;
  services.hurry();
  await turn();
  expect([runs(), services.view[0]]).toMatchObject([1, { state: "right", value: "x", code: null }]);
  services.hurry(); // a snapshot a second is no reason to ask AMT again
  await turn();
  expect(runs()).toBe(1);
  await services.close();
});

test("again every hour, ten minutes after a failure, and after a sleep", async () => {
  let came: Came | Error = Object.assign(new Error("gone"), { code: "ME_GONE" });
  const { clock, services, turn, runs } = keeping(async () => {
    if (came instanceof Error) throw came;
    return came;
  });
  services.hurry();
  await turn();
  expect(services.view[0]).toMatchObject({ state: "failing", code: "ME_GONE", confirmedAt: null });
  came = right;
  clock.advance(600_000);
  await turn();
  expect([runs(), services.view[0]?.state]).toEqual([2, "right"]);
  clock.advance(HOUR);
  await turn();
  services.hurry({ all: true });
  await turn();
  expect(runs()).toBe(4);
  await services.close();
  expect(clock.pending).toBe(0);
});

test("an AMT that does not answer is given up after a minute; closing ends what is under way", async () => {
  const hanging: Work["carryOut"] = ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
  const first = keeping(hanging);
  first.services.hurry();
  await first.turn();
  first.clock.advance(60_000);
  await first.turn();
  expect(first.services.view[0]).toMatchObject({ state: "failing", code: "ME_TIMEOUT" });
  await first.services.close();
  const second = keeping(hanging);
  second.services.hurry();
  await second.turn();
  await second.services.close();
  expect([second.clock.pending, second.services.view[0]?.state]).toEqual([0, "waiting"]);
});
