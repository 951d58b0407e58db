import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, describe, expect, test } from "vitest";
import { PostureAnswer } from "../../agent/api/posture.ts";
import { message } from "../../agent/api/texts.ts";
import { verifyPosture } from "../../agent/posture/document/verify.ts";
import { learn, stirs } from "../../agent/posture/service/known.ts";
import { writesTo } from "../support/posture-machine.ts";
import { type ServicePosture, servicePosture } from "../support/service-posture.ts";

const HOUR = 3_600_000;
const open: ServicePosture[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
async function machine(...args: Parameters<typeof servicePosture>): Promise<ServicePosture> {
  const made = await servicePosture(...args);
  open.push(made);
  return made;
}
const told = ({ events }: ServicePosture): string[] =>
  events.map(({ message: { code } }) => code).filter((code) => code.startsWith("event.posture."));
const conditions = ({ watch }: ServicePosture): string[] => watch.snapshot().conditions.map(({ code }) => code);

describe("by itself", () => {
  test("on start, by and by, and after a change, each the next of the last; nothing is written to the ME", async () => {
    const pc = await machine("acm-15");
    pc.me.counts.clear();
    pc.clock.advance(14_999);
    expect(pc.lines).toEqual([]);
    pc.clock.advance(15_001);
    await pc.made(1);
    pc.clock.advance(6.6 * HOUR);
    await pc.made(2);
    pc.keeper.hurry();
    pc.keeper.hurry();
    pc.clock.advance(4_999);
    pc.clock.advance(60_001);
    await pc.made(3);
    const [first, second, third] = pc.lines.map(verifyPosture);
    expect([first, second, third].map((one) => one?.posture.sequence)).toEqual([1, 2, 3]);
    expect(second?.posture.previous).toBe(first?.digest);
    expect(third?.posture.previous).toBe(second?.digest);
    expect(writesTo(pc.me)).toEqual([]);
    await pc.restart();
    expect((await pc.keeper.newest()).sequence).toBe(3);
  });

  test("a change that wavers does not keep the ME busy: one report a minute", async () => {
    const pc = await machine("acm-15");
    await pc.keeper.collect();
    for (let i = 0; i < 50; i++) {
      pc.keeper.hurry();
      pc.clock.advance(1_000);
    }
    expect(pc.lines).toHaveLength(1);
    pc.clock.advance(10_000);
    await pc.made(2);
  });

  test("0 hours: only when somebody asks", async () => {
    const pc = await machine("acm-15", { AMT_AGENT_POSTURE_HOURS: "0" });
    pc.keeper.hurry();
    pc.clock.advance(1_000 * HOUR);
    expect(pc.lines).toEqual([]);
    expect(PostureAnswer.parse(await pc.keeper.newest())).toMatchObject({ sequence: 1, kept: { state: "off" } });
    expect((await pc.keeper.newest()).sequence).toBe(1);
  });

  test("while the machine sleeps none is made; awake again it is", async () => {
    const pc = await machine("acm-15");
    pc.keeper.rest();
    await expect(pc.keeper.collect()).rejects.toMatchObject({ code: "POSTURE_RESTING" });
    pc.clock.advance(HOUR);
    expect(pc.lines).toEqual([]);
    pc.keeper.wake();
    pc.clock.advance(30_000);
    await pc.made(1);
  });

  test("a file that somebody changed is not taken for the last report, and its number is not given again", async () => {
    const pc = await machine("acm-15");
    await pc.keeper.collect();
    const at = join(pc.dir.in("state"), "posture/newest.json");
    writeFileSync(at, readFileSync(at, "utf8").replace('"result":"fail"', '"result":"pass"'));
    await pc.restart();
    expect((await pc.keeper.newest()).sequence).toBe(2);
  });

  test("a disk that takes nothing: said as a condition, and gone with the next report", async () => {
    const pc = await machine("acm-15");
    const head = join(pc.dir.in("state"), "posture/head.json");
    writeFileSync(head, "{}", { mode: 0o600 });
    await expect(pc.keeper.newest()).rejects.toMatchObject({ code: "POSTURE_KEY" });
    await expect(pc.keeper.newest()).rejects.toMatchObject({ code: "POSTURE_KEY" }); // not asked anew each time
    expect(conditions(pc)).toContain("posture-failing");
    rmSync(head);
    await pc.keeper.collect();
    expect(conditions(pc)).not.toContain("posture-failing");
  });
});

describe("what is told", () => {
  test("advisories that affect it: an event once, and a condition that a restart keeps", async () => {
    const pc = await machine("acm-15");
    await pc.keeper.collect();
    await pc.keeper.collect();
    expect(told(pc)).toEqual(["event.posture.advisory"]);
    await pc.restart();
    const found = pc.watch.snapshot().conditions.find(({ code }) => code === "posture-advisory");
    const advisories = "INTEL-SA-00470, INTEL-SA-00610, INTEL-SA-00783";
    expect(found?.message.params).toEqual({ count: 3, advisories, virtual: 1 });
    expect(found?.message.text).toBe(`3 security advisories affect a virtual ME's firmware: ${advisories}.`);
  });

  test("AMT's settings weakened, and a file of this PC: one event each, also over a restart", async () => {
    const pc = await machine("acm-15", {}, { "/proc/sys/kernel/tainted": "0\n" });
    pc.me.world.features.webUi = false;
    await pc.keeper.collect();
    pc.me.world.features.webUi = true;
    writeFileSync(join(pc.tree.root, "proc/sys/kernel/tainted"), "4096\n");
    await pc.restart();
    await pc.keeper.collect();
    expect(told(pc)).toEqual(["event.posture.advisory", "event.posture.weakened", "event.posture.failed"]);
    pc.me.world.features.webUi = false;
    await pc.keeper.collect();
    expect(told(pc).at(-1)).toBe("event.posture.passed");
  });

  const check = (result: "pass" | "fail" | "unknown" | "not-applicable") =>
    [{ id: "amt.webui", part: "amt", title: "t", result }] as never;
  const report = (result: Parameters<typeof check>[0], verdict = "unknown", name: string | null = "a") =>
    ({
      machine: { virtual: name === null ? null : true, name },
      checks: check(result),
      advisories: [{ id: "SA-1", verdict }],
    }) as never;

  test("what could not be looked at once hides no change, and is none", () => {
    const first = learn(undefined, report("pass", "affected"));
    const silent = learn(first.known, report("unknown", "unknown", null));
    expect(silent.events).toEqual([]);
    expect(silent.known).toEqual(first.known);
    expect(learn(silent.known, report("fail", "fixed")).events.map(({ code }) => code)).toEqual([
      "event.posture.weakened",
      "event.posture.advisory-over",
    ]);
  });
  test("another machine is compared with nothing", () => {
    const { known } = learn(undefined, report("pass", "affected", "a"));
    expect(learn(known, report("fail", "affected", "b")).events.map(({ code }) => code)).toEqual([
      "event.posture.advisory",
    ]);
  });
  test("what stirs it: setup and features, no sessions", () => {
    expect(stirs(message("event.control-mode", { from: "none", to: "client" }))).toBe(true);
    expect(stirs(message("event.kvm.enabled", {}))).toBe(true);
    expect(stirs(message("event.standing", { from: "managed", to: "off" }))).toBe(true);
    expect(stirs(message("event.standing", { from: "managed", to: "session" }))).toBe(false);
    expect(stirs(message("event.session.opened", { kind: "kvm" }))).toBe(false);
    expect(stirs(message("event.posture.advisory", { count: 1, advisories: "x", virtual: 0 }))).toBe(false);
  });
});
