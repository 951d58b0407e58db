import type { Version } from "./generation.ts";

/** One structure of the SMBIOS table (DSP0134 6.1). */
export interface Structure {
  readonly type: number;
  readonly handle: number;
  /** With its header of 4 bytes. */
  readonly bytes: Buffer;
  /** The first is number 1. */
  readonly strings: readonly string[];
}

/** A table that is not one. */
export class SmbiosError extends Error {
  override name = "SmbiosError";
  readonly code = "SMBIOS";
}

const END = 127;
const MOST = 4_096;

/** Every structure of a table. Throws SmbiosError where it ends in the middle of one, or has more than it can. */
export function parseTable(table: Buffer): Structure[] {
  const found: Structure[] = [];
  for (let at = 0; at < table.length && found.length < MOST; ) {
    if (at + 4 > table.length) throw new SmbiosError(`the table ends within the header at ${at}`);
    const length = table.readUInt8(at + 1);
    if (length < 4) throw new SmbiosError(`the structure at ${at} is ${length} bytes long`);
    const end = endOfStrings(table, at + length);
    const strings = textOf(table.subarray(at + length, end - 1));
    const type = table.readUInt8(at);
    found.push({ type, handle: table.readUInt16LE(at + 2), bytes: table.subarray(at, at + length), strings });
    if (type === END) return found;
    at = end;
  }
  if (found.length === MOST) throw new SmbiosError(`more than ${MOST} structures`);
  return found;
}

/** Behind the two zeros that end a structure's strings. */
function endOfStrings(table: Buffer, from: number): number {
  for (let at = from; at + 1 < table.length; at++) if (table[at] === 0 && table[at + 1] === 0) return at + 2;
  throw new SmbiosError(`the strings from ${from} have no end`);
}
const textOf = (bytes: Buffer): string[] =>
  bytes
    .toString("latin1")
    .split("\0")
    .filter((one) => one !== "");

/** PCI function 0 of the ME; 2 and 3 are its others. */
const MAIN = 1;

/** HFSTS1-6 as the BIOS saw them: type 0xDB (posture.md 1.6, golden.md 3). Undefined: the structure is another, or has no such entry. */
export function readStatus({ type, bytes }: Pick<Structure, "type" | "bytes">): number[] | undefined {
  if (type !== 0xdb || bytes.length < 6) return undefined;
  const count = bytes.readUInt8(5);
  if (bytes.length < 6 + count * 25) throw new SmbiosError(`${count} entries do not fit into ${bytes.length} bytes`);
  for (let entry = 0; entry < count; entry++) {
    const at = 6 + entry * 25;
    if (bytes.readUInt8(at) === MAIN) return Array.from({ length: 6 }, (_, i) => bytes.readUInt32LE(at + 1 + i * 4));
  }
  return undefined;
}

const ME_NAME = "ME Firmware Version";

/**
 * The ME's version of type 0xDD. By its name, not by handle or place: there are 121 handles, and newer tables have another shape
 * (golden.md 4.12). Undefined where it is not there, or wiped.
 */
export function readFirmwareVersion({ type, bytes, strings }: Structure): Version | undefined {
  if (type !== 0xdd || bytes.length < 5) return undefined;
  const count = bytes.readUInt8(4);
  if (bytes.length < 5 + count * 7) throw new SmbiosError(`${count} entries do not fit into ${bytes.length} bytes`);
  for (let entry = 0; entry < count; entry++) {
    const at = 5 + entry * 7;
    if (strings[bytes.readUInt8(at) - 1] !== ME_NAME) continue;
    const [major, minor, hotfix, build] = [
      bytes.readUInt8(at + 2),
      bytes.readUInt8(at + 3),
      bytes.readUInt8(at + 4),
      bytes.readUInt16LE(at + 5),
    ];
    return major === 0xff || major === 0 ? undefined : [major, minor, hotfix, build];
  }
  return undefined;
}

/** What type 130 says (golden.md 3; inferred from known tools, no specification). Present and enabled is not AMT: consumer machines say so too. */
export interface AmtStructure {
  readonly supported: boolean;
  readonly enabled: boolean;
  readonly ider: number;
  readonly sol: number;
  readonly network: number;
  readonly kvm: boolean;
}
export function readAmt({ type, bytes }: Pick<Structure, "type" | "bytes">): AmtStructure | undefined {
  if (type !== 130 || bytes.length < 20 || bytes.toString("latin1", 4, 8) !== "$AMT") return undefined;
  const at = (offset: number): number => bytes.readUInt8(offset);
  return {
    supported: at(8) === 1,
    enabled: at(9) === 1,
    ider: at(10),
    sol: at(11),
    network: at(12),
    kvm: at(18) === 1,
  };
}

/** What type 131 says: can this machine do AMT, and the ME's version. */
export interface VproStructure {
  readonly amt: boolean;
  readonly standardManageability: boolean;
  readonly version: Version | undefined;
}
export function readVpro({ type, bytes }: Pick<Structure, "type" | "bytes">): VproStructure | undefined {
  if (type !== 131 || bytes.length < 60 || !bytes.includes("vPro", 56, "latin1")) return undefined;
  const capable = bytes.readUInt32LE(24);
  const word = (offset: number): number => bytes.readUInt16LE(offset);
  const version: Version = [word(30), word(28), word(34), word(32)];
  return {
    amt: (capable & 8) !== 0,
    standardManageability: (capable & 16) !== 0,
    version: version[0] === 0 ? undefined : version,
  };
}
