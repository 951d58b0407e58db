import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { amthi } from "../../mei/clients.ts";
import { windowsDriver } from "../../mei/drivers/windows.ts";
import { noDevice, windowsFailure, windowsFailureCode, windowsFailures } from "../../mei/drivers/windows-failure.ts";
import {
  CONNECT_CLIENT,
  connected,
  decodeHead,
  driverVersion,
  GET_FW_STS,
  GET_VERSION,
  heciControlCode,
  heciInterface,
} from "../../mei/drivers/windows-heci.ts";
import { WireError } from "../../mei/wire/index.ts";
import { realClock } from "../../platform/clock.ts";
import {
  completionEntrySize,
  devicePathOf,
  emptyDeviceInterfaceData,
  emptyDeviceInterfaceDetail,
  endedOperations,
  ntStatusFailed,
  overlappedSize,
  readOverlapped,
} from "../../platform/native/win32-layout.ts";
import { WindowsError } from "../../platform/native/windows-error.ts";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");
const root = path.join(import.meta.dirname, "../..");
const signal = new AbortController().signal;

describe("what the HECI driver takes and gives", () => {
  test("control codes and the interface are those of the references", () => {
    // lms.md 2.0 gives the codes, presence-posture.md 4.1 the interface's bytes.
    expect([GET_VERSION, CONNECT_CLIENT, GET_FW_STS, heciControlCode(0x813)]).toEqual([
      0x8000e000, 0x8000e004, 0x8000e00c, 0x8000e04c,
    ]);
    expect(heciInterface).toEqual(hex("34 FF D1 E2 58 34 A9 49 88 DA 8E 69 15 CE 9B E5"));
  });

  test("CONNECT's answer is five bytes, also in front of what was left of the request", () => {
    const five = hex("00 10 00 00 01");
    const rest = hex("4b 2d ac a8 46 e0 ff 65 81 4c 00");
    for (const reply of [five, Buffer.concat([five, rest])]) {
      expect(decodeHead(connected, 5, reply)).toEqual({ maxMessage: 4096, version: 1 });
    }
    for (let length = 0; length < 5; length++) {
      expect(() => decodeHead(connected, 5, five.subarray(0, length))).toThrow(WireError);
    }
  });

  test("the driver's version in both layouts, and in no other size", () => {
    expect(driverVersion(hex("0b 07 02 e8 03"))).toBe("11.7.2.1000");
    expect(driverVersion(hex("6a 09 00 00 02 00 e8 03"))).toBe("2410.0.2.1000");
    for (const size of [0, 1, 4, 6, 7, 9, 16]) expect(() => driverVersion(Buffer.alloc(size))).toThrow(WireError);
  });
});

describe("Windows' own layouts", () => {
  test("an OVERLAPPED tells status and count", () => {
    const overlapped = Buffer.alloc(overlappedSize);
    overlapped.writeUInt32LE(0xc0000120, 0);
    overlapped.writeBigUInt64LE(525n, 8);
    expect(readOverlapped(overlapped)).toEqual({ status: 0xc0000120, count: 525 });
  });

  test("success, information, warning and error by the status' two highest bits", () => {
    expect([0, 0x103, 0x40000000, 0x80000005, 0xc0000001].map(ntStatusFailed)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  test("completion entries give whole addresses, and only as many as came", () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { maxLength: 16 }),
        fc.nat(255),
        (list, fill) => {
          const entries = Buffer.alloc(16 * completionEntrySize, fill);
          for (const [index, address] of list.entries())
            entries.writeBigUInt64LE(address, index * completionEntrySize + 8);
          expect(endedOperations(entries, list.length)).toEqual(list);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test("cbSize is of the structure's 64-bit form, not of the buffer", () => {
    expect(emptyDeviceInterfaceData().subarray(0, 4)).toEqual(hex("20 00 00 00"));
    expect(emptyDeviceInterfaceData()).toHaveLength(32);
    expect(emptyDeviceInterfaceDetail(300).subarray(0, 6)).toEqual(hex("08 00 00 00 00 00"));
    expect(emptyDeviceInterfaceDetail(300)).toHaveLength(300);
  });

  test("the device path starts at byte 4 and ends at its NUL, or with the buffer", () => {
    const name = "\\\\?\\pci#ven_8086&dev_a13a#3&11583659&0&b0#{e2d1ff34-3458-49a9-88da-8e6915ce9be5}";
    const detail = Buffer.concat([hex("08 00 00 00"), Buffer.from(`${name}\0\u4141`, "utf16le")]);
    expect(devicePathOf(detail)).toBe(name);
    expect(devicePathOf(detail.subarray(0, 4 + 2 * name.length))).toBe(name);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (text, after) => {
        fc.pre(!text.includes("\0"));
        const bytes = Buffer.concat([hex("08 00 00 00"), Buffer.from(`${text}\0${after}`, "utf16le")]);
        expect(devicePathOf(bytes)).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("Windows' errors", () => {
  test.each([
    [2, "open", "ME_ABSENT"],
    [3, "open", "ME_ABSENT"],
    [5, "open", "ME_DENIED"],
    [32, "open", "ME_BUSY"],
    [170, "connect", "ME_BUSY"],
    [6, "connect", "ME_NO_CLIENT"],
    [1168, "connect", "ME_NO_CLIENT"],
    [6, "control", "ME_GONE"],
    [31, "connect", "ME_GONE"],
    [995, "connect", "ME_GONE"],
    [1167, "control", "ME_GONE"],
    [259, "find", "ME_ABSENT"],
    [12345, "connect", "ME_DRIVER"],
  ] as const)("%i while trying to %s is %s", (number, attempt, code) => {
    expect(windowsFailureCode(number, attempt)).toBe(code);
  });

  test("each says who wanted what, the call, the number and its name, what to do, and keeps the cause", () => {
    for (const [number, { name, code }] of Object.entries(windowsFailures)) {
      const cause = new WindowsError("CreateFileW", Number(number));
      const error = windowsFailure(cause, "open", "opening the ME");
      expect(error).toMatchObject({ code, cause });
      expect(error.message).toMatch(/^opening the ME: .{20,}/);
      expect(error.message).toContain(`CreateFileW: ${number} ${name}`);
    }
  });

  test("absent, denied and busy are three messages, each with what to do", () => {
    const [denied, busy] = [5, 32].map((number) =>
      windowsFailure(new WindowsError("CreateFileW", number), "open", "opening"),
    );
    const absent = noDevice();
    expect(absent.code).toBe("ME_ABSENT");
    expect(absent.message).toMatch(/no ME.*install/);
    expect(denied?.message).toMatch(/Administrator/);
    expect(busy?.message).toMatch(/another program.*Stop/);
  });
});

describe.skipIf(process.platform === "win32")("where there is no Windows", () => {
  test("describe and connect say so, with what to do", async () => {
    const driver = windowsDriver({ clock: realClock });
    const wanted = { code: "ME_ABSENT", message: expect.stringMatching(/not Windows.*--mei auto/) };
    await expect(driver.describe({ signal })).rejects.toMatchObject(wanted);
    await expect(driver.connect(amthi, { signal })).rejects.toMatchObject(wanted);
    await expect(
      windowsDriver({ clock: realClock, devicePath: "\\\\.\\x" }).connect(amthi, { signal }),
    ).rejects.toMatchObject(wanted);
    await driver.close();
    await expect(driver.connect(amthi, { signal })).rejects.toMatchObject({ code: "ME_CLOSED" });
  });

  test("an abort that came first is answered with its reason", async () => {
    const reason = new Error("enough");
    const driver = windowsDriver({ clock: realClock });
    await expect(driver.connect(amthi, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(driver.describe({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  test("importing the driver loads no native code", async () => {
    const program = `
      await import("./mei/drivers/windows.ts");
      const objects = process.report.getReport().sharedObjects;
      if (objects.length === 0) throw new Error("the report lists nothing");
      console.log(objects.filter((name) => name.includes("koffi")).length);`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "-e", program],
      { cwd: root },
    );
    expect(stdout.trim()).toBe("0");
  });
});
