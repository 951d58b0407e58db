import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Message } from "../../agent/api/texts.ts";
import { message } from "../../agent/api/texts.ts";
import type { Seen } from "../../agent/health.ts";
import { watchResets } from "../../agent/presence/reset-watch.ts";
import { amtAgent, amtAgentJson, folder, type Json, type Running, service } from "../support/program.ts";
import { steppedClock } from "../support/stepped-clock.ts";

const guid = "03020100-0504-0706-0809-0a0b0c0d0e0f";
const expired = message("event.agent.expired", { agent: guid });

describe("what is known of a reset that AMT is about to make", () => {
  function watching(delayOf: (agent: string) => Promise<number | undefined>) {
    const clock = steppedClock();
    const told: Message[] = [];
    const noted: (readonly Seen[])[] = [];
    const troubles: unknown[] = [];
    const resets = watchResets({
      delayOf,
      nameOf: () => "backup",
      tell: (what) => void told.push(what),
      note: (seen) => void noted.push(seen),
      onTrouble: (error) => void troubles.push(error),
      clock,
    });
    return { clock, told, noted, troubles, resets };
  }
  const codes = (told: readonly Message[]): string[] => told.map(({ code }) => code);

  test("a program that falls silent is told with the seconds that are left, and called off", async () => {
    const { clock, told, noted, resets } = watching(async () => 30);
    resets.heard(expired);
    await turn();
    expect(told).toMatchObject([{ code: "event.reset.pending", params: { agent: "backup", seconds: 30 } }]);
    const at = new Date(clock.now().getTime() + 30_000).toISOString();
    expect(noted).toEqual([[{ code: "reset-pending", params: { agents: "backup", at } }]]);
    resets.calledOff();
    expect(codes(told)).toEqual(["event.reset.pending", "event.reset.called-off"]);
    expect(noted.at(-1)).toEqual([]);
  });

  test("nothing is claimed where AMT makes none, or does not say", async () => {
    const none = watching(async () => undefined);
    none.resets.heard(expired);
    const mute = watching(async () => {
      throw new Error("AMT is busy");
    });
    mute.resets.heard(expired);
    await turn();
    expect([none.told, none.noted, mute.told, mute.noted]).toEqual([[], [], [], []]);
    expect(mute.troubles).toHaveLength(1);
  });

  test("a second program that falls silent meanwhile is the same reset; what was made or passed is over", async () => {
    const { clock, told, noted, resets } = watching(async () => 30);
    resets.heard(expired);
    await turn();
    resets.heard(expired);
    await turn();
    expect(told).toHaveLength(1);
    resets.heard(message("event.power.watchdog", {}));
    expect(noted.at(-1)).toEqual([]);
    resets.heard(expired);
    await turn();
    expect(told).toHaveLength(2);
    await clock.advance(46_000);
    expect(noted.at(-1)).toEqual([]);
  });

  test("an answer that comes after it was called off says nothing any more", async () => {
    let answer: (delay: number) => void = () => {};
    const { told, resets } = watching(() => new Promise((resolve) => (answer = resolve)));
    resets.heard(expired);
    resets.calledOff();
    answer(30);
    await turn();
    expect(codes(told)).toEqual(["event.reset.called-off"]);
  });
});

describe("through the whole program", () => {
  let dir: ReturnType<typeof folder>;
  let running: Running | undefined;
  beforeEach(() => {
    dir = folder();
  });
  afterEach(async () => {
    await running?.stop();
    dir.remove();
  });
  const socket = () => ["--socket", dir.in("agent.sock")];
  async function until(code: string): Promise<Json> {
    for (;;) {
      const { stdout } = await amtAgent(["events", "--json", ...socket()]);
      const events = stdout.split("\n").filter(Boolean).map((line): Json => JSON.parse(line));
      const found = events.find(({ message: said }) => said.code === code);
      if (found) return found;
    }
  }

  test("AMT is about to reset the PC: told, shown with what to do, and called off without a password", async () => {
    running = await service("virtual:acm-15", dir);
    expect((await amtAgent(["virtual-me", "operate", "agent", "crash-reset", ...socket()])).code).toBe(0);
    const { message: told } = await until("event.reset.pending");
    expect(told.params.seconds).toBeGreaterThan(15);
    const { json: status } = await amtAgentJson(["status", ...socket()]);
    const pending = status.conditions.find(({ code }: Json) => code === "reset-pending");
    expect(pending).toMatchObject({
      severity: "error",
      remedy: { text: expect.stringContaining("presence cancel-reset") },
    });
    const { code, json } = await amtAgentJson(["presence", "cancel-reset", ...socket()]);
    expect([code, json]).toMatchObject([0, { outcome: "called-off", way: "system" }]);
    expect((await until("event.reset.called-off")).kind).toBe("presence");
    const again = await amtAgent(["presence", "cancel-reset", ...socket()]);
    expect([again.code, again.stdout]).toEqual([
      0,
      "AMT is not about to restart this PC: there was nothing to call off.\n",
    ]);
    expect((await amtAgentJson(["status", ...socket()])).json.conditions.map(({ code: c }: Json) => c)).not.toContain(
      "reset-pending",
    );
  }, 120_000);

  test("firmware before AMT 11 makes none", async () => {
    const { code, json } = await amtAgentJson(["presence", "cancel-reset", "--mei", "virtual:standard-9"]);
    expect([code, json.message.code]).toEqual([0, "reset.absent"]);
  });
});
