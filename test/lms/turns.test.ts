import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { Duplex } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { slots } from "../../agent/lms/slots.ts";
import type { ChannelStream } from "../../mei/apf/channel-stream.ts";
import type { Origin } from "../../mei/apf/endpoint.ts";
import { socketDriver } from "../../mei/drivers/socket.ts";
import { codeOf } from "../../mei/errors.ts";
import { realClock } from "../../platform/clock.ts";
import type { TcpOwners } from "../../platform/tcp-owner.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import { echo } from "../../virtual-me/lme/services.ts";
import { closed, ECHO, fastClock, lmsOn, servedLms, throughEcho, told } from "../support/lms.ts";
import { served as servedMachine } from "../support/served-machine.ts";
import { never } from "../support/virtual-machine.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
const begin: typeof lmsOn = async (...args) => {
  const served = await lmsOn(...args);
  cleanups.push(() => served.close());
  return served;
};
const oneEcho = async (socket: Socket): Promise<string> => {
  socket.write("x");
  const [got] = (await once(socket, "data")) as [Buffer];
  return got.toString();
};

describe("turns", () => {
  test("a thousand connections at once all get theirs, and ours before them", { timeout: 180_000 }, async () => {
    const { lms, connect } = await begin("acm-15");
    await connect(ECHO).then((socket) => socket.destroy());
    const sockets = await Promise.all(Array.from({ length: 990 }, () => connect(ECHO)));
    let answered = 0;
    const all = sockets.map(async (socket) => {
      const got = await oneEcho(socket);
      answered += 1;
      socket.destroy();
      return got;
    });
    const own = await lms.connectAmt(ECHO, { signal: never });
    expect(answered).toBeLessThan(200);
    expect(
      await throughEcho(
        own.on("error", () => {}),
        1_000,
      ),
    ).toBe(true);
    own.destroy();
    expect(new Set(await Promise.all(all))).toEqual(new Set(["x"]));
    expect(answered).toBe(990);
  });

  test("beyond a thousand a connection is turned away at once, cleanly", async () => {
    const { log, connect } = await begin("acm-15");
    const sockets = await Promise.all(Array.from({ length: 1_000 }, () => connect(ECHO)));
    const more = await connect(ECHO);
    more.resume();
    await closed(more);
    expect(log.lines.some(({ fields }) => fields.why === "too many connections")).toBe(true);
    for (const socket of sockets) socket.destroy();
  });

  test("somebody who has all the places gives one up for another user", async () => {
    const uids = new Map<number, number>();
    const ownerOf: TcpOwners["ownerOf"] = async ({ peer }) => {
      while (!uids.has(peer.port)) await turn();
      return uids.get(peer.port);
    };
    const { connect } = await begin("acm-15", { owners: { ownerOf, tells: true } });
    const as = async (uid: number): Promise<Socket> => {
      const socket = await connect(ECHO);
      uids.set(socket.localPort ?? 0, uid);
      return socket;
    };
    const served = await Promise.all(Array.from({ length: 6 }, () => as(1)));
    await Promise.all(served.map(oneEcho));
    const waiting = await Promise.all(Array.from({ length: 994 }, () => as(1)));
    const evicted = Promise.race(waiting.map((socket) => closed(socket.resume())));
    const other = await as(2);
    await evicted;
    const answer = oneEcho(other);
    served[0]?.destroy();
    for (const socket of waiting) socket.on("data", () => socket.destroy());
    for (const socket of waiting) socket.write("x");
    expect(await answer).toBe("x");
    for (const socket of [...served, ...waiting]) socket.destroy();
  });

  test("users take turns, however many connections one of them has", async () => {
    const order: string[] = [];
    const turns = slots({ clock: realClock, session: () => session });
    let channels = 6;
    const session = {
      forwards: [{ address: "", port: ECHO }],
      get channels() {
        return channels;
      },
      async openChannel(_port: number, { from }: { from?: Origin }) {
        channels += 1;
        order.push(from?.address ?? "us");
        return new Duplex() as ChannelStream;
      },
    };
    const wait = (user: string) => turns.guest(ECHO, { user, from: { address: user, port: 1 }, signal: never });
    const all = [wait("a"), wait("a"), wait("a"), wait("b"), wait("c"), wait("b"), turns.own(ECHO, { signal: never })];
    expect(order).toEqual(["us"]);
    for (let left = all.length; left > 0; left -= 1) {
      channels = 5;
      turns.look();
    }
    await Promise.all(all);
    expect(order).toEqual(["us", "a", "b", "c", "a", "b", "a"]);
    expect(turns.waiting).toBe(0);
  });

  test("fewer channels than usual are found out, and nobody is turned away for it", async () => {
    const { me, connect } = await begin("acm-15", { prepare: (virtual) => (virtual.lme.facts.slots = 3) });
    const sockets = await Promise.all(Array.from({ length: 12 }, () => connect(ECHO)));
    const all = sockets.map(async (socket) => {
      const same = await throughEcho(socket, 20_000);
      socket.destroy();
      return same;
    });
    expect(await Promise.all(all)).toEqual(Array(12).fill(true));
    expect(me.lme.session?.stuck).toBe(0);
  });

  test("firmware that ends the session with every channel serves one client after the other", async () => {
    const { connect } = await begin("acm-15", { prepare: (virtual) => (virtual.lme.facts.dropsOnClose = true) });
    for (let i = 0; i < 5; i += 1) {
      const socket = await connect(ECHO);
      expect(await oneEcho(socket)).toBe("x");
      socket.destroy();
    }
  });

  test("a client that says nothing takes no channel of AMT's web server, and is let go after a while", async () => {
    const { me, connect } = await begin("acm-15", { clock: fastClock(50) });
    const sockets = await Promise.all(Array.from({ length: 10 }, () => connect(16992)));
    const speaking = await connect(16992);
    speaking.write("GET / HTTP/1.1\r\n\r\n");
    expect(String(await once(speaking, "data"))).toMatch(/^HTTP\/1\.1 303/);
    expect(me.lme.session?.channels).toBe(1);
    for (const socket of sockets) socket.resume();
    await Promise.all(sockets.map(closed));
  });

  test("a connection on which nothing moves makes room when others wait; who waits too long is let go", async () => {
    const { connect } = await begin("acm-15", { clock: fastClock(200) });
    const idle = await Promise.all(Array.from({ length: 6 }, () => connect(ECHO)));
    await Promise.all(idle.map(oneEcho));
    const impatient = await connect(ECHO);
    impatient.resume();
    await closed(impatient); // after 30 s of that clock
    const patient = Promise.all(idle.map(closed));
    for (const socket of idle) socket.resume();
    await patient;
    expect(await oneEcho(await connect(ECHO))).toBe("x");
  });
});

describe("ports", () => {
  test("one that is taken is named, harms no other, serves us all the same, and is taken over when free", async () => {
    const thief = createServer().listen(0, "127.0.0.1");
    await once(thief, "listening");
    const { port } = thief.address() as { port: number };
    const { lms, log, at, connect } = await begin("acm-15", {
      place: (wanted) => (wanted === ECHO ? port : 0),
      clock: fastClock(20),
    });
    const stateOf = (wanted: number) => lms.view().ports.find((one) => one.port === wanted)?.state;
    await told(lms, () => stateOf(ECHO) === "taken" && stateOf(16992) === "open");
    expect(log.lines.filter(({ sentence }) => sentence.includes(String(ECHO)))).toHaveLength(1);
    const own = await lms.connectAmt(ECHO, { signal: never });
    expect(
      await throughEcho(
        own.on("error", () => {}),
        1_000,
      ),
    ).toBe(true);
    own.destroy();
    await new Promise((resolve) => thief.close(resolve));
    expect(await at(ECHO)).toBe(port);
    expect(await oneEcho(await connect(ECHO, "::1"))).toBe("x");
  });

  test("the firmware gets no privileged port but its own", async () => {
    const { lms, log } = await begin("acm-15", { services: { 22: echo, 30000: echo } });
    await told(lms, () => lms.view().ports.some(({ port }) => port === 30_000));
    expect(lms.view().ports.map(({ port }) => port)).toEqual([30_000, ECHO, 16992, 623]);
    expect(log.lines.find(({ fields }) => fields.port === 22)?.level).toBe("warn");
  });

  test("off: nothing is listened on, we are served", async () => {
    const { lms } = await begin("acm-15", { reach: "off" });
    const own = await lms.connectAmt(ECHO, { signal: never });
    expect(
      await throughEcho(
        own.on("error", () => {}),
        1_000,
      ),
    ).toBe(true);
    own.destroy();
    expect(new Set(lms.view().ports.map(({ state, at }) => `${state}${at}`))).toEqual(new Set(["off"]));
  });
});

describe("another program has LME", () => {
  test("it is named, its ports are used, and the session is taken over when it ends", async () => {
    const first = await begin("acm-15");
    const local = await first.at(ECHO);
    const driver = virtualDriver(first.me, { holder: "us" });
    const second = servedLms(driver, { clock: fastClock(20), placeOfOther: (port) => (port === ECHO ? local : 1) });
    cleanups.push(() => second.close());
    await told(second.lms, () => second.lms.view().state === "held");
    expect(second.lms.view()).toMatchObject({ holder: expect.stringContaining(String(process.pid)), ports: [] });
    const through = await second.lms.connectAmt(ECHO, { signal: never });
    expect(
      await throughEcho(
        through.on("error", () => {}),
        5_000,
      ),
    ).toBe(true);
    through.destroy();
    const refused = await second.lms.connectAmt(16993, { signal: never }).catch(codeOf);
    expect(refused).toBe("LMS_HELD");
    await first.lms.close();
    await told(second.lms, () => second.lms.view().state === "open");
    expect(await oneEcho(await second.connect(ECHO))).toBe("x");
  });
});

test("without AMT there is nothing to wait for", async () => {
  const { lms } = await begin("consumer-11");
  await told(lms, () => lms.view().state === "absent");
  expect(await lms.connectAmt(16992, { signal: never }).catch(codeOf)).toBe("LMS_ABSENT");
});

test("a port that AMT does not have is said so; waiting ends with the signal", async () => {
  const { lms, me } = await begin("acm-15", { clock: fastClock(50) });
  expect(await lms.firstPort([16993, 16992], { signal: never })).toBe(16992);
  expect(await lms.connectAmt(16993, { signal: never }).catch(codeOf)).toBe("LMS_NO_PORT");
  me.operator.reset({ downFor: 60_000 });
  await told(lms, () => lms.view().state !== "open");
  const gone = new AbortController();
  const waiting = lms.connectAmt(16992, { signal: gone.signal });
  gone.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow();
});

test("over a socket: eight clients, a reset under load, and again", async () => {
  const machine = await servedMachine("acm-15");
  machine.me.lme.services.set(ECHO, echo);
  const driver = socketDriver({ path: machine.path, clock: realClock });
  const { lms, connect, close } = servedLms(driver);
  cleanups.push(
    () => machine.stop(),
    () => driver.close(),
    close,
  );
  const sockets = await Promise.all(Array.from({ length: 8 }, () => connect(ECHO)));
  const work = sockets.map(async (socket) => {
    const same = await throughEcho(socket, 500_000);
    socket.end();
    return same;
  });
  expect(await Promise.all(work)).toEqual(Array(8).fill(true));
  const loaded = await Promise.all(Array.from({ length: 6 }, () => connect(ECHO)));
  for (const socket of loaded) socket.on("data", () => {}).write(Buffer.alloc(1_000_000));
  await Promise.all(loaded.map((socket) => once(socket, "data")));
  machine.me.operator.reset({ downFor: 200 });
  await Promise.all(loaded.map(closed));
  await told(lms, () => lms.view().state === "open");
  expect(await throughEcho(await connect(ECHO), 10_000)).toBe(true);
});

test("asleep there is no session; afterwards there is", async () => {
  const { lms, me, connect } = await begin("acm-15");
  const socket = await connect(ECHO);
  await oneEcho(socket);
  await lms.rest({ limit: 1_500 });
  await closed(socket);
  expect([me.open, lms.view().state]).toEqual([0, "resting"]);
  lms.wake();
  await told(lms, () => lms.view().state === "open");
  expect(await oneEcho(await connect(ECHO))).toBe("x");
});
