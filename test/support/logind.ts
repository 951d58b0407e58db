import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Started, start } from "./desktop.ts";
import { folder } from "./program.ts";

/** What `startLogind` runs, as Debian packages. */
export const logindPackages = ["dbus", "libglib2.0-bin", "python3-dbusmock"] as const;

const execute = promisify(execFile);
const manager = "org.freedesktop.login1.Manager";
const mock = "org.freedesktop.DBus.Mock";
/** Run by the mock. */
const announce = `for one in args[0]: self.EmitSignal("${manager}", "PrepareForSleep", "b", [one])`;

/** A system bus of its own with dbusmock's logind on it. */
export interface Logind {
  /** For programs that are to find it. */
  readonly env: Readonly<Record<string, string>>;
  /** Tells everybody that a sleep begins or has ended; several in one breath, before it does anything else. */
  announce(...begins: readonly boolean[]): Promise<void>;
  /** What `Inhibit` gave and nobody has given back, as gdbus prints it. */
  inhibitors(): Promise<string>;
  /** One call to an object of it, as `gdbus call` takes it. */
  call(path: string, method: string, ...args: readonly string[]): Promise<string>;
  /** A signal from somebody else: to everybody, and straight to each connection on the bus. */
  forge(begins: boolean): Promise<void>;
  stopBus(): Promise<void>;
  /** The bus on its old address, and logind on it. */
  startBus(): Promise<void>;
  stopLogind(): Promise<void>;
  startLogind(): Promise<void>;
  stop(): Promise<void>;
}

export async function startLogind(): Promise<Logind> {
  const dir = folder();
  const env = { PATH: process.env.PATH ?? "", LANG: "C.UTF-8", DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${dir.in("bus")}` };
  let bus: Started | undefined;
  let logind: Started | undefined;
  const gdbus = async (...args: readonly string[]): Promise<string> =>
    (await execute("gdbus", [args[0]!, "--system", ...args.slice(1)], { env })).stdout.trim();
  const emit = (...args: readonly string[]): Promise<string> =>
    gdbus("emit", "-o", "/org/freedesktop/login1", "-s", `${manager}.PrepareForSleep`, ...args);
  const running: Logind = {
    env: { DBUS_SYSTEM_BUS_ADDRESS: env.DBUS_SYSTEM_BUS_ADDRESS },
    call: (path, method, ...args) =>
      gdbus("call", "-d", "org.freedesktop.login1", "-o", path, "-m", method, "--", ...args),
    async announce(...begins) {
      await running.call("/org/freedesktop/login1", `${manager}.Announce`, `[${begins}]`);
    },
    inhibitors: () => running.call("/org/freedesktop/login1", `${manager}.ListInhibitors`),
    async forge(begins) {
      await emit(String(begins));
      const bus = ["-d", "org.freedesktop.DBus", "-o", "/org/freedesktop/DBus", "-m", "org.freedesktop.DBus.ListNames"];
      for (const [, name] of (await gdbus("call", ...bus)).matchAll(/'(:[\d.]+)'/g))
        await emit("-d", name!, String(begins)).catch((error: Error) => {
          // gdbus itself, which asked, is one of them
          if (!/no owner|ServiceUnknown|NameHasNoOwner/.test(error.message)) throw error;
        });
    },
    async startBus() {
      bus = start("dbus-daemon", ["--session", "--nofork", "--nopidfile", `--address=unix:path=${dir.in("bus")}`], env);
      await running.startLogind();
    },
    async stopBus() {
      // Without a goodbye to anybody
      bus?.process.kill("SIGKILL");
      await bus?.stop();
      bus = undefined;
      await running.stopLogind();
    },
    async startLogind() {
      // Debian's Python, for which the package is, whatever else is on the path
      logind = start("/usr/bin/python3", ["-m", "dbusmock", "--template", "logind"], env);
      while (!(await available(gdbus)));
      const method = [manager, "Announce", "ab", "", announce];
      await running.call("/org/freedesktop/login1", `${mock}.AddMethod`, ...method);
    },
    async stopLogind() {
      await logind?.stop();
      logind = undefined;
    },
    async stop() {
      await running.stopBus();
      dir.remove();
    },
  };
  await running.startBus();
  return running;
}

/** gdbus waits for a name, but not for a bus. */
async function available(gdbus: (...args: string[]) => Promise<string>): Promise<boolean> {
  try {
    await gdbus("wait", "--timeout", "20", "org.freedesktop.login1");
    return true;
  } catch (error) {
    if (/Could not connect|No such file/.test(String(error))) return false;
    throw error;
  }
}
