/**
 * Runs under Wine, as `node.exe probe.cjs MODE PIPE FILE`. Results go to a file: Wine gives node.exe no usable pipe for its output
 * (tray.md 8). Modes: `serve` is the other end, `checks` the checks, `exit` parks a read and leaves.
 */
import { appendFileSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { realClock } from "../../platform/clock.ts";
import { lockFile } from "../../platform/file-lock.ts";
import { openOverlapped } from "../../platform/native/overlapped.ts";
import { channelChecks } from "./channel-checks.ts";
import type { Check } from "./check.ts";
import { dataProtectionChecks } from "./data-protection-checks.ts";
import { driverChecks } from "./driver-checks.ts";
import { factsChecks } from "./facts-checks.ts";
import { lockChecks } from "./lock-checks.ts";
import { pipeChecks } from "./pipe-checks.ts";

const [mode, pipe = "", file = ""] = process.argv.slice(2);
const modes: Record<string, () => Promise<void>> = { serve, checks, exit, lock };
process.on("uncaughtException", (error) => {
  appendFileSync(file, `FAIL ${mode} ended: ${error.stack}\n`);
  process.exit(1);
});
void modes[mode ?? ""]?.();

/** Each request is a line, then bytes; it comes in one piece, as the client waits for what it asked for. */
async function serve(): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.on("data", (request) => {
      const end = request.indexOf("\n");
      const [command, argument = ""] = request.toString("utf8", 0, end).split(" ");
      const rest = request.subarray(end + 1);
      if (command === "echo") socket.write(rest);
      if (command === "mark") socket.write(rest, () => writeFileSync(argument, ""));
      if (command === "count") socket.write(String(sockets.size));
      if (command === "bye") socket.destroy();
    });
  });
  server.listen(pipe, () => writeFileSync(file, "ready"));
}

async function checks(): Promise<void> {
  const all: Check[] = [
    ...channelChecks(pipe),
    ...driverChecks(pipe),
    ...dataProtectionChecks(),
    ...lockChecks(process.cwd()),
    ...pipeChecks(pipe),
    ...factsChecks(),
  ];
  for (const { name, run } of all) {
    try {
      const detail = await run();
      appendFileSync(file, `ok   ${name}${detail ? `: ${detail}` : ""}\n`);
    } catch (error) {
      appendFileSync(file, `FAIL ${name}: ${error instanceof Error ? error.stack : String(error)}\n`);
    }
  }
  // From here to the end of the process is measured outside: nothing of ours may keep it.
  writeFileSync(`${file}.end`, String(Date.now()));
}

async function exit(): Promise<void> {
  const channel = await openOverlapped(pipe, { clock: realClock });
  channel.read(4096, { signal: new AbortController().signal }).catch(() => {});
  // One turn of the loop, so that the pool thread waits.
  await new Promise((resolve) => setImmediate(resolve));
  writeFileSync(file, String(Date.now()));
  process.exit(0);
}

/** `node.exe probe.cjs lock FILE` */
async function lock(): Promise<void> {
  await lockFile(pipe, { clock: realClock, wait: 0, signal: new AbortController().signal });
  setInterval(() => {}, 60_000);
}
