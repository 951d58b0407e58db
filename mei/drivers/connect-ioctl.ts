import { bytes, struct, u8, u32, uuid } from "../wire/index.ts";

/** `_IOWR('H', 1, 16 bytes)` of linux/mei.h: connects a file descriptor to an ME client. */
export const connectClient = 0xc010_4801;

/** The 16 bytes that go in. */
export const connectRequest = struct({ client: uuid });

/**
 * The same 16 bytes afterwards. The kernel writes five of them; the other eleven keep the end of the UUID that went in,
 * the three "reserved" ones among them (recorded on AMT 11.8.93 and CSME 15, golden.md 4.3).
 */
export const connectReply = struct({ maxMessage: u32, version: u8, leftOver: bytes(11) });
