import path from "node:path";

/**
 * What `npm test` says at its end, from Vitest's JSON report and from what test/support/needs.ts wrote of missing packages.
 * The last line is `N passed, N failed, N skipped`. What failed outside a test (types, a file that could not be loaded,
 * a crash) counts as one failure each: a run is never green because nothing ran.
 */
export function summary({ root, types, exit, report, needs }) {
  const lines = [];
  const problems = [];
  if (types !== 0) problems.push("types: tsc --noEmit found errors (above)");
  const tests = { passed: [], failed: [], skipped: [] };
  for (const file of report?.testResults ?? []) {
    const name = path.relative(root, file.name).split(path.sep).join("/");
    for (const { status, fullName } of file.assertionResults) {
      tests[status === "passed" || status === "failed" ? status : "skipped"].push({
        file: name,
        title: fullName.trim(),
      });
    }
    if (file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed")) {
      problems.push(`${name}: could not be run: ${(file.message ?? "").split("\n")[0]}`);
    }
  }
  if (report === undefined) problems.push(`vitest ended with exit code ${exit} and left no report`);
  else if (tests.passed.length + tests.failed.length === 0 && problems.length === 0) problems.push("no test ran");
  else if (exit !== 0 && problems.length === 0 && tests.failed.length === 0) {
    problems.push(`vitest ended with exit code ${exit} though no test failed: an error outside a test (above)`);
  }

  const missing = new Map();
  for (const { file, packages } of needs) missing.set(file, [...new Set([...(missing.get(file) ?? []), ...packages])]);
  if (tests.skipped.length > 0) lines.push("", "skipped:");
  for (const { file, title } of tests.skipped) {
    const packages = missing.get(file);
    lines.push(`  ${file}: ${title}`);
    if (packages !== undefined) lines.push(`    needs: sudo apt-get install ${packages.join(" ")}`);
  }
  if (missing.size > 0) lines.push("  (as root, AMT_AGENT_TEST_INSTALL=1 npm test installs them itself)");
  if (problems.length > 0) lines.push("", "failed outside a test:", ...problems.map((problem) => `  ${problem}`));
  const passed = tests.passed.length;
  const failed = tests.failed.length + problems.length;
  lines.push("", `${passed} passed, ${failed} failed, ${tests.skipped.length} skipped`);
  return { lines, passed, failed };
}
