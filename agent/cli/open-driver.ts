import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { MeiDriver } from "../../mei/port.ts";
import type { Clock } from "../../platform/clock.ts";
import { type Host, placesOf } from "../../platform/paths.ts";
import type { MeiSpec } from "../mei-spec.ts";

export interface OpenOptions {
  readonly clock: Clock;
  readonly host: Host;
  readonly signal: AbortSignal;
}

export interface OpenedDriver extends MeiDriver {
  /** Only a virtual ME of this process has an operator. */
  serveOperator?(path: string): Promise<void>;
}

/** The driver that `--mei` names, and nothing else loaded. `auto` is this system's own driver, never the virtual ME. */
export async function openDriver(spec: MeiSpec, { clock, host, signal }: OpenOptions): Promise<OpenedDriver> {
  switch (spec.kind) {
    case "auto":
      return openDriver({ kind: host.platform === "win32" ? "windows" : "linux" }, { clock, host, signal });
    case "linux": {
      const { linuxDriver } = await import("../../mei/drivers/linux.ts");
      return linuxDriver({ clock });
    }
    case "windows": {
      const { windowsDriver } = await import("../../mei/drivers/windows.ts");
      return windowsDriver({ clock });
    }
    case "virtual": {
      const { openVirtual } = await import("../../virtual-me/main.ts");
      return openVirtual({ ...(spec.machine !== undefined && { machine: spec.machine }), clock });
    }
    case "socket": {
      const { socketDriver } = await import("../../mei/drivers/socket.ts");
      return socketDriver({ path: spec.path, clock });
    }
    case "trace": {
      const { openTrace } = await import("../../mei/drivers/trace.ts");
      return openTrace(spec.file);
    }
  }
}

/** Does this driver open the machine's real device, which several of our commands could want at once? */
const isDevice = (spec: MeiSpec): boolean => ["auto", "linux", "windows"].includes(spec.kind);

/** As `openDriver`, for a command: waits until no other command of ours has the device. The service does without: it asks in bursts. */
export async function openAlone(spec: MeiSpec, options: OpenOptions): Promise<MeiDriver> {
  if (!isDevice(spec) || options.host.platform === "win32") return openDriver(spec, options);
  const { lockFile } = await import("../../platform/file-lock.ts");
  const dir = dirname(placesOf(options.host).socketToServe);
  // A user without a home (nobody, a service's own) has no place for a lock: the driver's own retries on EBUSY must do
  if (!canMake(dir)) return openDriver(spec, options);
  const path = join(dir, "mei.lock");
  const lock = await lockFile(path, { clock: options.clock, wait: 30_000, signal: options.signal });
  const driver = await openDriver(spec, options);
  return {
    name: driver.name,
    describe: (o) => driver.describe(o),
    connect: (client, o) => driver.connect(client, o),
    async close() {
      await driver.close();
      lock.release();
    },
  };
}

function canMake(dir: string): boolean {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o755 });
    return true;
  } catch (error) {
    if (["EACCES", "EPERM", "EROFS", "ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? ""))
      return false;
    throw error;
  }
}
