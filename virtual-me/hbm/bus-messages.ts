import { array, bits, bytes, flag, oneOf, reserved, struct, u8, u16, u32, uuid } from "../../mei/wire/index.ts";
import { message, status, v11, v20, v21, v22 } from "./message.ts";

const stopReason = oneOf(u8, { driver: 0, d1: 1, d2: 2, d3: 3, s1: 4, s2: 5, s3: 6, s4: 7, s5: 8 });
const capabilities = bits(u8, { vtag: 0, clientDma: 2 });
const properties = struct({
  uuid,
  version: u8,
  maxConnections: u8,
  /** Its own address when fixed; 0 when it is connected to. */
  fixedAddress: u8,
  flags: bits(u8, { singleBuffer: 0, vtag: 1 }),
  maxMessage: u32,
});
const someProperties = {
  uuid: "12f80028-b4b7-4b2d-aca8-46e0ff65814c",
  version: 1,
  maxConnections: 1,
  fixedAddress: 0,
  flags: { singleBuffer: false, vtag: true, other: 0 },
  maxMessage: 5120,
};
const somePropertiesHex = "2800f812b7b42d4baca846e0ff65814c 01 01 00 02 00140000";
const dmaRegion = struct({ high: u32, low: u32, size: u32 });
const gate = { reserved: reserved(3) };

export const startRequest = message(
  "startRequest",
  0x01,
  "host",
  { reserved: reserved(1), minor: u8, major: u8 },
  { minor: 1, major: 2 },
  "01 00 01 02",
);
/** `supported`: the host's version is spoken; otherwise the ME's own, which follows. */
export const startResponse = message(
  "startResponse",
  0x81,
  "me",
  { supported: flag(u8), minor: u8, major: u8 },
  { supported: true, minor: 0, major: 2 },
  "81 01 00 02",
);
export const stopRequest = message(
  "stopRequest",
  0x02,
  "host",
  { reason: stopReason, reserved: reserved(2) },
  { reason: "s3" },
  "02 06 0000",
);
export const stopResponse = message("stopResponse", 0x82, "me", { reserved: reserved(3) }, {}, "82 000000");
export const meStopRequest = message(
  "meStopRequest",
  0x03,
  "me",
  { reason: stopReason, reserved: reserved(2) },
  { reason: "driver" },
  "03 00 0000",
);
export const enumerateRequest = message(
  "enumerateRequest",
  0x04,
  "host",
  { flags: bits(u8, { allowAdd: 0, immediate: 1 }), reserved: reserved(2) },
  { flags: { allowAdd: true, immediate: true, other: 0 } },
  "04 03 0000",
);
/** Bit n of byte n / 8: there is a client at address n. */
export const enumerateResponse = message(
  "enumerateResponse",
  0x84,
  "me",
  { reserved: reserved(3), addresses: bytes(32) },
  { addresses: Buffer.from(`80${"00".repeat(3)}0f${"00".repeat(27)}`, "hex") },
  `84 000000 80000000 0f000000 ${"00".repeat(24)}`,
);
export const propertiesRequest = message(
  "propertiesRequest",
  0x05,
  "host",
  { meAddress: u8, reserved: reserved(2) },
  { meAddress: 0x21 },
  "05 21 0000",
);
export const propertiesResponse = message(
  "propertiesResponse",
  0x85,
  "me",
  { meAddress: u8, status, reserved: reserved(1), properties },
  { meAddress: 0x21, status: "success", properties: someProperties },
  `85 21 00 00 ${somePropertiesHex}`,
);
export const isolationEntryRequest = message("isolationEntryRequest", 0x0a, "host", gate, {}, "0a 000000", v11);
export const isolationEntryResponse = message("isolationEntryResponse", 0x8a, "me", gate, {}, "8a 000000", v11);
export const isolationExitRequest = message("isolationExitRequest", 0x0b, "me", gate, {}, "0b 000000", v11);
export const isolationExitResponse = message("isolationExitResponse", 0x8b, "host", gate, {}, "8b 000000", v11);
export const addClientRequest = message(
  "addClientRequest",
  0x0f,
  "me",
  { meAddress: u8, reserved: reserved(2), properties },
  { meAddress: 0x21, properties: someProperties },
  `0f 21 0000 ${somePropertiesHex}`,
  v20,
);
export const addClientResponse = message(
  "addClientResponse",
  0x8f,
  "host",
  { meAddress: u8, status, reserved: reserved(1) },
  { meAddress: 0x21, status: "success" },
  "8f 21 00 00",
  v20,
);
export const dmaSetupRequest = message(
  "dmaSetupRequest",
  0x12,
  "host",
  { reserved: reserved(3), regions: array(3, dmaRegion) },
  {
    regions: [
      { high: 1, low: 0x2000, size: 0x4000 },
      { high: 0, low: 0, size: 0 },
      { high: 0, low: 0, size: 0x80 },
    ],
  },
  `12 000000 01000000 00200000 00400000 ${"00".repeat(12)} 00000000 00000000 80000000`,
  v21,
);
export const dmaSetupResponse = message(
  "dmaSetupResponse",
  0x92,
  "me",
  { status, reserved: reserved(2) },
  { status: "notAllowed" },
  "92 05 0000",
  v21,
);
export const capabilitiesRequest = message(
  "capabilitiesRequest",
  0x13,
  "host",
  { wanted: capabilities, more: u16 },
  { wanted: { vtag: true, clientDma: true, other: 0 }, more: 0 },
  "13 05 0000",
  v22,
);
export const capabilitiesResponse = message(
  "capabilitiesResponse",
  0x93,
  "me",
  { granted: capabilities, more: u16 },
  { granted: { vtag: true, clientDma: false, other: 0 }, more: 0 },
  "93 01 0000",
  v22,
);
