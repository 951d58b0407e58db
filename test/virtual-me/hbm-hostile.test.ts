import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { getCodeVersions } from "../../mei/amthi/state.ts";
import { amthi } from "../../mei/clients.ts";
import { streamFrames } from "../../virtual-me/hbm/stream.ts";
import { noise } from "../support/arbitrary.ts";
import { hex, type TestHost, testHost, word } from "../support/hbm-host.ts";

const hosts: TestHost[] = [];
async function host(): Promise<TestHost> {
  const made = await testHost("acm-15");
  hosts.push(made);
  return made;
}
afterEach(() => {
  for (const made of hosts.splice(0)) made.close();
});

/** After whatever came: the ME has reset its link once, says nothing more, and works as ever when the host has begun anew. */
function expectReset(on: TestHost, why?: RegExp): void {
  expect(on.violations).toHaveLength(1);
  if (why) expect(on.violations[0]).toMatch(why);
  expect(on.letters.slice(-1)).toBe("X");
  expect(on.me.open).toBe(0);
  const { letters } = on;
  on.hbm("04 03 0000");
  on.raw(Buffer.from("garbage"));
  expect(on.letters).toBe(letters);
  expectWorks(on);
}
function expectWorks(on: TestHost): void {
  on.start();
  const at = on.addressOf(amthi.uuid);
  expect(on.connect(at, 9)).toBe(0);
  on.credit(at, 9);
  on.send(at, 9, getCodeVersions.encodeRequest({}));
  expect(getCodeVersions.decodeReply(on.message(at, 9)).versions).toHaveLength(11);
}

/** What a host may send, each after the start, by hand from hw.h. */
const messages: Readonly<Record<string, string>> = {
  start: "01 00 02 02",
  stop: "02 00 0000",
  enumerate: "04 03 0000",
  properties: "05 21 0000",
  connect: "06 21 01 00",
  disconnect: "07 21 01 00",
  disconnected: "87 21 01 00",
  flowControl: "08 21 01 0000000000",
  isolationEntry: "0a 000000",
  isolationExit: "8b 000000",
  added: "8f 21 00 00",
  notify: "10 21 01 01",
  dmaSetup: `12 000000 ${"00".repeat(36)}`,
  capabilities: "13 05 0000",
  clientDmaMap: `14 01 0000 ${"00".repeat(12)}`,
  clientDmaUnmap: "15 00 01 00",
};

describe.each(Object.entries(messages))("%s", (name, text) => {
  const whole = hex(text);
  test("cut at every byte resets the link", async () => {
    for (let size = 0; size < whole.length; size += 1) {
      const on = await host();
      if (name === "start") on.reset();
      else on.start();
      on.packet(0, 0, whole.subarray(0, size));
      expectReset(on);
    }
  });
  test("with bytes behind it resets the link", async () => {
    const on = await host();
    if (name === "start") on.reset();
    else on.start();
    on.packet(0, 0, Buffer.concat([whole, Buffer.alloc(1)]));
    expectReset(on, /undeclared/);
  });
  test("in parts, or with a tag, resets the link", async () => {
    for (const options of [{ complete: false }, { vtag: 1 }]) {
      const on = await host();
      on.start();
      on.packet(0, 0, whole, options);
      expectReset(on, /in parts or with a tag/);
    }
  });
  if (name !== "start")
    test("before the start resets the link", async () => {
      const on = await host();
      on.reset();
      on.packet(0, 0, whole);
      expectReset(on, /before the start/);
    });
});

describe("the link is reset by", () => {
  const at = word(0x20, 1, 4, 0x80);
  test.each<[string, string | Buffer, RegExp?]>([
    ["a frame of no kind", "5a000000"],
    ["a frame of the ME's own", "59000000", /from a host/],
    ["an empty frame", ""],
    ["half a frame head", "5200"],
    ["a longer host reset", "5200000000"],
    ["a packet frame without a packet", "44000000"],
    ["half a packet header", "4400000021"],
    ["a header that lies", Buffer.concat([hex("44000000"), at, Buffer.alloc(3)]), /length says 4/],
    [
      "a packet larger than the buffer",
      Buffer.concat([hex("44000000"), word(0x20, 1, 511, 0x80), Buffer.alloc(511)]),
      /515 bytes/,
    ],
    ["a frame larger than any", Buffer.concat([hex("44000000"), Buffer.alloc(2_000)])],
    ["a DMA ring", Buffer.concat([hex("44000000"), word(0x20, 1, 4, 0xa0), Buffer.alloc(4)]), /DMA ring/],
    ["reserved header bits", Buffer.concat([hex("44000000"), word(0x20, 1, 4, 0x82), Buffer.alloc(4)]), /reserved/],
    ["a command of nobody", Buffer.concat([hex("44000000"), word(0, 0, 4, 0x80), hex("77000000")]), /command 119/],
    ["the ME's own answer", Buffer.concat([hex("44000000"), word(0, 0, 4, 0x80), hex("81010202")]), /command 129/],
    ["a second start", Buffer.concat([hex("44000000"), word(0, 0, 4, 0x80), hex("01000202")]), /started twice/],
    [
      "a message to no client",
      Buffer.concat([hex("44000000"), word(0xfe, 1, 4, 0x80), Buffer.alloc(4)]),
      /address 254/,
    ],
  ])("%s", async (_what, frame, why) => {
    const on = await host();
    on.start();
    on.raw(typeof frame === "string" ? hex(frame) : frame);
    expectReset(on, why);
  });
  test("a message before the start", async () => {
    const on = await host();
    on.reset();
    on.packet(7, 0, hex("ff020000"));
    expectReset(on, /before the start/);
  });
});

test("nothing is heard before the first reset of the host", async () => {
  const on = await host();
  on.packet(0, 0, hex("01000202"));
  expect(on.letters).toBe("F");
  expect(on.violations).toEqual([]);
  expectWorks(on);
});

test("whatever a host sends, the ME never throws, and works when begun anew", async () => {
  const on = await host();
  const small = fc.constantFrom(0, 1, 2, 3, 7, 0x1f, 0x20, 0x21, 0x22, 0x25, 0xff);
  const command = fc.constantFrom(...Object.values(messages).map((text) => hex(text)));
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant("hbm" as const), message: command, me: small, at: small }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("data" as const),
        me: small,
        at: small,
        data: noise(300),
        complete: fc.boolean(),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("raw" as const), data: noise(600) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("reset" as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("meReset" as const) }) },
  );
  let exchanges = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      on.start();
      const known = on.violations.length;
      for (const one of steps) {
        if (one.kind === "reset") on.start();
        else if (one.kind === "meReset") on.me.operator.reset();
        else if (one.kind === "raw") on.raw(one.data);
        else if (one.kind === "data") on.packet(one.me, one.at, one.data, { complete: one.complete });
        else {
          const message = Buffer.from(one.message);
          if (message.length >= 4 && [6, 7, 8, 0x10].includes(message[0] ?? 0)) {
            message[1] = one.me;
            message[2] = one.at;
          }
          on.packet(0, 0, message);
        }
        on.taken();
      }
      // each violation is one reset, told once
      expect(on.violations.length - known).toBeLessThanOrEqual(steps.length);
      on.clock.advance(120_000);
      expectWorks(on);
      exchanges += 1;
    }),
    { numRuns: 1_000 },
  );
  expect(exchanges).toBeGreaterThanOrEqual(1_000);
  on.reset();
  expect(on.me.open).toBe(0);
});

describe("frames in a stream", () => {
  test("come out whole, however they are cut", () => {
    fc.assert(
      fc.property(
        fc.array(
          noise(1_024).filter(({ length }) => length > 0),
          { maxLength: 8 },
        ),
        fc.integer({ min: 1, max: 700 }),
        (given, step) => {
          const frames = streamFrames(1_024);
          const all = Buffer.concat(given.map((frame) => frames.wrap(frame)));
          const found: Buffer[] = [];
          for (let from = 0; from < all.length; from += step)
            found.push(...frames.feed(all.subarray(from, from + step)));
          expect(found).toEqual(given);
        },
      ),
      { numRuns: 1_000 },
    );
  });
  test.each(["0000", "0104"])("of length %s are refused before they come", (head) => {
    expect(() => streamFrames(1_024).feed(hex(head))).toThrow(expect.objectContaining({ code: "HBM_VIOLATION" }));
  });
});
