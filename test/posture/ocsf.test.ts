import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Posture } from "../../agent/api/posture.ts";
import type { Report } from "../../agent/posture/collect-report.ts";
import { canonical, type Json } from "../../agent/posture/document/canonical.ts";
import type { OcsfEvent } from "../../agent/posture/ocsf/event.ts";
import { changesOf, eventsOf } from "../../agent/posture/ocsf/project.ts";
import { changeFrom, postureFrom } from "../../agent/posture/ocsf/read.ts";
import { htmlOf } from "../../agent/posture/report-html.ts";
import { type PostureMachine, postureMachine } from "../support/posture-machine.ts";

let machine: PostureMachine;
let report: Report;
let posture: Posture;
beforeAll(async () => {
  machine = await postureMachine("acm-15");
  report = await machine.report();
  posture = { ...report, sequence: 7, previous: `sha256:${"ab".repeat(32)}` };
});
afterAll(() => machine.close());

const through = (events: readonly OcsfEvent[]): OcsfEvent[] => events.map((one) => JSON.parse(JSON.stringify(one)));

describe("OCSF", () => {
  test("there and back: the same document, to the byte, in whatever order the events come", () => {
    const back = postureFrom(through(eventsOf(posture)));
    expect(canonical(back as unknown as Json)).toBe(canonical(posture as unknown as Json));
    const [inventory, ...others] = through(eventsOf(posture));
    if (inventory === undefined) throw new Error("no inventory");
    expect(postureFrom([...others, inventory])).toEqual(back);
  });
  test("back and there: the same events", () => {
    const events = through(eventsOf(posture));
    expect(eventsOf(postureFrom(events) as Posture)).toEqual(events);
  });
  test("with everything that can be null set, and the other way round", () => {
    const host = { uuid: "u", serial: "s", os: { platform: "win32", release: null }, cpu: { model: null } };
    for (const one of [
      { ...posture, host },
      { ...posture, bootId: null, previous: null },
    ] as Posture[])
      expect(postureFrom(through(eventsOf(one)))).toEqual(one);
  });
  test("one class for each kind, with the numbers of the schema", () => {
    const events = eventsOf(posture);
    const count = (uid: number): number => events.filter(({ class_uid }) => class_uid === uid).length;
    expect([count(5001), count(2003), count(2002)]).toEqual([1, posture.checks.length, posture.advisories.length]);
    for (const { type_uid, class_uid, activity_id, category_uid, metadata } of events) {
      expect(type_uid).toBe(class_uid * 100 + activity_id);
      expect(category_uid).toBe(Math.floor(class_uid / 1000));
      expect(metadata).toMatchObject({ correlation_uid: posture.id, sequence: 7 });
    }
    expect(new Set(events.map(({ metadata }) => metadata.uid)).size).toBe(events.length);
    const status = (result: string) =>
      events.find(
        (one) =>
          one.class_uid === 2003 && posture.checks.find(({ id }) => id === one.finding_info.uid)?.result === result,
      );
    expect(status("pass")).toMatchObject({ compliance: { status_id: 1 } });
    expect(status("unknown")).toMatchObject({
      compliance: { status_id: 2, status_detail: expect.stringMatching(/./) },
    });
    expect(status("fail")).toMatchObject({ compliance: { status_id: 3 } });
  });
  test("what changed between two documents, there and back", async () => {
    await machine.configure("features", { userConsent: "all" });
    const later: Posture = { ...(await machine.report()), sequence: 8, previous: null };
    const changes = changesOf(posture, later);
    expect(changes.map(({ class_uid, state }) => [class_uid, state])).toContainEqual([5019, "amt.userConsent"]);
    const told = changeFrom(JSON.parse(JSON.stringify(changes.find(({ state }) => state === "amt.userConsent"))));
    expect(told).toEqual({
      id: "amt.userConsent",
      from: { result: "fail", value: "none" },
      to: { result: "pass", value: "all" },
    });
    expect(changesOf(later, later)).toEqual([]);
  });
  test("without the machine's own event there is no document", () => {
    expect(postureFrom(eventsOf(posture).slice(1))).toBeUndefined();
  });
});

describe("the page", () => {
  test("says that it is virtual, what failed, and that not listed is not unaffected; runs nothing", () => {
    const page = htmlOf(report);
    expect(page).toContain("This is a virtual ME (acm-15)");
    expect(page).toContain("TLS between AMT and the network");
    expect(page).toContain("Not listed is not the same as not affected");
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|\son\w+=/i);
  });
  test("escapes what firmware chose", () => {
    const [first, ...rest] = report.checks;
    if (first === undefined) throw new Error("no checks");
    const evil = `<img src=x onerror=alert(1)>"'&\u0007`;
    const page = htmlOf({ ...report, checks: [{ ...first, value: evil, title: evil }, ...rest] });
    expect(page).not.toContain("<img");
    expect(page).toContain("&#60;img");
  });
});

test("a report is a document of the schema, whatever the machine", () => {
  expect(Posture.safeParse(posture).error).toBeUndefined();
});
