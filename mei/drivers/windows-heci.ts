import { array, type Codec, decode, encode, struct, u8, u16, u32, uuid } from "../wire/index.ts";

/** What Intel's Windows driver takes and gives: device interface, control codes and their layouts (lms.md 2.0, rpc.md 2.3, vm.md A). */

export const heciInterface = encode(uuid, "e2d1ff34-3458-49a9-88da-8e6915ce9be5");

/** CTL_CODE of winioctl.h with what all HECI codes share: type FILE_DEVICE_HECI 0x8000, FILE_READ_ACCESS | FILE_WRITE_ACCESS, METHOD_BUFFERED. */
export const heciControlCode = (number: number): number => ((0x8000 << 16) | (3 << 14) | (number << 2)) >>> 0;

export const GET_VERSION = heciControlCode(0x800);
export const CONNECT_CLIENT = heciControlCode(0x801);
export const GET_FW_STS = heciControlCode(0x803);

/** Output of CONNECT_CLIENT, whose input is the client's UUID. Packed; some drivers say that they filled all 16 bytes of the input's size. */
export const connected = struct({ maxMessage: u32, version: u8 });
export const connectedSize = 16;

/** Input of GET_FW_STS: which register, from 0. Output: the register. */
export const registerNumber = u32;
export const register = u32;
/** HFSTS1 to HFSTS6. */
export const registerCount = 6;

/**
 * Output of GET_VERSION, the driver's own version. Two layouts: three bytes and a u16 (rpc.md 2.3), or four u16 (`HECI_VERSION_V3` in
 * intel/metee). The count of bytes returned tells them apart.
 */
export const versionSize = 8;
const shortVersion = struct({ major: u8, minor: u8, hotfix: u8, build: u16 });
const longVersion = array(4, u16);

/** Throws WireError on a size that is neither. */
export function driverVersion(reply: Buffer): string {
  if (reply.length !== 5) return decode(longVersion, reply).join(".");
  const { major, minor, hotfix, build } = decode(shortVersion, reply);
  return [major, minor, hotfix, build].join(".");
}

/** The head of a reply that may be longer. Throws WireError when it is shorter. */
export const decodeHead = <T>(codec: Codec<T>, size: number, reply: Buffer): T =>
  decode(codec, reply.subarray(0, size));
