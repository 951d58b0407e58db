import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A USB device as the kernel shows it, and where it is plugged in. */
export interface UsbDevice {
  readonly vendor: number;
  readonly product: number;
  /** What the device calls itself, manufacturer first; may be empty. */
  readonly name: string;
  /** bInterfaceClass of each interface: 3 keyboards and mice, 8 storage. */
  readonly classes: readonly number[];
  /** The firmware's name of its port, as `\_SB_.PCI0.XHC_.RHUB.USR1`; null: none is told. */
  readonly port: string | null;
}
/** A disk, as it answers to the SCSI inquiry. */
export interface Disk {
  readonly name: string;
}
export interface Plugged {
  readonly usb: readonly UsbDevice[];
  readonly disks: readonly Disk[];
}

/** Entries of a folder of sysfs that are looked at. */
const MOST = 256;
/** Characters of what a device says of itself. */
const LONGEST = 128;

/**
 * Tells, each time it is called, what is plugged in now: from sysfs, without rights and without native code. What has not changed since
 * the call before is not read again; a folder of sysfs is another one each time a device comes.
 */
export function pluggedOfSysfs({ sysRoot = "/sys" }: { sysRoot?: string } = {}): () => Plugged {
  const usbFolder = join(sysRoot, "bus/usb/devices");
  const diskFolder = join(sysRoot, "block");
  let last = "";
  let found: Plugged = { usb: [], disks: [] };
  return () => {
    const usb = entries(usbFolder);
    const disks = entries(diskFolder);
    const now = JSON.stringify([usb, disks]);
    if (now !== last) {
      const names = usb.map(([name]) => name);
      found = {
        usb: names.flatMap((name) => usbDevice(usbFolder, name, names)),
        disks: disks.flatMap(([name]) => disk(diskFolder, name)),
      };
      last = now;
    }
    return found;
  };
}

type Entry = readonly [name: string, inode: number];
/** A kernel without USB has no such folder. */
const entries = (folder: string): Entry[] =>
  (unlessGone(() => readdirSync(folder)) ?? [])
    .sort()
    .slice(0, MOST)
    .flatMap((name): Entry[] => {
      const stat = unlessGone(() => lstatSync(join(folder, name)));
      return stat ? [[name, stat.ino]] : [];
    });

/** `1-11` and `1-2.3` are devices, `1-11:1.0` an interface of one, `usb1` the hub that is the controller. */
function usbDevice(folder: string, name: string, all: readonly string[]): UsbDevice[] {
  if (!/^\d+-[\d.]+$/.test(name)) return [];
  const read = (file: string): string => textOf(join(folder, name, file));
  const id = [read("idVendor"), read("idProduct")];
  if (!id.every((one) => /^[0-9a-f]{4}$/i.test(one))) return [];
  const [vendor = 0, product = 0] = id.map((one) => Number.parseInt(one, 16));
  const classes = all
    .filter((one) => one.startsWith(`${name}:`))
    .map((one) => Number.parseInt(textOf(join(folder, one, "bInterfaceClass")), 16))
    .filter((one) => !Number.isNaN(one));
  const label = [read("manufacturer"), read("product")].filter(Boolean).join(" ");
  return [{ vendor, product, name: label, classes, port: read("port/firmware_node/path") || null }];
}

function disk(folder: string, name: string): Disk[] {
  const label = ["vendor", "model"].map((file) => textOf(join(folder, name, "device", file))).filter(Boolean);
  return label.length > 0 ? [{ name: label.join(" ") }] : [];
}

const textOf = (path: string): string => (unlessGone(() => readFileSync(path, "utf8")) ?? "").slice(0, LONGEST).trim();

/** Devices come and go while one looks, and some attributes answer only while theirs is awake. */
function unlessGone<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOENT", "ENODEV", "ENOTDIR", "EIO", "EINVAL", "EPERM", "EACCES"].includes(code)) return undefined;
    throw error;
  }
}
