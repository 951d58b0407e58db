import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { apiClient } from "../../agent/api/client.ts";
import type { Snapshot } from "../../agent/api/snapshot.ts";
import { realClock as clock } from "../../platform/clock.ts";
import { type Logind, logindPackages, startLogind } from "../support/logind.ts";
import { needs } from "../support/needs.ts";
import { amtAgentStays, folder, type Running } from "../support/program.ts";
import { type Served, served } from "../support/served-machine.ts";

const { signal } = new AbortController();
const here = await needs(...logindPackages);

describe.runIf(here)("the service while the machine sleeps", () => {
  let logind: Logind;
  let dir: ReturnType<typeof folder>;
  let virtual: Served;
  let service: Running;
  const client = () => apiClient({ socket: dir.in("agent.sock"), clock });
  const status = (): Promise<Snapshot> => client().call("GET /v1/status", { signal });
  const codes = async (): Promise<string[]> =>
    (await client().call("GET /v1/events", { signal })).events.map(({ message }) => message.code);
  const said = async (what: RegExp): Promise<void> => {
    while (!what.test(service.said())) await new Promise((resolve) => service.child.stderr?.once("data", resolve));
  };
  const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
  };
  const released = (): Promise<void> => until(async () => !(await logind.inhibitors()).includes("amt-agent"));

  beforeAll(async () => {
    logind = await startLogind();
  });
  afterAll(() => logind?.stop());
  beforeEach(async () => {
    dir = folder();
    virtual = await served("acm-15");
    // An hour between looks: what is seen below is not seen by chance
    const settings = ["--watch-interval", "3600", "--log-level", "debug"];
    const places = ["--socket", dir.in("agent.sock"), "--state-dir", dir.in("state")];
    service = await amtAgentStays(
      ["serve", "--mei", `socket:${virtual.path}`, ...places, ...settings],
      /told before the computer sleeps.*delays=true/,
      { env: logind.env },
    );
  });
  afterEach(async () => {
    await service.stop();
    await virtual.stop();
    dir.remove();
  });

  test("what changed meanwhile shows at once, and is told as having been missed", async () => {
    expect((await status()).standing).toBe("managed");
    await logind.announce(true);
    await released();
    expect(virtual.me.open).toBe(0);
    expect(await status()).toMatchObject({
      standing: "unknown",
      conditions: [{ code: "asleep" }, { code: "virtual" }],
    });
    const question = client().callAdmin("POST /v1/mei/call", { command: "getProvisioningState" }, { signal });
    await expect(question).rejects.toMatchObject({ refusal: { code: "ME_GONE" } });
    expect(virtual.me.open).toBe(0);

    await virtual.me.operator.act("kvm", "open");
    const began = performance.now();
    await logind.announce(false);
    await until(async () => (await status()).standing === "session");
    expect(performance.now() - began).toBeLessThan(5_000);
    const { sessions, conditions } = await status();
    expect(sessions.kvm).toBe(true);
    expect(conditions.map(({ code }) => code)).toEqual(["virtual"]);
    expect((await codes()).slice(-3)).toEqual(["event.slept", "event.while-asleep", "event.session.opened"]);
    expect(await logind.inhibitors()).toContain("amt-agent");
  });

  test("a session that ended meanwhile is told as ended, and nothing is told where nothing changed", async () => {
    await virtual.me.operator.act("sol", "open");
    await logind.announce(true);
    await released();
    await logind.announce(false);
    await until(async () => (await status()).sessions.sol === true);
    await logind.announce(true);
    await released();
    await virtual.me.operator.act("sol", "close");
    await logind.announce(false);
    await until(async () => (await status()).sessions.sol === false);
    const before = await codes();
    expect(before.slice(-3)).toEqual(["event.slept", "event.while-asleep", "event.session.closed"]);
    await logind.announce(true);
    await released();
    await logind.announce(false);
    await until(async () => (await status()).standing === "managed");
    expect(await codes()).toEqual([...before, "event.slept"]);
  });

  test("what somebody asked is answered before the machine sleeps, and nothing new is begun", async () => {
    let taken = (): void => {};
    const asked = new Promise<void>((resolve) => {
      taken = resolve;
    });
    virtual.me.faults.add({ client: "mkhi", kind: "late", ms: 700, onTaken: () => taken() });
    const answer = client().callAdmin("POST /v1/mei/call", { command: "getFirmwareVersion" }, { signal });
    await asked;
    await logind.announce(true);
    await said(/goes to sleep/);
    expect(await logind.inhibitors()).toContain("amt-agent");
    expect(await answer).toMatchObject({ reply: expect.anything() });
    await released();
    expect(virtual.me.open).toBe(0);
  });

  test("an ME that never answers does not keep the machine awake", async () => {
    let taken = (): void => {};
    const asked = new Promise<void>((resolve) => {
      taken = resolve;
    });
    virtual.me.faults.add({ client: "mkhi", kind: "hang", onTaken: () => taken() });
    const answer = client().callAdmin("POST /v1/mei/call", { command: "getFirmwareVersion" }, { signal });
    answer.catch(() => {}); // looked at below
    await asked;
    const began = performance.now();
    await logind.announce(true);
    await released();
    expect(performance.now() - began).toBeLessThan(5_000);
    await expect(answer).rejects.toMatchObject({ refusal: { code: "ME_CLOSED" } });
    await logind.announce(false);
    await until(async () => (await status()).standing === "managed");
  });

  test("a sleep that somebody else announces changes nothing", async () => {
    await logind.forge(true);
    await logind.forge(false);
    // What comes over the bus comes in order: once this has arrived, so has all before it
    await logind.announce(true);
    await released();
    expect(service.said().match(/goes to sleep|is awake/g)).toEqual(["goes to sleep"]);
    expect(await codes()).not.toContain("event.slept");
  });

  test("it ends in its sleep", async () => {
    await logind.announce(true);
    await released();
    expect(await service.stop()).toBe(0);
  });
});
