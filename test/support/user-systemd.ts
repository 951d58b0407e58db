import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { folder } from "./program.ts";

/** What `startSystemd` runs, as Debian packages. */
export const systemdPackages = ["systemd", "dbus-user-session", "libglib2.0-bin", "util-linux"] as const;

const execute = promisify(execFile);
const systemd = "org.freedesktop.systemd1";

/** A real systemd with units of its own, on a bus of its own. */
export interface UserSystemd {
  /** For programs that are to find it where they look for the system's. */
  readonly env: Readonly<Record<string, string>>;
  /** `StartUnit`, `StopUnit`, `KillUnit` and so on, as org.freedesktop.systemd1(5) has them; arguments as `gdbus call` takes them. */
  manager(method: string, ...args: readonly string[]): Promise<string>;
  /** Ends it with all that it started. */
  stop(): Promise<void>;
}

/**
 * systemd believes that it may run where /run/systemd/system is: in a mount namespace that can be said without touching the machine. In a
 * process namespace nothing of it outlives it; and its control groups are below one that is taken away afterwards.
 */
const script = `
set -e
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/system
for at in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
  [ -e "$at/cgroup.procs" ] || continue
  mkdir "$at/$GROUP"
  echo 0 >"$at/$GROUP/cgroup.procs"
done
/lib/systemd/systemd --user
`;
const tidy = `
for at in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
  [ ! -d "$at/$GROUP" ] || find "$at/$GROUP" -depth -type d -exec rmdir {} +
done
`;

/** Needs root. Units by their file names. */
export async function startSystemd(units: Readonly<Record<string, string>>): Promise<UserSystemd> {
  const dir = folder();
  for (const [name, text] of Object.entries(units)) {
    const path = dir.in(`config/systemd/user/${name}`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  mkdirSync(dir.in("run"), { mode: 0o700 });
  const own = {
    PATH: process.env.PATH ?? "",
    HOME: dir.path,
    XDG_CONFIG_HOME: dir.in("config"),
    XDG_RUNTIME_DIR: dir.in("run"),
    GROUP: `amt-agent-test-${process.pid}`,
  };
  const apart = ["--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const child = spawn("unshare", [...apart, "sh", "-c", script], { env: own, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    said += part;
  });
  const ended = once(child, "close");
  const env = { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${dir.in("run/bus")}` };
  const gdbus = async (...args: readonly string[]): Promise<string> =>
    (await execute("gdbus", [args[0] ?? "", "--system", ...args.slice(1)], { env: { ...own, ...env } })).stdout.trim();
  // Its bus is there when it has read its units
  while (!(await isThere(gdbus)))
    if (child.exitCode !== null) throw new Error(`systemd does not run here (${child.exitCode}): ${said}`);
  return {
    env,
    manager: (method, ...args) =>
      gdbus("call", "-d", systemd, "-o", "/org/freedesktop/systemd1", "-m", `${systemd}.Manager.${method}`, ...args),
    async stop() {
      child.kill("SIGKILL");
      await ended;
      await execute("sh", ["-c", tidy], { env: own });
      dir.remove();
    },
  };
}

async function isThere(gdbus: (...args: string[]) => Promise<string>): Promise<boolean> {
  try {
    await gdbus("wait", "--timeout", "1", systemd);
    return true;
  } catch (error) {
    if (/Could not connect|No such file|Timed out|timed out/.test(String(error))) return false;
    throw error;
  }
}
