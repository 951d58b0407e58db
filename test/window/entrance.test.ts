import { expect, test } from "vitest";
import { Entrance, tokenLives } from "../../tray/window/entrance.ts";
import { steppedClock } from "../support/stepped-clock.ts";

test("a key admits until a token is used again; then nothing does, not even a token that was never used", () => {
  const entrance = new Entrance(steppedClock());
  const [first, second] = [entrance.issue(), entrance.issue()];
  const entry = entrance.enter(first);
  if (entry.kind !== "entered") throw new Error(entry.kind);
  expect([entrance.admits(entry.key), entrance.admits(first), entrance.admits("")]).toEqual([true, false, false]);
  expect(entrance.enter("stranger").kind).toBe("unknown");
  expect(entrance.admits(entry.key)).toBe(true);
  expect(entrance.enter(second).kind).toBe("reused");
  expect(entrance.admits(entry.key)).toBe(false);
  expect(entrance.enter(entrance.issue()).kind).toBe("reused");
});

test("a token opens up to its last millisecond", () => {
  const clock = steppedClock();
  const entrance = new Entrance(clock);
  const token = entrance.issue();
  clock.advance(tokenLives);
  expect(entrance.enter(token).kind).toBe("late");
  const next = entrance.issue();
  clock.advance(tokenLives - 1);
  expect(entrance.enter(next).kind).toBe("entered");
});
