// The service's start on a machine that is ready: node starts.mjs PROGRAM ME-SOCKET FOLDER. Prints {ms, away, bare}, the best of three each:
// from its start to its first true status; from SIGTERM until the one that is started after it takes connections to AMT's port; `node -e 0`.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import path from "node:path";

const [program, me, folder] = process.argv.slice(2);
/** AMT's ports are taken so much higher, so that nothing of this machine is in the way. */
const OFFSET = 27_000;

/** The status, or undefined where nobody answers yet. */
const ask = (socketPath) =>
  new Promise((resolve) => {
    request({ socketPath, path: "/v1/status", headers: { host: "localhost" } }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (part) => {
        body += part;
      });
      response.on("end", () => resolve(JSON.parse(body)));
    })
      .on("error", () => resolve(undefined))
      .end();
  });

/** ms until `holds` says so of what is asked over and over, while `service` runs. */
async function until(service, holds) {
  const began = performance.now();
  while (!(await holds())) {
    if (service.exitCode !== null) throw new Error(`the service ended with ${service.exitCode}`);
    if (performance.now() - began > 30_000) throw new Error("it did not come within 30 s");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
const taken = () =>
  new Promise((resolve) => {
    const socket = connect(OFFSET + 16992, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    }).on("error", () => resolve(false));
  });

/** Starts the service, and another in its place as an upgrade does: `{ ms, away }`. */
async function started() {
  const own = mkdtempSync(path.join(folder, "starts-"));
  const socket = path.join(own, "agent.sock");
  const ports = ["--lms-port-offset", String(OFFSET)];
  const places = ["--mei", `socket:${me}`, "--socket", socket, "--state-dir", path.join(own, "state")];
  const start = () =>
    spawn(process.execPath, [path.join(program, "amt-agent.cjs"), "serve", ...places, ...ports], { stdio: "ignore" });
  const truth = async () => {
    const status = await ask(socket);
    // Of this machine: a status without its version is none
    return status?.standing === "managed" && status.amt.version === "15.0.23";
  };
  let began = performance.now();
  let service = start();
  const ended = () => (service.exitCode === null ? once(service, "exit") : undefined);
  try {
    await until(service, truth);
    const ms = performance.now() - began;
    await until(service, taken);
    began = performance.now();
    service.kill();
    await ended();
    service = start();
    await until(service, taken);
    return { ms, away: performance.now() - began };
  } finally {
    service.kill();
    await ended();
    rmSync(own, { recursive: true, force: true });
  }
}
function bare() {
  const began = performance.now();
  spawnSync(process.execPath, ["-e", "0"]);
  return performance.now() - began;
}

const runs = [];
for (let times = 0; times < 3; times += 1) runs.push({ ...(await started()), bare: bare() });
const best = (name) => Math.round(Math.min(...runs.map((run) => run[name])));
console.log(JSON.stringify({ ms: best("ms"), away: best("away"), bare: best("bare") }));
