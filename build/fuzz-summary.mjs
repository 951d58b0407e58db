/** Bytes by which what is reachable may grow over the second half of a test's cases. */
const GROWTH = 4 * 2 ** 20;

/** What became reachable between half of the cases and all of them, in bytes; undefined when there were too few to say. */
export function growthOf(heaps) {
  const end = heaps.at(-1);
  const half = heaps.filter(({ cases }) => cases <= end.cases / 2).at(-1);
  return half && end.bytes - half.bytes;
}

/**
 * What `npm run test:fuzz` says at its end, from one record for each test that generated cases. The last line is `N passed, N failed`:
 * those tests, and the count of all cases. A file without cases, a test that leaves something behind, and an end before its time fail.
 */
export function sum({ files, tested, exit, least }) {
  const lines = [""];
  const problems = [];
  let total = 0;
  for (const { file, test, failed, cases, ms, slowest, heaps } of tested) {
    total += cases;
    const growth = growthOf(heaps);
    const grown = growth === undefined ? "" : `, heap ${growth < 0 ? "" : "+"}${Math.round(growth / 1024)} KiB`;
    const facts = `${cases} cases, ${(ms / 1000).toFixed(1)} s, slowest ${Math.round(slowest)} ms${grown}`;
    lines.push(`${failed ? "failed " : ""}${file}: ${test}`, `  ${facts}`);
    if (growth > GROWTH)
      problems.push(`${file}: ${test}: ${growth} bytes more are reachable after all cases than after half`);
  }
  for (const file of files)
    if (!tested.some((one) => one.file === file)) problems.push(`${file}: no case was generated`);
  const failed = tested.filter((one) => one.failed).length;
  if (total < least) problems.push(`${total} cases, at least ${least} are wanted`);
  if (exit !== 0 && failed === 0)
    problems.push(exit === 130 ? "it took too long, or was ended" : `vitest ended with exit code ${exit} (above)`);
  if (problems.length > 0) lines.push("", "failed:", ...problems.map((problem) => `  ${problem}`));
  const all = { passed: tested.length - failed + (total < least ? 0 : 1), failed: failed + problems.length };
  lines.push("", `${total} generated cases in ${tested.length} tests of ${files.length} files`);
  lines.push(`${all.passed} passed, ${all.failed} failed`);
  return { lines, ...all };
}
