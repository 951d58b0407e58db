import { describe, expect, test } from "vitest";
import type { Sessions, Snapshot } from "../../agent/api/snapshot.ts";
import type { conditions } from "../../agent/health.ts";
import {
  headlineOf,
  initialState,
  type Observation,
  reduce,
  reduceLms,
  reduceNoted,
  type State,
  standingOf,
} from "../../agent/state.ts";

const quiet: Sessions = { kvm: false, consentPending: false, sol: false, storage: false };
const blind: Sessions = { kvm: null, consentPending: null, sol: null, storage: null };
const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 21, 12, 0, seconds));
const amt = (part: Partial<Snapshot["amt"]> = {}): Snapshot["amt"] => ({
  version: "15.0.23",
  brand: "Intel AMT",
  controlMode: "admin",
  provisioningState: "post",
  operational: null,
  ...part,
});
const answered = (seconds: number, sessions: Sessions = quiet, virtual = false): Observation => ({
  kind: "answered",
  at: at(seconds),
  machine: { virtual, name: virtual ? "acm-15" : null, driver: "linux", device: "/dev/mei0" },
  amtPresent: true,
  amt: amt(),
  sessions,
});
const failed = (seconds: number, code: keyof typeof conditions = "me-gone"): Observation => ({
  kind: "failed",
  at: at(seconds),
  seen: { code, params: { holder: "lms (process 7)", device: "/dev/mei0", code: "X" } },
  error: new Error("gone"),
});
const codes = (events: readonly { code: string }[]): string[] => events.map(({ code }) => code);

describe("the one word", () => {
  const nobody = { controlMode: "none", provisioningState: "pre" };
  test.each([
    ["absent", { amtPresent: false, amt: amt(), sessions: quiet }],
    ["unknown", { amtPresent: null, amt: amt(), sessions: quiet }],
    ["session", { amtPresent: true, amt: amt(), sessions: { ...quiet, sol: true } }],
    ["session", { amtPresent: true, amt: amt({ ...nobody, operational: false }), sessions: { ...quiet, kvm: true } }],
    ["managed", { amtPresent: true, amt: amt(), sessions: blind }],
    ["managed", { amtPresent: true, amt: amt({ controlMode: null }), sessions: quiet }],
    ["off", { amtPresent: true, amt: amt({ ...nobody, operational: false }), sessions: quiet }],
    ["unconfigured", { amtPresent: true, amt: amt({ ...nobody, operational: true }), sessions: quiet }],
    ["unconfigured", { amtPresent: true, amt: amt({ ...nobody }), sessions: quiet }],
    ["unknown", { amtPresent: true, amt: amt({ controlMode: null, provisioningState: null }), sessions: quiet }],
  ] as const)("%s", (standing, seen) => expect(standingOf(seen)).toBe(standing));

  const setUp = { provisioningState: "post" };
  test("sessions that are not known never read as nobody", () => {
    expect(headlineOf("managed", blind, setUp).code).toBe("headline.managed-unsure");
    expect(headlineOf("managed", { ...quiet, storage: null }, setUp).code).toBe("headline.managed-unsure");
    expect(headlineOf("managed", quiet, setUp).text).toMatch(/nobody is connected/);
  });
  test("the screen is named before anything else that is open", () => {
    expect(headlineOf("session", { kvm: true, consentPending: true, sol: true, storage: true }, setUp).code).toBe(
      "headline.session.kvm",
    );
    expect(headlineOf("session", { ...quiet, consentPending: true, sol: true }, setUp).code).toBe(
      "headline.session.consent",
    );
    expect(headlineOf("session", { ...quiet, sol: true }, setUp).code).toBe("headline.session.sol");
  });
  test("being set up is not the same as not set up", () => {
    expect(headlineOf("unconfigured", quiet, { provisioningState: "in" }).code).toBe("headline.configuring");
    expect(headlineOf("unconfigured", quiet, { provisioningState: "pre" }).code).toBe("headline.unconfigured");
    expect(headlineOf("unconfigured", quiet, { provisioningState: null }).code).toBe("headline.unconfigured");
  });
});

describe("reduce", () => {
  const first = reduce(initialState("linux", at(0)), answered(1));

  test("a first look confirms, and says what it found", () => {
    expect(first.state.snapshot).toMatchObject({
      standing: "managed",
      confirmedAt: at(1).toISOString(),
      conditions: [],
    });
    expect(codes(first.events)).toEqual(["event.standing"]);
  });
  test("silence is not peace: a failed look makes sessions unknown and keeps the last confirmation", () => {
    const { snapshot } = reduce(first.state, failed(2)).state;
    expect(snapshot).toMatchObject({ standing: "unknown", sessions: blind, confirmedAt: at(1).toISOString() });
    expect(snapshot.amt).toEqual(first.state.snapshot.amt);
  });
  test("a session is told once, keeps its first moment, and its end is told", () => {
    const open = reduce(first.state, answered(2, { ...quiet, kvm: true }));
    expect(codes(open.events)).toEqual(["event.standing", "event.session.opened"]);
    const still = reduce(open.state, answered(12, { ...quiet, kvm: true }));
    expect(still.events).toEqual([]);
    expect(still.state.snapshot.sessionsSince).toBe(at(2).toISOString());
    const closed = reduce(still.state, answered(22));
    expect(codes(closed.events)).toEqual(["event.standing", "event.session.closed"]);
    expect(closed.state.snapshot.sessionsSince).toBeNull();
  });
  test("an open session that is lost from sight is not called closed", () => {
    const open = reduce(first.state, answered(2, { ...quiet, kvm: true }));
    expect(codes(reduce(open.state, failed(3)).events)).not.toContain("event.session.closed");
  });
  test("a short reset is no news; one that lasts is a condition, and its end is told", () => {
    const brief = reduce(first.state, failed(2));
    expect(brief.state.snapshot.conditions).toEqual([]);
    const lasting = reduce(brief.state, failed(7));
    expect(lasting.state.snapshot.conditions).toMatchObject([{ code: "me-gone", since: at(2).toISOString() }]);
    expect(codes(lasting.events)).toEqual(["event.condition.raised"]);
    expect(codes(reduce(lasting.state, answered(8)).events)).toContain("event.condition.cleared");
  });
  test("who holds the ME is said", () => {
    const busy = reduce(reduce(first.state, failed(2, "me-busy")).state, failed(9, "me-busy"));
    expect(busy.state.snapshot.conditions[0]?.message.text).toContain("lms (process 7)");
  });
  test("a virtual machine is said at every turn", () => {
    const { snapshot } = reduce(first.state, answered(2, quiet, true)).state;
    expect(snapshot.notice?.params).toEqual({ machine: "acm-15" });
    expect(snapshot.conditions.map(({ code }) => code)).toEqual(["virtual"]);
  });
});

test("what other parts of the service find wrong shows after its time, outlasts looks at the ME, and goes when they say so", () => {
  const at = (seconds: number): Date => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds));
  const codes = ({ snapshot }: State): string[] => snapshot.conditions.map(({ code }) => code);
  const failing = [{ code: "presence-failing", params: { agents: "backup", code: "AUTH_FAILED" } }] as const;
  const early = reduceNoted(initialState("linux", at(0)), { part: "presence", seen: failing }, at(0)).state;
  expect(codes(early)).toEqual([]);
  const later = reduceLms(early, null, at(10)).state;
  expect(codes(later)).toEqual(["presence-failing"]);
  expect(later.snapshot.conditions[0]?.message.text).toContain("backup is alive (AUTH_FAILED)");
  expect(codes(reduceNoted(later, { part: "presence", seen: [] }, at(11)).state)).toEqual([]);
});
