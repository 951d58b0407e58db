import { join } from "node:path";
import { ask, LARGEST, type Latencies, move } from "./clients.ts";
import { openStage, type Player, type Stage } from "./processes.ts";

export interface ForwardOptions {
  /** By turns, so that a busy moment hits all ways alike. */
  readonly turns: number;
  /** ms that one movement of bytes is to take: with 64 connections and less, what is measured is how they are begun and ended, which `firstAnswerMs` tells. */
  readonly ms: number;
  /** Round trips of all connections together, each turn. */
  readonly roundTrips: number;
  readonly windows: readonly number[];
  readonly connections: readonly number[];
}
const usual: ForwardOptions = {
  turns: 5,
  ms: 1_000,
  roundTrips: 512,
  windows: [4_096, 65_536],
  connections: [1, 8, 64],
};
const KB = 1_024;
/** With less, what is measured is connecting. */
const LEAST_KB = 64;
/**
 * Bytes that each way moves before anything is measured. A service runs for weeks; its first 200 megabytes pass through code that V8 has
 * not compiled yet, or compiles anew (seen in time on the CPU for a megabyte: 25 ms, 17 after 150 MB, 10 after 250), and the more code a
 * way has, the more of a short measurement that is. What that costs is told beside it, as `cold`.
 */
const WARM = 2 ** 28;
const COLD = 2 ** 21;
const WARMERS = 8;
/** Connections that each way takes before anything is measured, for the same reason (seen: 1.4 ms on the CPU for one, 0.8 after 2,000). */
const WARM_CONNECTIONS = 2_048;
const AT_ONCE = 64;

type Way = "agent" | "minimalRelay" | "minimalBothEnds" | "plainProxy";
const relays = ["agent", "minimalRelay", "minimalBothEnds"] as const satisfies readonly Way[];
const ways: readonly Way[] = [...relays, "plainProxy"];
type Players = Readonly<Record<Way, Player>>;
interface Measured {
  readonly bytesPerMs: number[];
  /** ms on a CPU for 2^20 bytes there and back: hardly touched by what else the machine does. */
  readonly cpuPerMb: number[];
  readonly firsts: number[];
  readonly rounds: number[];
  peak: number;
}

async function players(stage: Stage, window: number): Promise<Players> {
  const path = (name: string): string => join(stage.folder, `${name}-${window}`);
  await Promise.all([
    stage.play({ as: "virtual ME", path: path("a"), window }),
    stage.play({ as: "virtual ME", path: path("b"), window }),
    stage.play({ as: "minimal ME", path: path("c"), window }),
  ]);
  const { port: to } = await stage.play({ as: "echo" });
  const [agent, minimalRelay, minimalBothEnds, plainProxy] = await Promise.all([
    stage.play({ as: "agent", path: path("a") }),
    stage.play({ as: "minimal relay", path: path("b") }),
    stage.play({ as: "minimal relay", path: path("c") }),
    stage.play({ as: "proxy", to }),
  ]);
  return { agent, minimalRelay, minimalBothEnds, plainProxy };
}

/** MB/s of a fresh process's first bytes; it is warm afterwards. */
async function warmed({ port }: Player): Promise<number> {
  const took = await move(port, WARMERS, COLD / WARMERS);
  await move(port, WARMERS, (WARM - COLD) / WARMERS);
  for (let begun = 0; begun < WARM_CONNECTIONS; begun += AT_ONCE) await ask(port, AT_ONCE, 1);
  return round(COLD / took / 1000, 1);
}

/** Bytes for each connection that take about the time wanted; tried twice, since the first trial is mostly beginning and ending. */
async function enough({ port }: Player, connections: number, ms: number): Promise<number> {
  let bytes = Math.ceil(4_096 / connections) * KB;
  await move(port, connections, bytes); // warm
  for (let trial = 0; trial < 2; trial += 1) {
    const took = await move(port, connections, bytes);
    bytes = Math.min(LARGEST, Math.max(LEAST_KB, Math.round(((bytes / took) * ms) / KB)) * KB);
  }
  return bytes;
}

const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);
const at = (numbers: readonly number[], share: number): number => {
  const all = sorted(numbers);
  return all[Math.min(all.length - 1, Math.floor(all.length * share))] ?? Number.NaN;
};
const round = (value: number, digits: number): number => Number(value.toFixed(digits));
/** The middle of the turns' own ratios: both sides of each were measured within the same second. */
const ratio = (a: readonly number[], b: readonly number[]): number =>
  round(
    at(
      a.map((one, turn) => one / (b[turn] ?? Number.NaN)),
      0.5,
    ),
    2,
  );

async function compare(all: Players, connections: number, { turns, ms, roundTrips }: ForwardOptions) {
  const found = {} as Record<Way, Measured>;
  const bytes = {} as Record<Way, number>;
  for (const way of ways) {
    found[way] = { bytesPerMs: [], cpuPerMb: [], firsts: [], rounds: [], peak: 0 };
    bytes[way] = await enough(all[way], connections, ms);
  }
  // Those that are compared move the same: the fewer bytes, the more of it is how connections begin and end
  const most = Math.max(...relays.map((way) => bytes[way]));
  for (const way of relays) bytes[way] = most;
  const times = Math.max(4, Math.round(roundTrips / connections));
  for (let turn = 0; turn < turns; turn += 1) {
    // Each way is first, second, ... once: none always has the quiet after the one before
    for (const [index] of ways.entries()) {
      const way = ways[(index + turn) % ways.length] as Way;
      const { port, forget, peak, onCpu } = all[way];
      const mine = found[way];
      forget();
      const before = onCpu();
      const took = await move(port, connections, bytes[way]);
      mine.cpuPerMb.push((onCpu() - before) / ((bytes[way] * connections) / 2 ** 20));
      mine.bytesPerMs.push((bytes[way] * connections) / took);
      const { firsts, rounds }: Latencies = await ask(port, connections, times);
      mine.firsts.push(...firsts);
      mine.rounds.push(...rounds);
      mine.peak = Math.max(mine.peak, peak());
    }
  }
  const told = (way: Way) => {
    const { bytesPerMs, cpuPerMb, firsts, rounds, peak } = found[way];
    return {
      kbEach: bytes[way] / KB,
      mbPerSecond: round(at(bytesPerMs, 0.5) / 1000, 1),
      cpuMsPerMb: round(at(cpuPerMb, 0.5), 2),
      roundTripUs: { p50: round(at(rounds, 0.5), 0), p99: round(at(rounds, 0.99), 0) },
      firstAnswerMs: { p50: round(at(firsts, 0.5), 1), p99: round(at(firsts, 0.99), 1) },
      peakMb: peak,
    };
  };
  const against = (way: Way) => ({
    throughput: ratio(found.agent.bytesPerMs, found[way].bytesPerMs),
    roundTripP50: round(at(found.agent.rounds, 0.5) / at(found[way].rounds, 0.5), 2),
    roundTripP99: round(at(found.agent.rounds, 0.99) / at(found[way].rounds, 0.99), 2),
    cpuPerMb: round(at(found.agent.cpuPerMb, 0.5) / at(found[way].cpuPerMb, 0.5), 2),
    memory: round(found.agent.peak / found[way].peak, 2),
  });
  return {
    connections,
    toMinimalRelay: against("minimalRelay"),
    toMinimalBothEnds: against("minimalBothEnds"),
    toPlainProxy: against("plainProxy"),
    agent: told("agent"),
    minimalRelay: told("minimalRelay"),
    minimalBothEnds: told("minimalBothEnds"),
    plainProxy: told("plainProxy"),
  };
}

/**
 * The forward (TCP client, our listener, APF, an echo in a virtual ME of another process), as a ratio to the same without a state
 * machine: `toMinimalRelay` with the same virtual ME behind it, `toMinimalBothEnds` with an ME that is as minimal. Beside it a plain TCP
 * proxy before a TCP echo. Bytes are those that went there and back, counted once. The minimal relay writes each message by itself; ours
 * gathers those of one turn of the loop.
 */
export async function benchForward(options: Partial<ForwardOptions> = {}) {
  const all = { ...usual, ...options };
  const results = [];
  const coldMbPerSecond = [];
  for (const window of all.windows) {
    const stage = await openStage();
    try {
      const found = await players(stage, window);
      const cold = {} as Record<Way, number>;
      for (const way of ways) cold[way] = await warmed(found[way]);
      coldMbPerSecond.push({ firmwareWindow: window, ...cold });
      for (const connections of all.connections)
        results.push({ firmwareWindow: window, ...(await compare(found, connections, all)) });
    } finally {
      await stage.close();
    }
  }
  return { turns: all.turns, targetThroughputToMinimal: 0.8, coldMbPerSecond, results };
}
