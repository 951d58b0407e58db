import { fork } from "node:child_process";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
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
import { realClock } from "../platform/clock.ts";
import { virtualDriver } from "../virtual-me/driver.ts";
import { createVirtualMe } from "../virtual-me/main.ts";
import { brokerIn, moreFiles, watched } from "./broker.ts";
import type { FleetOrder, FleetSeen } from "./fleet-child.ts";
import { besideModules, bundled } from "./forward/processes.ts";

const PORT = 20_883;
/** Reports of one machine: every six hours (`posture.hours`). */
const A_DAY = 4;
const CHILDREN = 2;

/** A fleet of agents that all report to one mosquitto, over TLS unless it is told not to, each with a connection and a client id of its own. */
export async function benchFleet({ agents = 10_000, seconds = 60, tls = true, say = (_: string): void => {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "amt-bench-fleet-"));
  const { signal } = new AbortController();
  const broker = await brokerIn(folder, { port: PORT, tls });
  const watch = watched(broker, say);
  try {
    const report = await oneReport(signal);
    const file = await bundled("bench/fleet-child.ts", folder);
    const wire = onLoopback();
    const before = broker.processorMs();
    const each = agents / CHILDREN;
    const seen = await Promise.all(
      Array.from({ length: CHILDREN }, (_, number) =>
        part(file, {
          port: PORT,
          ...(tls ? { ca: join(folder, "cert.pem") } : {}),
          first: number * each,
          agents: each,
          seconds,
          report,
        }),
      ),
    );
    const bytes = onLoopback() - wire;
    const figuresOfBroker = {
      peak: broker.peak(),
      processorMs: broker.processorMs() - before,
      connections: watch.mostConnections(),
    };
    return figures({ agents, seconds, tls, report, bytes, broker: figuresOfBroker, seen });
  } finally {
    watch.stop();
    await broker.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Measured {
  readonly agents: number;
  readonly seconds: number;
  readonly tls: boolean;
  readonly report: string;
  readonly bytes: number;
  readonly broker: {
    /** MB. */
    readonly peak: number;
    readonly processorMs: number;
    /** Most at once, as the system counts them, once a second. */
    readonly connections: number;
  };
  readonly seen: readonly FleetSeen[];
}
function figures({ agents, seconds, tls, report, bytes, broker, seen }: Measured) {
  const connected = seen.flatMap((one) => one.connected).sort((a, b) => a - b);
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
  const part = (sorted: readonly number[], at: number): number =>
    round(sorted[Math.floor(sorted.length * at)] ?? Number.NaN);
  const msPerReport = broker.processorMs / acknowledged.length;
  return {
    agents,
    tls,
    connectedWithinSeconds: seconds,
    allConnectedAfterSeconds: round(Math.max(...seen.map((one) => one.ramp))),
    mostConnectionsAtOnce: broker.connections,
    connectedMs: { p50: part(connected, 0.5), p99: part(connected, 0.99), most: round(connected.at(-1) ?? Number.NaN) },
    reported: acknowledged.length,
    failed: failed.length,
    failures: [...new Set(failed)],
    messagesPerSecond: round(rate),
    mostInOneSecond: Math.max(...perSecond.values()),
    acknowledgedMs: { p50: part(acknowledged, 0.5), p99: part(acknowledged, 0.99) },
    reportBytes: Buffer.byteLength(report),
    bytesPerReportOnTheWire: Math.round(perReport), // connection, TLS, acknowledgements and TCP's own included
    reportsPerAgentPerDay: A_DAY,
    bytesPerAgentPerDay: Math.round(perReport * A_DAY),
    brokerPeakMegabytes: round(broker.peak),
    brokerProcessorMsPerReport: round(msPerReport, 2), // connection and report
    aMillionMachines: {
      messagesPerSecond: round((million * A_DAY) / 86_400),
      megabitsPerSecond: round((million * A_DAY * perReport * 8) / 86_400 / 1e6),
      gigabytesPerDay: round((million * A_DAY * perReport) / 1e9),
      partOfWhatThisBrokerWasSeenToTake: round((million * A_DAY) / 86_400 / rate, 2),
      partOfOneProcessor: round((((million * A_DAY) / 86_400) * msPerReport) / 1_000, 3),
    },
  };
}

async function part(file: string, order: FleetOrder): Promise<FleetSeen> {
  const child = fork(file, {
    execPath: "prlimit",
    execArgv: [...moreFiles, process.execPath],
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
  const [agents = 10_000, seconds = 60] = process.argv.slice(2, 4).map(Number);
  const tls = process.argv[4] !== "plain";
  const say = (text: string): void => console.error(text);
  console.log(JSON.stringify(await benchFleet({ agents, seconds, tls, say }), null, 2));
}
