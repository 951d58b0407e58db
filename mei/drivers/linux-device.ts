import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DeviceFacts } from "../port.ts";

export interface Roots {
  readonly devRoot: string;
  readonly sysfsRoot: string;
}
export const systemRoots: Roots = { devRoot: "/dev", sysfsRoot: "/sys" };
export interface LinuxDevice {
  /** `/dev/mei0` */
  readonly path: string;
  /** What sysfs says; nothing of it where there is no sysfs, as with a device made by CUSE. */
  readonly facts: Omit<DeviceFacts, "virtual" | "machine">;
  /** Why this is not the ME, if it is not. */
  readonly unfit?: string;
  /** Why it is probably not: it is the ME where there is no better one and it has AMT's client. */
  readonly doubtful?: string;
  /** sysfs alone shows that it is. */
  readonly proven: boolean;
}

/** The ME is not always the first (golden.md 4.20; rpc-go probes as many). */
const names = ["mei0", "mei1", "mei2", "mei3"];
/** One to six registers, by generation (kernel, sysfs-class-mei). */
const MOST_REGISTERS = 6;

/** All that may be there; which of them exist shows when they are opened. */
export const linuxDevices = (roots: Roots): Promise<LinuxDevice[]> =>
  Promise.all(names.map((name) => linuxDevice(name, roots)));

async function linuxDevice(name: string, { devRoot, sysfsRoot }: Roots): Promise<LinuxDevice> {
  const attribute = (of: string): Promise<string | undefined> =>
    readFile(join(sysfsRoot, "class", "mei", name, of), "utf8").then(
      (text) => text.trim(),
      () => undefined, // older kernels lack some, and a device that vanishes takes its files along
    );
  const [kind, status, versions, state, hbm] = await Promise.all(
    ["kind", "fw_status", "fw_ver", "dev_state", "hbm_ver"].map(attribute),
  );
  const firmwareVersions = lines(versions);
  const path = join(devRoot, name);
  const read = state === undefined || state === "ENABLED"; // before that the kernel has not asked for the versions
  const zeros = read && firmwareVersions.length > 0 && firmwareVersions.every((version) => /^[0:.]+$/.test(version));
  const isOther = kind !== undefined && kind !== "mei";
  return {
    path,
    ...(isOther ? { unfit: `is of kind ${kind}` } : {}),
    // Firmware that takes more than a second to say its version is not asked again by the kernel, and has zeros too (mei, bus-fixup.c)
    ...(zeros && !isOther ? { doubtful: "has no firmware version: a second function of the ME" } : {}),
    proven: kind === "mei" && !zeros && firmwareVersions.length > 0,
    facts: {
      device: path,
      firmwareStatus: lines(status)
        .filter((line) => /^[0-9a-f]{1,8}$/i.test(line))
        .slice(0, MOST_REGISTERS)
        .map((line) => Number.parseInt(line, 16)),
      firmwareVersions,
      ...(state === undefined ? {} : { state }),
      ...(hbm === undefined ? {} : { driverVersion: `HBM ${hbm}` }),
    },
  };
}

const lines = (text: string | undefined): string[] => text?.split("\n").filter((line) => line !== "") ?? [];
