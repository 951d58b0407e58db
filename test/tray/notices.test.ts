import { describe, expect, test } from "vitest";
import { eventTexts } from "../../agent/api/event-texts.ts";
import { type EventCode, notificationPolicy } from "../../agent/api/notification-policy.ts";
import type { Event, Sessions } from "../../agent/api/snapshot.ts";
import { type Message, message, texts } from "../../agent/api/texts.ts";
import { knownAlerts } from "../../agent/events/alerts.ts";
import { classOf } from "../../agent/events/kinds.ts";
import {
  type NoticeSetting,
  type NoticeState,
  type NoticeStep,
  nothingShown,
  noticeOf,
  noticesOfSessions,
  noticesSinceLast,
  release,
} from "../../tray/notices.ts";

const setting: NoticeSetting = { quiet: false, despiteQuiet: "kvm", sessions: true, atConsole: true };
const quiet: NoticeSetting = { ...setting, quiet: true };
const codes = Object.keys(eventTexts) as EventCode[];
const params = new Proxy({}, { get: (_, name) => `<${String(name)}>`, ownKeys: () => [] }) as never;
const at = (seconds: number): string => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString();
const event = (id: number, what: Message, seconds = id): Event => ({
  id,
  at: at(seconds),
  ...classOf(what),
  message: what,
  origin: "alert",
  foundLater: false,
  alert: null,
});
const opened = (kind: string): Message => message("event.session.opened", { kind });
const closed = (kind: string): Message => message("event.session.closed", { kind });
const began: NoticeState = { ...nothingShown, seen: { id: 0, at: at(0) } };
/** What every event in turn leads to. */
function told(events: readonly Event[], from = began, how = setting): { state: NoticeState; steps: NoticeStep[] } {
  const steps: NoticeStep[] = [];
  let state = from;
  for (const one of events) {
    const step = noticeOf(state, one, how);
    state = step.state;
    steps.push(...step.steps);
  }
  return { state, steps };
}
const words = (steps: readonly NoticeStep[]): string[] =>
  steps.map((step) => (step.do === "withdraw" ? `withdraw ${step.subject}` : `${step.do} ${step.notice.message.text}`));

describe("the policy", () => {
  test("has a row for every event there is, and none for others", () => {
    expect(Object.keys(notificationPolicy).toSorted()).toEqual(codes.toSorted());
  });

  test.each(codes)("%s: what is shown has a subject, an end, and buttons that have words", (code) => {
    const { is, subject, stays, buttons, ends, disturbs } = notificationPolicy[code];
    for (const button of buttons) expect(Object.keys(texts)).toContain(`notice.button.${button}`);
    if (is === "info") return expect([buttons, disturbs]).toEqual([[], "never"]);
    expect(subject).not.toBe("");
    if (stays !== "until-over") return;
    const enders = codes.filter(
      (other) => notificationPolicy[other].subject === subject && notificationPolicy[other].ends,
    );
    expect([code, enders.length > 0, ends]).toEqual([code, true, undefined]);
  });

  test("errors are never kept from people, and sessions stay until they are over", () => {
    for (const code of codes) {
      const { is, stays, ends } = notificationPolicy[code];
      const { kind, severity } = classOf(message(code, params));
      if (severity === "error" && code !== "event.condition.raised") expect([code, is]).toEqual([code, "change"]);
      if (is === "session" && !ends) expect([code, stays]).toEqual([code, "until-over"]);
      if (kind === "consent" && severity === "warning") expect([code, is === "info"]).toEqual([code, false]);
    }
  });
});

test.each([...knownAlerts])("alert %s leads to at most one notification, and again to none", (_, { say }) => {
  const what = say("5F1D3C0B-5F1D-5F1D-5F1D-3C0B3C0B3C0B");
  const first = noticeOf(began, event(1, what), setting);
  expect(first.steps.filter((step) => step.do !== "withdraw").length).toBeLessThanOrEqual(1);
  expect(noticeOf(first.state, event(1, what), setting).steps).toEqual([]);
});

describe("a session", () => {
  test("is shown until it is over; then it is said how long it lasted", () => {
    const { state, steps } = told([event(1, opened("KVM")), event(2, closed("KVM"), 90)]);
    expect(words(steps)).toEqual([
      "show A remote session began (KVM).",
      "replace The remote session (KVM) is over. It lasted 1 min.",
    ]);
    const [shown, ended] = steps as Extract<NoticeStep, { notice: unknown }>[];
    expect([shown?.notice.stays, shown?.notice.buttons]).toEqual(["until-over", ["end", "details"]]);
    expect([ended?.notice.stays, state.open]).toEqual([10_000, {}]);
  });

  test("of each kind has its own notice; what was asked goes when somebody has got in", () => {
    const { steps } = told([
      event(1, message("event.kvm.requested", {})),
      event(2, message("event.consent.requested", {})),
      event(3, opened("KVM")),
      event(4, opened("SOL")),
    ]);
    expect(words(steps).map((one) => one.split(" ").slice(0, 2).join(" "))).toEqual([
      "show Somebody",
      "replace AMT",
      "withdraw consent",
      "show A",
      "show A",
    ]);
  });

  test("that ended without an event is taken away by the state, one without a notice gets one; not known is neither", () => {
    const { state } = told([event(1, opened("KVM"))]);
    const unknown: Sessions = { kvm: null, consentPending: null, sol: null, storage: null };
    const here = { at: at(3_700), since: at(60), setting };
    expect(noticesOfSessions(state, unknown, here)).toEqual({ state, steps: [] });
    const next = noticesOfSessions(state, { ...unknown, kvm: false, sol: true }, here);
    expect(words(next.steps)).toEqual([
      "replace The remote session (KVM) is over. It lasted 1 h 1 min.",
      "show A remote session is open (SOL).",
    ]);
    expect(noticesOfSessions(next.state, { ...unknown, kvm: false, sol: true }, here).steps).toEqual([]);
  });

  test("is not shown where an administrator's policy says so; who asks is told at the PC's own screen alone", () => {
    const off = { ...setting, sessions: false };
    expect(told([event(1, opened("KVM")), event(2, closed("KVM"))], began, off).steps).toEqual([]);
    const elsewhere = { ...setting, atConsole: false };
    const asked = [event(1, message("event.consent.requested", {})), event(2, opened("KVM"))];
    expect(words(told(asked, began, elsewhere).steps)).toEqual(["show A remote session began (KVM)."]);
  });
});

describe("do not disturb", () => {
  const setUp = message("event.setup.post", {});

  test("holds back everything but a screen session and what asks for one, and tells it afterwards, newest of each", () => {
    const events = [event(1, setUp), event(2, message("event.setup.removing", {})), event(3, opened("KVM"))];
    const { state, steps } = told(events, began, quiet);
    expect(words(steps)).toEqual(["show A remote session began (KVM)."]);
    const later = release(state);
    expect(words(later.steps)).toEqual(["show AMT's setup is being removed."]);
    expect(release(later.state).steps).toEqual([]);
  });

  test("goes by the user's setting", () => {
    const all = told([event(1, opened("SOL"))], began, { ...quiet, despiteQuiet: "all" });
    const none = told([event(1, opened("KVM"))], began, { ...quiet, despiteQuiet: "none" });
    expect([all.steps.length, none.steps.length]).toEqual([1, 0]);
    expect(Object.keys(none.state.open)).toEqual(["session:KVM"]); // its end is known all the same
  });

  test("tells nothing of what was over before it ended but that it was", () => {
    const { state, steps } = told([event(1, opened("SOL")), event(2, closed("SOL"), 20)], began, quiet);
    expect(words([...steps, ...release(state).steps])).toEqual([
      "withdraw session:SOL",
      "show The remote session (SOL) is over. It lasted 19 s.",
    ]);
  });
});

describe("after a restart", () => {
  const stored = (state: NoticeState): NoticeState => JSON.parse(JSON.stringify(state)) as NoticeState;

  test("nothing is shown twice", () => {
    const events = codes.map((code, index) => event(index + 1, message(code, params)));
    const { state } = told(events);
    expect(told(events, stored(state)).steps).toEqual([]);
    expect(noticesSinceLast(stored(state), events, setting).steps).toEqual([]);
  });

  test("what happened meanwhile is one notice; what is still open is itself", () => {
    const before = told([event(1, message("event.setup.post", {}))]).state;
    const meanwhile = [
      event(2, opened("SOL")),
      event(3, closed("SOL")),
      event(4, message("event.agent.expired", { agent: "x" })),
      event(5, opened("KVM")),
      event(6, message("event.started", {})),
    ];
    const { state, steps } = noticesSinceLast(stored(before), meanwhile, setting);
    expect(words(steps)).toEqual([
      "show A remote session began (KVM).",
      "show While nobody was here, there were 1 remote sessions among 2 things worth knowing.",
    ]);
    expect(noticesSinceLast(stored(state), meanwhile, setting).steps).toEqual([]);
    expect(words(noticeOf(state, event(7, closed("KVM"), 65), setting).steps)).toEqual([
      "replace The remote session (KVM) is over. It lasted 1 min.",
    ]);
  });

  test("the first tray ever tells nothing of the past", () => {
    const { state, steps } = noticesSinceLast(
      nothingShown,
      [event(41, opened("KVM")), event(42, closed("KVM"))],
      setting,
    );
    expect([steps, state.seen?.id]).toEqual([[], 42]);
  });

  test("a history that began anew is heard", () => {
    const { state } = told([event(900, message("event.setup.post", {}))]);
    expect(noticeOf(state, event(1, opened("KVM"), 1_000), setting).steps).toHaveLength(1);
  });
});

test("agents by the thousand do not fill the memory", () => {
  const many = Array.from({ length: 5_000 }, (_, n) =>
    event(n + 1, message("event.agent.expired", { agent: `a${n}` })),
  );
  const { state } = told(many, began, quiet);
  expect(Object.keys(state.held).length).toBeLessThanOrEqual(32);
  const kinds = Array.from({ length: 5_000 }, (_, n) => event(n + 1, opened(`k${n}`)));
  expect(Object.keys(told(kinds).state.open).length).toBeLessThanOrEqual(32);
});
