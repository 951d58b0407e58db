import { describe, expect, test } from "vitest";
import type { ApfMessage } from "../../mei/apf/messages.ts";
import { newFirmware, openHost, readyHost, toPort, version } from "../support/apf.ts";

const data = (recipient: number, size: number): ApfMessage => ({
  type: "channelData",
  recipient,
  data: Buffer.alloc(size, 1),
});
const close = (recipient: number): ApfMessage => ({ type: "channelClose", recipient });
const direct = (sender: number, targetPort = 0): ApfMessage => ({
  type: "channelOpen",
  channel: { name: "direct-tcpip", sender, window: 2_048, most: 0xffff_ffff, ...toPort(targetPort) },
});

describe("opening", () => {
  test("is in the table before the answer can come (Intel LMS enters it afterwards: lms.md 1.7)", () => {
    const host = readyHost();
    const channel = host.machine.nextChannel() ?? -1;
    const { said } = host.do({ do: "open", channel, ends: toPort(16992) });
    expect(said).toMatchObject([
      { type: "channelOpen", channel: { name: "forwarded-tcpip", sender: channel, window: 65_536, targetPort: 16992 } },
    ]);
    expect(host.machine.channels).toBe(1);
    expect(host.machine.credit(channel)).toBe(0);
    const confirmation = { recipient: channel, sender: 3, window: 100, most: 0 };
    expect(host.hear({ type: "channelOpenConfirmation", ...confirmation }).wants).toEqual([{ do: "opened", channel }]);
    expect(host.machine.credit(channel)).toBe(100);
  });
  test("a refusal carries its reason and frees the number", () => {
    for (const [reason, number] of [
      ["resourceShortage", 4],
      [99, 99],
    ] as const) {
      const host = readyHost();
      const channel = host.machine.nextChannel() ?? -1;
      host.do({ do: "open", channel, ends: toPort(16992) });
      const { said, wants } = host.hear({ type: "channelOpenFailure", recipient: channel, reason });
      expect(said).toEqual([]);
      expect(wants).toMatchObject([{ do: "refused", error: { code: "APF_REFUSED", reason: number } }, { do: "free" }]);
      expect(host.machine.channels).toBe(0);
    }
  });
  test("one that was given up is closed when it is confirmed: no slot of the firmware leaks", () => {
    const host = readyHost();
    const channel = host.machine.nextChannel() ?? -1;
    host.do({ do: "open", channel, ends: toPort(16992) });
    expect(host.do({ do: "close", channel }).said).toEqual([]);
    const confirmation = { recipient: channel, sender: 5, window: 100, most: 0 };
    expect(host.hear({ type: "channelOpenConfirmation", ...confirmation })).toEqual({ said: [close(5)], wants: [] });
    expect(host.hear(close(channel)).wants).toEqual([
      { do: "closed", channel },
      { do: "free", channel },
    ]);
  });
  test("a confirmation of nothing is closed at once", () => {
    const host = readyHost();
    const confirmation = { recipient: 77, sender: 6, window: 1, most: 0 };
    expect(host.hear({ type: "channelOpenConfirmation", ...confirmation }).said).toEqual([close(6)]);
  });
  test("numbers are not used again while late messages may come", () => {
    const { machine, ...host } = openHost();
    const first = openHost().channel;
    host.hear(close(first));
    expect(machine.nextChannel()).not.toBe(first);
  });
});

describe("windows", () => {
  test("the ME's is kept to, grows by what it gives and saturates", () => {
    const { channel, machine, ...host } = openHost({ credit: 10, remote: 3 });
    expect(host.do({ do: "write", channel, data: Buffer.from("0123456789") }).said).toEqual([
      { type: "channelData", recipient: 3, data: Buffer.from("0123456789") },
    ]);
    expect(machine.credit(channel)).toBe(0);
    expect(() => machine.command({ do: "write", channel, data: Buffer.from("x") })).toThrow(/0 allowed/);
    expect(host.hear({ type: "channelWindowAdjust", recipient: channel, bytes: 499 }).wants).toEqual([
      { do: "credit", channel },
    ]);
    expect(machine.credit(channel)).toBe(499);
    for (let count = 0; count < 2; count += 1)
      host.hear({ type: "channelWindowAdjust", recipient: channel, bytes: 0xffff_ffff });
    expect(machine.credit(channel)).toBe(0xffff_ffff);
  });
  test("Intel LMS gives credit for what it has not written; here only for what was used, and never more than the window", () => {
    const { channel, ...host } = openHost({ window: 1_000 });
    expect(host.hear(data(channel, 600))).toMatchObject({ said: [], wants: [{ do: "data" }] });
    expect(host.do({ do: "consumed", channel, bytes: 100 }).said).toEqual([
      { type: "channelWindowAdjust", recipient: 3, bytes: 100 },
    ]);
    // 500 are left: nobody is near running dry, so nothing is said.
    expect(host.do({ do: "consumed", channel, bytes: 400 }).said).toEqual([]);
    expect(host.hear(data(channel, 500)).wants).toMatchObject([{ do: "data" }]);
    expect(host.do({ do: "consumed", channel, bytes: 1 }).said).toEqual([
      { type: "channelWindowAdjust", recipient: 3, bytes: 401 },
    ]);
  });
  test("Intel LMS advertises 1024, takes 4095 and loses what is more; here more than was granted closes that channel with an error", () => {
    const { channel, machine, ...host } = openHost({ window: 1_024 });
    expect(host.hear(data(channel, 1_024)).wants).toMatchObject([{ do: "data" }]);
    const { said, wants } = host.hear(data(channel, 1));
    expect(said).toEqual([close(3)]);
    expect(wants).toMatchObject([{ do: "failed", channel, error: { code: "APF_WINDOW" } }]);
    // What still comes changes nothing, and the session lives on.
    expect(host.hear(data(channel, 4_000)).said).toEqual([]);
    expect(host.hear(close(channel)).wants).toMatchObject([{ do: "closed" }, { do: "free" }]);
    expect(machine.ready).toBe(true);
  });
  test("an empty message of data is nothing", () => {
    const { channel, ...host } = openHost();
    expect(host.hear(data(channel, 0))).toEqual({ said: [], wants: [] });
  });
});

describe("closing", () => {
  test("by the ME: answered once, and the number is free", () => {
    const { channel, machine, ...host } = openHost();
    expect(host.hear(close(channel))).toEqual({
      said: [close(3)],
      wants: [
        { do: "closed", channel },
        { do: "free", channel },
      ],
    });
    expect(machine.channels).toBe(0);
    // A second one, and data that comes too late, find nobody and do no harm.
    for (const late of [close(channel), data(channel, 5), { type: "channelEof", recipient: channel } as ApfMessage])
      expect(host.hear(late)).toMatchObject({ said: [], wants: [{ do: "notice" }] });
  });
  test("by us: data is taken until the ME closes too, without more credit", () => {
    const { channel, machine, ...host } = openHost({ window: 1_000 });
    expect(host.do({ do: "close", channel }).said).toEqual([close(3)]);
    expect(host.do({ do: "close", channel }).said).toEqual([]);
    expect(host.hear(data(channel, 900)).wants).toMatchObject([{ do: "data" }]);
    expect(host.do({ do: "consumed", channel, bytes: 900 }).said).toEqual([]);
    expect(machine.channels).toBe(1);
    expect(host.hear(close(channel))).toMatchObject({ said: [], wants: [{ do: "closed" }, { do: "free" }] });
    expect(machine.channels).toBe(0);
  });
  test("EOF ends reading and nothing else; data after it is an error of that channel", () => {
    const { channel, ...host } = openHost();
    expect(host.hear({ type: "channelEof", recipient: channel }).wants).toEqual([{ do: "ended", channel }]);
    expect(host.do({ do: "write", channel, data: Buffer.from("x") }).said).toHaveLength(1);
    expect(host.hear(data(channel, 1))).toMatchObject({ said: [close(3)], wants: [{ do: "failed" }] });
  });
  test("a channel is closed by the number its receiver gave it (amt-lme.js closes channel 0: presence-posture.md 4.2)", () => {
    const { channel, ...host } = openHost({ remote: 7 });
    expect(channel).not.toBe(7);
    expect(host.do({ do: "close", channel }).said).toEqual([close(7)]);
  });
});

describe("channels that the ME opens", () => {
  test("Intel LMS connects to any address the ME names; here each is an offer that its user answers", () => {
    const host = readyHost();
    const [offer] = host.hear(direct(9, 80)).wants;
    expect(offer).toMatchObject({ do: "offer", ends: { targetPort: 80, targetAddress: "127.0.0.1" } });
    const channel = offer?.do === "offer" ? offer.channel : -1;
    expect(host.do({ do: "refuse", channel, reason: "administrativelyProhibited" }).said).toEqual([
      { type: "channelOpenFailure", recipient: 9, reason: "administrativelyProhibited" },
    ]);
    expect(host.machine.channels).toBe(0);
  });
  test("an accepted one carries data both ways, and the session goes on while an offer is unanswered", () => {
    const host = readyHost();
    const [offer] = host.hear(direct(9)).wants;
    const channel = offer?.do === "offer" ? offer.channel : -1;
    expect(host.hear({ type: "keepAliveRequest", cookie: 1 }).said).toHaveLength(1);
    expect(host.do({ do: "accept", channel }).said).toMatchObject([
      { type: "channelOpenConfirmation", recipient: 9, sender: channel },
    ]);
    expect(host.machine.credit(channel)).toBe(2_048);
    expect(host.hear(data(channel, 10)).wants).toMatchObject([{ do: "data" }]);
  });
  test("one that is withdrawn before it is answered is closed", () => {
    const host = readyHost();
    const [offer] = host.hear(direct(9)).wants;
    const channel = offer?.do === "offer" ? offer.channel : -1;
    expect(host.hear(close(channel))).toMatchObject({ said: [close(9)], wants: [{ do: "withdrawn" }, { do: "free" }] });
    expect(host.do({ do: "accept", channel })).toEqual({ said: [], wants: [] });
  });
  test("Intel LMS ignores kinds of channels that it does not know; here they are refused", () => {
    const other = { sender: 4, window: 1, most: 1 };
    const host = readyHost();
    const unknown: ApfMessage[] = [
      { type: "channelOpen", channel: { name: "other", unknown: "session", ...other, body: Buffer.alloc(3) } },
      { type: "channelOpen", channel: { name: "forwarded-tcpip", ...other, ...toPort(1) } },
    ];
    for (const message of unknown)
      expect(host.hear(message).said).toEqual([
        { type: "channelOpenFailure", recipient: 4, reason: "unknownChannelType" },
      ]);
  });
  test("beyond the channels we take: a shortage", () => {
    const host = readyHost([], { most: 2 });
    for (const sender of [0, 1]) expect(host.hear(direct(sender)).wants).toMatchObject([{ do: "offer" }]);
    expect(host.hear(direct(2)).said).toEqual([
      { type: "channelOpenFailure", recipient: 2, reason: "resourceShortage" },
    ]);
  });
});

test("messages for numbers that nobody gave are passed over", () => {
  const host = readyHost();
  const stray: ApfMessage[] = [
    data(50, 10),
    close(50),
    { type: "channelEof", recipient: 50 },
    { type: "channelWindowAdjust", recipient: 50, bytes: 1 },
    { type: "channelOpenFailure", recipient: 50, reason: "connectFailed" },
  ];
  for (const message of stray) expect(host.hear(message)).toMatchObject({ said: [], wants: [{ do: "notice" }] });
  expect(host.machine.ready).toBe(true);
});

describe("the firmware's slots", () => {
  function ready() {
    const firmware = newFirmware();
    firmware.do({ do: "start" });
    firmware.hear(version);
    firmware.hear({ type: "serviceAccept", service: "pfwd@amt.intel.com" });
    firmware.hear({ type: "requestSuccess", ports: [16992] });
    return firmware;
  }
  const open = (sender: number, targetPort = 16992): ApfMessage => ({
    type: "channelOpen",
    channel: { name: "forwarded-tcpip", sender, window: 4_096, most: 0xffff_ffff, ...toPort(targetPort) },
  });
  test("are 0 to 7; the ninth channel is refused for shortage; one that is closed is used again", () => {
    const firmware = ready();
    for (let slot = 0; slot < 8; slot += 1) {
      expect(firmware.hear(open(100 + slot)).wants).toMatchObject([{ do: "offer", channel: slot }]);
      expect(firmware.do({ do: "accept", channel: slot }).said).toMatchObject([
        { recipient: 100 + slot, sender: slot },
      ]);
    }
    const refused = firmware.hear(open(108)).said;
    expect(refused).toEqual([{ type: "channelOpenFailure", recipient: 108, reason: "resourceShortage" }]);
    firmware.hear(close(5));
    expect(firmware.hear(open(109)).wants).toMatchObject([{ do: "offer", channel: 5 }]);
  });
  test("a port that was not asked for is refused", () => {
    expect(ready().hear(open(1, 5900)).said).toEqual([
      { type: "channelOpenFailure", recipient: 1, reason: "connectFailed" },
    ]);
  });
});
