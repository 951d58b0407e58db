import { bits, Cursor, encode, exactly, type Of, reserved, struct, u8, u32 } from "../../mei/wire/index.ts";
import { HbmViolation } from "./violation.ts";

/** HECI message header (Linux drivers/misc/mei/hw.h, mei_msg_hdr). `length` counts the extension and the payload, not these four bytes. */
export const header = bits(u32, {
  meAddress: [0, 8],
  hostAddress: [8, 8],
  length: [16, 9],
  reserved: [25, 3],
  extended: 28,
  dmaRing: 29,
  internal: 30,
  complete: 31,
});
export type Header = Of<typeof header>;
export const HEADER = 4;
export const LENGTH_MOST = 511;

/**
 * Extended header with the one extension there is, the virtual tag (hw.h, mei_ext_meta_hdr and mei_ext_hdr_vtag). Lengths count slots
 * of four bytes, the extension's own two bytes included: hw.h says "excluding", the driver writes 1 (client.c, mei_msg_hdr_init).
 */
const extension = struct({
  count: exactly(u8, 1),
  size: exactly(u8, 1),
  reserved: reserved(2),
  type: exactly(u8, 1),
  length: exactly(u8, 1),
  vtag: u8,
  tail: reserved(1),
});
export const EXTENSION = 8;

export interface Packet {
  readonly meAddress: number;
  readonly hostAddress: number;
  /** The last packet of a message. */
  readonly complete: boolean;
  /** The driver's own message, not a program's. Means nothing to us. */
  readonly internal?: boolean;
  /** 1 to 255; undefined: without. */
  readonly vtag?: number | undefined;
  readonly payload: Buffer;
}

export function writePacket({ meAddress, hostAddress, complete, internal = false, vtag, payload }: Packet): Buffer {
  const extended = vtag === undefined ? Buffer.alloc(0) : encode(extension, { vtag });
  const length = extended.length + payload.length;
  const head = encode(header, {
    meAddress,
    hostAddress,
    length,
    reserved: 0,
    extended: vtag !== undefined,
    dmaRing: false,
    internal,
    complete,
    other: 0,
  });
  return Buffer.concat([head, extended, payload]);
}

/** Throws WireError, HbmViolation. */
export function readPacket(bytes: Buffer): Packet {
  const from = new Cursor(bytes);
  from.enter("header");
  const { meAddress, hostAddress, length, reserved, extended, dmaRing, internal, complete } = header.read(from);
  if (reserved !== 0) throw new HbmViolation(`reserved header bits are ${reserved}`);
  if (dmaRing) throw new HbmViolation("a packet in a DMA ring, which was not offered");
  if (length !== from.left) from.refuse(`length says ${length}, ${from.left} bytes follow`, 0);
  from.leave();
  const vtag = extended ? extension.read(from).vtag : undefined;
  if (vtag === 0) throw new HbmViolation("virtual tag 0");
  return { meAddress, hostAddress, complete, internal, vtag, payload: Buffer.from(from.rest()) };
}
