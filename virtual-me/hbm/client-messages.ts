import { flag, reserved, u8, u32 } from "../../mei/wire/index.ts";
import { message, status, v20, v22 } from "./message.ts";

const addresses = { meAddress: u8, hostAddress: u8 };
const someAddresses = { meAddress: 0x21, hostAddress: 3 };

export const connectRequest = message(
  "connectRequest",
  0x06,
  "host",
  { ...addresses, reserved: reserved(1) },
  someAddresses,
  "06 21 03 00",
);
export const connectResponse = message(
  "connectResponse",
  0x86,
  "me",
  { ...addresses, status },
  { ...someAddresses, status: "alreadyExists" },
  "86 21 03 02",
);
/** Either side ends a connection, the other confirms. */
export const disconnectRequest = message(
  "disconnectRequest",
  0x07,
  "both",
  { ...addresses, reserved: reserved(1) },
  someAddresses,
  "07 21 03 00",
);
export const disconnectResponse = message(
  "disconnectResponse",
  0x87,
  "both",
  { ...addresses, status },
  { ...someAddresses, status: "success" },
  "87 21 03 00",
);
/** One message more may be sent. `hostAddress` 0: on any connection of a client with a single buffer. */
export const flowControl = message(
  "flowControl",
  0x08,
  "both",
  { ...addresses, reserved: reserved(5) },
  someAddresses,
  "08 21 03 0000000000",
);
export const notifyRequest = message(
  "notifyRequest",
  0x10,
  "host",
  { ...addresses, start: flag(u8) },
  { ...someAddresses, start: true },
  "10 21 03 01",
  v20,
);
export const notifyResponse = message(
  "notifyResponse",
  0x90,
  "me",
  { ...addresses, status, start: flag(u8), reserved: reserved(3) },
  { ...someAddresses, status: "alreadyStarted", start: true },
  "90 21 03 06 01 000000",
  v20,
);
export const notification = message(
  "notification",
  0x11,
  "me",
  { ...addresses, reserved: reserved(1) },
  someAddresses,
  "11 21 03 00",
  v20,
);
export const clientDmaMapRequest = message(
  "clientDmaMapRequest",
  0x14,
  "host",
  { buffer: u8, reserved: reserved(2), low: u32, high: u32, size: u32 },
  { buffer: 1, low: 0x3000, high: 1, size: 0x1000 },
  "14 01 0000 00300000 01000000 00100000",
  v22,
);
export const clientDmaMapResponse = message(
  "clientDmaMapResponse",
  0x94,
  "me",
  { status },
  { status: "notAllowed" },
  "94 05",
  v22,
);
export const clientDmaUnmapRequest = message(
  "clientDmaUnmapRequest",
  0x15,
  "host",
  { status, buffer: u8, reserved: reserved(1) },
  { status: "success", buffer: 1 },
  "15 00 01 00",
  v22,
);
export const clientDmaUnmapResponse = message(
  "clientDmaUnmapResponse",
  0x95,
  "me",
  { status },
  { status: "notAllowed" },
  "95 05",
  v22,
);
