import { realClock } from "../../platform/clock.ts";
import { thisHost } from "../../platform/paths.ts";
import { runTray } from "../../tray/main.ts";

/** The tray as a process of its own: `tray.child.ts SOCKET`. */
const life = new AbortController();
for (const name of ["SIGTERM", "SIGINT"] as const) process.once(name, () => life.abort());

try {
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  await runTray({ socket: process.argv[2], host: thisHost(), clock: realClock, signal: life.signal, say });
} catch (error) {
  const { code, message } = error as Error & { code?: string };
  process.stderr.write(`${code}: ${message}\n`);
  process.exitCode = 1;
}
