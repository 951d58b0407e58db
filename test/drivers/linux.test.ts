import { symlinkSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { amthi, lme, mkhi, virtualMarker, watchdog } from "../../mei/clients.ts";
import { linuxDriver } from "../../mei/drivers/linux.ts";
import { meiError } from "../../mei/drivers/linux-errno.ts";
import type { MeiDriver } from "../../mei/port.ts";
import { getVirtualMachine } from "../../mei/virtual/commands.ts";
import { realClock } from "../../platform/clock.ts";
import { SystemError } from "../../platform/native/libc.ts";
import { type Device, SocketKernel } from "../support/socket-kernel.ts";

const signal = new AbortController().signal;
const properties = { maxMessage: 5120, version: 2 };
/** A CSME as the kernel shows it, with AMTHI and MKHI. */
const me: Device = { clients: { [amthi.uuid]: properties, [mkhi.uuid]: properties } };

let root: string;
let driver: MeiDriver | undefined;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "mei-"));
});
afterEach(async () => {
  await driver?.close();
  driver = undefined;
  await rm(root, { recursive: true });
});
const dev = (name: string): string => join(root, name);
async function sysfs(name: string, files: Readonly<Record<string, string>>): Promise<void> {
  const directory = join(root, "sys", "class", "mei", name);
  await mkdir(directory, { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(join(directory, file), text);
}
/** As a Linux 6.1 shows a CSME 16 (vm.md A and D). */
const csme = {
  kind: "mei\n",
  fw_status: "90000255\n82100106\n00000020\n00004000\n00041F03\nC7E003CB\n",
  fw_ver: "0:16.1.25.2124\n0:16.1.25.2124\n0:16.1.25.2049\n",
  dev_state: "ENABLED\n",
  hbm_ver: "2.2\n",
};
function open(kernel?: SocketKernel): MeiDriver {
  driver = linuxDriver({
    ...{ clock: realClock, devRoot: root, sysfsRoot: join(root, "sys") },
    ...(kernel ? { kernel } : {}),
  });
  return driver;
}
function opened(devices: Record<string, Device>): { kernel: SocketKernel; driver: MeiDriver } {
  const kernel = new SocketKernel(Object.fromEntries(Object.entries(devices).map(([name, it]) => [dev(name), it])));
  return { kernel, driver: open(kernel) };
}

describe.runIf(process.platform === "linux")("the Linux driver, on this machine's kernel", () => {
  test("no device: absent, and what to do", async () => {
    const calls = [() => open().connect(amthi, { signal }), () => open().describe({ signal })];
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({
        code: "ME_ABSENT",
        message: expect.stringContaining("modprobe mei_me"),
      });
    }
  });

  test("a device that knows no ME client is not the ME, and is named", async () => {
    symlinkSync("/dev/null", dev("mei0"));
    await expect(open().connect(amthi, { signal })).rejects.toMatchObject({
      code: "ME_ABSENT",
      message: expect.stringContaining(`${dev("mei0")} has neither`),
    });
  });

  test("a device that may not be opened: denied, and what to do", async () => {
    symlinkSync("/sys/kernel/uevent_seqnum", dev("mei0")); // sysfs refuses writers, root too
    await expect(open().connect(amthi, { signal })).rejects.toMatchObject({
      code: "ME_DENIED",
      message: expect.stringContaining("Run as root"),
    });
  });
});

describe.runIf(process.platform === "linux")("the Linux driver, finding the ME", () => {
  test("tells what sysfs says", async () => {
    await sysfs("mei0", csme);
    expect(await opened({ mei0: me }).driver.describe({ signal })).toEqual({
      device: dev("mei0"),
      virtual: false,
      firmwareStatus: [0x90000255, 0x82100106, 0x20, 0x4000, 0x41f03, 0xc7e003cb],
      firmwareVersions: ["0:16.1.25.2124", "0:16.1.25.2124", "0:16.1.25.2049"],
      state: "ENABLED",
      driverVersion: "HBM 2.2",
    });
  });

  test("without sysfs asks the device, and tells what is left", async () => {
    expect(await opened({ mei0: me }).driver.describe({ signal })).toEqual({
      ...{ device: dev("mei0"), virtual: false, firmwareStatus: [], firmwareVersions: [] },
    });
  });

  test.each([
    ["a graphics card's", { ...csme, kind: "gsc\n" }, me],
    [
      "a Surface's second function, with zeros for versions,",
      { ...csme, fw_ver: "0:0.0.0.0\n0:0.0.0.0\n0:0.0.0.0\n" },
      me,
    ],
    ["one without ME clients", { dev_state: "ENABLED\n" }, {}],
  ])("passes %s device by", async (_, files, device) => {
    await sysfs("mei0", files);
    await sysfs("mei1", csme);
    const { driver } = opened({ mei0: device, mei1: me });
    expect((await driver.describe({ signal })).device).toBe(dev("mei1"));
    const connection = await driver.connect(amthi, { signal });
    expect(connection).toMatchObject({ client: amthi, maxMessage: 5120, version: 2, virtual: false });
  });

  test("an ME that was too slow for the kernel to learn its version is taken where there is no other", async () => {
    await sysfs("mei0", { ...csme, fw_ver: "0:0.0.0.0\n0:0.0.0.0\n0:0.0.0.0\n" });
    const { driver } = opened({ mei0: me });
    expect((await driver.describe({ signal })).device).toBe(dev("mei0"));
  });

  test("a second function of the ME is not taken for it, alone or not", async () => {
    await sysfs("mei0", { ...csme, fw_ver: "0:0.0.0.0\n" });
    await expect(
      opened({ mei0: { clients: { [mkhi.uuid]: properties } } }).driver.connect(mkhi, { signal }),
    ).rejects.toMatchObject({ code: "ME_ABSENT", message: expect.stringContaining("a second function of the ME") });
  });

  test("an ME that is just starting has zeros too, and is not passed by", async () => {
    await sysfs("mei0", { ...csme, fw_ver: "0:0.0.0.0\n", dev_state: "INIT_CLIENTS\n" });
    await expect(opened({ mei0: { open: "ENODEV" } }).driver.connect(amthi, { signal })).rejects.toMatchObject({
      code: "ME_GONE",
    });
  });

  test("does not trouble a real ME to see that it is one", async () => {
    await sysfs("mei0", csme);
    const { kernel, driver } = opened({ mei0: me });
    await driver.connect(amthi, { signal });
    await driver.connect(mkhi, { signal });
    expect(kernel.done.filter((step) => step.startsWith("connect"))).toEqual(
      [virtualMarker, amthi, mkhi].map(({ uuid }) => `connect ${uuid}`),
    );
  });
});

describe.runIf(process.platform === "linux")("the Linux driver and a virtual ME", () => {
  const virtual = (marker: NonNullable<Device["clients"]>[string]): Device => ({
    clients: { ...me.clients, [virtualMarker.uuid]: marker },
  });
  test.each([properties, "EBUSY"] as const)("knows it by its marker (%j)", async (marker) => {
    const { driver } = opened({ mei0: virtual(marker) });
    expect((await driver.connect(amthi, { signal })).virtual).toBe(true);
  });

  test("names the machine", async () => {
    const { kernel, driver } = opened({ mei0: virtual(properties) });
    const facts = driver.describe({ signal });
    await expect.poll(() => kernel.heard()).toEqual(getVirtualMachine.encodeRequest({}));
    kernel.say(getVirtualMachine.encodeReply({ machine: "acm-15" }));
    expect(await facts).toMatchObject({ virtual: true, machine: "acm-15" });
  });

  test("looks again after a reset: the device may be another by then", async () => {
    const { kernel, driver } = opened({ mei0: virtual(properties) });
    const before = await driver.connect(amthi, { signal });
    expect(before.virtual).toBe(true);
    kernel.devices[dev("mei0")] = me;
    expect((await driver.connect(mkhi, { signal })).virtual).toBe(true); // nothing has happened that we could know of
    kernel.reset();
    await expect(before.receive({ signal })).rejects.toMatchObject({ code: "ME_GONE" });
    const after = await driver.connect(amthi, { signal });
    expect(after.virtual).toBe(false);
    expect(after.generation).toBeGreaterThan(before.generation);
  });
});

describe.runIf(process.platform === "linux")("the Linux driver, connecting", () => {
  test.each([
    ["ENOTTY", "ME_NO_CLIENT"],
    ["EBUSY", "ME_BUSY"],
    ["ENODEV", "ME_GONE"],
    ["EFAULT", "ME_TIMEOUT"],
    ["ETIME", "ME_TIMEOUT"],
    ["EINVAL", "ME_DRIVER"],
  ] as const)("%s is %s, and nothing stays open", async (errno, code) => {
    const { kernel, driver } = opened({ mei0: { clients: { ...me.clients, [lme.uuid]: errno } } });
    await expect(driver.connect(lme, { signal })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(errno),
    });
    expect(kernel.held).toBe(0);
  });

  test("busy by the kernel's own watchdog driver names that", async () => {
    await mkdir(join(root, "sys", "module", "mei_wdt"), { recursive: true });
    const busy: Device = { clients: { ...me.clients, [watchdog.uuid]: "EBUSY" } };
    await expect(opened({ mei0: busy }).driver.connect(watchdog, { signal })).rejects.toMatchObject({
      code: "ME_BUSY",
      holder: expect.stringContaining("mei_wdt (kernel module)"),
      message: expect.stringContaining("mei_wdt"),
    });
  });

  test("an abort in the kernel rejects at once, and the descriptor is closed when the kernel comes back", async () => {
    const { kernel, driver } = opened({ mei0: me });
    await driver.describe({ signal });
    let wake = (): void => {};
    kernel.hung = new Promise((resolve) => {
      wake = resolve;
    });
    const stop = new AbortController();
    const connecting = driver.connect(amthi, { signal: stop.signal });
    await expect.poll(() => kernel.done.at(-1), { interval: 5 }).toBe(`connect ${amthi.uuid}`);
    stop.abort(new Error("enough"));
    await expect(connecting).rejects.toThrow("enough");
    expect(kernel.held).toBe(1);
    wake();
    await expect.poll(() => kernel.held, { interval: 5 }).toBe(0);
  });

  test("closing settles whoever waits, also for the kernel, and leaves nothing open", async () => {
    const { kernel, driver } = opened({ mei0: me });
    const connection = await driver.connect(amthi, { signal });
    const receiving = connection.receive({ signal });
    let wake = (): void => {};
    kernel.hung = new Promise((resolve) => {
      wake = resolve;
    });
    const connecting = driver.connect(mkhi, { signal });
    await expect.poll(() => kernel.done.at(-1), { interval: 5 }).toBe(`connect ${mkhi.uuid}`);
    const closing = driver.close();
    await expect(connecting).rejects.toMatchObject({ code: "ME_CLOSED" });
    wake();
    await expect(receiving).rejects.toMatchObject({ code: "ME_CLOSED" });
    await closing;
    expect(kernel.held).toBe(0);
    await expect(driver.connect(amthi, { signal })).rejects.toMatchObject({ code: "ME_CLOSED" });
    await expect(driver.describe({ signal })).rejects.toMatchObject({ code: "ME_CLOSED" });
  });
});

describe("errors of the kernel", () => {
  test.each([
    [-2, "ME_ABSENT"],
    [-6, "ME_ABSENT"],
    [-13, "ME_DENIED"],
    [-1, "ME_DENIED"],
    [-27, "ME_TOO_LARGE"],
    [-62, "ME_TIMEOUT"],
    [-103, "ME_GONE"],
    [-107, "ME_GONE"],
    [-5, "ME_DRIVER"],
  ])("errno %d is %s", (errno, code) => {
    expect(meiError(new SystemError("read", errno), "it")).toMatchObject({ code });
  });
});
