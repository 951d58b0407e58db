import { describe, expect, test } from "vitest";
import type { Sessions } from "../../agent/api/snapshot.ts";
import { initialState, type Observation, reduce, reduceDevices, reduceHeard, type State } from "../../agent/state.ts";
import type { Evidence } from "../../agent/watch/sessions/ledger.ts";

const quiet: Sessions = { kvm: false, consentPending: false, sol: false, storage: false };
const blind: Sessions = { kvm: null, consentPending: null, sol: null, storage: null };
const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 27, 12, 0, seconds));
const answered = (seconds: number, sessions: Partial<Sessions> = {}, order?: number): Observation => ({
  kind: "answered",
  at: at(seconds),
  machine: { virtual: false, name: null, driver: "linux", device: "/dev/mei0" },
  amtPresent: true,
  amt: { version: "15.0.23", brand: "Intel AMT", controlMode: "admin", provisioningState: "post", operational: null },
  sessions: { ...quiet, ...sessions },
  ...(order !== undefined && { order }),
});
const failed = (seconds: number, code: "me-gone" | "me-busy" | "asleep" = "me-busy"): Observation => ({
  kind: "failed",
  at: at(seconds),
  seen: { code, params: { holder: "fwupd", device: "/dev/mei0" } },
  error: new Error(code),
});
const floppy: Evidence = { what: "Intel virtual floppy", exact: false };
const keyboard: Evidence = { what: "Intel-AMT-KVM 8087:002c", exact: true };

/** From the first look on: observations, alerts and devices in their order. */
function story(...steps: ((state: State) => State | { state: State; events: readonly { code: string }[] })[]) {
  let state = reduce(initialState("linux", at(0)), answered(0)).state;
  const codes: string[] = [];
  for (const step of steps) {
    const next = step(state);
    if ("state" in next) codes.push(...next.events.map(({ code }) => code));
    state = "state" in next ? next.state : next;
  }
  return { state, codes, live: state.snapshot.live };
}
const look = (seen: Observation) => (state: State) => reduce(state, seen);
const hear = (words: Parameters<typeof reduceHeard>[1], s: number) => (state: State) =>
  reduceHeard(state, words, at(s));
const plug = (devices: Parameters<typeof reduceDevices>[1], s: number) => (state: State) =>
  reduceDevices(state, devices, at(s));

describe("AMT's own word", () => {
  test("by an alert, kept through the look that confirms it", () => {
    const { live } = story(hear({ kvm: true }, 1), look(answered(2, { kvm: true })), look(answered(9, { kvm: true })));
    expect(live).toMatchObject([{ kind: "kvm", source: "alert", confidence: "certain", since: at(1).toISOString() }]);
  });
  test("by a look alone", () => {
    const { live } = story(look(answered(2, { sol: true })));
    expect(live).toMatchObject([{ kind: "sol", source: "amthi", confidence: "certain", since: at(2).toISOString() }]);
  });
  test("an alert outranks a look that had begun before it, and a later look outranks the alert", () => {
    const early = story(hear({ kvm: true }, 1), look(answered(2, {}, 0)));
    expect(early.state.snapshot.sessions.kvm).toBe(true);
    expect(early.live).toMatchObject([{ kind: "kvm" }]);
    const late = story(hear({ kvm: true }, 1), look(answered(2)));
    expect(late.state.snapshot.sessions.kvm).toBe(false);
    expect(late.live).toEqual([]);
  });
  test("an alert is worth something while AMT does not answer: likely, until an answer or a reset", () => {
    const busy = [hear({ usbr: true }, 1), look(failed(2))];
    expect(story(...busy).live).toMatchObject([{ kind: "usbr", source: "alert", confidence: "likely" }]);
    expect(story(...busy, look(answered(3))).live).toEqual([]);
    expect(story(...busy, look(failed(3, "me-gone"))).live).toEqual([]);
    expect(story(...busy, look(failed(3, "asleep"))).live).toEqual([]);
  });
  test("not told is not closed", () => {
    const { live } = story(look(answered(1, { kvm: true })), look(answered(2, { ...blind })));
    expect(live).toMatchObject([{ kind: "kvm", confidence: "likely" }]);
  });
  test("a tunnel is shown with its server, whose name can neither drive a terminal nor fill it", () => {
    const beside = { cira: true, systemDefense: true, webUi: false };
    const seen = { ...answered(1), beside, server: `mps\u001b[2J${"x".repeat(900)}` } as Observation;
    const { live, codes } = story(look(seen));
    expect(live.map(({ kind }) => kind)).toEqual(["cira", "system-defense"]);
    expect(live[0]?.can.text).not.toMatch(/\p{C}/u);
    expect(live[0]?.can.text.length).toBeLessThan(150);
    expect(codes).toEqual([]); // known for the first time, which is no change
    const over = { ...answered(2), beside: { cira: false, systemDefense: false, webUi: false } } as Observation;
    expect(story(look(seen), look(over)).codes).toEqual(["event.tunnel.closed", "event.defense.inactive"]);
  });
  test("a session that ends and one that begins are two", () => {
    const { live } = story(look(answered(1, { kvm: true })), look(answered(2)), look(answered(3, { kvm: true })));
    expect(live).toMatchObject([{ since: at(3).toISOString() }]);
  });
});

describe("devices of this PC", () => {
  test("against AMT's word: possible, and told once", () => {
    const told = story(plug({ usbr: floppy }, 1), look(answered(2)), look(answered(3)), look(answered(4)));
    expect(told.codes).toEqual(["event.session.contradicted"]);
    expect(told.live).toMatchObject([{ kind: "usbr", source: "host", confidence: "possible" }]);
    expect(told.state.snapshot.standing).toBe("managed");
  });
  test("what AMT said before the device came is no word against it", () =>
    expect(story(plug({ usbr: floppy }, 1), look(answered(2, {}, 0))).codes).toEqual([]));
  test("a session that AMT confirms explains them, and what stays plugged in afterwards proves nothing", () => {
    const steps = [plug({ kvm: keyboard }, 1), look(answered(1, { kvm: true }))];
    expect(story(...steps).live).toMatchObject([{ kind: "kvm", source: "amthi", confidence: "certain" }]);
    const after = story(...steps, look(answered(9)), look(answered(20)));
    expect(after.live).toEqual([]);
    expect(after.codes).not.toContain("event.session.contradicted");
    const anew = story(...steps, look(answered(9)), plug({}, 10), plug({ kvm: keyboard }, 11), look(answered(12)));
    expect(anew.codes).toContain("event.session.contradicted");
  });
  test("while AMT does not say: likely where nothing else looks like it, else possible", () => {
    const silent = look(failed(1, "me-gone"));
    expect(story(silent, plug({ kvm: keyboard }, 2), look(failed(3, "me-gone"))).live).toMatchObject([
      { kind: "kvm", confidence: "likely" },
    ]);
    expect(story(silent, plug({ usbr: floppy }, 2), look(failed(3, "me-gone"))).live).toMatchObject([
      { kind: "usbr", confidence: "possible" },
    ]);
  });
  test("that are unplugged take their session with them, never one that AMT tells of", () => {
    expect(story(plug({ usbr: floppy }, 1), plug({}, 2), look(answered(3))).live).toEqual([]);
    const both = story(
      plug({ kvm: keyboard }, 1),
      look(answered(1, { kvm: true })),
      plug({}, 2),
      look(answered(3, { kvm: true })),
    );
    expect(both.live).toMatchObject([{ kind: "kvm", confidence: "certain" }]);
  });
});
