import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hidDevices, hidDevicesOfSysfs } from "../../platform/hid.ts";

let sysRoot: string;
beforeEach(() => {
  sysRoot = mkdtempSync(path.join(tmpdir(), "hid-"));
});
afterEach(() => rmSync(sysRoot, { recursive: true }));

/** As the kernel lays it out: a link of the bus to the device's own folder. */
function device(name: string, uevent?: string): void {
  const own = path.join(sysRoot, "devices", name);
  const bus = path.join(sysRoot, "bus/hid/devices");
  mkdirSync(own, { recursive: true });
  mkdirSync(bus, { recursive: true });
  if (uevent !== undefined) writeFileSync(path.join(own, "uevent"), uevent);
  symlinkSync(own, path.join(bus, name));
}
const uevent = (id: string, name: string): string =>
  `DRIVER=hid-generic\nHID_ID=${id}\nHID_NAME=${name}\nHID_PHYS=usb-0000:00:14.0-12/input0\nHID_UNIQ=\nMODALIAS=hid:b0003g0001v00008087p0000002C\n`;

test("every device of the bus, whatever it hangs on, with its numbers from hex and its name", () => {
  device("0003:8087:002C.0002", uevent("0003:00008087:0000002C", "Intel-AMT-KVM"));
  device("0018:04F3:0400.0001", uevent("0018:000004F3:00000400", "ELAN0501:00 04F3:0400"));
  expect(hidDevicesOfSysfs({ sysRoot })).toEqual([
    { vendor: 0x04f3, product: 0x0400, name: "ELAN0501:00 04F3:0400" },
    { vendor: 0x8087, product: 0x002c, name: "Intel-AMT-KVM" },
  ]);
});

test("of several alike, one: a composite device has one for each interface", () => {
  for (const n of [1, 2, 3]) device(`0003:8087:002C.000${n}`, uevent("0003:00008087:0000002C", "Intel-AMT-KVM"));
  expect(hidDevicesOfSysfs({ sysRoot })).toHaveLength(1);
});

test("a device without a name, one that is being taken away, one that says nothing of itself", () => {
  device("0003:1234:5678.0001", uevent("0003:00001234:00005678", ""));
  device("0003:1234:5678.0002");
  device("0003:1234:5678.0003", "DRIVER=hid-generic\n");
  expect(hidDevicesOfSysfs({ sysRoot })).toEqual([{ vendor: 0x1234, product: 0x5678, name: "" }]);
});

test("a kernel without HID has no devices", () => expect(hidDevicesOfSysfs({ sysRoot })).toEqual([]));

// What node-hid sees on a real kernel, and that it is the same: test/kernel/qemu/keyboard.sh
test("this machine tells", async () => expect(await hidDevices()).toBeInstanceOf(Array));
