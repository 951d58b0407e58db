/** Memory layouts of 64-bit Windows (minwinbase.h, setupapi.h), without calling it. */

/** OVERLAPPED: u64 Internal (the NTSTATUS), u64 InternalHigh (the count of bytes), u32 Offset, u32 OffsetHigh, HANDLE hEvent. */
export const overlappedSize = 32;

export const readOverlapped = (overlapped: Buffer): { status: number; count: number } => ({
  status: overlapped.readUInt32LE(0),
  count: overlapped.readUInt32LE(8),
});

/** OVERLAPPED_ENTRY: u64 key, u64 overlapped, u64 Internal (reserved), u32 count of bytes, 4 bytes of padding. */
export const completionEntrySize = 32;

/**
 * The addresses of the OVERLAPPEDs of operations that have ended; 0 for a packet of our own. The entry's count of bytes is not read:
 * Wine 8 says 0 there for a DeviceIoControl that ended at once, where the OVERLAPPED has it right.
 */
export const endedOperations = (entries: Buffer, count: number): bigint[] =>
  Array.from({ length: count }, (_, index) => entries.readBigUInt64LE(index * completionEntrySize + 8));

/** NT_ERROR and NT_WARNING: both mean that the operation did not do all of what was asked. */
export const ntStatusFailed = (status: number): boolean => status >>> 31 === 1;

/** SP_DEVICE_INTERFACE_DATA: u32 cbSize, GUID, u32 Flags, ULONG_PTR Reserved; for Windows to fill. */
export function emptyDeviceInterfaceData(): Buffer {
  const data = Buffer.alloc(32);
  data.writeUInt32LE(data.length);
  return data;
}

/**
 * SP_DEVICE_INTERFACE_DETAIL_DATA_W of `size` bytes, for Windows to fill. cbSize is 8 whatever the size: that of the structure with
 * its one declared character, padded (rpc.md 2.3; any other number is answered with ERROR_INVALID_USER_BUFFER).
 */
export function emptyDeviceInterfaceDetail(size: number): Buffer {
  const detail = Buffer.alloc(size);
  detail.writeUInt32LE(8);
  return detail;
}
/** The path in it: UTF-16LE from byte 4 (not 8: characters need no padding) to its NUL, or to the end. */
export function devicePathOf(detail: Buffer): string {
  const text = detail.toString("utf16le", 4);
  const end = text.indexOf("\0");
  return end === -1 ? text : text.slice(0, end);
}

/** DATA_BLOB (dpapi.h): u32 count of bytes, 4 bytes of padding, u64 address. */
export const dataBlobSize = 16;
export function dataBlob(address: bigint, size: number): Buffer {
  const blob = Buffer.alloc(dataBlobSize);
  blob.writeUInt32LE(size, 0);
  blob.writeBigUInt64LE(address, 8);
  return blob;
}
export const readDataBlob = (blob: Buffer): { readonly address: bigint; readonly size: number } => ({
  size: blob.readUInt32LE(0),
  address: blob.readBigUInt64LE(8),
});

/** SID (winnt.h): u8 revision, u8 count, 6 bytes of authority (big-endian), u32 each (little-endian). As `S-1-5-18`. */
export function sidText(sid: Buffer): string {
  const parts = Array.from({ length: sid.readUInt8(1) }, (_, index) => sid.readUInt32LE(8 + 4 * index));
  return ["S", sid.readUInt8(0), sid.readUIntBE(2, 6), ...parts].join("-");
}
