import inspector from "node:inspector";
import type { Clock } from "../platform/clock.ts";
import { notifyManager } from "../platform/notify.ts";
import type { Logger } from "./log.ts";

/** What the service manager wants to hear (sd_notify(3)). Without one, every method does nothing. */
export interface ServiceManager {
  /** Started and listening; begins the watchdog's heartbeats where the unit asks for them. */
  ready(status: string): Promise<void>;
  /** One line for `systemctl status`. */
  status(text: string): Promise<void>;
  /** Stopping; ends the heartbeats. */
  stopping(): Promise<void>;
}

export interface ServiceManagerOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
  readonly clock: Clock;
  readonly log: Logger;
  /** Still able to work? While it is not, no heartbeat is sent, and the manager restarts the service. */
  readonly alive: () => boolean;
}

export function serviceManager({ env, pid, clock, log, alive }: ServiceManagerOptions): ServiceManager {
  const address = env.NOTIFY_SOCKET;
  let stop: () => void = () => {};

  async function say(...lines: string[]): Promise<void> {
    if (!address) return;
    try {
      await notifyManager(address, lines.join("\n"));
    } catch (error) {
      // The manager notices by itself when it hears nothing; the service is not worse for it
      log.warn("the service manager could not be told", { error });
    }
  }

  function watch(): void {
    const limit = Number(env.WATCHDOG_USEC ?? 0) / 1000;
    const forUs = env.WATCHDOG_PID === undefined || Number(env.WATCHDOG_PID) === pid;
    if (!address || !forUs || !(limit > 0)) return;
    // Half the limit, as sd_watchdog_enabled(3) recommends
    const beat = (): void => {
      stop = clock.after(limit / 2, beat, { background: true });
      if (alive()) void say("WATCHDOG=1");
      else log.error("no heartbeat is sent: the service does not get its work done");
    };
    beat();
  }

  const line = (text: string): string => `STATUS=${text.replaceAll("\n", " ").slice(0, 500)}`;
  return {
    async ready(status) {
      await say("READY=1", line(status));
      watch();
    },
    status: (text) => say(line(text)),
    async stopping() {
      stop();
      await say("STOPPING=1");
    },
  };
}

/**
 * For a process that holds secrets: nothing of its memory gets out by a debugger, a report or a child's environment.
 * No core file: `forbidDumps` of the platform, where it has one. Call first; throws where the system refuses.
 */
export function hardenProcess({
  env,
  forbidDumps,
}: {
  /** The process's own, from which children inherit. */
  readonly env: NodeJS.ProcessEnv;
  readonly forbidDumps?: () => void;
}): void {
  forbidDumps?.();
  if (inspector.url() !== undefined) inspector.close();
  // Node opens its debugger on SIGUSR1, to whoever may signal us, unless somebody else listens
  process.on("SIGUSR1", ignoreSignal);
  delete env.NODE_OPTIONS;
  const { report } = process;
  report.reportOnFatalError = false;
  report.reportOnSignal = false;
  report.reportOnUncaughtException = false;
}

const ignoreSignal = (): void => {};
