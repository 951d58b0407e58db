import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import koffi from "koffi";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { keptPassword, readKept } from "../../agent/provisioning/keeper.ts";
import { realClock } from "../../platform/clock.ts";
import { type DataProtection, dataProtection, windowsDataProtection } from "../../platform/data-protection.ts";
import { type Crypt32, loadCrypt32, transform } from "../../platform/native/crypt32.ts";
import { dataBlob, readDataBlob } from "../../platform/native/win32-layout.ts";
import { Secret } from "../../platform/secret.ts";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");
const { signal } = new AbortController();

test("DATA_BLOB is laid out as 64-bit Windows has it", () => {
  expect(dataBlob(0x1122_3344_5566_7788n, 5)).toEqual(hex("05000000 00000000 8877665544332211"));
  const filled = hex("0a000000 cdcdcdcd 0100000000000080"); // padding is whatever was there
  expect(readDataBlob(filled)).toEqual({ size: 10, address: 0x8000_0000_0000_0001n });
});

/** Memory outside of JavaScript, and in the place of Windows' library one that turns each byte over, with `key` before it. */
function library(key: number) {
  const memory = {
    allocate: (size: number) => koffi.alloc("uint8_t", size) as bigint,
    free: (at: bigint) => koffi.free(at),
    copyIn: (at: bigint, offset: number, bytes: Buffer) => {
      if (bytes.length > 0) koffi.encode(at, offset, "uint8_t", bytes, bytes.length);
    },
    copyOut: (at: bigint, offset: number, size: number) =>
      size === 0 ? Buffer.alloc(0) : Buffer.from(koffi.decode(at, offset, "uint8_t", size) as Uint8Array),
    GetLastError: (() => 13) as Crypt32Memory["GetLastError"],
  };
  const seen = { freed: [] as bigint[], wiped: [] as string[], flags: [] as number[] };
  const call =
    (work: (bytes: Buffer) => Buffer | undefined) =>
    (input: Buffer, _d: unknown, _e: unknown, _r: unknown, _p: unknown, flags: number, output: Buffer): number => {
      const { address, size } = readDataBlob(input);
      seen.flags.push(flags);
      const result = work(memory.copyOut(address, 0, size));
      if (result === undefined) return 0;
      const at = memory.allocate(result.length + 1);
      memory.copyIn(at, 0, result);
      dataBlob(at, result.length).copy(output);
      return 1;
    };
  const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xff));
  const crypt32 = {
    CryptProtectData: call((bytes) => Buffer.concat([Buffer.from([key]), turned(bytes)])),
    CryptUnprotectData: call((bytes) => (bytes[0] === key ? turned(bytes.subarray(1)) : undefined)),
    LocalFree: (at: bigint) => {
      seen.freed.push(at);
      return 0n;
    },
    SecureZeroMemory(at: bigint, size: number) {
      seen.wiped.push(memory.copyOut(at, 0, size).toString("latin1"));
      memory.copyIn(at, 0, Buffer.alloc(size));
    },
  } as unknown as Crypt32;
  return { parts: { crypt32, memory }, seen };
}
type Crypt32Memory = Parameters<typeof transform>[2]["memory"];

describe("the two calls of crypt32", () => {
  test("go there and back; nobody is asked, and what the system gave is wiped and freed", () => {
    const { parts, seen } = library(7);
    const sealed = transform("CryptProtectData", Buffer.from("Aa1!päss"), parts);
    expect(sealed.includes("Aa1!")).toBe(false);
    expect(transform("CryptUnprotectData", sealed, parts).toString()).toBe("Aa1!päss");
    expect(transform("CryptProtectData", Buffer.alloc(0), parts)).toEqual(Buffer.from([7]));
    expect([seen.flags, seen.freed.length]).toEqual([[1, 1, 1], 3]);
    expect(seen.wiped[1]).toBe(Buffer.from("Aa1!päss").toString("latin1"));
  });
  test("what another has protected is Windows' own error, and nothing is freed that nobody gave", () => {
    const { parts, seen } = library(7);
    const refused = () => transform("CryptUnprotectData", Buffer.from([8, 1, 2]), parts);
    expect(refused).toThrow(expect.objectContaining({ code: "WINDOWS_ERROR", call: "CryptUnprotectData", number: 13 }));
    expect(seen.freed).toEqual([]);
  });
});

describe.runIf(process.platform !== "win32")("elsewhere", () => {
  test("there is none, and it says so", async () => {
    expect(dataProtection()).toBeUndefined();
    await expect(loadCrypt32()).rejects.toMatchObject({ code: "NO_WIN32" });
    await expect(windowsDataProtection.protect(Buffer.from("x"))).rejects.toMatchObject({ code: "NO_WIN32" });
  });
});

describe("a generated password kept by it", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "amt-dpapi-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));
  const over = (key: number): DataProtection => {
    const { parts } = library(key);
    return {
      protect: async (bytes) => transform("CryptProtectData", bytes, parts),
      unprotect: async (bytes) => transform("CryptUnprotectData", bytes, parts),
    };
  };
  const secret = new Secret("Aa1!generated");
  const keeping = (protection: DataProtection | undefined) =>
    keptPassword(secret, {
      ...{ how: "dpapi" as const, out: undefined, directory: join(directory, "passwords"), escrow: [] },
      ...{ machine: "m", protection, clock: realClock, signal },
    });
  test("is a file that this user alone opens, and that goes when nobody uses it", async () => {
    const kept = keeping(over(7));
    await kept.keep?.();
    const path = kept.reference.replace(/^dpapi:/, "");
    expect(readFileSync(path, "latin1")).toMatch(/^[A-Za-z0-9+/]+={0,2}\n$/);
    expect(Buffer.from(readFileSync(path, "latin1"), "base64").includes("generated")).toBe(false);
    const read = (protection: DataProtection) => readKept(kept.reference, { clock: realClock, signal, protection });
    expect((await read(over(7)))?.reveal()).toBe("Aa1!generated");
    expect(await read(over(8))).toBeUndefined();
    kept.discard?.();
    expect(() => readFileSync(path)).toThrow("ENOENT");
  });
  test("is not sent where it would not open again, or where there is no such thing", async () => {
    const broken: DataProtection = { ...over(7), unprotect: async () => Buffer.from("another") };
    await expect(keeping(broken).keep?.()).rejects.toMatchObject({ code: "PASSWORD_NOT_KEPT" });
    expect(() => keeping(undefined)).toThrow(
      expect.objectContaining({ code: "PASSWORD_NOT_KEPT", remedy: expect.stringContaining("systemd-creds") }),
    );
  });
});
