import { execFileSync, fork, spawn } from "node:child_process";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openMe } from "../agent/me.ts";
import { shipped } from "../agent/posture/advisories/load.ts";
import { collectReport } from "../agent/posture/collect-report.ts";
import type { Json } from "../agent/posture/document/canonical.ts";
import { POSTURE } from "../agent/posture/document/chain.ts";
import { algorithmOf, thumbprintOf } from "../agent/posture/document/key.ts";
import { seal, writeSealed } from "../agent/posture/document/sealed.ts";
import { hostView } from "../agent/posture/host-view.ts";
import { meSources } from "../agent/posture/me-sources.ts";
import { realClock, sleep } from "../platform/clock.ts";
import { virtualDriver } from "../virtual-me/driver.ts";
import { createVirtualMe } from "../virtual-me/main.ts";
import type { FleetOrder, FleetSeen } from "./fleet-child.ts";
import { besideModules, bundled } from "./forward/processes.ts";

const PORT = 20_883;
/** Reports of one machine: every six hours (`posture.hours`). */
const A_DAY = 4;
/** Files that a process may have open, below what Debian lets root have. */
const FILES = ["--nofile=20000:20000"];
const CHILDREN = 2;

/** A fleet of agents that all report to one mosquitto over TLS, each with a connection and a client id of its own. */
export async function benchFleet({ agents = 10_000, seconds = 60 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "amt-bench-fleet-"));
  const { signal } = new AbortController();
  const broker = await brokerIn(folder);
  try {
    const report = await oneReport(signal);
    const file = await bundled("bench/fleet-child.ts", folder);
    const wire = onLoopback();
    const each = agents / CHILDREN;
    const seen = await Promise.all(
      Array.from({ length: CHILDREN }, (_, number) =>
        part(file, { port: PORT, ca: join(folder, "cert.pem"), first: number * each, agents: each, seconds, report }),
      ),
    );
    const bytes = onLoopback() - wire;
    return figures({ agents, seconds, report, bytes, broker: broker.peak(), seen });
  } finally {
    await broker.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Measured {
  readonly agents: number;
  readonly seconds: number;
  readonly report: string;
  readonly bytes: number;
  /** MB. */
  readonly broker: number;
  readonly seen: readonly FleetSeen[];
}
function figures({ agents, seconds, report, bytes, broker, seen }: Measured) {
  const acknowledged = seen.flatMap((one) => one.acknowledged).sort((a, b) => a - b);
  const at = seen.flatMap((one) => one.at);
  const failed = seen.flatMap((one) => one.failed);
  const perSecond = new Map<number, number>();
  for (const ms of at) perSecond.set(Math.floor(ms / 1_000), (perSecond.get(Math.floor(ms / 1_000)) ?? 0) + 1);
  const took = (Math.max(...at) - Math.min(...at)) / 1_000;
  const rate = acknowledged.length / took;
  const perReport = bytes / agents;
  const million = 1_000_000;
  const round = (value: number, digits = 1): number => Math.round(value * 10 ** digits) / 10 ** digits;
  return {
    agents,
    connectedWithinSeconds: seconds,
    reported: acknowledged.length,
    failed: failed.length,
    failures: [...new Set(failed)],
    messagesPerSecond: round(rate),
    mostInOneSecond: Math.max(...perSecond.values()),
    acknowledgedMs: {
      p50: round(acknowledged[Math.floor(acknowledged.length * 0.5)] ?? Number.NaN),
      p99: round(acknowledged[Math.floor(acknowledged.length * 0.99)] ?? Number.NaN),
    },
    reportBytes: Buffer.byteLength(report),
    bytesPerReportOnTheWire: Math.round(perReport), // connection, TLS, acknowledgements and TCP's own included
    reportsPerAgentPerDay: A_DAY,
    bytesPerAgentPerDay: Math.round(perReport * A_DAY),
    brokerPeakMegabytes: round(broker),
    aMillionMachines: {
      messagesPerSecond: round((million * A_DAY) / 86_400),
      megabitsPerSecond: round((million * A_DAY * perReport * 8) / 86_400 / 1e6),
      gigabytesPerDay: round((million * A_DAY * perReport) / 1e9),
      partOfWhatThisBrokerWasSeenToTake: round((million * A_DAY) / 86_400 / rate, 2),
    },
  };
}

async function part(file: string, order: FleetOrder): Promise<FleetSeen> {
  const child = fork(file, {
    execPath: "prlimit",
    execArgv: [...FILES, process.execPath],
    env: besideModules,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  child.send(order);
  const ended = once(child, "exit").then(([code]) =>
    Promise.reject(new Error(`a part of the fleet ended with ${code}`)),
  );
  ended.catch(() => {}); // it ends after its message as well
  const [seen] = (await Promise.race([once(child, "message"), ended])) as [FleetSeen];
  return seen;
}

async function brokerIn(folder: string): Promise<{ peak(): number; close(): Promise<void> }> {
  const key = join(folder, "key.pem");
  const cert = join(folder, "cert.pem");
  const made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", cert];
  execFileSync("openssl", ["req", "-x509", ...made, "-subj", "/CN=localhost", "-days", "2"], { stdio: "ignore" });
  const config = join(folder, "mosquitto.conf");
  writeFileSync(
    config,
    `user root\nlog_type error\nallow_anonymous true\nlistener ${PORT} 127.0.0.1\ncertfile ${cert}\nkeyfile ${key}\n`,
  );
  const child = spawn("prlimit", [...FILES, "/usr/sbin/mosquitto", "-c", config], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const gone = once(child, "exit");
  const { signal } = new AbortController();
  for (let left = 200; !(await listens()); left -= 1) {
    if (left === 0 || child.exitCode !== null) throw new Error("mosquitto does not start: apt-get install mosquitto");
    await sleep(realClock, 25, { signal });
  }
  return {
    peak: () => Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1024,
    async close() {
      child.kill();
      await gone;
    },
  };
}
async function listens(): Promise<boolean> {
  const socket = connect(PORT, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false; // not yet
  } finally {
    socket.destroy();
  }
}

/** A report as a managed machine has it. */
async function oneReport(signal: AbortSignal): Promise<string> {
  const me = await createVirtualMe("acm-15", { clock: realClock });
  const host = openMe(virtualDriver(me), { clock: realClock });
  try {
    const sources = {
      ...meSources(host, { signal }),
      host: hostView("/"),
      wsman: () => Promise.reject(new Error("without AMT's web services")),
      clock: realClock,
    };
    const report = await collectReport(sources, { version: "0.0.0", platform: "linux", advisories: shipped, signal });
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const key = { id: thumbprintOf(publicKey), algorithm: algorithmOf(publicKey), privateKey, publicKey };
    return writeSealed(
      seal({ ...report, id: randomUUID(), sequence: 1, previous: null } as unknown as Json, key, POSTURE),
    );
  } finally {
    await host.close();
    me.close();
  }
}

/** Bytes that went over the loopback since the machine started. */
const onLoopback = (): number => Number(/lo:\s*(\d+)/.exec(readFileSync("/proc/net/dev", "utf8"))?.[1]);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [agents = 10_000, seconds = 60] = process.argv.slice(2).map(Number);
  console.log(JSON.stringify(await benchFleet({ agents, seconds }), null, 2));
}
