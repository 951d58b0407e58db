import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getProvisioningState } from "../mei/amthi/provisioning.ts";
import { getCodeVersions } from "../mei/amthi/state.ts";
import { amthi } from "../mei/clients.ts";
import { socketDriver } from "../mei/drivers/socket.ts";
import type { MeiDriver } from "../mei/port.ts";
import { openSession } from "../mei/session.ts";
import { realClock as clock } from "../platform/clock.ts";
import { openVirtual } from "../virtual-me/main.ts";
import { program, started } from "./process.ts";

const ROUNDS = 5_000;

async function overDriver(name: string, driver: MeiDriver) {
  const session = openSession(driver, amthi, { clock });
  const { signal } = new AbortController();
  const measure = async (ask: () => Promise<unknown>) => {
    for (let i = 0; i < 500; i++) await ask();
    const times: number[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      const from = performance.now();
      await ask();
      times.push((performance.now() - from) * 1000);
    }
    times.sort((a, b) => a - b);
    const at = (share: number): number => Math.round(times[Math.floor(times.length * share)] ?? Number.NaN);
    return { p50us: at(0.5), p99us: at(0.99) };
  };
  try {
    return {
      driver: name,
      rounds: ROUNDS,
      getProvisioningState: await measure(() => getProvisioningState.call(session, {}, { signal })),
      getCodeVersions: await measure(() => getCodeVersions.call(session, {}, { signal })),
    };
  } finally {
    await session.close();
    await driver.close();
  }
}

/** AMTHI round trips over every driver that can run without hardware: in process, and over a socket to another process. */
export async function benchRoundTrips() {
  const dir = mkdtempSync(join(tmpdir(), "amt-bench-"));
  const path = join(dir, "me.sock");
  const child = await started([program, "virtual-me", "--machine", "acm-15", "--socket", path], /me\.sock/);
  try {
    return [
      await overDriver("virtual (in process)", await openVirtual({ machine: "acm-15", clock })),
      await overDriver("socket (another process)", socketDriver({ path, clock })),
    ];
  } finally {
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("exit", resolve));
    rmSync(dir, { recursive: true, force: true });
  }
}
