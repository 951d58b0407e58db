import type { KoffiFunc } from "koffi";
import { type Call, offThread } from "./off-thread.ts";
import { loadWin32, systemLibrary } from "./win32.ts";
import { WindowsError } from "./windows-error.ts";
import { firmwareTableOf, tpmDeviceInfoSize, tpmVersionIn } from "./windows-system-layout.ts";

/** `RSMB`, as a FourCC: raw SMBIOS. */
const RAW_SMBIOS = 0x52534d42;
/** Bytes: an SMBIOS 2 table has at most 64 KB, and one of 3 no bound. */
const LARGEST_TABLE = 1024 * 1024;
const TBS_E_TPM_NOT_FOUND = 0x8028400f;

const bound = new Map<string, Promise<unknown>>();
/** Each function once: koffi keeps what it has bound for as long as the process lives. */
function bind<F>(library: string, prototype: string): Promise<F> {
  const there = bound.get(prototype) ?? loadWin32().then(async () => (await systemLibrary(library)).func(prototype));
  bound.set(prototype, there);
  return there as Promise<F>;
}

/** The BIOS's table as the system keeps it (GetSystemFirmwareTable). Rejects WindowsError. */
export async function rawSmbios(): Promise<Buffer> {
  const { GetLastError } = await loadWin32();
  const get = await bind<KoffiFunc<(provider: number, id: number, to: Buffer | null, size: number) => number>>(
    "kernel32.dll",
    "uint32_t __stdcall GetSystemFirmwareTable(uint32_t provider, uint32_t id, void *to, uint32_t size)",
  );
  const needed = get(RAW_SMBIOS, 0, null, 0);
  if (needed === 0) throw new WindowsError("GetSystemFirmwareTable", GetLastError());
  const table = Buffer.alloc(Math.min(needed, LARGEST_TABLE));
  const got = get(RAW_SMBIOS, 0, table, table.length);
  if (got === 0 || got > table.length) throw new WindowsError("GetSystemFirmwareTable", GetLastError());
  return firmwareTableOf(table.subarray(0, got));
}

/** 1 (for 1.2) or 2; undefined: there is no TPM that Windows uses. Rejects WindowsError. */
export async function tpmGeneration(): Promise<number | undefined> {
  const info = await bind<KoffiFunc<(size: number, info: Buffer) => number>>(
    "tbs.dll",
    "uint32_t __stdcall Tbsi_GetDeviceInfo(uint32_t size, void *info)",
  );
  const device = Buffer.alloc(tpmDeviceInfoSize);
  const result = info(device.length, device);
  if (result === TBS_E_TPM_NOT_FOUND) return undefined;
  if (result !== 0) throw new WindowsError("Tbsi_GetDeviceInfo", result);
  return tpmVersionIn(device);
}

/** WSC_SECURITY_PROVIDER_HEALTH of one provider: 0 good, 1 not monitored, 2 poor, 3 snoozing. Off the main thread. Rejects WindowsError. */
export async function securityHealth(provider: number): Promise<number> {
  const ask = await bind<Call<[provider: number, health: Buffer]>>(
    "wscapi.dll",
    "uint32_t __stdcall WscGetSecurityProviderHealth(uint32_t provider, void *health)",
  );
  const health = Buffer.alloc(4);
  const result = await offThread(ask, provider, health);
  // S_FALSE: the service of the Security Center does not run, as on a server
  if (result !== 0) throw new WindowsError("WscGetSecurityProviderHealth", result);
  return health.readUInt32LE();
}
