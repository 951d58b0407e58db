import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { apiClient } from "../../agent/api/client.ts";
import type { Snapshot } from "../../agent/api/snapshot.ts";
import { getProvisioningState } from "../../mei/amthi/provisioning.ts";
import { amthi } from "../../mei/clients.ts";
import { socketDriver } from "../../mei/drivers/socket.ts";
import { openSession } from "../../mei/session.ts";
import { realClock as clock } from "../../platform/clock.ts";
import { amtAgent, amtAgentJson, amtAgentStays, folder, type Json, type Running, service } from "../support/program.ts";
import { served } from "../support/served-machine.ts";

const { signal } = new AbortController();
let dir: ReturnType<typeof folder>;
const running: Running[] = [];
beforeEach(() => {
  dir = folder();
});
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
  dir.remove();
});
const start = async (mei: string, extra: readonly string[] = []): Promise<Running> => {
  const started = await service(mei, dir, extra);
  running.push(started);
  return started;
};

/** The first snapshot of the stream that fits. */
async function snapshotWhere(socket: string, fits: (snapshot: Snapshot) => boolean): Promise<Snapshot> {
  const life = new AbortController();
  let found: Snapshot | undefined;
  try {
    await apiClient({ socket, clock }).events({
      signal: life.signal,
      onEvent(frame) {
        if (frame.kind !== "snapshot" || !fits(frame.snapshot)) return;
        found = frame.snapshot;
        life.abort();
      },
    });
  } catch (error) {
    if (!found) throw error;
  }
  return found as Snapshot;
}

/** What may differ between two answers about the same machine: when they were made, and what only the service looks after. */
const timeless = (answer: Json): Json =>
  JSON.parse(JSON.stringify(answer), (key, value) =>
    ["at", "confirmedAt", "since", "lms"].includes(key) ? undefined : value,
  );

describe("with and without the service", () => {
  test.each(["acm-15", "consumer-11", "disabled-21", "ccm-12"])(
    "info, status and doctor answer alike for %s",
    async (machine) => {
      const mei = `virtual:${machine}`;
      await start(mei);
      const through = { env: { AMT_AGENT_SOCKET: dir.in("agent.sock") } };
      for (const command of ["info", "status"]) {
        const [asked, direct] = await Promise.all([
          amtAgentJson([command], through),
          amtAgentJson([command, "--mei", mei]),
        ]);
        expect(asked.code).toBe(0);
        expect(timeless(asked.json)).toEqual(timeless(direct.json));
      }
      const [asked, direct] = await Promise.all([
        amtAgentJson(["doctor"], through),
        amtAgentJson(["doctor", "--mei", mei]),
      ]);
      const but = (json: Json): Json =>
        json.checks.filter(({ code }: Json) => !["service", "lme", "delivery", "host-services"].includes(code));
      expect(but(asked.json)).toEqual(but(direct.json));
    },
  );

  test("a command with another ME in its settings does not get the service's answer", async () => {
    await start("virtual:acm-15");
    const { json } = await amtAgentJson(["info"], {
      env: { AMT_AGENT_SOCKET: dir.in("agent.sock"), AMT_AGENT_MEI: "virtual:ccm-12" },
    });
    expect(json.machine.name).toBe("ccm-12");
  });

  test("mei call goes through the admin endpoint, and masks the password there too", async () => {
    await start("virtual:acm-15");
    const { code, json } = await amtAgentJson(["mei", "call", "getLocalSystemAccount"], {
      env: { AMT_AGENT_SOCKET: dir.in("agent.sock") },
    });
    expect(code).toBe(0);
    expect(json.reply).toEqual({ user: "$$OsAdmin", password: "[secret]" });
  });
});

describe("one owner", () => {
  test("a second service on the same socket is told who is there", async () => {
    const first = await start("virtual:acm-15");
    const second = await amtAgent([
      "serve",
      "--mei",
      "virtual:acm-15",
      "--socket",
      dir.in("agent.sock"),
      "--state-dir",
      dir.in("other"),
    ]);
    expect(second.code).toBe(5);
    expect(second.stderr).toContain(String(first.pid));
  });

  test("while somebody holds AMT's client the second gets busy, with the holder named; afterwards it works", async () => {
    const virtual = await served("acm-15");
    const driver = socketDriver({ path: virtual.path, clock });
    const session = openSession(driver, amthi, { clock });
    const held = await driver.connect(amthi, { signal });
    try {
      const { code, json } = await amtAgentJson(["info", "--mei", `socket:${virtual.path}`]);
      expect(code).toBe(5);
      expect(json.error.code).toBe("ME_BUSY");
      expect(json.error.holder).toContain(String(process.pid));
      await held.close();
      expect((await amtAgent(["info", "--mei", `socket:${virtual.path}`])).code).toBe(0);
      await getProvisioningState.call(session, {}, { signal });
    } finally {
      await session.close();
      await driver.close();
      await virtual.stop();
    }
  });
});

describe("the service follows the ME", () => {
  test("a session opened by the remote operator shows, and its end", async () => {
    const virtual = await served("acm-15");
    try {
      await start(`socket:${virtual.path}`, ["--watch-interval", "2"]);
      const socket = dir.in("agent.sock");
      await snapshotWhere(socket, ({ standing }) => standing === "managed");
      await virtual.me.operator.act("kvm", "open");
      const open = await snapshotWhere(socket, ({ standing }) => standing === "session");
      expect(open.headline.code).toBe("headline.session.kvm");
      expect(open.machine.virtual).toBe(true);
      await virtual.me.operator.act("kvm", "close");
      await snapshotWhere(socket, ({ standing }) => standing === "managed");
      const { events } = await apiClient({ socket, clock }).call("GET /v1/events", { signal });
      const codes = events.map(({ message }) => message.code);
      expect(codes).toEqual(expect.arrayContaining(["event.started", "event.session.opened", "event.session.closed"]));
    } finally {
      await virtual.stop();
    }
  }, 60_000);

  test("a hundred resets leave no descriptor, listener or memory behind, and the state is true", async () => {
    const virtual = await served("acm-15");
    try {
      const { pid } = await start(`socket:${virtual.path}`, ["--watch-interval", "2"]);
      const socket = dir.in("agent.sock");
      const client = apiClient({ socket, clock });
      const count = (): { descriptors: number; listeners: number; mb: number } => ({
        descriptors: readdirSync(`/proc/${pid}/fd`).length,
        listeners: readFileSync("/proc/net/unix", "utf8")
          .split("\n")
          .filter((line) => line.includes(dir.path) && line.includes(" 00010000 ")).length,
        mb: Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024,
      });
      const round = async (): Promise<void> => {
        for (const command of ["getProvisioningState", "getFirmwareVersion"]) // AMTHI and MKHI are connected now
          await client.callAdmin("POST /v1/mei/call", { command }, { signal });
        virtual.me.operator.reset();
      };
      for (let i = 0; i < 10; i++) await round(); // warm: caches and code are loaded
      await client.call("GET /v1/info", { signal });
      const before = count();
      for (let i = 0; i < 100; i++) await round();
      await virtual.me.operator.act("sol", "open");
      const last = await snapshotWhere(socket, ({ sessions }) => sessions.sol === true);
      expect(last.standing).toBe("session");
      const after = count();
      expect(after.descriptors).toBeLessThanOrEqual(before.descriptors + 3); // the look of the moment may be connected
      expect(after.listeners).toBe(before.listeners);
      expect(after.mb).toBeLessThan(before.mb + 30);
    } finally {
      await virtual.stop();
    }
  }, 120_000);

  test("SIGTERM: state on disk, sockets gone, exit 0; the next start tells what changed meanwhile", async () => {
    const first = await start("virtual:acm-15");
    expect(await first.stop()).toBe(0);
    expect(readdirSync(dir.path)).toEqual(["state"]);
    expect(JSON.parse(readFileSync(dir.in("state/last.json"), "utf8"))).toMatchObject({ standing: "managed" });
    await start("virtual:unprovisioned-18");
    const { events } = await apiClient({ socket: dir.in("agent.sock"), clock }).call("GET /v1/events", { signal });
    expect(events.map(({ message }) => message.code)).toContain("event.while-away");
  });
});

describe("a virtual ME is never chosen silently", () => {
  test("an installed service refuses it unless the configuration says so", async () => {
    const env = {
      AMT_AGENT_MEI: "virtual:acm-15",
      AMT_AGENT_SOCKET: dir.in("agent.sock"),
      AMT_AGENT_STATE_DIR: dir.in("state"),
    };
    const refused = await amtAgent(["serve"], { env });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("allowVirtual");
    running.push(await amtAgentStays(["serve"], /AMT went from/, { env: { ...env, AMT_AGENT_ALLOW_VIRTUAL: "yes" } }));
  });
  test("also one that comes over a socket is recognised", async () => {
    const virtual = await served("acm-15");
    try {
      const env = {
        AMT_AGENT_MEI: `socket:${virtual.path}`,
        AMT_AGENT_SOCKET: dir.in("agent.sock"),
        AMT_AGENT_STATE_DIR: dir.in("state"),
      };
      const { code, stderr } = await amtAgent(["serve"], { env });
      expect(code).toBe(2);
      expect(stderr).toContain("virtual");
    } finally {
      await virtual.stop();
    }
  });
});
