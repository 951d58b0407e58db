import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { collectAll } from "../../agent/posture/collect.ts";
import { hostCollectors } from "../../agent/posture/collectors/all.ts";
import { hostView } from "../../agent/posture/host-view.ts";
import { parseTable } from "../../agent/posture/registers/smbios.ts";
import { realClock } from "../../platform/clock.ts";
import { REG_BINARY, REG_DWORD, REG_SZ, windowsRegistry } from "../../platform/registry.ts";
import { windowsFacts } from "../../platform/windows-facts.ts";
import { type Check, check, never, rejection } from "./check.ts";

const KEY = "Software\\amt-agent-test";
const reg = (...args: string[]): void => {
  execFileSync("reg", args, { stdio: "ignore" });
};
const set = (name: string, type: string, data: string, key = KEY): void =>
  reg("add", `HKLM\\${key}`, "/v", name, "/t", type, "/d", data, "/f");
const noMe = (): Promise<never> => Promise.reject(new Error("no ME here"));

async function found(): Promise<Map<string, string>> {
  const sources = { host: hostView("/"), device: noMe, firmware: noMe, info: noMe, wsman: noMe, clock: realClock };
  const all = await collectAll(hostCollectors.win32 ?? [], sources, { signal: never });
  return new Map(all.map(({ id, result, value, reason }) => [id, `${result} ${value ?? reason?.detail ?? ""}`]));
}
const begins = (text: string | undefined, start: string): void => assert.ok(text?.startsWith(start), text);

/** What Windows says of a machine: the registry by advapi32, and the checks that read it. */
export const factsChecks = (): Check[] => [
  check("registry: a number, a text, bytes and keys, as reg.exe wrote them", async () => {
    set("number", "REG_DWORD", "4294967295");
    set("text", "REG_SZ", "Grüße");
    set("bytes", "REG_BINARY", "00ff10");
    set("", "REG_SZ", "x", `${KEY}\\one`);
    set("", "REG_SZ", "x", `${KEY}\\two`);
    const number = await windowsRegistry.value(KEY, "number");
    assert.deepEqual([number?.type, number?.data.readUInt32LE()], [REG_DWORD, 0xffffffff]);
    const text = await windowsRegistry.value(KEY, "text");
    assert.deepEqual([text?.type, text?.data.toString("utf16le")], [REG_SZ, "Grüße\0"]);
    const bytes = await windowsRegistry.value(KEY, "bytes");
    assert.deepEqual([bytes?.type, bytes?.data.toString("hex")], [REG_BINARY, "00ff10"]);
    assert.deepEqual((await windowsRegistry.keys(KEY))?.sort(), ["one", "two"]);
  }),
  check("registry: what is not there is undefined, and what is too much is said", async () => {
    assert.equal(await windowsRegistry.value(KEY, "none"), undefined);
    assert.equal(await windowsRegistry.value(`${KEY}\\none`, "none"), undefined);
    assert.equal(await windowsRegistry.keys(`${KEY}\\none`), undefined);
    set("long", "REG_SZ", "x".repeat(9_000));
    const error = (await rejection(windowsRegistry.value(KEY, "long"))) as { code?: unknown };
    assert.equal(error.code, "REGISTRY_TOO_MUCH");
    return String(error);
  }),
  check("the BIOS's table, by GetSystemFirmwareTable", async () => {
    const table = await windowsFacts()?.smbios();
    assert.ok(table && table.length > 0);
    return `${table.length} bytes, ${parseTable(table).length} structures`;
  }),
  check("checks of this PC: each gives an answer or says why not", async () => {
    const all = await found();
    assert.equal(all.size, hostCollectors.win32?.length);
    return [...all].map(([id, text]) => `\n       ${id}: ${text}`).join("");
  }),
  check("checks of this PC: what is changed in the registry is what they say", async () => {
    const secureBoot = "System\\CurrentControlSet\\Control\\SecureBoot\\State";
    const bitLocker = "System\\CurrentControlSet\\Control\\BitLockerStatus";
    for (const [value, secure, disk] of [
      ["1", "pass on", "pass encrypted"],
      ["0", "fail off", "fail plain"],
      ["7", "unknown", "unknown"],
    ] as const) {
      set("UEFISecureBootEnabled", "REG_DWORD", value, secureBoot);
      set("BootStatus", "REG_DWORD", value, bitLocker);
      const all = await found();
      begins(all.get("org.fwupd.hsi.Uefi.SecureBoot"), secure);
      begins(all.get("host.diskEncryption"), disk);
    }
    set("UEFISecureBootEnabled", "REG_SZ", "1", secureBoot);
    begins((await found()).get("org.fwupd.hsi.Uefi.SecureBoot"), "unknown");
    reg("delete", `HKLM\\${secureBoot}`, "/f");
    reg("delete", `HKLM\\${bitLocker}`, "/f");
    reg("delete", `HKLM\\${KEY}`, "/f");
  }),
];
