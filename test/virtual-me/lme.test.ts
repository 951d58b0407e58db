import { once } from "node:events";
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import type { ChannelStream } from "../../mei/apf/channel-stream.ts";
import { type Carrier, type Endpoint, runEndpoint } from "../../mei/apf/endpoint.ts";
import { hostSession } from "../../mei/apf/host-session.ts";
import { type ApfMessage, decodeApf, encodeApf } from "../../mei/apf/messages.ts";
import { lme } from "../../mei/clients.ts";
import { socketDriver } from "../../mei/drivers/socket.ts";
import { type Clock, realClock } from "../../platform/clock.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import { echo } from "../../virtual-me/lme/services.ts";
import { loadMachine, machineNames } from "../../virtual-me/machines/index.ts";
import { createVirtualMe } from "../../virtual-me/main.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";
import { toPort, version } from "../support/apf.ts";
import { noise } from "../support/arbitrary.ts";
import { fuseKernel } from "../support/fuse-kernel.ts";
import { testHost } from "../support/hbm-host.ts";
import { busCarrier, cuseCarrier } from "../support/lme-carriers.ts";
import { served } from "../support/served-machine.ts";
import { steppedClock } from "../support/stepped-clock.ts";
import { never } from "../support/virtual-machine.ts";

const ECHO = 7;
const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of cleanup.splice(0).reverse()) await close();
});
async function machineOf(name: string): Promise<VirtualMe> {
  const me = await createVirtualMe(name, { clock: steppedClock() });
  cleanup.push(() => me.close());
  return me;
}
/** What the firmware says, message by message, and what it is told. */
function raw(me: VirtualMe) {
  const said: Buffer[] = [];
  let isGone = false;
  const link = me.connect(lme.uuid, "test", {
    message: (message) => said.push(Buffer.from(message)),
    gone() {
      isGone = true;
    },
  });
  const talk = {
    link,
    said,
    get isGone() {
      return isGone;
    },
    tell: (message: ApfMessage) => link.send(encodeApf(message)),
    async next(): Promise<ApfMessage> {
      for (let count = 0; said.length === 0; count += 1) {
        if (count > 100) throw new Error("the firmware says nothing");
        await turn();
      }
      return decodeApf(said.shift() as Buffer);
    },
    async greet(): Promise<void> {
      talk.tell(version);
      for (;;) {
        const message = await talk.next();
        if (message.type === "serviceRequest") talk.tell({ type: "serviceAccept", service: message.service });
        if (message.type === "userAuthRequest") talk.tell({ type: "userAuthSuccess" });
        if (message.type !== "globalRequest" || message.request.name !== "tcpip-forward") continue;
        const { port } = message.request;
        talk.tell({ type: "requestSuccess", ports: [port] });
        if (port === Math.max(...me.lme.facts.ports, ...me.lme.services.keys())) return;
        if (me.lme.session?.forwards.length === me.lme.services.size) return;
      }
    },
  };
  return talk;
}
const settled = async (): Promise<void> => {
  for (let count = 0; count < 20; count += 1) await turn();
};

describe("which machines have it", () => {
  test.each(machineNames)(
    "%s: with AMT it takes one connection of 4096 bytes, without there is no such client",
    async (name) => {
      const { facts } = (await loadMachine(name))!;
      const limits = facts.clients.value.lme;
      expect(limits).toEqual(
        "amthi" in facts.clients.value ? { maxMessage: 4_096, version: 1, maxConnections: 1 } : undefined,
      );
      const { ports, window, slots } = facts.lme.value;
      expect(ports).toEqual(facts.operational.value.tlsOnLocalPorts ? [16993, 664] : [16992, 623]);
      expect(ports).not.toContain(ECHO);
      expect([window >= 4_096, window <= 65_536, slots]).toEqual([true, true, 8]);
    },
  );
  test("a second owner is told who has it (lms.md 1.1)", async () => {
    const me = await machineOf("acm-15");
    const { link } = raw(me);
    const host = { message() {}, gone() {} };
    expect(() => me.connect(lme.uuid, "lms", host)).toThrow(/in use by test/);
    link.close();
    me.connect(lme.uuid, "lms", host).close();
  });
  test("AMT that is switched off asks for no ports", async () => {
    const me = await machineOf("disabled-21");
    const talk = raw(me);
    await talk.next();
    talk.tell(version);
    expect(await talk.next()).toMatchObject({ type: "serviceRequest", service: "pfwd@amt.intel.com" });
    talk.tell({ type: "serviceAccept", service: "pfwd@amt.intel.com" });
    await settled();
    expect(talk.said).toEqual([]);
  });
});

describe("its words", () => {
  test("the first is its version with the machine's UUID, as golden apf-pv-dell; then pfwd at once, as apf-pv-1611", async () => {
    const me = await machineOf("acm-16-tls");
    const talk = raw(me);
    await settled();
    const uuid = me.machine.facts.uuid.value.replaceAll("-", "");
    const hex = talk.said[0]?.toString("hex") ?? "";
    expect(hex.slice(0, 26)).toBe("c00000000100000000000000fe");
    // golden apf-pv-dell: 4C4C4544-004D-4D10-… is 44454c4c 4d00 104d … on the wire
    const swapped = (uuid.slice(0, 8).match(/../g) ?? []).reverse().join("");
    expect(hex.slice(26, 34)).toBe(swapped);
    expect(hex.slice(42, 58)).toBe(uuid.slice(16));
    expect(hex.slice(58)).toBe("00".repeat(64));
    talk.said.length = 0;
    talk.link.send(Buffer.from(`c0000000010000000000000009${"00".repeat(80)}`, "hex"));
    await settled();
    expect(talk.said.map((message) => message.toString("hex"))).toEqual([
      "05000000127066776440616d742e696e74656c2e636f6d",
    ]);
  });
  test("older firmware logs in first (lms.md 1.4)", async () => {
    const talk = raw(await machineOf("unprovisioned-9"));
    await talk.next();
    talk.tell(version);
    expect(await talk.next()).toMatchObject({ type: "serviceRequest", service: "auth@amt.intel.com" });
    talk.tell({ type: "serviceAccept", service: "auth@amt.intel.com" });
    expect(await talk.next()).toMatchObject({ type: "userAuthRequest" });
  });
  test("a host that breaks the rules is told reason 2, and then hears nothing until it connects again", async () => {
    for (const rubbish of ["0a", "5e00000000", "51"]) {
      const me = await machineOf("acm-15");
      const talk = raw(me);
      await talk.next();
      talk.link.send(Buffer.from(rubbish, "hex"));
      expect(await talk.next()).toEqual({ type: "disconnect", reason: "protocolError" });
      talk.tell(version);
      await settled();
      expect([talk.said, talk.isGone]).toEqual([[], false]);
      talk.link.close();
      const again = raw(me);
      expect(await again.next()).toMatchObject({ type: "protocolVersion" });
    }
  });
  test("the host's goodbye ends the session, and the next connection begins anew", async () => {
    const me = await machineOf("acm-15");
    const talk = raw(me);
    await talk.greet();
    expect(me.lme.session).toBeDefined();
    talk.tell({ type: "disconnect", reason: "byApplication" });
    await settled();
    expect(me.lme.session).toBeUndefined();
    talk.link.close();
    await raw(me).greet();
  });
});

/** A machine reached in different ways, with an echo. */
const ways: Readonly<Record<string, () => Promise<{ me: VirtualMe; connection: Carrier; clock: Clock }>>> = {
  async "in this process"() {
    const me = await machineOf("acm-15");
    me.lme.services.set(ECHO, echo);
    const driver = virtualDriver(me);
    cleanup.push(() => driver.close());
    return { me, clock: me.world.clock, connection: await driver.connect(lme, { signal: never }) };
  },
  async "a socket"() {
    const { me, path, stop } = await served("acm-15");
    cleanup.push(stop);
    me.lme.services.set(ECHO, echo);
    const driver = socketDriver({ path, clock: realClock });
    cleanup.push(() => driver.close());
    return { me, clock: realClock, connection: await driver.connect(lme, { signal: never }) };
  },
  async "a character device"() {
    const me = await machineOf("acm-15");
    me.lme.services.set(ECHO, echo);
    const kernel = fuseKernel(me);
    kernel.init();
    cleanup.push(() => kernel.device.end());
    return { me, clock: me.world.clock, connection: cuseCarrier(kernel) };
  },
  async "the HECI bus"() {
    const host = await testHost("acm-15");
    cleanup.push(() => host.close());
    host.me.lme.services.set(ECHO, echo);
    return { me: host.me, clock: host.clock, connection: busCarrier(host) };
  },
};
describe.each(Object.entries(ways))("reached through %s", (_way, reach) => {
  async function session(): Promise<{ me: VirtualMe; host: Endpoint; channel: ChannelStream }> {
    const { me, clock, connection } = await reach();
    const host = runEndpoint({ connection, clock, machine: hostSession() });
    cleanup.push(() => host.close());
    await host.whenForwarded([ECHO], { signal: never });
    const channel = await host.openChannel(ECHO, { signal: never });
    return { me, host, channel: channel.on("error", () => {}) };
  }
  test("an echo gives back what it got, an alert comes, and the goodbye is heard", async () => {
    const { me, host, channel } = await session();
    const sent = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7 + (index >> 8)) & 0xff));
    channel.write(sent);
    const got: Buffer[] = [];
    let size = 0;
    for await (const chunk of channel) {
      got.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size === sent.length) break;
    }
    expect(Buffer.concat(got).equals(sent)).toBe(true);
    await expect(me.lme.openAlertChannel({ signal: never })).rejects.toMatchObject({ code: "APF_REFUSED", reason: 1 });
    await host.close();
    for (let count = 0; me.lme.session && count < 1_000; count += 1) await turn();
    expect(me.lme.session).toBeUndefined();
    await expect(me.lme.openAlertChannel({ signal: never })).rejects.toMatchObject({ code: "APF_CLOSED" });
  });
  test("a reset of the ME ends it all with ME_GONE", async () => {
    const { me, host, channel } = await session();
    const failure = once(channel, "error");
    channel.write(Buffer.alloc(200_000));
    await settled();
    me.operator.reset();
    expect(await failure).toMatchObject([{ code: "ME_GONE" }]);
    expect(await host.closed).toMatchObject({ code: "ME_GONE" });
    for (let count = 0; me.lme.session && count < 1_000; count += 1) await turn();
    expect(me.lme.session).toBeUndefined();
  });
});

test("firmware that drops its session with every closed channel (rpc.md 4.3) can be had", async () => {
  const me = await machineOf("acm-15");
  me.lme.services.set(ECHO, echo);
  me.lme.facts.dropsOnClose = true;
  const driver = virtualDriver(me);
  cleanup.push(() => driver.close());
  for (let round = 0; round < 2; round += 1) {
    const connection = await driver.connect(lme, { signal: never });
    const host = runEndpoint({ connection, clock: me.world.clock, machine: hostSession() });
    await host.whenForwarded([ECHO], { signal: never });
    const channel = await host.openChannel(ECHO, { signal: never });
    channel.on("error", () => {}).end("x");
    expect(await host.closed).toMatchObject({ code: "ME_GONE" });
  }
});

test("firmware sends no more than the host takes, whatever window the host gave", async () => {
  const me = await machineOf("acm-15");
  let written = 0;
  me.lme.services.set(ECHO, (channel) => {
    const more = (): void => {
      while (written < 50_000_000) {
        written += 65_536;
        if (!channel.write(Buffer.alloc(65_536))) return void channel.once("drain", more);
      }
    };
    more();
  });
  const said: ApfMessage[] = [];
  let room: () => void = () => {};
  let isFull = false;
  const link = me.connect(lme.uuid, "test", {
    message: (message) => said.push(decodeApf(message)),
    room: () => (isFull ? new Promise<void>((resolve) => (room = resolve)) : Promise.resolve()),
    gone() {},
  });
  const tell = (message: ApfMessage): void => link.send(encodeApf(message));
  await settled();
  tell(version);
  tell({ type: "serviceAccept", service: "auth@amt.intel.com" });
  tell({ type: "userAuthSuccess" });
  tell({ type: "serviceAccept", service: "pfwd@amt.intel.com" });
  for (const port of [16992, 623, ECHO]) tell({ type: "requestSuccess", ports: [port] });
  await settled();
  isFull = true;
  tell({
    type: "channelOpen",
    channel: { name: "forwarded-tcpip", sender: 1, window: 0xffff_ffff, most: 0xffff_ffff, ...toPort(ECHO) },
  });
  await settled();
  const before = said.length;
  await settled();
  expect(said.length).toBe(before);
  expect(written).toBeLessThan(1_000_000);
  isFull = false;
  room();
  await settled();
  expect(said.length).toBeGreaterThan(before + 10);
  link.close();
});

test("whatever a host sends after the greeting, the ME lives on, is bounded in its answers and greets the next one", async () => {
  const me = await machineOf("acm-15");
  me.lme.services.set(ECHO, echo);
  const known: ApfMessage[] = [
    version,
    {
      type: "channelOpen",
      channel: { name: "forwarded-tcpip", sender: 1, window: 0xffff_ffff, most: 0, ...toPort(ECHO) },
    },
    { type: "channelData", recipient: 0, data: Buffer.alloc(2_000, 3) },
    { type: "channelData", recipient: 1, data: Buffer.alloc(3_000, 3) },
    { type: "channelWindowAdjust", recipient: 0, bytes: 0xffff_ffff },
    { type: "channelEof", recipient: 0 },
    { type: "channelClose", recipient: 0 },
    { type: "keepAliveRequest", cookie: 1 },
    { type: "requestFailure" },
  ];
  const spoiled = fc.tuple(fc.constantFrom(...known), fc.nat(40), fc.nat(255)).map(([message, at, value]) => {
    const bytes = encodeApf(message);
    bytes[at % bytes.length] = value;
    return bytes;
  });
  const bytes = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...known).map(encodeApf) },
    { weight: 2, arbitrary: spoiled },
    { weight: 1, arbitrary: noise(100) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 30 }), async (messages) => {
      const talk = raw(me);
      await talk.greet();
      for (const message of messages) talk.link.send(message);
      await turn();
      await turn();
      for (const message of talk.said) decodeApf(message);
      // An echo cannot say more than it was told; everything else has one answer, and a channel at most two words more.
      const size = talk.said.reduce((sum, message) => sum + message.length, 0);
      expect(size).toBeLessThan(messages.length * 4_100 + 4_100);
      talk.link.close();
    }),
    { numRuns: Number(process.env.FUZZ_RUNS ?? 400) },
  );
  expect(me.open).toBe(0);
});
