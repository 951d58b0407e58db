import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, encode, WireError } from "../../mei/wire/index.ts";
import { readFrame, writeFrame } from "../../virtual-me/hbm/frame.ts";
import { readPacket, writePacket } from "../../virtual-me/hbm/header.ts";
import { readHbm, writeHbm } from "../../virtual-me/hbm/message.ts";
import { hbmMessages } from "../../virtual-me/hbm/messages.ts";
import { arbitrary, noise } from "../support/arbitrary.ts";

/** Command number and size of each structure, counted by hand in Linux drivers/misc/mei/hw.h. */
const structures: Readonly<Record<string, readonly [code: number, size: number]>> = {
  startRequest: [0x01, 4],
  startResponse: [0x81, 4],
  stopRequest: [0x02, 4],
  stopResponse: [0x82, 4],
  meStopRequest: [0x03, 4],
  enumerateRequest: [0x04, 4],
  enumerateResponse: [0x84, 36],
  propertiesRequest: [0x05, 4],
  propertiesResponse: [0x85, 28],
  connectRequest: [0x06, 4],
  connectResponse: [0x86, 4],
  disconnectRequest: [0x07, 4],
  disconnectResponse: [0x87, 4],
  flowControl: [0x08, 8],
  isolationEntryRequest: [0x0a, 4],
  isolationEntryResponse: [0x8a, 4],
  isolationExitRequest: [0x0b, 4],
  isolationExitResponse: [0x8b, 4],
  addClientRequest: [0x0f, 28],
  addClientResponse: [0x8f, 4],
  notifyRequest: [0x10, 4],
  notifyResponse: [0x90, 8],
  notification: [0x11, 4],
  dmaSetupRequest: [0x12, 40],
  dmaSetupResponse: [0x92, 4],
  capabilitiesRequest: [0x13, 4],
  capabilitiesResponse: [0x93, 4],
  clientDmaMapRequest: [0x14, 16],
  clientDmaMapResponse: [0x94, 2],
  clientDmaUnmapRequest: [0x15, 4],
  clientDmaUnmapResponse: [0x95, 2],
};

test("every message of the header file is declared, once", () => {
  expect(hbmMessages.map(({ name }) => name).sort()).toEqual(Object.keys(structures).sort());
});

describe.each(hbmMessages.map((message) => [message.name, message] as const))("%s", (name, message) => {
  const golden = Buffer.from(message.golden.hex, "hex");
  test("has the number and size of the header file, and its golden bytes", () => {
    expect([message.code, golden.length]).toEqual(structures[name]);
    expect(golden[0]).toBe(message.code);
    expect(writeHbm(message, message.golden.value).toString("hex")).toBe(message.golden.hex);
    expect(readHbm(message, golden)).toEqual(message.golden.value);
  });
  test("is refused when cut anywhere, longer, or of another command", () => {
    for (let size = 0; size < golden.length; size += 1)
      expect(() => readHbm(message, golden.subarray(0, size))).toThrow(WireError);
    expect(() => readHbm(message, Buffer.concat([golden, Buffer.alloc(1)]))).toThrow(WireError);
    const other = Buffer.from(golden);
    other[0] = message.code ^ 0x40;
    expect(() => readHbm(message, other)).toThrow(WireError);
  });
  test("comes back as it was written", () => {
    const { shape } = message.codec;
    if (shape.kind !== "struct") throw new Error("not a struct");
    const value = arbitrary(shape);
    fc.assert(
      fc.property(value, (given) => {
        const bytes = encode(message.codec, given);
        expect(bytes.length).toBe(golden.length);
        expect(decode(message.codec, bytes)).toEqual(given);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("packets", () => {
  // hw.h, mei_msg_hdr: me_addr 0x21, host_addr 0x03, length 9 bits, flags in the highest byte
  test("have the header of the header file", () => {
    const payload = Buffer.from("aabbcc", "hex");
    const plain = { meAddress: 0x21, hostAddress: 3, complete: true, payload };
    expect(writePacket(plain).toString("hex")).toBe("21030380aabbcc");
    expect(writePacket({ ...plain, complete: false }).toString("hex")).toBe("21030300aabbcc");
    expect(writePacket({ ...plain, internal: true }).toString("hex")).toBe("210303c0aabbcc");
    expect(writePacket({ ...plain, vtag: 9 }).toString("hex")).toBe("21030b900101000001010900aabbcc");
    expect(
      writePacket({ ...plain, payload: Buffer.alloc(511) })
        .subarray(0, 4)
        .toString("hex"),
    ).toBe("2103ff81");
  });
  test("come back as they were written", () => {
    const any = fc.record({
      meAddress: fc.integer({ min: 0, max: 255 }),
      hostAddress: fc.integer({ min: 0, max: 255 }),
      complete: fc.boolean(),
      internal: fc.boolean(),
      vtag: fc.option(fc.integer({ min: 1, max: 255 }), { nil: undefined }),
      payload: noise(503),
    });
    fc.assert(
      fc.property(any, (packet) => {
        expect(readPacket(writePacket(packet))).toEqual(packet);
      }),
      { numRuns: 1_000 },
    );
  });
  test.each([
    ["a length beyond the payload", "21030480aabbcc"],
    ["a length short of it", "21030280aabbcc"],
    ["reserved bits", "21030382aabbcc"],
    ["a DMA ring", "210303a0aabbcc"],
    ["half a header", "2103"],
    ["an extension that is cut", "2103049001010000"],
    ["an extension of two", "21030b900201000001010900aabbcc"],
    ["an extension of another kind", "21030b900101000002010900aabbcc"],
    ["virtual tag 0", "21030b900101000001010000aabbcc"],
  ])("with %s are refused", (_what, raw) => {
    expect(() => readPacket(Buffer.from(raw, "hex"))).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^(WIRE|HBM_VIOLATION)$/) }),
    );
  });
});

// vm.md D, vmei.c: a letter, three bytes, then what it says
test("frames are those of the bus module", () => {
  expect(writeFrame({ kind: "ready" }).toString("hex")).toBe("59000000");
  expect(writeFrame({ kind: "meReset" }).toString("hex")).toBe("58000000");
  expect(writeFrame({ kind: "status", words: [1, 2, 3, 4, 5, 0xffff_fffe] }).toString("hex")).toBe(
    "460000000100000002000000030000000400000005000000feffffff",
  );
  expect(writeFrame({ kind: "status", words: [0x9000_0245] }).toString("hex")).toBe("4600000045020090");
  expect(readFrame(Buffer.from("52000000", "hex"))).toEqual({ kind: "hostReset" });
  expect(readFrame(Buffer.from("4400000021030080", "hex"))).toEqual({
    kind: "packet",
    packet: Buffer.from("21030080", "hex"),
  });
});
