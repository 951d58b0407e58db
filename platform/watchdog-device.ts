import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, writeSync } from "node:fs";
import { basename, join } from "node:path";
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

/** A watchdog as its driver and sysfs name it. */
export interface WatchdogName {
  readonly identity: string;
  /** The driver of the device it belongs to; asked for where the kernel has no attributes of watchdogs. */
  readonly driver: string;
}

/** Paths below /dev of the watchdogs of this name, told by sysfs without opening any of them. */
export function watchdogsNamed(name: WatchdogName, { sysRoot = "/sys" }: { sysRoot?: string } = {}): string[] {
  const root = join(sysRoot, "class", "watchdog");
  return (orAbsent(() => readdirSync(root)) ?? [])
    .filter((entry) => /^watchdog\d+$/.test(entry) && isNamed(join(root, entry), name))
    .map((entry) => join("/dev", entry));
}

/** Without CONFIG_WATCHDOG_SYSFS there is no `identity`, but the device above the watchdog still says whose it is. */
function isNamed(entry: string, { identity, driver }: WatchdogName): boolean {
  const said = orAbsent(() => readFileSync(join(entry, "identity"), "utf8"));
  if (said !== undefined) return said.trim() === identity;
  const link = orAbsent(() => readlinkSync(join(entry, "device", "driver")));
  return link !== undefined && basename(link) === driver;
}

/** No such file, or that of a watchdog that has just gone. */
function orAbsent<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENODEV") return undefined;
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
