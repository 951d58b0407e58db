import { expect, test } from "vitest";
import { merged, type Told } from "../../agent/amt-logs/merge.ts";
import type { AmtLogEntry } from "../../agent/api/amt-logs.ts";
import type { Event } from "../../agent/api/snapshot.ts";
import { type Message, message } from "../../agent/api/texts.ts";
import { classOf } from "../../agent/events/kinds.ts";

const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString();
let record = 0;
const entry = (source: AmtLogEntry["source"], seconds: number | null, same: string | null, more = {}): AmtLogEntry => ({
  source,
  at: seconds === null ? null : at(seconds),
  kind: "session",
  severity: "info",
  message: message("log.event.firmware", {}),
  by: null,
  from: null,
  record: String(record++),
  count: 1,
  same,
  ...more,
});
const event = (id: number, seconds: number, what: Message, alertAt: string | null = null): Event => ({
  id,
  at: at(seconds),
  ...classOf(what),
  message: what,
  origin: "alert",
  foundLater: false,
  alert: { id: null, at: alertAt },
});
const sol = (what: "opened" | "closed") => message(`event.session.${what}`, { kind: "SOL" });
const shape = (told: readonly Told[]): string[] =>
  told.map(({ event: of, entries }) =>
    [of ? `event ${of.id}` : "", ...entries.map(({ source }) => source)].join(" ").trim(),
  );

test("what history, event log and audit log tell is one thing, within two minutes", () => {
  const logs = [entry("amt-log", 12, "SOL opened"), entry("audit", 131, "SOL opened", { by: "admin" })];
  expect(shape(merged([event(1, 11, sol("opened"))], logs))).toEqual(["event 1 amt-log audit"]);
  expect(shape(merged([event(1, 11, sol("opened"))], [entry("audit", 132, "SOL opened")]))).toEqual([
    "event 1",
    "audit",
  ]);
});

test("one log's two records of a kind are two things, and each finds its own event", () => {
  const logs = [entry("audit", 31, "SOL opened"), entry("audit", 11, "SOL opened")];
  const events = [event(1, 10, sol("opened")), event(2, 20, sol("closed")), event(3, 30, sol("opened"))];
  expect(shape(merged(events, logs))).toEqual(["event 1 audit", "event 2", "event 3 audit"]);
});

test("an alert's own time counts, which is by the clock of the logs", () => {
  const late = event(1, 5_000, sol("opened"), at(10));
  expect(shape(merged([late], [entry("audit", 10, "SOL opened")]))).toEqual(["event 1 audit"]);
});

test("sorted by time, oldest first; what has no time is at the beginning", () => {
  const logs = [
    entry("amt-log", 40, null),
    entry("amt-log", 5, null),
    entry("amt-log", null, null),
    entry("audit", 20, null),
  ];
  const told = merged([event(1, 10, message("event.setup.post", {}))], logs);
  expect(told.map(({ event: of, entries }) => of?.at ?? entries[0]?.at)).toEqual([null, at(5), at(10), at(20), at(40)]);
});

test("the same bytes twice are one, with how often", () => {
  const same = { record: "ff" };
  const told = merged(
    [],
    [entry("amt-log", 7, null, same), entry("amt-log", 7, null, same), entry("audit", 7, null, same)],
  );
  const shown = told.flatMap(({ entries }) => entries.map(({ source, count }) => `${source} ${count}`));
  expect(shown.toSorted()).toEqual(["amt-log 2", "audit 1"]);
});
