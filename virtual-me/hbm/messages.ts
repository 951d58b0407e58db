import {
  array,
  bits,
  bytes,
  type Codec,
  decode,
  encode,
  exactly,
  type Fields,
  flag,
  oneOf,
  reserved,
  type Struct,
  struct,
  u8,
  u16,
  u32,
  uuid,
} from "../../mei/wire/index.ts";
import type { HbmVersion } from "./version.ts";

/**
 * Host bus messages: how a host and the ME find each other's clients and connect them (layouts, numbers and versions: Linux
 * drivers/misc/mei/hw.h, hbm.c). All little-endian, alone in one packet from address 0 to address 0.
 */
export interface HbmMessage<T> {
  readonly name: string;
  readonly code: number;
  /** Who sends it. */
  readonly from: "host" | "me" | "both";
  /** Version of the bus from which on it exists. */
  readonly since: HbmVersion;
  readonly codec: Codec<T>;
  /** Written down by hand from the header file's structure: `documented`, nothing was recorded. */
  readonly golden: { readonly value: T; readonly hex: string };
}
// biome-ignore lint/suspicious/noExplicitAny: lists hold messages of every value type; HbmMessage<T> is invariant in T
export type AnyHbmMessage = HbmMessage<any>;

const always: HbmVersion = { major: 1, minor: 0 };
const v11: HbmVersion = { major: 1, minor: 1 };
const v20: HbmVersion = { major: 2, minor: 0 };
const v21: HbmVersion = { major: 2, minor: 1 };
const v22: HbmVersion = { major: 2, minor: 2 };

function message<F extends Fields>(
  name: string,
  code: number,
  from: AnyHbmMessage["from"],
  fields: F,
  value: NoInfer<Struct<F>>,
  hex: string,
  since = always,
): HbmMessage<Struct<F>> {
  const codec = struct({ command: exactly(u8, code), ...fields }) as unknown as Codec<Struct<F>>;
  return { name, code, from, since, codec, golden: { value, hex: hex.replaceAll(" ", "") } };
}

/** mei_hbm_status; the connect statuses have the same numbers (NOT_FOUND, ALREADY_STARTED, OUT_OF_RESOURCES, MESSAGE_SMALL, NOT_ALLOWED). */
export const hbmStatus = {
  success: 0,
  notFound: 1,
  alreadyExists: 2,
  rejected: 3,
  invalidParameter: 4,
  notAllowed: 5,
  alreadyStarted: 6,
  notStarted: 7,
} as const;
const status = oneOf(u8, hbmStatus);
export type HbmStatus = keyof typeof hbmStatus;

const stopReason = oneOf(u8, { driver: 0, d1: 1, d2: 2, d3: 3, s1: 4, s2: 5, s3: 6, s4: 7, s5: 8 });
const capabilities = bits(u8, { vtag: 0, clientDma: 2 });
const addresses = { meAddress: u8, hostAddress: u8 };
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
const someAddresses = { meAddress: 0x21, hostAddress: 3 };
const dmaRegion = struct({ high: u32, low: u32, size: u32 });

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
const gate = { reserved: reserved(3) };
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

export const hbmMessages: readonly AnyHbmMessage[] = [
  startRequest,
  startResponse,
  stopRequest,
  stopResponse,
  meStopRequest,
  enumerateRequest,
  enumerateResponse,
  propertiesRequest,
  propertiesResponse,
  connectRequest,
  connectResponse,
  disconnectRequest,
  disconnectResponse,
  flowControl,
  isolationEntryRequest,
  isolationEntryResponse,
  isolationExitRequest,
  isolationExitResponse,
  addClientRequest,
  addClientResponse,
  notifyRequest,
  notifyResponse,
  notification,
  dmaSetupRequest,
  dmaSetupResponse,
  capabilitiesRequest,
  capabilitiesResponse,
  clientDmaMapRequest,
  clientDmaMapResponse,
  clientDmaUnmapRequest,
  clientDmaUnmapResponse,
];

export const writeHbm = <T>(one: HbmMessage<T>, value: T): Buffer => encode(one.codec, value);
/** Throws WireError. */
export const readHbm = <T>(one: HbmMessage<T>, raw: Buffer): T => decode(one.codec, raw);
