import type { Win32 } from "./win32.ts";
import { devicePathOf, emptyDeviceInterfaceData, emptyDeviceInterfaceDetail } from "./win32-layout.ts";
import { ERROR_INSUFFICIENT_BUFFER, ERROR_NO_MORE_ITEMS, WindowsError } from "./windows-error.ts";

const DIGCF_PRESENT = 0x02;
const DIGCF_DEVICEINTERFACE = 0x10;
/** A path of Windows is at most 32,767 characters. */
const MAX_DETAIL = 4 + 2 * 32_768;

/** Paths of the devices present that offer an interface, for CreateFileW. `guid` is its 16 bytes as Windows keeps them in memory. */
export function deviceInterfaces(win32: Win32, guid: Buffer): string[] {
  const set = win32.SetupDiGetClassDevsW(guid, null, 0, DIGCF_PRESENT | DIGCF_DEVICEINTERFACE);
  if (set === -1) throw new WindowsError("SetupDiGetClassDevsW", win32.GetLastError());
  try {
    const paths: string[] = [];
    for (;;) {
      const data = emptyDeviceInterfaceData();
      if (!win32.SetupDiEnumDeviceInterfaces(set, null, guid, paths.length, data)) {
        const error = win32.GetLastError();
        if (error === ERROR_NO_MORE_ITEMS) return paths;
        throw new WindowsError("SetupDiEnumDeviceInterfaces", error);
      }
      paths.push(pathOf(win32, set, data));
    }
  } finally {
    win32.SetupDiDestroyDeviceInfoList(set);
  }
}

function pathOf(win32: Win32, set: number, data: Buffer): string {
  const call = "SetupDiGetDeviceInterfaceDetailW";
  const needed = Buffer.alloc(4);
  // The first call fails on purpose: it tells the size.
  const told = win32.SetupDiGetDeviceInterfaceDetailW(set, data, null, 0, needed, null);
  const error = told ? 0 : win32.GetLastError();
  const size = needed.readUInt32LE();
  if (error !== ERROR_INSUFFICIENT_BUFFER || size < 8 || size > MAX_DETAIL) throw new WindowsError(call, error);
  const detail = emptyDeviceInterfaceDetail(size);
  if (!win32.SetupDiGetDeviceInterfaceDetailW(set, data, detail, size, null, null)) {
    throw new WindowsError(call, win32.GetLastError());
  }
  return devicePathOf(detail);
}
