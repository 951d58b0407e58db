import { describe, expect, test } from "vitest";
import { after, type Input, intervalOf, newSession, type Session, step } from "../../agent/presence/heartbeat.ts";

/** Runs inputs one after the other; a number is a moment from which on they happen. */
function through(...inputs: readonly (Input | number)[]): Session {
  let now = 0;
  let session = newSession();
  for (const input of inputs) {
    if (typeof input === "number") now = input;
    else session = step(session, input, { now, random: 0 });
  }
  return session;
}
const up: Input = { is: "health", health: "up" };
const down: Input = { is: "health", health: "down" };
const ended: Input = { is: "health", health: "ended" };
const registered = (sequence: number): Input => ({ is: "registered", sequence, timeout: 60_000 });
const taken: Input = { is: "taken" };
const time: Input = { is: "time" };
const failed = (why: "refused" | "unknown" | "denied" | "lost", wait?: number): Input =>
  wait === undefined ? { is: "failed", why } : { is: "failed", why, after: wait };
const running = [up, registered(7), taken] as const;

describe("a program that is well", () => {
  test("is registered at once, and the first heartbeat proves the number", () => {
    expect(through(up).asked).toMatchObject({ call: "register" });
    expect(through(up, registered(7)).asked).toMatchObject({ call: "beat", sequence: 8 });
    expect(through(up, registered(0)).asked).toMatchObject({ call: "beat", sequence: 1 });
  });
  test("is told of at half the timeout, before it by the jitter and never after", () => {
    const session = through(...running);
    expect(session.due).toBe(30_000);
    expect(step(session, time, { now: 29_999, random: 0 }).asked).toBeUndefined();
    expect(step(session, time, { now: 30_000, random: 0 }).asked).toMatchObject({ call: "beat", sequence: 9 });
    const early = step(step(session, time, { now: 30_000, random: 0 }), taken, { now: 30_100, random: 1 });
    expect(early.due).toBe(30_000 + 27_000);
  });
  test("goes from the highest number to zero", () => {
    expect(after(2 ** 32 - 1)).toBe(0);
    expect(through(up, registered(2 ** 32 - 1)).asked).toMatchObject({ sequence: 0 });
    expect(through(up, registered(2 ** 32 - 1), taken, 30_000, time).asked).toMatchObject({ sequence: 1 });
  });
  test("has an interval that leaves five seconds, or three quarters of a short timeout", () => {
    expect([60_000, 8_000, 6_000, 1_000].map(intervalOf)).toEqual([30_000, 3_000, 1_500, 250]);
  });
});

describe("after any doubt it registers again, and sends no old number:", () => {
  test.each<[string, readonly (Input | number)[]]>([
    ["a lost reply", [...running, 30_000, time, failed("lost")]],
    ["a number that AMT does not take", [...running, 30_000, time, failed("refused")]],
    ["the end of the link", [...running, { is: "doubt" }]],
    ["waking up", [...running, { is: "rest" }, taken, { is: "wake" }]],
    ["being too late", [...running, 60_001, time]],
    ["the program's return", [...running, down, up]],
  ])("%s", (_, inputs) => {
    expect(through(...inputs)).toMatchObject({ asked: { call: "register" }, sequence: undefined });
  });
  test("an answer from before counts for nothing", () => {
    const session = through(up, { is: "doubt" }, registered(7));
    expect(session).toMatchObject({ asked: { call: "register" }, sequence: undefined });
  });
});

describe("a program that is not well", () => {
  test("is never told of, nor said to have stopped, when the service ends either", () => {
    for (const more of [[time], [{ is: "wake" }], [{ is: "doubt" }], [{ is: "hurry" }], [{ is: "stop" }]] as Input[][])
      expect(through(...running, down, 40_000, ...more)).toMatchObject({ asked: undefined, due: undefined });
  });
});

describe("a program that ended", () => {
  test("is said to have stopped, with the next number, and then no more", () => {
    expect(through(...running, ended).asked).toMatchObject({ call: "shutdown", sequence: 9 });
    expect(through(...running, ended, taken, 90_000, time)).toMatchObject({ asked: undefined, due: undefined });
  });
  test("the same when the service ends; in doubt with a number that is AMT's too", () => {
    expect(through(...running, { is: "stop" }).asked).toMatchObject({ call: "shutdown" });
    const doubtful = through(...running, { is: "doubt" }, { is: "stop" }, registered(3), registered(3));
    expect(doubtful.asked).toMatchObject({ call: "shutdown", sequence: 4 });
  });
  test("the end is said twice with one number where no answer came: registering would bring it back to life", () => {
    expect(through(...running, ended, failed("lost")).asked).toMatchObject({ call: "shutdown", sequence: 9 });
  });
});

describe("what was refused", () => {
  test("waits for a person: five minutes for a login, or as long as it says; half a minute for a watchdog that is not there", () => {
    expect(through(up, failed("denied")).due).toBe(300_000);
    expect(through(up, failed("denied", 400_000)).due).toBe(400_000);
    expect(through(up, failed("unknown")).due).toBe(30_000);
    expect(through(up, failed("unknown"), { is: "hurry" }).asked).toMatchObject({ call: "register" });
    expect(through(up, failed("denied"), { is: "stop" })).toMatchObject({ asked: undefined });
  });
  test("what was lost is tried again at once, then ever later", () => {
    expect(through(up, failed("lost")).asked).toMatchObject({ call: "register" });
    expect(through(up, failed("lost"), failed("lost")).due).toBe(250);
  });
});

test("before a sleep there is one more heartbeat, and none in it", () => {
  expect(through(...running, 10_000, { is: "rest" }).asked).toMatchObject({ call: "beat", sequence: 9 });
  expect(through(...running, { is: "rest" }, taken, 90_000, time)).toMatchObject({ asked: undefined, due: undefined });
});

test("where health is asked, each heartbeat needs an answer of its own", () => {
  const at = (session: Session, input: Input, now: number): Session => step(session, input, { now, random: 0 });
  let session = at(newSession(true), time, 0);
  expect(session.asked).toMatchObject({ call: "prove" });
  session = at(session, up, 10);
  expect(session.asked).toMatchObject({ call: "register" });
  session = at(at(session, registered(1), 20), taken, 30);
  session = at(session, time, 30_100);
  expect(session.asked).toMatchObject({ call: "prove" });
  expect(at(session, up, 30_200).asked).toMatchObject({ call: "beat", sequence: 3 });
  const silent = at(session, down, 30_200);
  expect(silent).toMatchObject({ asked: undefined, due: 40_200 });
  expect(at(silent, time, 40_200).asked).toMatchObject({ call: "prove" });
});
