import { expect, test } from "vitest";
import { newBook } from "../../agent/events/book.ts";
import { BURST, QUIET } from "../../agent/events/flood.ts";
import { steppedClock } from "../support/stepped-clock.ts";

const alert = (MessageID: string, ...MessageArguments: string[]) => ({
  messageId: undefined,
  ackRequested: false,
  indication: { MessageID, MessageArguments },
});

function flooded() {
  const clock = steppedClock();
  const book = newBook({ clock });
  const said: string[] = [];
  let bytes = 0;
  book.history.listen((event) => {
    bytes += JSON.stringify(event).length;
    said.push(
      `${event.message.code}${event.message.code === "event.alert.more" ? ` ${event.message.params.count}` : ""}`,
    );
  });
  return { clock, book, said, size: () => bytes };
}
const countOf = (said: readonly string[], code: string): number => said.filter((one) => one === code).length;
const moreIn = (said: readonly string[]): number =>
  said.filter((one) => one.startsWith("event.alert.more")).reduce((sum, one) => sum + Number(one.split(" ")[1]), 0);

test("a day of garbage, ten a second, with ids of its own each: a few dozen events, and every one counted", () => {
  const { clock, book, said, size } = flooded();
  const perStep = 100;
  const steps = 8_640;
  for (let step = 0; step < steps; step++) {
    for (let n = 0; n < perStep; n++) book.alert(alert(`iAMT9${n % 997}`, "x".repeat(n % 70)));
    clock.advance(10_000);
  }
  book.end();
  expect(countOf(said, "event.alert.unknown")).toBe(BURST);
  expect(moreIn(said)).toBe(perStep * steps - BURST);
  expect(said.length).toBeLessThan(BURST + 40);
  expect(size()).toBeLessThan(40_000);
}, 120_000);

test("what cannot be read is bounded likewise", () => {
  const { clock, book, said } = flooded();
  for (let n = 0; n < 5_000; n++) book.unreadable(new Error(`broken ${n}`));
  clock.advance(60_000);
  expect(countOf(said, "event.alert.unreadable")).toBe(BURST);
  expect(moreIn(said)).toBe(5_000 - BURST);
});

test("other alerts in the midst of it are told at once, each of them", () => {
  const { book, said } = flooded();
  for (let n = 0; n < 1_000; n++) book.alert(alert("iAMT9999", String(n)));
  book.alert(alert("iAMT0052", "1"));
  book.alert(alert("iAMT0055", "2"));
  expect(said.slice(BURST)).toEqual(["event.session.opened", "event.setup.post"]);
});

test("a session that the flood swallowed is told by the look that finds it", () => {
  const { book, said } = flooded();
  for (let n = 0; n < 50; n++) book.alert(alert("iAMT0050", "48"));
  const opened = said.length;
  book.alert(alert("iAMT0052", "1")); // the same code as the flood's
  expect(said.length).toBe(opened);
  book.found([{ code: "event.session.opened", params: { kind: "KVM" }, text: "" }], { later: false });
  expect(said.at(-1)).toBe("event.session.opened");
  expect(said.length).toBe(opened + 1);
});

test("when it is over, alerts are told one by one again; what is under the limit always was", () => {
  const { clock, book, said } = flooded();
  for (let n = 0; n < 100; n++) book.alert(alert("iAMT9999", "1"));
  clock.advance(QUIET);
  expect(said.slice(BURST)).toEqual([`event.alert.more ${100 - BURST}`]);
  book.alert(alert("iAMT9999", "1"));
  expect(said.at(-1)).toBe("event.alert.unknown");
  for (let n = 0; n < 200; n++) {
    clock.advance(4_000);
    book.alert(alert("iAMT9998", "1"));
  }
  expect(countOf(said, "event.alert.unknown")).toBe(BURST + 1 + 200);
});
