import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { serviceManager } from "../../agent/service.ts";
import { memoryLog, openDirectory } from "../support/local-api.ts";
import { needs } from "../support/needs.ts";
import { amtAgent } from "../support/program.ts";
import { steppedClock } from "../support/stepped-clock.ts";

const root = path.join(import.meta.dirname, "../..");

/** A service manager's ear: Node has no datagram sockets in the unix family, Python has. One line per datagram. */
const ear = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
name = sys.argv[1]
s.bind("\\0" + name[1:] if name[0] == "@" else name)
print("up", flush=True)
while True: print(s.recv(4096).decode().replace("\\n", "|"), flush=True)
`;

describe.runIf(await needs("python3"))("the service manager", () => {
  let directory: ReturnType<typeof openDirectory>;
  let child: ChildProcess;
  let heard: string[];
  const hear = async (count: number): Promise<string[]> => {
    while (heard.length < count) await once(child.stdout!, "data");
    return heard;
  };
  const start = async (address: string): Promise<void> => {
    heard = [];
    child = spawn("python3", ["-c", ear, address], { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout!.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      heard = text.split("\n").slice(0, -1);
    });
    await hear(1);
  };
  beforeEach(() => {
    directory = openDirectory();
  });
  afterEach(async () => {
    child.kill();
    await once(child, "exit");
    directory.remove();
  });

  test.each([
    ["a path", (folder: string) => `${folder}/notify`],
    ["an abstract name", () => `@amt-agent-test-${process.pid}`],
  ])("hears readiness, status, heartbeats and the end at %s", async (_, addressIn) => {
    const address = addressIn(directory.path);
    await start(address);
    const clock = steppedClock();
    const { log, logged } = memoryLog();
    let alive = true;
    const manager = serviceManager({
      env: { NOTIFY_SOCKET: address, WATCHDOG_USEC: "20000000", WATCHDOG_PID: "7" },
      pid: 7,
      clock,
      log,
      alive: () => alive,
    });
    await manager.ready("watching\nMAINPID=1");
    await hear(3);
    clock.advance(10_000);
    await hear(4);
    alive = false;
    clock.advance(10_000);
    await manager.status("busy");
    await hear(5);
    await manager.stopping();
    expect(await hear(6)).toEqual([
      "up",
      "READY=1|STATUS=watching MAINPID=1",
      "WATCHDOG=1",
      "WATCHDOG=1",
      "STATUS=busy",
      "STOPPING=1",
    ]);
    expect(clock.pending).toBe(0);
    await log.close();
    expect(logged()).toContain("no heartbeat is sent");
  });

  test("of another process gets no heartbeat from us", async () => {
    const address = `${directory.path}/notify`;
    await start(address);
    const clock = steppedClock();
    const { log } = memoryLog();
    const env = { NOTIFY_SOCKET: address, WATCHDOG_USEC: "20000000", WATCHDOG_PID: "8" };
    const manager = serviceManager({ env, pid: 7, clock, log, alive: () => true });
    await manager.ready("up");
    expect(clock.pending).toBe(0);
    await manager.stopping();
    expect(await hear(3)).toEqual(["up", "READY=1|STATUS=up", "STOPPING=1"]);
    await log.close();
  });

  test("a sender with nobody to send to says that it is ready before it ends: an end before is a failure to systemd", async () => {
    const address = `${directory.path}/notify`;
    await start(address);
    const config = path.join(directory.path, "config.yaml");
    writeFileSync(config, "posture:\n  hours: 0\n", { mode: 0o600 });
    const { code, stderr } = await amtAgent(["sender", "--config", config], { env: { NOTIFY_SOCKET: address } });
    expect(stderr).toContain("there is nobody to send to");
    expect(code).toBe(0);
    expect(await hear(3)).toEqual(["up", "READY=1|STATUS=nobody to send to", "STOPPING=1"]);
  });
});

test("a manager that is not there, or is gone, does not stop the service", async () => {
  const clock = steppedClock();
  const { log, logged } = memoryLog();
  await serviceManager({ env: {}, pid: 1, clock, log, alive: () => true }).ready("up");
  expect(logged()).toBe("");
  await serviceManager({ env: { NOTIFY_SOCKET: "/nonexistent" }, pid: 1, clock, log, alive: () => true }).ready("up");
  await log.close();
  expect(logged()).toContain("could not be told");
});

/** Runs a script in a process that hardened itself; what it printed, and how it ended. */
async function hardened(script: string, env: NodeJS.ProcessEnv = {}): Promise<{ out: string; err: string }> {
  const code = `
    const { hardenProcess } = await import("./agent/service.ts");
    const { libc } = await import("./platform/native/libc.ts");
    hardenProcess({ env: process.env, forbidDumps: () => libc().forbidDumps() });
    ${script}
  `;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", code], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    if (out.includes("signal me")) {
      child.kill("SIGUSR1");
      child.stdin.end();
    }
  });
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  await once(child, "close");
  return { out, err };
}

describe.runIf(process.platform === "linux")("a hardened process", () => {
  test("dumps no core, hands on no NODE_OPTIONS, writes no report", async () => {
    const { out } = await hardened(
      `
      const { readFileSync } = await import("node:fs");
      const core = /Max core file size +(\\d+) +(\\d+)/.exec(readFileSync("/proc/self/limits", "utf8"));
      console.log(JSON.stringify([core[1], core[2], process.env.NODE_OPTIONS ?? null, process.report.reportOnFatalError]));
    `,
      { NODE_OPTIONS: "--report-on-fatalerror" },
    );
    expect(JSON.parse(out)).toEqual(["0", "0", null, false]);
  });

  test("opens no debugger on SIGUSR1, and lives on", async () => {
    const { out, err } = await hardened(`
      console.log("signal me");
      for await (const _ of process.stdin);
      const { url } = await import("node:inspector");
      await new Promise((resolve) => setImmediate(resolve));
      console.log("alive", url() === undefined);
    `);
    expect(err).not.toContain("Debugger listening");
    expect(out).toContain("alive true");
  });
});
