import { afterEach, describe, expect, test } from "vitest";
import { turnOf } from "../../agent/watch/cadence.ts";
import { type Hearing, hearing } from "../support/hearing-machine.ts";

let on: Hearing;
afterEach(() => on?.close());
const open = (kind: string) => (snapshot: { live: readonly { kind: string; confidence: string }[] }) =>
  snapshot.live.some((one) => one.kind === kind && one.confidence === "certain");

describe("while AMT's alerts are heard", () => {
  test.each([
    ["a machine that is set up", "acm-15"],
    ["one that is not", "unprovisioned-18"],
  ])(
    "%s is asked less than once in 5 s",
    async (_what, name) => {
      on = await hearing(name);
      const seconds = 1_800;
      const before = on.commands();
      await on.pass(seconds * 1_000, 500);
      const asked = on.commands() - before;
      expect(asked).toBeLessThan(seconds / 5);
      expect(asked).toBeGreaterThan(seconds / 12);
    },
    120_000,
  );

  test.each([
    ["kvm", ["kvm", "open"]],
    ["sol", ["sol", "open"]],
    ["usbr", ["usbr", "open"]],
  ])(
    "a session (%s) whose alert was lost is seen within 12 s, whenever it began",
    async (kind, words) => {
      on = await hearing("acm-15");
      for (const offset of [0, 1_000, 5_450, 6_000, 10_950]) {
        await on.pass(offset, 50);
        await on.me.operator.perform(words);
        expect(await on.passUntil(open(kind), 12_000)).toBeLessThanOrEqual(12_000);
        await on.me.operator.perform([kind, "close"]);
        await on.passUntil((snapshot) => !open(kind)(snapshot), 12_000);
      }
    },
    60_000,
  );

  test("a tunnel and a change of System Defense without an alert are found too, and told", async () => {
    on = await hearing("acm-15");
    await on.me.operator.perform(["tunnel", "open"]);
    await on.me.operator.perform(["defense", "stop-tx"]);
    await on.passUntil((snapshot) => open("cira")(snapshot) && open("system-defense")(snapshot), 600_000);
    const codes = on.watch.events(0).map(({ message }) => message.code);
    expect(codes).toContain("event.tunnel.opened");
    expect(codes).toContain("event.defense.active");
  }, 60_000);
});

describe("while they are not", () => {
  test.each(["connecting", "held", "failing", "absent"] as const)(
    "(%s) a session is seen within 2 s, and its end, at one sweep a second",
    async (state) => {
      on = await hearing("acm-15");
      on.link(state);
      for (const words of [["kvm"], ["sol"], ["usbr"], ["tunnel"]]) {
        const [kind = ""] = words;
        const shown = kind === "tunnel" ? "cira" : kind;
        await on.me.operator.perform([kind, "open"]);
        expect(await on.passUntil(open(shown), 2_000)).toBeLessThanOrEqual(2_000);
        await on.me.operator.perform([kind, "close"]);
        expect(await on.passUntil((snapshot) => !open(shown)(snapshot), 2_000)).toBeLessThanOrEqual(2_000);
      }
      const before = on.me.counts.of("amthi.getRemoteAccessStatus");
      await on.pass(60_000, 100);
      const sweeps = on.me.counts.of("amthi.getRemoteAccessStatus") - before;
      expect(sweeps).toBeGreaterThanOrEqual(55);
      expect(sweeps).toBeLessThanOrEqual(61);
    },
    60_000,
  );

  test("when they are heard again, everything is looked at at once: also what no sweep asks", async () => {
    on = await hearing("acm-16-wifi");
    on.link("failing");
    await on.pass(3_000);
    await on.me.operator.perform(["provision", "end"]);
    on.link("open");
    await on.passUntil(({ standing }) => standing === "unconfigured", 2_000);
  });

  test("after a reset of the ME too, before the link is back", async () => {
    on = await hearing("acm-15");
    on.me.operator.reset({ downFor: 3_000 });
    on.link("failing");
    await on.pass(3_100, 50);
    await on.me.operator.perform(["kvm", "open"]);
    expect(await on.passUntil(open("kvm"), 2_000)).toBeLessThanOrEqual(2_000);
  });

  test("what was found then is told as found later, and the link's return ends the sweeping", async () => {
    on = await hearing("acm-15");
    on.link("failing");
    await on.pass(12_000);
    await on.me.operator.perform(["kvm", "open"]);
    await on.passUntil(open("kvm"), 2_000);
    expect(on.watch.events(0).at(-1)).toMatchObject({ message: { code: "event.session.opened" }, foundLater: true });
    on.link("open");
    await on.pass(2_000);
    const before = on.commands();
    await on.pass(60_000);
    expect(on.commands() - before).toBeLessThan(13);
  }, 60_000);
});

test("the wish for a shorter interval is kept, and an ME that does not answer is looked at whole", () => {
  const heard = { isConfigured: true, isDeaf: false, hasMissed: false };
  const standing = { isAnswered: true, wasAnswered: true, isKnown: true, ...heard };
  expect(turnOf(0, 2_000, standing)).toEqual({ wait: 1_000, ask: ["kvm"] });
  expect(turnOf(1, 2_000, standing)).toEqual({ wait: 1_000, ask: ["redirection"] });
  expect(turnOf(5, 8_000, { ...standing, isAnswered: false })).toEqual({ wait: 3_000, ask: "all" });
  const gone = { ...standing, isAnswered: false, wasAnswered: false, isDeaf: true };
  expect(turnOf(5, 4_000, gone)).toEqual({ wait: 2_000, ask: "all" });
  // Seen within 5 s of being back, however long it was gone; one that never was there is not searched for as often
  expect(turnOf(5, 11_000, gone)).toEqual({ wait: 3_000, ask: "all" });
  expect(turnOf(5, 11_000, { ...gone, isKnown: false })).toEqual({ wait: 5_500, ask: "all" });
  expect(turnOf(0, 600, { ...standing, isDeaf: true }).wait).toBe(300);
});
