import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApfError } from "../../mei/apf/errors.ts";
import {
  type ApfMessage,
  type ApfName,
  apfMessages,
  decodeApf,
  encodeApf,
  encodeHead,
} from "../../mei/apf/messages.ts";
import { noise } from "../support/arbitrary.ts";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");
const declared = Object.entries(apfMessages);
const samples = declared.flatMap(([name, { golden }]) =>
  golden.map(({ value, hex: text, from }) => ({
    name: name as ApfName,
    from,
    message: { type: name, ...value } as ApfMessage,
    bytes: hex(text),
  })),
);
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof ApfError) return error.code;
    throw error;
  }
  return "none";
};

test("numbers are unique and every message says where its layout is written and what its bytes look like", () => {
  expect(new Set(declared.map(([, { number }]) => number)).size).toBe(declared.length);
  for (const [name, { source, golden }] of declared) {
    expect(source, name).toMatch(/\.md \d/);
    expect(golden.length, name).toBeGreaterThan(0);
  }
});
test("messages without bytes from outside are these", () => {
  const unproven = declared.filter(([, { golden }]) => !golden.some(({ seen }) => seen === "recorded"));
  // Gets shorter when recordings come (golden.md 5: no raw LME was found).
  expect(unproven.map(([name]) => name)).toEqual([
    "disconnect",
    "userAuthRequest",
    "userAuthFailure",
    "userAuthSuccess",
    "globalRequest",
    "requestSuccess",
    "requestFailure",
    "channelOpen",
    "channelOpenConfirmation",
    "channelOpenFailure",
    "channelData",
    "channelEof",
    "channelClose",
    "keepAliveRequest",
    "keepAliveReply",
    "keepAliveOptionsRequest",
    "keepAliveOptionsReply",
  ]);
});

describe.each(samples)("$name: $from", ({ name, message, bytes }) => {
  test("written and read as these bytes", () => {
    expect(encodeApf(message).toString("hex")).toBe(bytes.toString("hex"));
    expect(decodeApf(bytes)).toEqual(message);
    expect(bytes[0]).toBe(apfMessages[name].number);
  });
  test("cut anywhere, it is refused", () => {
    for (let length = 1; length < bytes.length; length += 1) {
      if (name === "requestSuccess" && length === 1) continue; // the answer to cancel-tcpip-forward
      expect(codeOf(() => decodeApf(bytes.subarray(0, length)))).toBe("APF_MALFORMED");
    }
  });
  test("bytes behind it are refused, where Intel LMS drops them", () => {
    const code = codeOf(() => decodeApf(Buffer.concat([bytes, Buffer.alloc(name === "userAuthFailure" ? 2 : 1)])));
    expect(code).toBe("APF_MALFORMED");
  });
});

describe("bytes of golden.jsonl", () => {
  test("apf-pv-dell: both protocol versions, 93 bytes", () => {
    const host = `c0000000010000000000000009${"00".repeat(80)}`;
    const me = `c00000000100000000000000fe44454c4c4d00104d8050b2c04f325133${"00".repeat(64)}`;
    expect(decodeApf(hex(host))).toMatchObject({ type: "protocolVersion", major: 1, minor: 0, trigger: 9 });
    expect(decodeApf(hex(me))).toMatchObject({ trigger: "lme", uuid: hex("44454c4c4d00104d8050b2c04f325133") });
    for (const text of [host, me]) expect(encodeApf(decodeApf(hex(text))).toString("hex")).toBe(text);
    expect(hex(me)).toHaveLength(93);
  });
  test("apf-0a: no APF type, refused by name", () => {
    expect(codeOf(() => decodeApf(hex("0a")))).toBe("APF_UNKNOWN");
  });
  test("apf-chdata-client: the head as recorded; its 1875 bytes must all be there", () => {
    const recorded = hex("5e0000000500000753504f5354202f77736d616e20485454502f312e31");
    expect(codeOf(() => decodeApf(recorded))).toBe("APF_MALFORMED");
    const whole = Buffer.concat([recorded, Buffer.alloc(0x753 - 20)]);
    expect(decodeApf(whole)).toMatchObject({ type: "channelData", recipient: 5 });
    expect(whole).toHaveLength(9 + 1875);
  });
});

describe("lengths from outside", () => {
  const huge = "ffffffff";
  const text = (value: string): string =>
    value.length.toString(16).padStart(8, "0") + Buffer.from(value).toString("hex");
  test.each([
    ["a service's name", `05 ${huge} 70`],
    ["a service's name, one byte short (Intel LMS reads past its end: lms.md 1.3)", "05 00000003 7066"],
    ["a user's name", `32 ${huge}`],
    ["a password", `32 ${text("u")} ${text("s")} ${text("password")} 00 ${huge}`],
    ["a request's name", `50 ${huge} 7463`],
    ["a forwarded address", `50 ${text("tcpip-forward")} 01 ${huge}`],
    ["udp-send-to's originator", `50 ${text("udp-send-to@amt.intel.com")} 00 ${text("h")} 00000001 ${huge}`],
    [
      "udp-send-to's data (Intel LMS does not look: lms.md 1.3)",
      `50 ${text("udp-send-to@amt.intel.com")} 00 ${text("h")} 00000001 ${text("o")} 00000001 00000005 00`,
    ],
    [
      "the address of direct-tcpip (Intel LMS does not look: lms.md 1.3)",
      `5a ${text("direct-tcpip")} 00000000 00001000 ffffffff ${huge} 61`,
    ],
    ["data", `5e 00000001 ${huge} 00`],
    ["data, one byte short", "5e 00000001 00000002 00"],
  ])("%s: refused before anything is made of it", (_what, bytes) => {
    const before = process.memoryUsage().arrayBuffers;
    expect(codeOf(() => decodeApf(hex(bytes)))).toBe("APF_MALFORMED");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  });
});

test("a name is the name only whole and in its own case (Intel LMS compares beginnings: lms.md 1.2)", () => {
  for (const name of ["tcpip-forwardX", "TCPIP-FORWARD", "tcpip-forwar", ""]) {
    const raw = encodeApf({
      type: "globalRequest",
      request: { name: "other", unknown: name, wantReply: true, body: Buffer.from("abc") },
    });
    const read = decodeApf(raw);
    expect(read).toMatchObject({ request: { name: "other", unknown: name, body: Buffer.from("abc") } });
  }
});
test("a failed login may end with one byte or two (rpc.md 4.3)", () => {
  for (const end of ["00", "0000"])
    expect(decodeApf(hex(`33 00000008 70617373776f7264 ${end}`))).toMatchObject({ methods: "password" });
});
test("a password cannot be printed", () => {
  const login = decodeApf(
    hex(`32 00000001 75 00000001 73 00000008 70617373776f7264 00 00000006 ${Buffer.from("P@ss!1").toString("hex")}`),
  );
  expect(JSON.stringify(login)).not.toContain("P@ss");
  expect(login).toMatchObject({ user: "u", method: { name: "password" } });
});
test("data is a view of its message, not a copy", () => {
  const bytes = hex("5e 00000001 00000003 010203");
  const message = decodeApf(bytes);
  expect(message.type === "channelData" && message.data.buffer === bytes.buffer).toBe(true);
});

test("whatever bytes come, they are a message that is written the same again, or refused as declared", () => {
  const numbers = declared.map(([, { number }]) => number);
  const first = fc.oneof(fc.constantFrom(...numbers), fc.integer({ min: 0, max: 255 }));
  const spoiled = fc
    .tuple(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.nat(200), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
    )
    .map(([{ bytes }, changes]) => {
      const copy = Buffer.from(bytes);
      for (const [at, value] of changes) copy[at % copy.length] = value;
      return copy;
    });
  const random = fc.tuple(first, noise(300)).map(([number, body]) => Buffer.concat([Buffer.from([number]), body]));
  let read = 0;
  fc.assert(
    fc.property(fc.oneof(spoiled, random), (bytes) => {
      let message: ApfMessage;
      try {
        message = decodeApf(bytes);
      } catch (error) {
        return error instanceof ApfError;
      }
      read += 1;
      return isDeepStrictEqual(decodeApf(encodeApf(message)), message);
    }),
    { numRuns: 20_000 },
  );
  expect(read).toBeGreaterThan(1_000);
});

describe("what is written and read without its declaration", () => {
  const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
  test("data is as declared, its bytes apart", () => {
    fc.assert(
      fc.property(u32, fc.uint8Array({ maxLength: 300 }), (recipient, bytes) => {
        const message = { type: "channelData", recipient, data: Buffer.from(bytes) } as const;
        const whole = encodeApf(message);
        expect(Buffer.concat([encodeHead(message), message.data])).toEqual(whole);
        expect(decodeApf(whole)).toEqual(message);
      }),
    );
  });
  test("credit is as declared", () => {
    fc.assert(
      fc.property(u32, u32, (recipient, bytes) => {
        const message = { type: "channelWindowAdjust", recipient, bytes } as const;
        const whole = encodeApf(message);
        expect(encodeHead(message)).toEqual(whole);
        expect(decodeApf(whole)).toEqual(message);
      }),
    );
  });
});
