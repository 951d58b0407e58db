// Asks a running service over and over: node service-probe.mjs SOCKET SECONDS EXPRESSION, until EXPRESSION of its snapshot `s` is
// true. Prints {ms, slowest, control}: the time until then, the slowest answer, and that of a server that does nothing else, in ms.
import { spawn } from "node:child_process";
import { request } from "node:http";

const [socket, seconds, expression] = process.argv.slice(2);
const holds = new Function("s", `return (${expression});`);
const idle = `${socket}.control.${process.pid}`;
const control = spawn(
  process.execPath,
  [
    "-e",
    "require('node:http').createServer((q, r) => r.end('{}')).listen(process.argv[1], () => console.log('up'))",
    idle,
  ],
  { stdio: ["ignore", "pipe", "inherit"] },
);
await new Promise((resolve) => control.stdout.once("data", resolve));

/** One answer and how long it took. */
function ask(socketPath, path) {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    request({ socketPath, path, headers: { host: "localhost" } }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (part) => {
        body += part;
      });
      response.on("end", () => resolve({ ms: performance.now() - began, json: JSON.parse(body) }));
    })
      .on("error", reject)
      .end();
  });
}

const began = performance.now();
let slowest = 0;
let slowestControl = 0;
let found = false;
await ask(socket, "/v1/status"); // the first of a process is slow by itself
await ask(idle, "/");
while (!found && performance.now() - began < Number(seconds) * 1000) {
  const answer = await ask(socket, "/v1/status");
  slowest = Math.max(slowest, answer.ms);
  found = Boolean(holds(answer.json));
  slowestControl = Math.max(slowestControl, (await ask(idle, "/")).ms);
  if (!found) await new Promise((resolve) => setTimeout(resolve, 20));
}
const ms = Math.round(performance.now() - began);
console.log(JSON.stringify({ ms, slowest: Math.round(slowest), control: Math.round(slowestControl) }));
control.kill();
process.exitCode = found ? 0 : 1;
