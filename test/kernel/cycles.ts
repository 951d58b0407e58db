import { readdirSync } from "node:fs";
import { virtualMarker } from "../../mei/clients.ts";
import { linuxDriver } from "../../mei/drivers/linux.ts";
import { openSession } from "../../mei/session.ts";
import { getVirtualMachine } from "../../mei/virtual/commands.ts";
import { realClock } from "../../platform/clock.ts";

// In the guest: CYCLES times open, connect, one exchange, close, PARALLEL at once, through the Linux driver. Prints {done, fds: descriptors
// that are left over, heap: growth of what is reachable (node --expose-gc), bytes: of the resident set, ms}.
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

// What is made once and kept, the poller's descriptor and compiled code, is not a leak, nor is a heap that has room to grow into
const warmUp = 300;
for (let i = 0; i < warmUp; i++) await cycle();
const memory = (): { heap: number; rss: number } => {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: heapUsed, rss };
};
const before = { fds: descriptors(), ...memory() };
const began = performance.now();
await Promise.all(Array.from({ length: parallel }, worker));
const after = { fds: descriptors(), ...memory() };
const ms = Math.round(performance.now() - began);
const grown = { fds: after.fds - before.fds, heap: after.heap - before.heap, bytes: after.rss - before.rss };
console.log(JSON.stringify({ done, ...grown, ms }));
await driver.close();
