import { describe, expect, test } from "vitest";
import { amthiCommands } from "../../mei/amthi/index.ts";
import { setHostFqdn } from "../../mei/amthi/network.ts";
import { getProvisioningState } from "../../mei/amthi/provisioning.ts";
import { getUuid } from "../../mei/amthi/state.ts";
import type { AnyCommand } from "../../mei/command.ts";
import { codeOf } from "../../mei/errors.ts";
import type { SessionTiming } from "../../mei/session.ts";
import type { Fault, FaultKind } from "../../virtual-me/faults.ts";
import { comparable } from "../support/comparable.ts";
import { settle } from "../support/settle.ts";
import { type Running, running, sensible } from "../support/virtual-machine.ts";

const machine = "acm-16-tls"; // knows every AMTHI command
const timing: SessionTiming = { connect: 100, reply: 100, idle: 1_000, busy: [10, 20, 40], gone: [10, 20, 40] };
/** A request and its reply, all waits before it, and one repetition of both. */
const deadline = 2 * (100 + 100 + 70);

type Outcome = { ok: unknown } | { code: string; status?: number; holder?: string };
async function outcome(on: Running, command: AnyCommand): Promise<{ was: Outcome; took: number }> {
  const { result, took } = await settle(on.clock, on.call(command, sensible(command)), deadline);
  if (result.status === "fulfilled") return { was: { ok: comparable(result.value) }, took };
  const { status, holder } = result.reason as { status?: number; holder?: string };
  return {
    was: { code: codeOf(result.reason), ...(status !== undefined && { status }), ...(holder && { holder }) },
    took,
  };
}

/** What the caller gets when nothing goes wrong: a value, or the refusal that this machine's state calls for. */
async function undisturbed(command: AnyCommand): Promise<Outcome> {
  const on = await running(machine, { timing });
  const { was } = await outcome(on, command);
  await on.close();
  return was;
}
/** Random values differ from world to world, and an ME that was reset says so: neither can be compared. */
const alike = (outcome: Outcome, command: AnyCommand): unknown => {
  if (!("ok" in outcome)) return outcome;
  if (command.name === "getLocalSystemAccount") return "account";
  return { ...(outcome.ok as object), lastReset: "any" };
};

interface Case {
  readonly kind: FaultKind;
  readonly fault?: Partial<Fault>;
  /** What comes out; undefined: as if nothing had happened. */
  readonly expected: (command: AnyCommand) => { code: string; holder?: string } | undefined;
}
const cases: Record<string, Case> = {
  "busy once": { kind: "busy", expected: () => undefined },
  "busy three times": { kind: "busy", fault: { times: 3 }, expected: () => undefined },
  "busy for good": {
    kind: "busy",
    fault: { times: 4, holder: "lms (process 812)" },
    expected: () => ({ code: "ME_BUSY", holder: "lms (process 812)" }),
  },
  "reset mid-reply": {
    kind: "reset",
    expected: ({ effect }) => (effect === "read" ? undefined : { code: "ME_GONE" }),
  },
  "reset mid-reply, twice": { kind: "reset", fault: { times: 2 }, expected: () => ({ code: "ME_GONE" }) },
  "reset when idle": { kind: "resetIdle", expected: () => undefined },
  "short reply": { kind: "short", expected: () => ({ code: "WIRE" }) },
  "reply of one byte": { kind: "short", fault: { keep: 1 }, expected: () => ({ code: "WIRE" }) },
  "late reply": { kind: "late", fault: { ms: 150 }, expected: () => ({ code: "ME_TIMEOUT" }) },
  "reply just in time": { kind: "late", fault: { ms: 90 }, expected: () => undefined },
  "zero-length reply": { kind: "empty", expected: () => ({ code: "ME_EMPTY" }) },
  hang: { kind: "hang", expected: () => ({ code: "ME_TIMEOUT" }) },
  "stale reply": { kind: "stale", expected: () => ({ code: "WIRE" }) },
};
const disturbsChange = (name: string, command: AnyCommand): boolean =>
  name === "reset mid-reply, twice" && command.effect === "change";

describe.each(Object.entries(cases))("%s", (name, { kind, fault, expected }) => {
  test.each(amthiCommands.map((command) => [command.name, command] as const))("%s", async (_, command) => {
    const normal = await undisturbed(command);
    const on = await running(machine, { timing });
    // Something went before, so that there is a reply that could be taken for the next one: never one of the same command.
    const before: AnyCommand = command === getUuid ? getProvisioningState : getUuid;
    if (kind === "stale") await on.call(before);
    on.me.faults.add({ client: "amthi", kind, ...fault });
    const { was, took } = await outcome(on, command);
    const wrong = expected(command);
    if (wrong) expect(was).toEqual(wrong);
    else expect(alike(was, command)).toEqual(alike(normal, command));
    expect(took).toBeLessThanOrEqual(deadline);
    // A change is sent once, whatever happened to its reply.
    expect(on.me.faults.left).toBe(disturbsChange(name, command) ? 1 : 0);
    on.me.faults.clear();

    // The next one works and gets its own answer, also when the late one's time comes.
    const uuid = { ok: { uuid: on.me.machine.facts.uuid.value } };
    expect((await outcome(on, getUuid)).was).toEqual(uuid);
    on.clock.advance(200);
    expect((await outcome(on, getUuid)).was).toEqual(uuid);
    expect((await outcome(on, getProvisioningState)).was).toHaveProperty("ok.state");
    await on.close();
    expect(on.me.open).toBe(0);
    on.me.close();
    expect(on.clock.pending).toBe(0);
  });
});

test("a change is not sent again, not even when the ME was reset before it; a read is", async () => {
  const on = await running(machine, { timing });
  await on.call(getUuid);
  on.me.operator.reset();
  const { was } = await outcome(on, setHostFqdn);
  expect(was).toMatchObject({ code: "ME_GONE" });
  expect(on.me.world.fqdn).not.toBe("host.example.com");
  on.me.operator.reset();
  expect((await outcome(on, getUuid)).was).toHaveProperty("ok");
  await on.close();
});

test("a reply about something else is a mismatch: the stale one of the same command", async () => {
  const { getFeaturesState } = await import("../../mei/amthi/state.ts");
  const on = await running(machine, { timing });
  await on.call(getFeaturesState, { feature: "redirection" });
  on.me.faults.add({ client: "amthi", kind: "stale" });
  const work = on.call(getFeaturesState, { feature: "kvm" });
  expect((await settle(on.clock, work, deadline)).result).toMatchObject({ reason: { code: "ME_MISMATCH" } });
  await on.close();
});

test("while the ME is down, connecting waits for it", async () => {
  const on = await running(machine, { timing });
  await on.call(getUuid);
  on.me.operator.reset({ downFor: 25 });
  expect((await on.driver.describe({ signal: new AbortController().signal })).state).toBe("RESETTING");
  const { was, took } = await outcome(on, getUuid);
  expect(was).toHaveProperty("ok");
  expect(took).toBeGreaterThanOrEqual(25);
  on.me.operator.reset({ downFor: 10_000 });
  expect((await outcome(on, getUuid)).was).toEqual({ code: "ME_GONE" });
  await on.close();
});

test("faults of one client leave the others alone", async () => {
  const { getFirmwareVersion } = await import("../../mei/mkhi/commands.ts");
  const on = await running(machine, { timing, faults: [{ client: "amthi", kind: "hang" }] });
  expect((await outcome(on, getFirmwareVersion)).was).toHaveProperty("ok");
  expect((await outcome(on, getUuid)).was).toEqual({ code: "ME_TIMEOUT" });
  await on.close();
});
