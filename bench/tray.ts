import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { type BenchDesktop, startBenchDesktop } from "./bench-desktop.ts";
import { figures, type LiveService, startLiveService } from "./live-service.ts";
import { ended, onCpu, program, residentMb } from "./process.ts";

/** Start-up is not idle, and V8 tidies up after it for some ten seconds. */
const SETTLING = 20_000;

/** The tray as shipped, beside a service as shipped; one that ended early says why. */
function startTray({ socket }: LiveService, env: NodeJS.ProcessEnv, backend: string): ChildProcess & { pid: number } {
  const child = spawn(process.execPath, [program, "tray", "--backend", backend, "--socket", socket], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  child.stderr.on("data", (part: Buffer) => process.stderr.write(part));
  return child as ChildProcess & { readonly pid: number };
}

const overText = "The remote session (KVM) is over";

/** ms from the session's opening in the ME to the notification at its receiver on the session bus. */
async function latencies({ me }: LiveService, desktop: BenchDesktop, openings: number): Promise<number[]> {
  const times: number[] = [];
  const until = (fits: (body: string) => boolean): Promise<number> =>
    new Promise((resolve) => {
      desktop.onNotify = (body) => {
        if (fits(body)) resolve(performance.now());
      };
    });
  for (let n = 0; n < openings; n += 1) {
    const told = until((body) => !body.startsWith(overText));
    const from = performance.now();
    await me.operator.perform(["kvm", "open"]);
    times.push((await told) - from);
    const over = until((body) => body.startsWith(overText));
    await me.operator.perform(["kvm", "close"]);
    await over;
  }
  return times;
}

/** CPU and memory of processes that nobody asks anything. */
async function idle(pids: readonly number[], seconds: number) {
  await wait(SETTLING);
  const used = (): number => pids.reduce((sum, pid) => sum + onCpu(pid), 0);
  const before = used();
  await wait(seconds * 1_000);
  return {
    seconds,
    cpuPercent: Math.round(((used() - before) / 1e9 / seconds) * 100_000) / 1_000,
    residentMb: Math.round(pids.reduce((sum, pid) => sum + residentMb(pid), 0) * 10) / 10,
  };
}

/** The only process that the tray has started: systray2's helper. */
async function helperOf(tray: { readonly pid: number }): Promise<number> {
  for (;;) {
    const children = readFileSync(`/proc/${tray.pid}/task/${tray.pid}/children`, "utf8").trim();
    if (children !== "") return Number(children.split(" ")[0]);
    await wait(100);
  }
}

/** The tray and systray2's helper in an X server of their own with an XEmbed tray; null where there is none. */
async function idleHelper(service: LiveService, seconds: number) {
  if (!["/usr/bin/Xvfb", "/usr/bin/trayer"].every((path) => existsSync(path))) return null;
  const xvfb = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "800x300x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const desktop = await startBenchDesktop(service.folder, { watches: false });
  let [trayer, tray]: (ChildProcess | undefined)[] = [];
  try {
    const lines = createInterface({ input: xvfb.stdio[3] as Readable });
    const [display] = await new Promise<string[]>((resolve) => lines.once("line", (line: string) => resolve([line])));
    const env = { ...desktop.env, DISPLAY: `:${display}` };
    trayer = spawn("trayer", [], { env, stdio: "ignore" });
    const started = startTray(service, env, "systray2");
    tray = started;
    return await idle([started.pid, await helperOf(started)], seconds);
  } finally {
    if (tray) await ended(tray);
    if (trayer) await ended(trayer);
    await desktop.stop();
    await ended(xvfb);
  }
}

/** The tray: how soon it tells of a session, and what it costs while nothing happens. */
export async function benchTray({ openings = 200, seconds = 60 } = {}) {
  if (!existsSync("/usr/bin/dbus-daemon")) return null;
  const service = await startLiveService();
  try {
    const desktop = await startBenchDesktop(service.folder);
    const tray = startTray(service, desktop.env, "sni");
    try {
      await desktop.registered;
      const quiet = await idle([tray.pid], seconds);
      const notification = figures(await latencies(service, desktop, openings));
      const residentAfterMb = residentMb(tray.pid);
      return {
        openings,
        notificationMs: notification,
        idle: quiet,
        residentAfterMb,
        idleWithHelper: await idleHelper(service, seconds),
        target: {
          notificationMs: { p99: 200 },
          idle: { cpuPercent: 0.1, residentMb: 70 },
          idleWithHelper: { residentMb: 90 },
        },
      };
    } finally {
      await ended(tray);
      await desktop.stop();
    }
  } finally {
    await service.stop();
  }
}
