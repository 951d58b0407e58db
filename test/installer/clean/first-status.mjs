// From the start of the service to its first true status, on a machine that is ready: node first-status.mjs PROGRAM ME-SOCKET FOLDER. Prints
// {ms, bare}: the best of three, and of `node -e 0` in turn with them. The program's own files are read once before, as after an installation.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import path from "node:path";

const [program, me, folder] = process.argv.slice(2);

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

async function started() {
  const own = mkdtempSync(path.join(folder, "first-"));
  const socket = path.join(own, "agent.sock");
  const places = ["--mei", `socket:${me}`, "--socket", socket, "--state-dir", path.join(own, "state")];
  const began = performance.now();
  const service = spawn(process.execPath, [path.join(program, "amt-agent.cjs"), "serve", ...places], {
    stdio: "ignore",
  });
  const gone = new Promise((resolve) => service.once("exit", resolve));
  try {
    for (;;) {
      const status = await ask(socket);
      // Of this machine: a status without its version is none
      if (status?.standing === "managed" && status.amt.version === "15.0.23") return performance.now() - began;
      if (service.exitCode !== null) throw new Error(`the service ended with ${service.exitCode}`);
      if (performance.now() - began > 30_000) throw new Error("no true status within 30 s");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  } finally {
    service.kill();
    await gone;
    rmSync(own, { recursive: true, force: true });
  }
}
function bare() {
  const began = performance.now();
  spawnSync(process.execPath, ["-e", "0"]);
  return performance.now() - began;
}

const found = { ms: Number.POSITIVE_INFINITY, bare: Number.POSITIVE_INFINITY };
for (let times = 0; times < 3; times += 1) {
  found.ms = Math.min(found.ms, await started());
  found.bare = Math.min(found.bare, bare());
}
console.log(JSON.stringify({ ms: Math.round(found.ms), bare: Math.round(found.bare) }));
