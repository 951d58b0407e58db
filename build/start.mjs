import { spawn } from "node:child_process";
import { prepare, root } from "./prepare.mjs";

await prepare();

const child = spawn(process.execPath, ["dist/amt-agent.cjs", "start", ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});

// The child cleans up and we leave with its exit code. A terminal gives Ctrl-C to the whole group: there the child has it already.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  });
}
// A signal to npm ends the shell between it and us, and nobody tells us (dash, for one): being orphaned is that signal.
const parent = process.ppid;
if (process.env.npm_lifecycle_event === "start") {
  const watch = () => {
    if (process.ppid !== parent) child.kill("SIGTERM");
  };
  setInterval(watch, 500).unref();
}
const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 };
child.on("error", (error) => {
  console.error(`amt-agent: ${error.message}`);
  process.exitCode = 1;
});
child.on("exit", (code, signal) => {
  process.exitCode = code ?? 128 + (signalNumbers[signal] ?? 0);
});
