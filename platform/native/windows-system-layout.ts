/** What windows-system.ts is answered, as pure functions. */

/** RawSMBIOSData (GetSystemFirmwareTable, sysinfoapi.h): u8 calling method, u8 major, u8 minor, u8 revision, u32 length, the table. */
export function firmwareTableOf(raw: Buffer): Buffer {
  const length = raw.length < 8 ? 0 : raw.readUInt32LE(4);
  return raw.subarray(8, 8 + length);
}

/** TPM_DEVICE_INFO (tbs.h): u32 structVersion, u32 tpmVersion (1: 1.2, 2: 2.0), u32 tpmInterfaceType, u32 tpmImpRevision. */
export const tpmDeviceInfoSize = 16;
export const tpmVersionIn = (info: Buffer): number => info.readUInt32LE(4);
