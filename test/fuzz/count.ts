import { appendFileSync } from "node:fs";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { afterEach, beforeEach } from "vitest";

/**
 * Counts what fast-check really runs, and looks at what is reachable on the way: at cases 256, 512, 1024 and so on, and at the end of
 * each test. One line of JSON per test that ran any (build/fuzz.mjs sums them).
 */
const report = process.env.AMT_AGENT_FUZZ_REPORT;
if (report === undefined) throw new Error("AMT_AGENT_FUZZ_REPORT is not set: start this with npm run test:fuzz");

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;
const reachable = (): number => {
  gc();
  return process.memoryUsage().heapUsed;
};

let cases = 0;
let began = 0;
let last = 0;
let slowest = 0;
let heaps: { readonly cases: number; readonly bytes: number }[] = [];

fc.configureGlobal({
  /** ms for one case. Only what awaits can be interrupted; the limit of the whole run ends the rest. */
  timeout: 30_000,
  afterEach() {
    cases += 1;
    slowest = Math.max(slowest, performance.now() - last);
    if (cases >= 256 && Number.isInteger(Math.log2(cases))) heaps.push({ cases, bytes: reachable() });
    last = performance.now();
  },
});

beforeEach(() => {
  cases = 0;
  slowest = 0;
  heaps = [];
  began = performance.now();
  last = began;
});
afterEach(({ task }) => {
  if (cases === 0) return;
  heaps.push({ cases, bytes: reachable() });
  const file = path.relative(process.cwd(), task.file.filepath);
  const ms = Math.round(performance.now() - began);
  const line = { file, test: task.name, failed: task.result?.state === "fail", cases, ms, slowest, heaps };
  appendFileSync(report, `${JSON.stringify(line)}\n`);
});
