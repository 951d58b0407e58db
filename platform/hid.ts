import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A kind of human interface device (keyboard, mouse, ...), as its descriptor presents it. */
export interface HidDevice {
  readonly vendor: number;
  readonly product: number;
  /** What the device calls itself, manufacturer first; may be empty. */
  readonly name: string;
}

/**
 * The machine's HID devices, sorted; of several alike, one. null: this system does not tell, because the optional package node-hid is not installed.
 * On Linux from sysfs, which needs neither rights nor native code; elsewhere from node-hid.
 */
export function hidDevices(): Promise<readonly HidDevice[] | null> {
  return process.platform === "linux" ? Promise.resolve(hidDevicesOfSysfs()) : hidDevicesOfNodeHid();
}

/** Those of /sys/bus/hid: each has a `uevent` with HID_ID=BUS:VENDOR:PRODUCT in hex, and HID_NAME (drivers/hid/hid-core.c). */
export function hidDevicesOfSysfs({ sysRoot = "/sys" }: { sysRoot?: string } = {}): readonly HidDevice[] {
  const folder = join(sysRoot, "bus/hid/devices");
  // A kernel without HID has no such folder
  const names = unlessGone(() => readdirSync(folder)) ?? [];
  return distinct(
    names.flatMap((name) => ofUevent(unlessGone(() => readFileSync(join(folder, name, "uevent"), "utf8")))),
  );
}

/** Those that node-hid lists: a device once for each of its collections. null: it is not installed. */
export async function hidDevicesOfNodeHid(): Promise<readonly HidDevice[] | null> {
  const library = await nodeHid();
  if (!library) return null;
  const devices = (await library.devicesAsync()).map(({ vendorId, productId, manufacturer, product }) => ({
    vendor: vendorId,
    product: productId,
    name: [manufacturer, product].filter(Boolean).join(" "),
  }));
  return distinct(devices);
}

async function nodeHid(): Promise<typeof import("node-hid") | undefined> {
  try {
    return await import("node-hid");
  } catch (error) {
    // The first as ESM, the second bundled
    if (["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"].includes((error as NodeJS.ErrnoException).code ?? ""))
      return undefined;
    throw error;
  }
}

function ofUevent(uevent: string | undefined): HidDevice[] {
  const id = uevent?.match(/^HID_ID=[0-9A-F]+:([0-9A-F]+):([0-9A-F]+)$/m);
  if (!id) return [];
  const name = uevent?.match(/^HID_NAME=(.*)$/m)?.[1] ?? "";
  return [{ vendor: Number.parseInt(id[1] as string, 16), product: Number.parseInt(id[2] as string, 16), name }];
}

const compare = (a: HidDevice, b: HidDevice): number =>
  a.vendor - b.vendor || a.product - b.product || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** A composite device is several, all alike. */
const distinct = (devices: readonly HidDevice[]): HidDevice[] =>
  [...devices].sort(compare).filter((device, n, all) => n === 0 || compare(device, all[n - 1] as HidDevice) !== 0);

/** Devices come and go while one looks. */
function unlessGone<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (["ENOENT", "ENODEV", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
}
