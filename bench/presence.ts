import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { move } from "./forward/clients.ts";
import { besideModules, bundled, openStage } from "./forward/processes.ts";
import type { Order, Seen } from "./presence-child.ts";

const ECHO = 20_007;
/** ms. */
const target = { p99: 250, max: 1_000 };
const part = (sorted: readonly number[], of: number): number =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? Number.NaN) * 10) / 10;

/**
 * How late heartbeats are while the same process forwards as much as it can: at AMT's shortest timeout, the service on one core (taskset)
 * with everything else on the others.
 */
export async function benchPresence({ seconds = 600, timeout = 1 } = {}) {
  const stage = await openStage();
  try {
    const path = join(stage.folder, "me");
    await stage.play({ as: "virtual ME", path, window: 65_536 });
    const file = await bundled("bench/presence-child.ts", stage.folder);
    const child = fork(file, {
      execPath: "taskset",
      execArgv: ["-c", "0", process.execPath],
      env: besideModules,
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    try {
      child.send({ path, echo: ECHO, timeout } satisfies Order);
      const [{ port }] = (await once(child, "message")) as [{ port: number }];
      const end = performance.now() + seconds * 1_000;
      let moved = 0;
      while (performance.now() < end) {
        await move(port, 6, 2 ** 20);
        moved += 6;
      }
      child.send({});
      const [{ late, registrations }] = (await once(child, "message")) as [Seen];
      const sorted = [...late].sort((a, b) => a - b);
      return {
        seconds,
        timeoutSeconds: timeout,
        forwardedMbPerSecond: Math.round((moved / seconds) * 10) / 10,
        heartbeats: late.length,
        registrations,
        lateMs: { p50: part(sorted, 0.5), p99: part(sorted, 0.99), max: part(sorted, 1) },
        target,
      };
    } finally {
      child.kill("SIGKILL");
    }
  } finally {
    await stage.close();
  }
}

/** `npx tsx bench/presence.ts [SECONDS [TIMEOUT]]`: exit status 1 where heartbeats were later than they may be, or AMT had to be told anew. */
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [seconds = 600, timeout = 1] = process.argv.slice(2).map(Number);
  const seen = await benchPresence({ seconds, timeout });
  console.log(JSON.stringify(seen, null, 2));
  const { p99, max } = seen.lateMs;
  const isWell = seen.heartbeats > 0 && seen.registrations === 1 && p99 <= target.p99 && max <= target.max;
  process.exitCode = isWell ? 0 : 1;
}
