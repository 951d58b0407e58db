import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import type { ChannelStream } from "../../mei/apf/channel-stream.ts";
import { type Endpoint, type EndpointOptions, runEndpoint } from "../../mei/apf/endpoint.ts";
import { type HostSessionOptions, hostSession } from "../../mei/apf/host-session.ts";
import type { Offer } from "../../mei/apf/live-channels.ts";
import { decodeApf } from "../../mei/apf/messages.ts";
import { lme } from "../../mei/clients.ts";
import type { MeiConnection } from "../../mei/port.ts";
import { echo, type Service } from "../../virtual-me/lme/services.ts";
import { never, type Running, running } from "../support/virtual-machine.ts";

const ECHO = 7;
const SINK = 9;
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Session {
  readonly on: Running;
  readonly host: Endpoint;
  readonly connection: MeiConnection;
  /** Types of all messages that went to the ME, in order. */
  readonly sent: string[];
  readonly notices: string[];
}
interface Given extends Partial<EndpointOptions> {
  readonly machine?: never;
  readonly name?: string;
  readonly session?: HostSessionOptions;
  readonly window?: number;
  readonly services?: Readonly<Record<number, Service>>;
  readonly prepare?: (on: Running) => void;
}
/** A session with a virtual machine in this process, which has an echo. */
async function session(given: Given = {}): Promise<Session> {
  const { name = "acm-15", session: options, window, services = {}, prepare, ...rest } = given;
  const on = await running(name);
  open.push(() => on.close());
  on.me.lme.services.set(ECHO, echo);
  for (const [port, service] of Object.entries(services)) on.me.lme.services.set(Number(port), service);
  if (window !== undefined) on.me.lme.facts.window = window;
  prepare?.(on);
  const connection = await on.driver.connect(lme, { signal: never });
  const sent: string[] = [];
  const notices: string[] = [];
  const host = runEndpoint({
    clock: on.clock,
    onNotice: (text) => notices.push(text),
    ...rest,
    machine: hostSession(options),
    connection: {
      ...connection,
      send(message, how) {
        sent.push(decodeApf(message).type);
        return connection.send(message, how);
      },
    },
  });
  open.push(() => host.close());
  return { on, host, connection, sent, notices };
}
async function channelTo(host: Endpoint, port: number): Promise<ChannelStream> {
  await host.whenForwarded([port], { signal: never });
  // Channels that a test leaves open end with an error when it closes the session.
  return (await host.openChannel(port, { signal: never })).on("error", () => {});
}
const until = async (condition: () => boolean): Promise<void> => {
  for (let count = 0; !condition(); count += 1) {
    if (count > 20_000) throw new Error("it does not happen");
    await turn();
  }
};
/** Sends `total` bytes, reads as many, says whether they are the same. */
async function throughEcho(channel: ChannelStream, total: number, block = 40_000): Promise<boolean> {
  const sent = createHash("sha256");
  const got = createHash("sha256");
  let left = total;
  const reading = (async () => {
    let size = 0;
    for await (const chunk of channel) {
      got.update(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size >= total) break;
    }
    return size;
  })();
  while (left > 0) {
    const bytes = randomBytes(Math.min(block, left));
    left -= bytes.length;
    sent.update(bytes);
    if (!channel.write(bytes)) await once(channel, "drain");
  }
  return (await reading) === total && sent.digest("hex") === got.digest("hex");
}

describe.each(["acm-15", "acm-16-tls", "unprovisioned-9"])("a session with %s", (name) => {
  test.each([true, false])("begins whoever speaks first (we: %s), and ends with goodbye", async (speakFirst) => {
    const { host, on, sent } = await session({ name, session: { speakFirst } });
    const ports = on.me.lme.facts.ports;
    expect(await host.whenForwarded([ports[1] ?? 0], { signal: never })).toBe(ports[1]);
    await host.whenForwarded([ECHO], { signal: never });
    expect(host.forwards.map(({ port }) => port)).toEqual([...ports, ECHO]);
    expect(sent.filter((type) => type === "protocolVersion")).toHaveLength(1);
    expect(sent.includes("userAuthSuccess")).toBe(on.me.lme.facts.authenticates);
    await host.close();
    expect(sent.at(-1)).toBe("disconnect");
    expect(await host.closed).toMatchObject({ code: "APF_CLOSED" });
    await until(() => on.me.lme.session === undefined);
    expect(on.clock.pending).toBe(0);
  });
});

describe("channels", () => {
  test.each([
    [4_096, 1_000_000],
    [65_536, 2_000_000],
  ])("eight at once, window %s: %s bytes each, both ways, exactly, while a ninth is refused", async (window, size) => {
    const { host } = await session({ window });
    const channels = await Promise.all(Array.from({ length: 8 }, () => channelTo(host, ECHO)));
    await expect(host.openChannel(ECHO, { signal: never })).rejects.toMatchObject({ code: "APF_REFUSED", reason: 4 });
    const results = await Promise.all(channels.map((channel, index) => throughEcho(channel, size + index)));
    expect(results).toEqual(Array.from({ length: 8 }, () => true));
    for (const channel of channels) channel.destroy();
    await until(() => host.channels === 0);
  });
  test("a reader that does not read stalls its own channel and no other, and gets all when it reads", async () => {
    const { host } = await session();
    const slow = await channelTo(host, ECHO);
    const bytes = randomBytes(1_000_000);
    let isWritten = false;
    slow.write(bytes, () => {
      isWritten = true;
    });
    const others = await Promise.all(Array.from({ length: 7 }, () => channelTo(host, ECHO)));
    expect(await Promise.all(others.map((channel) => throughEcho(channel, 300_000)))).not.toContain(false);
    expect(isWritten).toBe(false);
    // What has come is what the window allowed: nothing was credited that nobody has read.
    expect(slow.readableLength).toBe(65_536);
    const got: Buffer[] = [];
    for await (const chunk of slow) {
      got.push(chunk as Buffer);
      if (Buffer.concat(got).length === bytes.length) break;
    }
    expect(Buffer.concat(got).equals(bytes)).toBe(true);
    expect(isWritten).toBe(true);
  });
  test("credit is given for what was read, not for what has come: paused, unshifted, read in parts", async () => {
    const { host, sent } = await session({
      services: { [SINK]: (channel) => channel.end(Buffer.alloc(100_000, 5)) },
      session: { window: 1_000 },
    });
    const channel = await channelTo(host, SINK);
    const credits = (): number => sent.filter((type) => type === "channelWindowAdjust").length;
    await until(() => channel.readableLength === 1_000);
    for (let count = 0; count < 50; count += 1) await turn();
    expect([channel.readableLength, credits()]).toEqual([1_000, 0]);
    const part = channel.read(400) as Buffer;
    expect(credits()).toBe(1);
    channel.unshift(part);
    await until(() => channel.readableLength === 1_400);
    // Read again, it is not credited again.
    expect((channel.read(400) as Buffer).length).toBe(400);
    expect(credits()).toBe(1);
    expect((channel.read(200) as Buffer).length).toBe(200);
    expect(credits()).toBe(2);
    let size = 600;
    for await (const chunk of channel) size += (chunk as Buffer).length;
    expect(size).toBe(100_000);
  });
  test("small writes travel together", async () => {
    const { host, sent } = await session({ window: 65_536 });
    const channel = await channelTo(host, ECHO);
    channel.cork();
    for (let count = 0; count < 1_000; count += 1) channel.write(Buffer.from([count & 0xff]));
    channel.uncork();
    let size = 0;
    for await (const chunk of channel) {
      for (const byte of chunk as Buffer) expect(byte).toBe(size++ & 0xff);
      if (size === 1_000) break;
    }
    expect(sent.filter((type) => type === "channelData").length).toBeLessThan(5);
  });
  test("what was written before end() arrives; the other side's bytes are read to their end (Intel LMS loses both: lms.md 1.7)", async () => {
    const got: Buffer[] = [];
    const { host } = await session({
      services: {
        [SINK]: (channel) => {
          channel.on("data", (chunk: Buffer) => got.push(chunk));
          channel.write(Buffer.alloc(50_000, 9));
        },
      },
    });
    const channel = await channelTo(host, SINK);
    await until(() => channel.readableLength === 50_000);
    channel.end(Buffer.alloc(300_000, 8));
    await once(channel, "finish");
    let size = 0;
    for await (const chunk of channel) size += (chunk as Buffer).length;
    expect(size).toBe(50_000);
    expect(Buffer.concat(got).equals(Buffer.alloc(300_000, 8))).toBe(true);
    await until(() => host.channels === 0);
  });
  test("when the firmware closes, what it sent is still read; a write then fails by name", async () => {
    const { host } = await session({ services: { [SINK]: (channel) => channel.end("goodbye") } });
    const channel = await channelTo(host, SINK);
    await until(() => host.channels === 0);
    const failure = once(channel, "error");
    channel.write("too late");
    expect(String(channel.read())).toBe("goodbye");
    expect(await failure).toMatchObject([{ code: "APF_CHANNEL_CLOSED" }]);
    expect(channel.destroyed).toBe(true);
  });
  test("a user that vanishes frees its slot", async () => {
    const { host } = await session();
    const channels = await Promise.all(Array.from({ length: 8 }, () => channelTo(host, ECHO)));
    channels[3]?.write(Buffer.alloc(100_000));
    channels[3]?.destroy();
    await until(() => host.channels === 7);
    const next = await channelTo(host, ECHO);
    expect(await throughEcho(next, 10_000)).toBe(true);
  });
  test("an opening that is given up rejects at once and frees its slot", async () => {
    let isFree = 0;
    const { host, on } = await session({ onFree: () => (isFree += 1) });
    await host.whenForwarded([ECHO], { signal: never });
    const stop = new AbortController();
    const opening = host.openChannel(ECHO, { signal: stop.signal });
    const reason = new Error("enough");
    stop.abort(reason);
    await expect(opening).rejects.toBe(reason);
    await until(() => isFree === 1);
    expect([host.channels, host.stuck, on.clock.pending]).toEqual([0, 0, 0]);
    await expect(host.openChannel(ECHO, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
  test("a port that the firmware has not asked for, or behind which there is nothing", async () => {
    const empty = 4_712;
    const { host } = await session({
      prepare({ me }) {
        me.lme.facts.ports = [...me.lme.facts.ports, empty];
      },
    });
    await host.whenForwarded([empty], { signal: never });
    await expect(host.openChannel(4_711, { signal: never })).rejects.toMatchObject({ code: "APF_NOT_FORWARDED" });
    await expect(host.openChannel(empty, { signal: never })).rejects.toMatchObject({ code: "APF_REFUSED", reason: 2 });
  });
  test("says who it is for, without the zone, to the loopback address of the same family (lms.md 1.6)", async () => {
    const seen: unknown[] = [];
    const { host } = await session({
      services: {
        [SINK]: (channel, from) => {
          seen.push(from);
          channel.end();
        },
      },
    });
    await host.whenForwarded([SINK], { signal: never });
    const from = { address: "fe80::1%eth0", port: 4_000 };
    const channel = await host.openChannel(SINK, { signal: never, from });
    expect(channel.ends).toMatchObject({ targetAddress: "::1", targetPort: SINK, originAddress: "fe80::1" });
    expect(seen).toEqual([{ address: "fe80::1", port: 4_000 }]);
    channel.destroy();
  });
  test("Intel LMS waits for ever for an answer to its CLOSE; here the channel is given up and counted", async () => {
    const { host, on, notices } = await session({ patience: 3_000 });
    const channel = await channelTo(host, ECHO);
    on.me.faults.add({ client: "lme", kind: "hang" });
    channel.end("x");
    const failure = once(channel, "error");
    await once(channel, "finish");
    on.clock.advance(2_999);
    expect(host.stuck).toBe(0);
    on.clock.advance(1);
    expect(await failure).toMatchObject([{ code: "APF_PROTOCOL" }]);
    expect([host.stuck, host.channels]).toEqual([1, 1]);
    expect(notices.join()).toContain("3000 ms");
    await host.close();
    await until(() => on.clock.pending === 0);
  });
});

describe("what the firmware asks of us", () => {
  test("ports are granted by whoever can listen; one that cannot be had is refused alone", async () => {
    const asked: number[] = [];
    const { host, notices } = await session({
      async onForward({ port }) {
        asked.push(port);
        await turn();
        if (port === 623) throw new Error("EADDRINUSE");
        return port !== 16992;
      },
    });
    await host.whenForwarded([ECHO], { signal: never });
    expect(asked).toEqual([16992, 623, ECHO]);
    expect(host.forwards.map(({ port }) => port)).toEqual([ECHO]);
    expect(notices.join()).toContain("EADDRINUSE");
  });
  test("waiting for a port ends with the signal or the session", async () => {
    const { host } = await session();
    const reason = new Error("enough");
    const stop = new AbortController();
    const one = host.whenForwarded([1], { signal: stop.signal });
    const two = host.whenForwarded([1], { signal: never });
    stop.abort(reason);
    await expect(one).rejects.toBe(reason);
    await expect(host.whenForwarded([1], { signal: stop.signal })).rejects.toBe(reason);
    const ended = expect(two).rejects.toMatchObject({ code: "APF_CLOSED" });
    await host.close();
    await ended;
  });
  test("an alert's channel is an offer: accepted, its bytes come and can be answered; the others go on meanwhile", async () => {
    const offers: Offer[] = [];
    const { host, on } = await session({ onOffer: (offer) => offers.push(offer) });
    const busy = await channelTo(host, ECHO);
    const moving = throughEcho(busy, 500_000);
    const opening = on.me.lme.openAlertChannel({ signal: never });
    await until(() => offers.length === 1);
    const [offer] = offers as [Offer];
    expect(offer.ends).toMatchObject({ targetAddress: "localhost", targetPort: 0 });
    expect(await moving).toBe(true);
    const ours = offer.accept();
    const theirs = await opening;
    theirs.write("POST / HTTP/1.1\r\n\r\n");
    expect(String((await once(ours, "data"))[0])).toBe("POST / HTTP/1.1\r\n\r\n");
    const isOver = once(theirs, "end");
    ours.end("HTTP/1.1 200 OK\r\n\r\n"); // Intel LMS never answers an alert (lms.md 3.1)
    expect(String((await once(theirs, "data"))[0])).toContain("200 OK");
    await isOver;
    expect(() => offer.accept()).toThrow(expect.objectContaining({ code: "APF_CHANNEL_CLOSED" }));
    offer.refuse("connectFailed");
    await until(() => host.channels === 0);
  });
  test("refused when nobody takes offers, or by whoever does", async () => {
    for (const [options, reason] of [
      [{}, 1],
      [{ onOffer: (offer: Offer) => offer.refuse("resourceShortage") }, 4],
    ] as const) {
      const { host, on } = await session(options);
      await host.whenForwarded([ECHO], { signal: never });
      await expect(on.me.lme.openAlertChannel({ signal: never })).rejects.toMatchObject({
        code: "APF_REFUSED",
        reason,
      });
    }
  });
});

describe("the end of a session", () => {
  test("a reset of the ME under load ends every channel with an error on both sides, and nothing hangs", async () => {
    const services: ChannelStream[] = [];
    const { host, on, connection } = await session({
      services: {
        [SINK]: (channel) => {
          services.push(channel as ChannelStream);
          channel.pipe(channel);
        },
      },
    });
    const channels = await Promise.all(Array.from({ length: 8 }, () => channelTo(host, SINK)));
    const errors = channels.map((channel) =>
      once(channel, "error").then(([error]) => (error as { code: string }).code),
    );
    const closes = channels.map((channel) => new Promise((resolve) => channel.once("close", resolve)));
    for (const [index, channel] of channels.entries()) {
      channel.write(Buffer.alloc(400_000));
      if (index % 2 === 0) channel.resume();
      if (index === 3) channel.end();
    }
    const waiting = host.whenForwarded([1], { signal: never });
    const settled = expect(waiting).rejects.toMatchObject({ code: "ME_GONE" });
    for (let count = 0; count < 5; count += 1) await turn();
    const opening = expect(host.openChannel(SINK, { signal: never })).rejects.toMatchObject({ code: "ME_GONE" });
    on.me.operator.reset();
    expect(await Promise.all(errors)).toEqual(Array.from({ length: 8 }, () => "ME_GONE"));
    await Promise.all([...closes, settled, opening]);
    expect(await host.closed).toMatchObject({ code: "ME_GONE" });
    await until(() => services.every(({ destroyed }) => destroyed));
    expect([host.channels, host.forwards]).toEqual([0, []]);
    await expect(host.openChannel(SINK, { signal: never })).rejects.toMatchObject({ code: "ME_GONE" });
    await expect(connection.send(Buffer.alloc(1), { signal: never })).rejects.toThrow();
    expect(on.clock.pending).toBe(0);
  });
  test("a new session begins where the old one ended", async () => {
    const { host, on } = await session();
    await channelTo(host, ECHO);
    on.me.operator.reset();
    await host.closed;
    const again = runEndpoint({
      connection: await on.driver.connect(lme, { signal: never }),
      machine: hostSession(),
      clock: on.clock,
    });
    expect(await throughEcho(await channelTo(again, ECHO), 100_000)).toBe(true);
    await again.close();
  });
  test("closing ends open channels, openings and streams with APF_CLOSED, and twice is once", async () => {
    const { host } = await session();
    const channel = await channelTo(host, ECHO);
    const failure = once(channel, "error");
    const opening = expect(host.openChannel(ECHO, { signal: never })).rejects.toMatchObject({ code: "APF_CLOSED" });
    await Promise.all([host.close(), host.close()]);
    expect(await failure).toMatchObject([{ code: "APF_CLOSED" }]);
    await opening;
  });
  test("an ME that takes nothing any more does not hold up closing for longer than our patience", async () => {
    const { on } = await session();
    let isClosed = false;
    const deaf = runEndpoint({
      clock: on.clock,
      patience: 500,
      machine: hostSession({ speakFirst: true }),
      connection: {
        maxMessage: 4_096,
        send: (_message, { signal }) =>
          new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
        receive: ({ signal }) =>
          new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
        close: async () => {
          isClosed = true;
        },
      },
    });
    const closing = deaf.close();
    await turn();
    on.clock.advance(499);
    await turn();
    expect(isClosed).toBe(false);
    on.clock.advance(1);
    await closing;
    expect(isClosed).toBe(true);
  });
  test.each([
    ["short", "APF_MALFORMED"],
    ["reset", "ME_GONE"],
  ] as const)("the fault %s ends it with %s", async (kind, code) => {
    const { host, on } = await session();
    const channel = await channelTo(host, ECHO);
    on.me.faults.add({ client: "lme", kind, keep: 7 });
    const failure = once(channel, "error");
    channel.write("x".repeat(100));
    expect(await failure).toMatchObject([{ code }]);
    expect(await host.closed).toMatchObject({ code });
  });
  test("an empty message is passed over, as in Intel LMS", async () => {
    const { host, on, notices } = await session();
    const channel = await channelTo(host, ECHO);
    on.me.faults.add({ client: "lme", kind: "empty" });
    channel.write("lost");
    await until(() => notices.length > 0);
    channel.write("kept");
    expect(String((await once(channel, "data"))[0])).toBe("kept");
  });
  test("an ME that asks faster than it takes our answers gets no further", async () => {
    const { on } = await session();
    const ask = Buffer.from("d000000001", "hex");
    const flooded = runEndpoint({
      clock: on.clock,
      patience: 0,
      machine: hostSession(),
      connection: {
        maxMessage: 4_096,
        send: (_message, { signal }) =>
          new Promise((_resolve, reject) => {
            if (signal.aborted) reject(signal.reason);
            signal.addEventListener("abort", () => reject(signal.reason));
          }),
        receive: async ({ signal }) => {
          signal.throwIfAborted();
          return ask;
        },
        close: async () => {},
      },
    });
    let isOver = false;
    void flooded.closed.then(() => {
      isOver = true;
    });
    await until(() => {
      on.clock.advance(1);
      return isOver;
    });
    expect(await flooded.closed).toMatchObject({ code: "APF_PROTOCOL" });
  });
});
