import { closeSync, openSync, readdirSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { libc, SystemError } from "./native/libc.ts";

/** A watchdog of the Linux kernel (Documentation/watchdog/watchdog-api.rst). Opening one arms it. */
export interface WatchdogDevice {
  readonly identity: string;
  /** Seconds; what the driver made of it. */
  setTimeout(seconds: number): Promise<number>;
  ping(): Promise<void>;
  /** Disarms it, where the driver can be disarmed: the magic letter goes before the end. */
  close(): void;
}

// linux/watchdog.h, as _IOR and _IOWR of asm-generic/ioctl.h make them
const WDIOC_GETSUPPORT = 0x8028_5700;
const WDIOC_KEEPALIVE = 0x8004_5705;
const WDIOC_SETTIMEOUT = 0xc004_5706;

/** Paths below /dev of the watchdogs with this identity, told by sysfs without opening any of them. */
export function watchdogsNamed(identity: string, { sysRoot = "/sys" }: { sysRoot?: string } = {}): string[] {
  const root = join(sysRoot, "class", "watchdog");
  try {
    return readdirSync(root)
      .filter((name) => /^watchdog\d+$/.test(name))
      .filter((name) => readFileSync(join(root, name, "identity"), "utf8").trim() === identity)
      .map((name) => join("/dev", name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return []; // no watchdogs, or one that has just gone
    throw error;
  }
}

/** `struct watchdog_info`: options and firmware version, then the name in 32 bytes. */
export const identityIn = (info: Buffer): string => info.subarray(8, 40).toString("latin1").split("\0", 1)[0] ?? "";

/** Opens and arms it. Throws SystemError and Node's own errors: EACCES, EBUSY where somebody else has it, ENODEV. */
export async function openWatchdog(path: string): Promise<WatchdogDevice> {
  const fd = openSync(path, "w");
  const ask = async (request: number, data: Buffer, what: string): Promise<void> => {
    const result = await libc().ioctl(fd, request, data);
    if (result < 0) throw new SystemError(what, result);
  };
  const close = (): void => {
    try {
      writeSync(fd, "V");
    } finally {
      closeSync(fd);
    }
  };
  try {
    const info = Buffer.alloc(40);
    await ask(WDIOC_GETSUPPORT, info, "ioctl WDIOC_GETSUPPORT");
    return {
      identity: identityIn(info),
      async setTimeout(seconds) {
        const value = Buffer.alloc(4);
        value.writeInt32LE(seconds);
        await ask(WDIOC_SETTIMEOUT, value, "ioctl WDIOC_SETTIMEOUT");
        return value.readInt32LE();
      },
      ping: () => ask(WDIOC_KEEPALIVE, Buffer.alloc(4), "ioctl WDIOC_KEEPALIVE"),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}
