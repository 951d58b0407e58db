import { close, closeSync, constants, existsSync, open, openSync, read, writeSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { VirtualMe } from "../me.ts";
import { processName } from "../process-name.ts";
import { cuseDevice } from "./device.ts";
import { REQUEST } from "./fuse-messages.ts";
import { meiFiles } from "./mei-file.ts";

/** The device cannot be made, or is no longer there. */
export class CuseError extends Error {
  override name = "CuseError";
  readonly code: "CUSE_ABSENT" | "CUSE_DENIED" | "CUSE_IN_USE" | "CUSE_GONE";
  constructor(code: CuseError["code"], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

export interface ServeCuse {
  /** Below /dev: mei0 to mei3 are where the drivers look. */
  readonly name: string;
  readonly signal: AbortSignal;
  readonly onReady?: (device: string) => void;
  readonly devRoot?: string;
  readonly sysfsRoot?: string;
}

const readRequest = promisify(read);
const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/**
 * A virtual ME as a character device, made through /dev/cuse. Settles when `signal` aborts and the device is gone. Throws CUSE_ABSENT,
 * CUSE_DENIED, CUSE_IN_USE; CUSE_GONE when somebody else takes the device away.
 */
export async function serveCuse(
  me: VirtualMe,
  { name, signal, onReady, devRoot = "/dev", sysfsRoot = "/sys" }: ServeCuse,
): Promise<void> {
  if (signal.aborted) return me.close();
  const path = join(devRoot, name);
  const control = join(sysfsRoot, "class", "cuse", name);
  const fd = openCuse(join(devRoot, "cuse"), [path, control]);
  let ready = false;
  let failure: unknown;
  let stopping = false;
  /**
   * Gets the read back that is always parked in a thread, else the process could not even exit: to an abort the kernel answers it with
   * ENODEV (vm.md B, gotcha 1). Where /sys is not to be written, as in a container, we ask something of our own device.
   */
  const stop = (): void => {
    if (!ready) return; // once it is
    stopping = true;
    try {
      writeTo(join(control, "abort"), "1");
    } catch {
      open(path, "r", (_, knocked) => knocked && close(knocked));
    }
  };
  const device = cuseDevice({
    name,
    open: meiFiles(me, { holderOf: processName }),
    emit(message) {
      try {
        writeSync(fd, message, 0, message.length, null);
      } catch (error) {
        // ENOENT: whoever asked has gone. ENODEV: so has the device, as the next read says.
        if (codeOf(error) === "ENOENT" || codeOf(error) === "ENODEV") return;
        failure ??= error;
        stop();
      }
    },
    onReady() {
      ready = existsSync(control) || existsSync(path); // neither was there before
      if (!ready) return;
      onReady?.(path);
      if (signal.aborted) stop();
    },
  });
  signal.addEventListener("abort", stop, { once: true });
  try {
    await serve(fd, (request) => {
      if (!stopping) device.take(request);
      return !stopping;
    });
    if (failure !== undefined) throw failure;
    if (!ready) throw inUse(path);
    if (!signal.aborted)
      throw new CuseError("CUSE_GONE", `${path}: somebody has taken the device away (${control}/abort)`);
  } finally {
    signal.removeEventListener("abort", stop);
    device.end();
    closeSync(fd);
    me.close();
  }
}

const inUse = (path: string): CuseError =>
  new CuseError(
    "CUSE_IN_USE",
    `${path}: there is such a device already, this PC's own ME or another virtual one; choose another name, as mei1`,
  );

/** Throws what `serveCuse` would for this name now: for whoever must make something else first. */
export function checkCuse({ name, devRoot = "/dev", sysfsRoot = "/sys" }: Omit<ServeCuse, "signal" | "onReady">): void {
  closeSync(openCuse(join(devRoot, "cuse"), [join(devRoot, name), join(sysfsRoot, "class", "cuse", name)]));
}

function openCuse(cuse: string, taken: readonly string[]): number {
  try {
    const fd = openSync(cuse, "r+");
    const found = taken.find((path) => existsSync(path));
    if (found === undefined) return fd;
    closeSync(fd);
  } catch (error) {
    const code = codeOf(error);
    if (code === "EACCES" || code === "EPERM")
      throw new CuseError("CUSE_DENIED", `${cuse}: only root may make devices; run it with sudo`, error);
    if (code === "ENOENT" || code === "ENXIO" || code === "ENODEV")
      throw new CuseError(
        "CUSE_ABSENT",
        `${cuse}: this system has no devices in user space (CUSE, a part of Linux). Load it: sudo modprobe cuse`,
        error,
      );
    throw error;
  }
  throw inUse(taken[0] ?? cuse);
}

/** What a sysfs file takes: it may neither be read nor made. */
function writeTo(file: string, text: string): void {
  const fd = openSync(file, constants.O_WRONLY);
  try {
    writeSync(fd, text);
  } finally {
    closeSync(fd);
  }
}

/** Hands over requests until the device is gone or `take` wants no more. One read at a time, in one of libuv's threads. */
async function serve(fd: number, take: (request: Buffer) => boolean): Promise<void> {
  const buffer = Buffer.alloc(REQUEST);
  for (;;) {
    let size = 0;
    try {
      size = (await readRequest(fd, buffer, 0, buffer.length, null)).bytesRead;
    } catch (error) {
      const code = codeOf(error);
      if (code === "ENODEV" || code === "ECONNABORTED") return;
      // ENOENT: whoever asked gave up while we were reading.
      if (code !== "ENOENT" && code !== "EINTR" && code !== "EAGAIN") throw error;
    }
    if (!take(buffer.subarray(0, size))) return;
  }
}
