import { bytes, oneOf, reserved, rest, secretCountedText, u32be } from "../wire/index.ts";
import { apf, apfText, named } from "./declaration.ts";

/** Messages about the session as a whole: lms.md 1.2 and 1.3, keep-alive from rpc.md 4.3. */

export const disconnectReasons = {
  hostNotAllowed: 1,
  protocolError: 2,
  keyExchangeFailed: 3,
  macError: 5,
  compressionError: 6,
  serviceNotAvailable: 7,
  protocolVersionNotSupported: 8,
  hostKeyNotVerifiable: 9,
  connectionLost: 10,
  byApplication: 11,
  tooManyConnections: 12,
  authCancelledByUser: 13,
  noMoreAuthMethods: 14,
  illegalUserName: 15,
} as const;
export const disconnect = apf(
  1,
  "both",
  "lms.md 1.3, 7 bytes",
  { reason: oneOf(u32be, disconnectReasons), end: reserved(2) },
  [
    {
      from: "lms.md 1.3: layout, reason 2 as Intel LMS sends it",
      seen: "documented",
      value: { reason: "protocolError" },
      hex: "01 00000002 0000",
    },
  ],
);

/** Longer than any name in use, so that an unknown one is refused as such. */
const NAME = 64;
export const authService = "auth@amt.intel.com";
export const forwardService = "pfwd@amt.intel.com";
const pfwd = "00000012 7066776440616d742e696e74656c2e636f6d";

export const serviceRequest = apf(5, "me", "lms.md 1.3, 5+n bytes", { service: apfText(NAME) }, [
  {
    from: "golden apf-pv-1611: AMT 16.1.25, re-assembled from the decoded log",
    seen: "recorded",
    value: { service: forwardService },
    hex: `05 ${pfwd}`,
  },
]);
export const serviceAccept = apf(6, "host", "lms.md 1.3, 5+n bytes", { service: apfText(NAME) }, [
  {
    from: "golden apf-pv-1611: the host's answer, as its log decodes it",
    seen: "recorded",
    value: { service: forwardService },
    hex: `06 ${pfwd}`,
  },
]);

/** User names end at 64 (lms.md 1.3), passwords have no documented limit. */
const PASSWORD = 256;
export const userAuthRequest = apf(
  50,
  "me",
  "lms.md 1.3",
  {
    user: apfText(64),
    service: apfText(NAME),
    method: named(
      NAME,
      {},
      { none: {}, password: { change: reserved(1), password: secretCountedText(u32be, PASSWORD) } },
    ),
  },
  [
    {
      from: "lms.md 1.3: layout",
      seen: "documented",
      value: { user: "", service: forwardService, method: { name: "none" } },
      hex: `32 00000000 ${pfwd} 00000004 6e6f6e65`,
    },
  ],
);
/** One implementation ends with one byte, another with two (rpc.md 4.3): either is read. */
export const userAuthFailure = apf(51, "host", "rpc.md 4.3", { methods: apfText(NAME), partial: rest(1, 2) }, [
  {
    from: "rpc.md 4.3: as go-wsman-messages writes it",
    seen: "documented",
    value: { methods: "password", partial: Buffer.from([0]) },
    hex: "33 00000008 70617373776f7264 00",
  },
]);
export const userAuthSuccess = apf(52, "host", "lms.md 1.3, one byte", {}, [
  { from: "lms.md 1.3: layout", seen: "documented", value: {}, hex: "34" },
]);

/** Who opened the session: 254 is LME itself (lms.md 1.3). */
export const triggers = { user: 1, alert: 2, provisioning: 3, periodic: 4, lme: 254 } as const;
/** The UUID's bytes as they stand; the Linux host sends zeros. */
export const protocolVersion = apf(
  192,
  "both",
  "lms.md 1.3, 93 bytes",
  { major: u32be, minor: u32be, trigger: oneOf(u32be, triggers), uuid: bytes(16), end: reserved(64) },
  [
    {
      from: "golden apf-pv-dell: the host's, re-assembled field by field from the log",
      seen: "recorded",
      value: { major: 1, minor: 0, trigger: 9, uuid: Buffer.alloc(16) },
      hex: `c0 00000001 00000000 00000009 ${"00".repeat(80)}`,
    },
    {
      from: "golden apf-pv-dell: the ME's, re-assembled field by field from the log",
      seen: "recorded",
      value: {
        major: 1,
        minor: 0,
        trigger: "lme",
        uuid: Buffer.from("44454c4c4d00104d8050b2c04f325133", "hex"),
      },
      hex: `c0 00000001 00000000 000000fe 44454c4c4d00104d8050b2c04f325133 ${"00".repeat(64)}`,
    },
  ],
);

const cookie = { cookie: u32be };
export const keepAliveRequest = apf(208, "both", "rpc.md 4.3", cookie, [
  { from: "rpc.md 4.3: layout", seen: "documented", value: { cookie: 7 }, hex: "d0 00000007" },
]);
export const keepAliveReply = apf(209, "both", "rpc.md 4.3", cookie, [
  { from: "rpc.md 4.3: layout", seen: "documented", value: { cookie: 7 }, hex: "d1 00000007" },
]);
/** Seconds between requests, and seconds to wait for the reply to one. */
const times = { interval: u32be, timeout: u32be };
export const keepAliveOptionsRequest = apf(210, "both", "rpc.md 4.3 and 5.4", times, [
  {
    from: "rpc.md 5.4: as the management server sends it",
    seen: "documented",
    value: { interval: 30, timeout: 0 },
    hex: "d2 0000001e 00000000",
  },
]);
export const keepAliveOptionsReply = apf(211, "both", "rpc.md 4.3", times, [
  { from: "rpc.md 4.3: layout", seen: "documented", value: { interval: 0, timeout: 0 }, hex: "d3 00000000 00000000" },
]);
