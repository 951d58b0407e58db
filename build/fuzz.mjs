import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { sum } from "./fuzz-summary.mjs";
import { prepare, root, run } from "./prepare.mjs";

/** Hostile input: what other people's bytes can do to APF, HTTP, XML, WS-Man and the local manageability service, either side of each. */
const FOLDERS = /^(?:(?:apf|http|wsman|lms)\/|virtual-me\/(?:lme|web|cim)\b)/;
/** Cases that have to be there, counted as they run. */
const LEAST = 100_000;
/** Cases of a property that leaves the number to us. */
const RUNS = process.env.FUZZ_RUNS ?? "3000";
/** ms for everything: what hangs is ended and has failed. */
const LIMIT = 600_000;

await prepare();

const tests = path.join(root, "test");
const files = fs
  .readdirSync(tests, { recursive: true })
  .map((name) => name.split(path.sep).join("/"))
  .filter((name) => name.endsWith(".test.ts") && FOLDERS.test(name))
  .filter((name) => fs.readFileSync(path.join(tests, name), "utf8").includes('from "fast-check"'))
  .map((name) => `test/${name}`);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "amt-agent-fuzz-"));
const report = path.join(folder, "report.jsonl");
const env = { ...process.env, FUZZ_RUNS: RUNS, AMT_AGENT_FUZZ_REPORT: report };
try {
  const args = ["run", "--config", "test/fuzz/vitest.config.ts", ...process.argv.slice(2), ...files];
  const exit = await run(process.execPath, ["node_modules/vitest/vitest.mjs", ...args], { env, timeout: LIMIT });
  const text = fs.existsSync(report) ? fs.readFileSync(report, "utf8").trim() : "";
  const tested = text === "" ? [] : text.split("\n").map((line) => JSON.parse(line));
  const { lines, passed, failed } = sum({ files, tested, exit, least: LEAST });
  for (const line of lines) console.log(line);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
