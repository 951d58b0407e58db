import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { prepare, root, run } from "./prepare.mjs";
import { summary } from "./test-summary.mjs";

await prepare();

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "amt-agent-test-"));
const report = path.join(folder, "report.json");
const needs = path.join(folder, "needs.jsonl");
const node = (...args) => run(process.execPath, args, { env: { ...process.env, AMT_AGENT_TEST_NEEDS: needs } });
try {
  const types = await node("node_modules/typescript/bin/tsc", "--noEmit");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const exit = await node("node_modules/vitest/vitest.mjs", "run", ...reporters, ...process.argv.slice(2));
  const { lines, failed, passed } = summary({
    root,
    types,
    exit,
    report: fs.existsSync(report) ? JSON.parse(fs.readFileSync(report, "utf8")) : undefined,
    needs: fs.existsSync(needs)
      ? fs
          .readFileSync(needs, "utf8")
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line))
      : [],
  });
  for (const line of lines) console.log(line);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
