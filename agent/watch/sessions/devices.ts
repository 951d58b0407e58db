import { type Clock, sleep } from "../../../platform/clock.ts";
import { hidDevices } from "../../../platform/hid.ts";
import { type Plugged, pluggedOfSysfs, type UsbDevice } from "../../../platform/usb.ts";
import type { SessionKind } from "../../api/snapshot.ts";
import { tame } from "../../events/heard.ts";
import type { Evidence } from "./ledger.ts";

/** Devices of remote sessions that this PC has now. Of a kind that is not there nothing follows: they need not appear. */
export type Devices = Readonly<Partial<Record<SessionKind, Evidence>>>;
export type ReadDevices = () => Promise<Devices>;

const HID = 3;
const STORAGE = 8;
/** The xHCI ports that the ME plugs its devices into (presence-posture.md 7: Intel's reference ACPI code). */
const ofTheMe = /\.USR[12]$/;
/** One report (presence-posture.md 7): genodelabs/genode#1742. */
const kvmId = { vendor: 0x8087, product: 0x002c } as const;
const kvmName = /\bAMT\b.*KVM|KVM.*\bAMT\b/i;
/** One report (presence-posture.md 7): `Intel virtual floppy` in Ylianst/MeshCentral#951; the names of the others are guessed. */
const diskName = /^Intel\b.*\b(virtual (floppy|cd|disk)|(usb|ide)-?r)\b/i;

/** What these devices are evidence of. Pure. */
export function evidenceIn({ usb, disks }: Plugged): Devices {
  const kvm = first(usb.map(asKvm));
  const usbr = first([...usb.map(asStorage), ...disks.map(({ name }) => asDisk(name))]);
  return { ...(kvm && { kvm }), ...(usbr && { usbr }) };
}

/** The exact one before the others. */
const first = (found: readonly (Evidence | undefined)[]): Evidence | undefined =>
  found.find((one) => one?.exact) ?? found.find((one) => one !== undefined);

const describe = ({ name, vendor, product }: Pick<UsbDevice, "name" | "vendor" | "product">): string =>
  tame(`${name || "a USB device"} ${hex(vendor)}:${hex(product)}`);
const hex = (number: number): string => number.toString(16).padStart(4, "0");

function asKvm(device: UsbDevice): Evidence | undefined {
  const { vendor, product, name, classes, port } = device;
  if (!classes.includes(HID)) return undefined;
  const exact = ofTheMe.test(port ?? "") || (vendor === kvmId.vendor && product === kvmId.product);
  return exact || kvmName.test(name) ? { what: describe(device), exact } : undefined;
}
function asStorage(device: UsbDevice): Evidence | undefined {
  if (!device.classes.includes(STORAGE)) return undefined;
  const exact = ofTheMe.test(device.port ?? "");
  return exact || diskName.test(device.name) ? { what: describe(device), exact } : undefined;
}
const asDisk = (name: string): Evidence | undefined =>
  diskName.test(name) ? { what: tame(name), exact: false } : undefined;

/** How to read this machine's devices: Linux tells in sysfs; elsewhere keyboards and mice are told by node-hid, where that is installed. */
export function readDevicesOf({
  platform,
  sysRoot = "/sys",
}: {
  platform: NodeJS.Platform;
  sysRoot?: string;
}): ReadDevices {
  if (platform === "linux") {
    const plugged = pluggedOfSysfs({ sysRoot });
    return async () => evidenceIn(plugged());
  }
  return async () => {
    const found = (await hidDevices()) ?? [];
    return evidenceIn({ usb: found.map((one) => ({ ...one, classes: [HID], port: null })), disks: [] });
  };
}

/** ms between two readings: with the look that follows below a second. node-hid opens every device to ask its name. */
const EACH = 500;
const EACH_ELSEWHERE = 5_000;

/** Reads again and again, and tells what is not as it was, until the signal aborts. Never rejects. */
export async function followDevices(
  read: ReadDevices,
  onDevices: (devices: Devices) => void,
  {
    platform,
    clock,
    signal,
    onTrouble,
  }: { platform: NodeJS.Platform; clock: Clock; signal: AbortSignal; onTrouble: (error: unknown) => void },
): Promise<void> {
  let last = "{}";
  let trouble = "";
  while (!signal.aborted) {
    try {
      const devices = await read();
      const now = JSON.stringify(devices);
      if (now !== last && !signal.aborted) onDevices(devices);
      last = now;
      trouble = "";
    } catch (error) {
      if (trouble !== String(error)) onTrouble(error);
      trouble = String(error);
    }
    await sleep(clock, platform === "linux" ? EACH : EACH_ELSEWHERE, { signal }).catch(() => {}); // aborted: the loop ends
  }
}
