import { oneOf, reserved, u32be } from "../wire/index.ts";
import { apf, apfText, named, viewedBytes } from "./declaration.ts";
import { ADDRESS } from "./request-messages.ts";

/** Messages about one channel: lms.md 1.3. "Recipient" is the number that the receiver of the message gave the channel. */

/** What everybody writes where SSH has its largest packet. */
export const NO_LIMIT = 0xffff_ffff;
const NAME = 64;
/** `target` is where the sender wants to reach, `origin` who asked for it. */
const ends = {
  targetAddress: apfText(ADDRESS),
  targetPort: u32be,
  originAddress: apfText(ADDRESS),
  originPort: u32be,
};
export const channelOpen = apf(
  90,
  "both",
  "lms.md 1.3",
  {
    channel: named(
      NAME,
      { sender: u32be, window: u32be, most: u32be },
      { "forwarded-tcpip": ends, "direct-tcpip": ends },
    ),
  },
  [
    {
      from: "lms.md 1.3: as Intel LMS writes it",
      seen: "documented",
      value: {
        channel: {
          name: "forwarded-tcpip",
          sender: 9,
          window: 1024,
          most: NO_LIMIT,
          targetAddress: "::1",
          targetPort: 16992,
          originAddress: "::1",
          originPort: 123,
        },
      },
      hex: "5a 0000000f 666f727761726465642d7463706970 00000009 00000400 ffffffff 00000003 3a3a31 00004260 00000003 3a3a31 0000007b",
    },
    {
      from: "lms.md 1.3: layout; presence-posture.md 4.2: the originator follows",
      seen: "documented",
      value: {
        channel: {
          name: "direct-tcpip",
          sender: 0,
          window: 4096,
          most: NO_LIMIT,
          targetAddress: "localhost",
          targetPort: 0,
          originAddress: "127.0.0.1",
          originPort: 0,
        },
      },
      hex: "5a 0000000c 6469726563742d7463706970 00000000 00001000 ffffffff 00000009 6c6f63616c686f7374 00000000 00000009 3132372e302e302e31 00000000",
    },
  ],
);
export const channelOpenConfirmation = apf(
  91,
  "both",
  "lms.md 1.3, 17 bytes",
  { recipient: u32be, sender: u32be, window: u32be, most: u32be },
  [
    {
      from: "lms.md 1.3: as Intel LMS writes it",
      seen: "documented",
      value: { recipient: 1, sender: 9, window: 1024, most: NO_LIMIT },
      hex: "5b 00000001 00000009 00000400 ffffffff",
    },
  ],
);
export const openFailures = {
  administrativelyProhibited: 1,
  connectFailed: 2,
  unknownChannelType: 3,
  resourceShortage: 4,
} as const;
export type OpenFailure = keyof typeof openFailures;
export const channelOpenFailure = apf(
  92,
  "both",
  "lms.md 1.3, 17 bytes",
  { recipient: u32be, reason: oneOf(u32be, openFailures), end: reserved(8) },
  [
    {
      from: "lms.md 1.3: as Intel LMS writes it",
      seen: "documented",
      value: { recipient: 1, reason: "connectFailed" },
      hex: "5c 00000001 00000002 00000000 00000000",
    },
  ],
);
export const channelWindowAdjust = apf(93, "both", "lms.md 1.3, 9 bytes", { recipient: u32be, bytes: u32be }, [
  {
    from: "golden apf-wa-499: a real device, re-assembled from the decoded log",
    seen: "recorded",
    value: { recipient: 6, bytes: 499 },
    hex: "5d 00000006 000001f3",
  },
]);
export const channelData = apf(94, "both", "lms.md 1.3, 9+n bytes", { recipient: u32be, data: viewedBytes(u32be) }, [
  {
    from: "golden apf-chdata-client: head and first 20 bytes as recorded, the length made to fit them",
    seen: "documented",
    value: { recipient: 5, data: Buffer.from("POST /wsman HTTP/1.1") },
    hex: "5e 00000005 00000014 504f5354202f77736d616e20485454502f312e31",
  },
]);
/** Not seen on LME; firmware sends it to management servers, and others tolerate it (presence-posture.md 4.2). */
export const channelEof = apf(96, "both", "presence-posture.md 4.2", { recipient: u32be }, [
  {
    from: "presence-posture.md 4.2, layout of RFC 4254 5.3",
    seen: "documented",
    value: { recipient: 2 },
    hex: "60 00000002",
  },
]);
export const channelClose = apf(97, "both", "lms.md 1.3, 5 bytes", { recipient: u32be }, [
  { from: "lms.md 1.3: layout", seen: "documented", value: { recipient: 2 }, hex: "61 00000002" },
]);
