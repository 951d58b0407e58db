import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Devices, followDevices, readDevicesOf } from "../../agent/watch/sessions/devices.ts";
import { type Hearing, hearing } from "../support/hearing-machine.ts";
import { folder } from "../support/program.ts";
import { steppedClock } from "../support/stepped-clock.ts";
import { amtKvm, usbTree } from "../support/usb-tree.ts";

let sys: ReturnType<typeof folder>;
const { put, plug, unplug, disk } = usbTree({ in: (name) => sys.in(name) });
beforeEach(() => {
  sys = folder();
});
afterEach(() => sys.remove());

const read = () => readDevicesOf({ platform: "linux", sysRoot: sys.path });
const kvm = amtKvm;

describe("what is plugged in", () => {
  test("nothing: a kernel without USB and disks", async () => expect(await read()()).toEqual({}));

  test("keyboards, mice, sticks and disks of one's own say nothing", async () => {
    plug("1-2", { id: ["046d", "c31c"], names: ["Logitech", "USB Keyboard"], classes: ["03", "03"] });
    plug("1-3", { id: ["8087", "0029"], classes: ["e0"] }); // Intel's Bluetooth: the vendor alone says nothing
    plug("1-4", {
      id: ["0781", "5581"],
      names: ["SanDisk", "Ultra"],
      classes: ["08"],
      acpi: "\\_SB_.PC00.XHCI.RHUB.HS04",
    });
    disk("sda", "ATA", "INTEL SSDSC2KW256G8");
    disk("sr0", "HL-DT-ST", "DVDRAM");
    expect(await read()()).toEqual({});
  });

  test("AMT's keyboard and mouse by their numbers", async () => {
    plug("1-9", kvm);
    expect(await read()()).toEqual({ kvm: { what: "Intel Intel-AMT-KVM 8087:002c", exact: true } });
  });

  test("whatever hangs on a port of the ME, by what it is", async () => {
    plug("1-11", { id: ["1234", "0001"], classes: ["03"], acpi: "\\_SB_.PCI0.XHC_.RHUB.USR1" });
    plug("1-12", {
      id: ["1234", "0002"],
      names: ["Acme", "Disk"],
      classes: ["08"],
      acpi: "\\_SB_.PCI0.XHC_.RHUB.USR2",
    });
    expect(await read()()).toEqual({
      kvm: { what: "a USB device 1234:0001", exact: true },
      usbr: { what: "Acme Disk 1234:0002", exact: true },
    });
  });

  test("a disk by what it calls itself: less than certain", async () => {
    disk("sdb", "Intel   ", "Virtual Floppy  ");
    expect(await read()()).toEqual({ usbr: { what: "Intel Virtual Floppy", exact: false } });
  });

  test("a device's words cannot drive a terminal, nor fill it", async () => {
    plug("1-9", { ...kvm, names: ["Intel", `AMT \u001b[31m KVM ${"x".repeat(5_000)}`] });
    const { kvm: found } = await read()();
    expect(found?.what).not.toMatch(/\p{C}/u);
    expect(found?.what.length).toBeLessThanOrEqual(64);
  });

  test("ten thousand entries are not all read", async () => {
    for (let n = 0; n < 1_000; n += 1) put(`bus/usb/devices/9-${n}/idVendor`, "8087");
    plug("1-9", kvm);
    expect(await read()()).toHaveProperty("kvm");
  });

  test("is told when it changes, and only then; the same place with another device is a change", async () => {
    const clock = steppedClock();
    const life = new AbortController();
    const told: Devices[] = [];
    const troubles: unknown[] = [];
    const how = { platform: "linux" as const, clock, signal: life.signal, onTrouble: (e: unknown) => troubles.push(e) };
    const done = followDevices(read(), (devices) => told.push(devices), how);
    const pass = async (): Promise<void> => {
      for (let n = 0; n < 5; n += 1) await turn();
      clock.advance(800);
      for (let n = 0; n < 5; n += 1) await turn();
    };
    await pass();
    expect(told).toEqual([]);
    plug("1-9", kvm);
    await pass();
    await pass();
    expect(told).toHaveLength(1);
    unplug("1-9");
    plug("1-9", { id: ["1234", "0001"], classes: ["08"], acpi: "\\_SB_.PC00.XHCI.RHUB.USR1" });
    await pass();
    expect(told.at(-1)).toEqual({ usbr: { what: "a USB device 1234:0001", exact: true } });
    unplug("1-9");
    await pass();
    expect(told.at(-1)).toEqual({});
    life.abort();
    await done;
    expect(troubles).toEqual([]);
  });
});

describe("with AMT's alert lost on a link that works", () => {
  let on: Hearing;
  afterEach(() => on.close());

  test("a session is seen within a second of its device, and the device explained by it", async () => {
    on = await hearing("acm-15");
    const life = new AbortController();
    const look = (devices: Devices): void => {
      on.watch.noteDevices(devices);
      void on.watch.refresh({ signal: life.signal }).catch(() => {});
    };
    const how = { platform: "linux" as const, clock: on.clock, signal: life.signal, onTrouble: () => {} };
    const done = followDevices(read(), look, how);
    await on.pass(1_000, 50);
    for (const part of [50, 400, 790]) {
      await on.me.operator.perform(["kvm", "open"]);
      plug("1-9", kvm);
      const isOpen = ({ live }: { live: readonly { kind: string; confidence: string }[] }): boolean =>
        live.some(({ kind, confidence }) => kind === "kvm" && confidence === "certain");
      expect(await on.passUntil(isOpen, 1_000)).toBeLessThanOrEqual(1_000);
      await on.me.operator.perform(["kvm", "close"]);
      unplug("1-9");
      await on.passUntil((snapshot) => !isOpen(snapshot), 12_000);
      await on.pass(part, 50);
    }
    expect(on.watch.events(0).map(({ message }) => message.code)).not.toContain("event.session.contradicted");
    life.abort();
    await done;
  });

  test("a device without a session is an event, told once", async () => {
    on = await hearing("acm-15");
    plug("1-9", kvm);
    on.watch.noteDevices(await read()());
    await on.pass(30_000);
    const told = on.watch.events(0).filter(({ message }) => message.code === "event.session.contradicted");
    expect(told).toMatchObject([
      {
        kind: "session",
        severity: "warning",
        message: { params: { kind: "kvm", evidence: "Intel Intel-AMT-KVM 8087:002c" } },
      },
    ]);
    expect(on.watch.snapshot().live).toContainEqual(
      expect.objectContaining({ kind: "kvm", source: "host", confidence: "possible" }),
    );
  });
});
