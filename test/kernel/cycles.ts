import { readdirSync } from "node:fs";
import { virtualMarker } from "../../mei/clients.ts";
import { linuxDriver } from "../../mei/drivers/linux.ts";
import { openSession } from "../../mei/session.ts";
import { getVirtualMachine } from "../../mei/virtual/commands.ts";
import { realClock } from "../../platform/clock.ts";

// In the guest: CYCLES times open, connect, one exchange, close, PARALLEL at once, through the Linux driver. Prints {done, fds: descriptors
// that are left over, bytes: growth of the resident set, ms}.
const [cycles = 100, parallel = 1] = process.argv.slice(2).map(Number);
const clock = realClock;
const signal = new AbortController().signal;
const driver = linuxDriver({ clock });
const descriptors = (): number => readdirSync("/proc/self/fd").length;

async function cycle(): Promise<void> {
  const session = openSession(driver, virtualMarker, { clock });
  try {
    await getVirtualMachine.call(session, {}, { signal });
  } finally {
    await session.close();
  }
}

let left = cycles;
let done = 0;
async function worker(): Promise<void> {
  while (left-- > 0) {
    await cycle();
    done++;
  }
}

// What is made once and kept, the poller's descriptor and compiled code, is not a leak
for (let i = 0; i < 20; i++) await cycle();
const before = { fds: descriptors(), rss: process.memoryUsage().rss };
const began = performance.now();
await Promise.all(Array.from({ length: parallel }, worker));
const after = { fds: descriptors(), rss: process.memoryUsage().rss };
const ms = Math.round(performance.now() - began);
console.log(JSON.stringify({ done, fds: after.fds - before.fds, bytes: after.rss - before.rss, ms }));
await driver.close();
