import { countedBytes, flag, repeat, u8, u32be } from "../wire/index.ts";
import { apf, apfText, named } from "./declaration.ts";

/** Global requests and their answers, which carry no number: they come in the order of the requests (lms.md 1.3). */

/** Host names have up to 255 characters. */
export const ADDRESS = 255;
const forward = { address: apfText(ADDRESS), port: u32be };
/** Largest UDP datagram; Intel LMS believes this length without a look (lms.md 1.3). */
const DATAGRAM = 65_507;
/** Longer than any request's name in use. */
const NAME = 64;

export const globalRequest = apf(
  80,
  "me",
  "lms.md 1.3",
  {
    request: named(
      NAME,
      { wantReply: flag(u8) },
      {
        "tcpip-forward": forward,
        "cancel-tcpip-forward": forward,
        "udp-send-to@amt.intel.com": {
          ...forward,
          originAddress: apfText(ADDRESS),
          originPort: u32be,
          data: countedBytes(u32be, DATAGRAM),
        },
      },
    ),
  },
  [
    {
      from: "lms.md 1.3: layout",
      seen: "documented",
      value: { request: { name: "tcpip-forward", wantReply: true, address: "", port: 16992 } },
      hex: "50 0000000d 74637069702d666f7277617264 01 00000000 00004260",
    },
    {
      from: "lms.md 1.3: layout",
      seen: "documented",
      value: { request: { name: "cancel-tcpip-forward", wantReply: true, address: "::", port: 623 } },
      hex: "50 00000014 63616e63656c2d74637069702d666f7277617264 01 00000002 3a3a 0000026f",
    },
    {
      from: "lms.md 1.3: layout",
      seen: "documented",
      value: {
        request: {
          name: "udp-send-to@amt.intel.com",
          wantReply: false,
          address: "10.0.0.1",
          port: 162,
          originAddress: "::1",
          originPort: 1024,
          data: Buffer.from("trap"),
        },
      },
      hex: "50 00000019 7564702d73656e642d746f40616d742e696e74656c2e636f6d 00 00000008 31302e302e302e31 000000a2 00000003 3a3a31 00000400 00000004 74726170",
    },
  ],
);

/** The port that is forwarded; nothing in the answer to a cancelling request. */
export const requestSuccess = apf(81, "host", "lms.md 1.3: 5 bytes, or 1 for cancel", { ports: repeat(0, 1, u32be) }, [
  { from: "lms.md 1.3: layout", seen: "documented", value: { ports: [16992] }, hex: "51 00004260" },
  { from: "lms.md 1.3: layout", seen: "documented", value: { ports: [] }, hex: "51" },
]);
export const requestFailure = apf(82, "host", "lms.md 1.3, one byte", {}, [
  { from: "lms.md 1.3: layout", seen: "documented", value: {}, hex: "52" },
]);
