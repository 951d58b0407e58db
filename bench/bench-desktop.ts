import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { connectBus } from "../platform/dbus/bus.ts";
import { busDaemon } from "../platform/dbus/interface.ts";
import { notifications } from "../tray/notifier.ts";
import { statusNotifierWatcher } from "../tray/sni.ts";
import { ended } from "./process.ts";

/** A session bus with what a desktop has on it, drawn by nobody: a receiver of notifications and a panel's watcher. */
export interface BenchDesktop {
  /** For programs that live in it. */
  readonly env: NodeJS.ProcessEnv;
  /** Called with each notification's body, as it comes. */
  onNotify: (body: string) => void;
  /** Settles when an icon has registered. */
  readonly registered: Promise<void>;
  stop(): Promise<void>;
}

const never = new AbortController().signal;

async function firstLine(stream: Readable): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error("ended without a word");
}

/** Everything of its user's is in `home`. `watches`: there is a panel that takes icons. */
export async function startBenchDesktop(home: string, { watches = true } = {}): Promise<BenchDesktop> {
  const daemon = spawn("dbus-daemon", ["--session", "--nofork", "--nopidfile", "--print-address=3"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const address = await firstLine(daemon.stdio[3] as Readable);
  const bus = await connectBus({ address, env: {}, uid: process.getuid?.() ?? 0, signal: never });
  let isThere = (): void => {};
  const registered = new Promise<void>((resolve) => {
    isThere = resolve;
  });
  const desktop: BenchDesktop = {
    env: {
      PATH: process.env.PATH,
      HOME: home,
      XDG_STATE_HOME: home,
      XDG_RUNTIME_DIR: home,
      DBUS_SESSION_BUS_ADDRESS: address,
    },
    onNotify: () => {},
    registered,
    async stop() {
      await bus.close();
      await ended(daemon);
    },
  };
  let last = 0;
  bus.export("/org/freedesktop/Notifications", notifications, {
    properties: {},
    methods: {
      GetCapabilities: () => [["body", "actions"]],
      Notify: ([, , , , body]) => {
        desktop.onNotify(body);
        return [++last];
      },
      CloseNotification: () => [],
    },
  });
  bus.export("/StatusNotifierWatcher", statusNotifierWatcher, {
    properties: {},
    methods: {
      RegisterStatusNotifierItem: () => {
        isThere();
        return [];
      },
    },
  });
  const to = { destination: busDaemon.name, path: "/org/freedesktop/DBus", of: busDaemon } as const;
  const names = [notifications.name, ...(watches ? [statusNotifierWatcher.name] : [])];
  for (const name of names) await bus.call({ ...to, method: "RequestName" }, [name, 4], { signal: never });
  return desktop;
}
