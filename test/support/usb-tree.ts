import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface Plug {
  readonly id: readonly [vendor: string, product: string];
  readonly names?: readonly [manufacturer: string, product: string];
  readonly classes: readonly string[];
  /** The ACPI path of its port. */
  readonly acpi?: string;
}
/** AMT's keyboard and mouse, as one report shows them (presence-posture.md 7). */
export const amtKvm: Plug = { id: ["8087", "002c"], names: ["Intel", "Intel-AMT-KVM"], classes: ["03", "03"] };

export interface UsbTree {
  put(path: string, text: string): void;
  plug(name: string, what: Plug): void;
  unplug(name: string): void;
  disk(name: string, vendor: string, model: string): void;
}

/** A sysfs below `root`, laid out as the kernel does it. */
export function usbTree(root: { in(name: string): string }): UsbTree {
  const put = (path: string, text: string): void => {
    const whole = root.in(path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, `${text}\n`);
  };
  /** As the kernel lays it out: the bus has links to the devices' own folders, a device one to its port, that one to its firmware node. */
  function plug(name: string, { id, names, classes, acpi }: Plug): void {
    const own = `devices/pci0000:00/0000:00:14.0/usb1/${name}`;
    put(`${own}/idVendor`, id[0]);
    put(`${own}/idProduct`, id[1]);
    if (names) {
      put(`${own}/manufacturer`, names[0]);
      put(`${own}/product`, names[1]);
    }
    if (acpi) {
      const port = `devices/pci0000:00/0000:00:14.0/usb1/1-0:1.0/usb1-port${name.split("-")[1]}`;
      put(`devices/LNXSYSTM:00/${name}/path`, acpi);
      mkdirSync(root.in(port), { recursive: true });
      symlinkSync(root.in(`devices/LNXSYSTM:00/${name}`), join(root.in(port), "firmware_node"));
      symlinkSync(root.in(port), root.in(`${own}/port`));
    }
    mkdirSync(root.in("bus/usb/devices"), { recursive: true });
    symlinkSync(root.in(own), root.in(`bus/usb/devices/${name}`));
    classes.forEach((one, at) => {
      put(`${own}/${name}:1.${at}/bInterfaceClass`, one);
      symlinkSync(root.in(`${own}/${name}:1.${at}`), root.in(`bus/usb/devices/${name}:1.${at}`));
    });
  }
  function unplug(name: string): void {
    rmSync(root.in(`devices/pci0000:00/0000:00:14.0/usb1/${name}`), { recursive: true });
    rmSync(root.in(`bus/usb/devices/${name}`));
    for (const at of [0, 1]) rmSync(root.in(`bus/usb/devices/${name}:1.${at}`), { force: true });
  }
  const disk = (name: string, vendor: string, model: string): void => {
    put(`devices/disks/${name}/device/vendor`, vendor);
    put(`devices/disks/${name}/device/model`, model);
    mkdirSync(root.in("block"), { recursive: true });
    symlinkSync(root.in(`devices/disks/${name}`), root.in(`block/${name}`));
  };
  return { put, plug, unplug, disk };
}
