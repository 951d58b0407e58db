// How long a Node process kept its event loop waiting. Two uses, both told by SIGUSR2:
//   node --import "./guest/loop-probe.mjs?to=FILE" PROGRAM ARGUMENT...   measures PROGRAM, which knows nothing of it
//   node guest/loop-probe.mjs FILE                                       measures itself doing nothing: the control beside it
// The first SIGUSR2 begins and writes {"measuring":true} to FILE; each further one, and the process's end, writes the figures since
// then, and the next begins. FILE is replaced in one step: who waits for a new one removes the old one first.
// Figures in ms: {ms, ticks, max, at, computing, held, mean, p50, p99, p999}. They are distances between ticks of a timer of `every` ms, so that a loop
// which never waits shows about `every`, and one that was blocked for n shows n to n + `every`: never less than it was; `held` is the
// longest such distance less the time that the main thread only waited for a CPU.
import { existsSync, openSync, readSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";

const every = 5;
const alone = process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
const to = alone ? process.argv[2] : new URL(import.meta.url).searchParams.get("to");
if (!to) throw new Error("loop-probe.mjs: no file to write to; its first lines say how it is used");

const delay = monitorEventLoopDelay({ resolution: every });
const rounded = (ms) => Math.round(ms * 100) / 100;
let began;
/** The histogram says nothing of the time before its first tick and after its last: a timer of our own does. */
let ticked = 0;
let longest = 0;
/** When the longest wait was over, and how much of it this process spent computing, all threads: the rest it waited for others. */
let at = "";
let computing = 0;
let spent = 0;
/** The longest time between two ticks without what the main thread stood in the queue for a CPU: what the program itself held it up. */
let held = 0;
let queued = 0;

/** ms that the main thread was ready to run and others did, since it began: the second number of schedstat (Documentation/scheduler/sched-stats). */
const schedstat = existsSync("/proc/self/schedstat") ? openSync("/proc/self/schedstat", "r") : undefined;
const line = Buffer.alloc(128);
function inQueue() {
  if (schedstat === undefined) return 0;
  const [, wait] = line.toString("latin1", 0, readSync(schedstat, line, 0, line.length, 0)).split(" ");
  return Number(wait) / 1e6;
}

function tick() {
  const now = performance.now();
  const { user, system } = process.cpuUsage();
  const waited = inQueue();
  if (now - ticked > longest) {
    longest = now - ticked;
    at = new Date().toISOString();
    computing = (user + system - spent) / 1000;
  }
  held = Math.max(held, now - ticked - (waited - queued));
  ticked = now;
  spent = user + system;
  queued = waited;
}

function begin() {
  delay.reset();
  delay.enable();
  began = ticked = performance.now();
  longest = 0;
  held = 0;
  queued = inQueue();
}
function write(document) {
  writeFileSync(`${to}.new`, `${JSON.stringify(document)}\n`);
  renameSync(`${to}.new`, to);
}
function report() {
  tick();
  delay.disable();
  const ms = (nanoseconds) => (delay.count > 0 ? rounded(nanoseconds / 1e6) : 0);
  write({
    ms: rounded(ticked - began),
    ticks: delay.count,
    max: Math.max(ms(delay.max), rounded(longest)),
    at,
    computing: rounded(computing),
    held: rounded(held),
    mean: ms(delay.mean),
    p50: ms(delay.percentile(50)),
    p99: ms(delay.percentile(99)),
    p999: ms(delay.percentile(99.9)),
  });
}

// Worker threads get the same --import, and no signals
if (isMainThread) {
  setInterval(tick, every).unref();
  process.on("SIGUSR2", () => {
    if (began !== undefined) report();
    else write({ measuring: true });
    begin();
  });
  process.on("exit", () => {
    if (began !== undefined) report();
  });
  if (alone) {
    setInterval(() => {}, 2 ** 30);
    process.once("SIGTERM", () => process.exit(0));
  }
}
