import { afterEach, expect, test } from "vitest";
import { message } from "../../agent/api/texts.ts";
import { type History, openHistory } from "../../agent/events/history.ts";
import { countTransitions } from "../../agent/presence/transitions.ts";
import { realClock } from "../../platform/clock.ts";

let history: History;
afterEach(() => history.close());

const guid = (number: number): string => `00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
const none = { notStarted: 0, running: 0, expired: 0, stopped: 0, suspended: 0 };
async function counting() {
  history = await openHistory({ clock: realClock });
  const since = new Date(0);
  return {
    counted: countTransitions(history, since),
    hear: (code: "event.agent.running" | "event.agent.expired" | "event.agent.suspended", agent: string) =>
      history.add({ message: message(code, { agent }), origin: "alert", foundLater: false, alert: null }),
  };
}

test("each program by itself, each state by itself, however its GUID is written", async () => {
  const { counted, hear } = await counting();
  hear("event.agent.running", guid(10));
  hear("event.agent.expired", guid(10).toUpperCase());
  hear("event.agent.suspended", guid(11).replaceAll("-", ""));
  expect(counted.of(guid(10))).toEqual({ ...none, running: 1, expired: 1 });
  expect(counted.of(guid(11))).toEqual({ ...none, suspended: 1 });
  expect(counted.of(guid(12))).toEqual(none);
});

test("firmware that names ever new programs, or what is no GUID, takes no memory", async () => {
  const { counted, hear } = await counting();
  for (const agent of ["not named", "", "x".repeat(32)]) hear("event.agent.running", agent);
  for (let number = 0; number < 1_000; number += 1) hear("event.agent.running", guid(number));
  const known = Array.from({ length: 1_000 }, (_, number) => counted.of(guid(number)).running);
  expect(known.reduce((sum, one) => sum + one, 0)).toBe(16);
  hear("event.agent.running", guid(3));
  expect(counted.of(guid(3)).running).toBe(2);
});
