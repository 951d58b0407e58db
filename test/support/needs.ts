import { execFile } from "node:child_process";
import { appendFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";

const execute = promisify(execFile);
const root = path.join(import.meta.dirname, "../..");

async function installed(name: string): Promise<boolean> {
  try {
    const { stdout } = await execute("dpkg", ["-s", name]);
    return /^Status: \S+ \S+ installed$/m.test(stdout);
  } catch {
    // no such package, or no dpkg: either way it is not here as a package
    return false;
  }
}

/** One apt at a time, whichever test worker asks: apt's own lock timeout does not cover its package lists. */
const apt = (...args: string[]): Promise<unknown> =>
  execute("flock", ["/tmp/amt-agent-test-apt.lock", "apt-get", "-y", "-q", "-o", "DPkg::Lock::Timeout=300", ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    maxBuffer: 64 * 2 ** 20,
  });

async function install(packages: readonly string[]): Promise<void> {
  process.stderr.write(`installing for the tests: ${packages.join(" ")}\n`);
  const once = () => apt("install", "--no-install-recommends", ...packages);
  try {
    await once();
  } catch {
    // a machine without package lists, or with old ones
    await apt("update");
    await once();
  }
}

/**
 * Whether Debian packages are here: `describe.runIf(await needs("xvfb", "xfce4-panel"))("...", ...)`. With CI=true or
 * AMT_AGENT_TEST_INSTALL=1, as root, the missing ones are installed, and a failure to do so fails the test file; otherwise the
 * test is skipped and `npm test` prints its name with the apt line.
 */
export async function needs(...packages: [string, ...string[]]): Promise<boolean> {
  const here = await Promise.all(packages.map(installed));
  const missing = packages.filter((_, i) => !here[i]);
  if (missing.length === 0) return true;
  const wanted = process.env.CI === "true" || process.env.AMT_AGENT_TEST_INSTALL === "1";
  if (wanted && process.getuid?.() === 0) {
    await install(missing);
    return true;
  }
  const file = path.relative(root, expect.getState().testPath ?? "").replaceAll(path.sep, "/");
  const record = process.env.AMT_AGENT_TEST_NEEDS;
  if (record === undefined) process.stderr.write(`${file} needs: sudo apt-get install ${missing.join(" ")}\n`);
  else appendFileSync(record, `${JSON.stringify({ file, packages: missing })}\n`);
  return false;
}
