// Runs before anything is installed: plain Node, no package, and no syntax or named import newer than Node 16, so that an old Node
// still gets as far as the message that says so.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const oldest = [20, 19];
/** What dist/ is made from. */
const sources = [
  "platform",
  "mei",
  "virtual-me",
  "agent",
  "tray",
  "build/bundle.mjs",
  "build/window.mjs",
  "package.json",
  "tsconfig.json",
];

/** Why this Node cannot run the project, or undefined. `version` as in process.versions.node. */
export function nodeTooOld(version) {
  const [major, minor] = version.split(".").map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return undefined;
  return `amt-agent needs Node ${oldest.join(".")} or newer; this is ${version} (${process.execPath}). Install a newer one, for example with your distribution's nodejs package or nvm, and try again.`;
}

const modified = (file) => (fs.existsSync(file) ? fs.statSync(file).mtimeMs : undefined);

/** The newest change below `at`, folders counted: a deleted file changes its folder. */
function newest(at) {
  const own = modified(at);
  if (own === undefined) return 0;
  if (!fs.statSync(at).isDirectory()) return own;
  return Math.max(own, ...fs.readdirSync(at).map((name) => newest(path.join(at, name))));
}

/** npm leaves its own copy of the lock file behind when an installation is complete. */
export function installNeeded(at) {
  const done = modified(path.join(at, "node_modules/.package-lock.json"));
  return done === undefined || done < modified(path.join(at, "package-lock.json"));
}

export function buildNeeded(at) {
  const done = modified(path.join(at, "dist/bundles.json"));
  return done === undefined || done < Math.max(...sources.map((source) => newest(path.join(at, source))));
}

/** Runs a program to its end; `quiet` keeps its output back unless it fails, `timeout` in ms ends it. Resolves to its exit code, 128 and more for a signal. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const { quiet = false, env = process.env, shell = false, timeout } = options;
    const child = spawn(command, args, {
      cwd: root,
      env,
      shell,
      ...(timeout !== undefined && { timeout, killSignal: "SIGKILL" }),
      stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit",
    });
    const kept = [];
    if (quiet) for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => kept.push(chunk));
    child.on("error", (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(127);
    });
    child.on("close", (code, signal) => {
      if (quiet && code !== 0) process.stderr.write(Buffer.concat(kept));
      resolve(signal === null ? code : 130);
    });
  });
}

/** npm as it was called, else the one on the PATH (a .cmd file on Windows, which only a shell starts). */
function npm(args) {
  const own = process.env.npm_execpath;
  if (own !== undefined && /npm-cli\.[cm]?js$/.test(own)) return run(process.execPath, [own, ...args], { quiet: true });
  return run("npm", args, { quiet: true, shell: process.platform === "win32" });
}

async function step(doing, done, work) {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  console.log(`amt-agent: ${doing}`);
  const still = setInterval(() => console.log(`amt-agent: still ${doing} (${seconds()} s)`), 10000);
  const code = await work();
  clearInterval(still);
  if (code !== 0) {
    console.error(`amt-agent: ${doing} failed (exit code ${code}); what it said is above.`);
    process.exit(code);
  }
  console.log(`amt-agent: ${done} (${seconds()} s)`);
}

/** Node new enough, packages as locked, dist/ as new as the sources; ends the process with a message when one cannot be had. */
export async function prepare() {
  const tooOld = nodeTooOld(process.versions.node);
  if (tooOld !== undefined) {
    console.error(tooOld);
    process.exit(1);
  }
  if (installNeeded(root)) {
    // dev: the bundler is one of them, and NODE_ENV=production would leave it out
    await step("installing packages (npm ci)", "packages installed", () =>
      npm(["ci", "--include=dev", "--loglevel=error"]),
    );
  }
  if (buildNeeded(root)) {
    await step("building dist/", "built", () => run(process.execPath, ["build/bundle.mjs"], { quiet: true }));
  }
}
