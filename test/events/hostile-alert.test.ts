import fc from "fast-check";
import { expect, test } from "vitest";
import { message } from "../../agent/api/texts.ts";
import { hear } from "../../agent/events/heard.ts";
import { newPairs } from "../../agent/events/pairs.ts";
import { type Alert, readAlert } from "../../mei/wsman/alert.ts";
import { readEnvelopes } from "../support/wsman-answers.ts";

const recorded = readEnvelopes().find(({ id }) => id === "alert-lms-iamt0057")?.xml ?? "";
const tag = (name: string): RegExp => new RegExp(`<g:${name}>[^<]*</g:${name}>`);
const replaced = (name: string, by: string): string => recorded.replace(tag(name), by);
const said = (xml: string): [string, string | null] => {
  const heard = hear(readAlert(xml));
  return [heard.message.code, heard.key];
};
const of = (MessageID: string | undefined, ...MessageArguments: string[]): Alert => ({
  messageId: undefined,
  ackRequested: false,
  indication: { ...(MessageID === undefined ? {} : { MessageID }), MessageArguments },
});

test("a recorded alert is told as what it is, with AMT's own time", () => {
  const heard = hear(readAlert(recorded));
  expect([heard.message.code, heard.key]).toEqual(["event.network.changed", "iAMT0057-0"]);
  expect(heard.at).toMatch(/^20\d\d-/);
});

test("fields of the wrong type, twice, gone or in another order do not keep an alert from being told", () => {
  const known: [string, string | null] = ["event.network.changed", "iAMT0057-0"];
  expect(said(replaced("AlertType", "<g:AlertType>banana</g:AlertType>"))).toEqual(known);
  expect(said(replaced("PerceivedSeverity", "<g:PerceivedSeverity><x/></g:PerceivedSeverity>"))).toEqual(known);
  expect(said(replaced("SystemName", "<g:SystemName>a</g:SystemName><g:SystemName>b</g:SystemName>"))).toEqual(known);
  expect(said(replaced("ProbableCause", ""))).toEqual(known);
  const id = tag("MessageID").exec(recorded)?.[0] ?? "";
  expect(said(replaced("MessageID", "").replace("<g:AlertType>", `${id}<g:AlertType>`))).toEqual(known);
  expect(said(replaced("MessageID", ""))).toEqual(["event.alert.unknown", null]);
  expect(said(replaced("MessageID", `${id}${id}`))[0]).toBe("event.alert.unknown");
  expect(said(recorded.replace(/<h:Datetime>[^<]*/, "<h:Datetime>yesterday"))).toEqual(known);
});

test("whatever firmware writes becomes one short line that can be shown", () => {
  const words = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.constantFrom("\u001b[2J\u0007", "\u202egnp.exe", "a\nb", "x".repeat(65_536), "\ud800", "\u0000", "iAMT0050"),
  );
  fc.assert(
    fc.property(fc.option(words, { nil: undefined }), fc.array(words, { maxLength: 3 }), (id, args) => {
      const { message: what, key } = hear(of(id, ...args));
      expect(what.text).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      expect(what.text.length).toBeLessThan(400);
      expect(key?.length ?? 0).toBeLessThan(260);
    }),
    { numRuns: 500, seed: 6 },
  );
  expect(hear(of("iAMT0005", "\u001b[31m5F1D3C0B")).message.params).toEqual({ agent: "?[31m5F1D3C0B" });
});

test("ids that say nothing of their argument are known with any, and an argument that is missing is none", () => {
  expect(hear(of("iAMT0071", "7")).message.code).toBe("event.amt.disable-attempt");
  expect(hear(of("iAMT0057")).message.code).toBe("event.network.changed");
  expect(hear(of("iAMT0050", "999")).message).toMatchObject({
    code: "event.alert.unknown",
    params: { alert: "iAMT0050-999" },
  });
});

test("an alert and the look at what it changed are told once, whichever comes first; a second change is told again", () => {
  let now = 0;
  const pairs = newPairs(() => now);
  const opened = message("event.session.opened", { kind: "KVM" });
  const closed = message("event.session.closed", { kind: "KVM" });
  const codes = (changes: (typeof opened)[]): string[] => pairs.found(changes).map(({ code }) => code);
  expect([pairs.heard({ KVM: "opened" }), codes([opened])]).toEqual([true, []]);
  expect(codes([closed])).toEqual(["event.session.closed"]); // its alert is late
  expect(pairs.heard({ KVM: "closed" })).toBe(false);
  expect(pairs.heard({ KVM: "opened" })).toBe(true);
  now += 60_000;
  expect(codes([opened])).toEqual(["event.session.opened"]); // too late to be the same
  now += 60_000;
  expect(pairs.heard({ KVM: "opened" })).toBe(true);
  const standing = message("event.standing", { from: "session", to: "managed" });
  expect(codes([standing, closed])).toEqual(["event.session.closed"]);
  expect(codes([standing])).toEqual(["event.standing"]);
});
