import { beforeAll, describe, expect, test } from "vitest";
import { letterFrom } from "../../../agent/posture/delivery/letter.ts";
import {
  connect,
  disconnect,
  packetIn,
  publish,
  readConnack,
  readPuback,
} from "../../../agent/posture/delivery/mqtt/packets.ts";
import { frameOf } from "../../../agent/posture/delivery/syslog/message.ts";
import { type Letters, lettersOfOneMachine } from "../../support/letters.ts";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");
const received = (text: string) =>
  packetIn(hex(text))?.received as NonNullable<ReturnType<typeof packetIn>>["received"];

describe("MQTT 5 (OASIS, by hand from its tables; mosquitto reads them in servers.test.ts)", () => {
  test("CONNECT: protocol name and version, clean start, user and password", () => {
    expect(connect({ clientId: "a", user: "u", password: "p" })).toEqual(
      hex("10 14 0004 4d515454 05 c2 0000 00 0001 61 0001 75 0001 70"),
    );
    expect(connect({ clientId: "a" })).toEqual(hex("10 0e 0004 4d515454 05 02 0000 00 0001 61"));
    expect(disconnect()).toEqual(hex("e0 00"));
  });
  test("PUBLISH: QoS 1, format, expiry, content type, a user property", () => {
    const what = { topic: "t", packetId: 1, payload: Buffer.from("x"), expiry: 3_600, contentType: "c" };
    expect(publish({ ...what, userProperties: { k: "v" } })).toEqual(
      hex("32 19 0001 74 0001 12 01 01 02 00000e10 03 0001 63 26 0001 6b 0001 76 78"),
    );
  });
  test("a length of more than one byte", () => {
    const what = { topic: "t", packetId: 1, payload: Buffer.alloc(20_000), expiry: 1, contentType: "c" };
    const bytes = publish({ ...what, userProperties: {} });
    expect(bytes.length).toBe(1 + 3 + (bytes[1]! % 128) + (bytes[2]! % 128) * 128 + bytes[3]! * 16_384);
  });
  test("what a broker says is taken apart, whole packets only", () => {
    expect(packetIn(hex("20"))).toBeUndefined();
    expect(packetIn(hex("20 03 00 00"))).toBeUndefined();
    expect(packetIn(hex("20 03 00 00 00 40"))).toMatchObject({ length: 5 });
    expect(readPuback(received("40 02 00 07"))).toBe(7);
    expect(readPuback(received("40 03 00 07 10"))).toBe(7); // nobody has subscribed: taken all the same
    expect(() => readConnack(received("20 03 00 00 00"))).not.toThrow();
  });
  test.each([
    ["20 03 00 86 00", "DELIVERY_LOGIN"],
    ["20 03 00 88 00", "DELIVERY_ANSWER"],
    ["40 02 00 01", "DELIVERY_ANSWER"],
    ["20 00", "DELIVERY_ANSWER"],
  ])("CONNACK %s is %s", (bytes, code) => {
    expect(() => readConnack(received(bytes))).toThrow(expect.objectContaining({ code }));
  });
  test.each([
    ["40 03 00 01 95", "DELIVERY_REFUSED"],
    ["40 03 00 01 87", "DELIVERY_LOGIN"],
    ["40 03 00 01 97", "DELIVERY_ANSWER"],
    ["e0 02 8b 00", "DELIVERY_ANSWER"],
    ["30 02 00 01", "DELIVERY_ANSWER"],
  ])("PUBACK %s is %s", (bytes, code) => {
    expect(() => readPuback(received(bytes))).toThrow(expect.objectContaining({ code }));
  });
  test.each(["20 ff ff ff ff 01", "20 ff ff ff 7f", "30 81 80 01"])(
    "a length that cannot be is refused (%s)",
    (bytes) => {
      expect(() => packetIn(hex(bytes))).toThrow(/not MQTT/);
    },
  );
});

describe("syslog", () => {
  let letters: Letters;
  beforeAll(async () => {
    letters = await lettersOfOneMachine();
  });
  test("a frame says its octets; what is above the receiver's size goes as a summary with the digest beside it", () => {
    const letter = letterFrom(letters.next().line);
    const split = (frame: Buffer): { count: number; message: Buffer } => {
      const at = frame.indexOf(" ");
      return { count: Number(frame.subarray(0, at)), message: frame.subarray(at + 1) };
    };
    for (const maxBytes of [2_048, 8_192, 65_536]) {
      const { count, message } = split(frameOf(letter, { facility: 13, maxBytes }));
      expect(count).toBe(message.length);
      expect(message.length).toBeLessThanOrEqual(maxBytes);
      expect(message.toString()).toMatch(/^<108>1 \S+Z - amt-agent - posture \[posture@32473 id="[^"]+" sequence="1" /);
      expect(message.toString()).toContain(`digest="${letter.digest}"`);
      expect(message.includes('"cut":')).toBe(maxBytes < 65_536);
    }
  });
  test("what would end the structured data is escaped", () => {
    const letter = { ...letterFrom(letters.next().line), signer: 'a"b]c\\d' };
    expect(frameOf(letter, { facility: 13, maxBytes: 65_536 }).toString()).toContain('signer="a\\"b\\]c\\\\d"');
  });
});
