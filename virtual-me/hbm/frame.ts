import { decode, encode, type Of, repeat, reserved, rest, tagged, u8, u32 } from "../../mei/wire/index.ts";

/** Bytes of the largest packet /dev/vmei takes in one write, beside the frame's own four (vm.md D, vmei.c FRAME_MAX). */
const PACKET_MOST = 1020;
const pad = reserved(3);
export const FRAME_MOST = 4 + PACKET_MOST;

/**
 * One read or write of /dev/vmei, the hardware end of the kernel lab's bus module (vm.md D): a letter, three bytes of padding, and what
 * the letter says. What a PCI device has registers and interrupts for: packets of the circular buffers, the two reset flags, the
 * firmware status registers, one to six by generation.
 */
const frame = tagged("kind", u8, {
  /** Both ways: one header with its payload. */
  packet: [0x44, { pad, packet: rest(4, PACKET_MOST) }],
  /** Host: its side was reset; every connection is gone. */
  hostReset: [0x52, { pad }],
  /** ME: ready, the answer to `hostReset`. */
  ready: [0x59, { pad }],
  /** ME: it has reset its side; the host resets too and says `hostReset`. */
  meReset: [0x58, { pad }],
  /** ME: the registers HFSTS1 onwards, for sysfs `fw_status`. */
  status: [0x46, { pad, words: repeat(1, 6, u32) }],
});
export type Frame = Of<typeof frame>;

export const writeFrame = (value: Frame): Buffer => encode(frame, value);
/** Throws WireError. */
export const readFrame = (bytes: Buffer): Frame => decode(frame, bytes);
