import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { noTcpOwners } from "../../platform/tcp-owner.ts";
import type { Service } from "../../virtual-me/lme/services.ts";
import { ECHO, fastClock, lmsOn, type Served } from "../support/lms.ts";
import { needs } from "../support/needs.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
type Begun = Awaited<ReturnType<typeof lmsOn>>;
const begin: typeof lmsOn = async (...args) => {
  const served = await lmsOn(...args);
  cleanups.push(() => served.close());
  return served;
};
const WEB = 16992;
const RAW = 20_009;
const REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
const inUse = ({ lms, me }: Begun): number => lms.guests + (me.lme.session?.channels ?? 0);
/** Well within the five minutes after which an idle connection is closed, which are 30 s by the fastest clock here. */
const LIMIT = 20_000;
async function freed(served: Begun): Promise<void> {
  const until = performance.now() + LIMIT;
  while (inUse(served) > 0 && performance.now() < until) await turn();
  expect([served.lms.guests, served.me.lme.session?.channels, served.me.lme.session?.stuck]).toEqual([0, 0, 0]);
}
const until = async (fits: () => boolean): Promise<void> => {
  while (!fits()) await turn();
};
async function halfClosing(served: Served, port: number): Promise<Socket> {
  const socket = connectTcp({ host: "127.0.0.1", port: await served.at(port), allowHalfOpen: true });
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}
/** Keeps what it hears, and says nothing until it is told to. */
function listener(): { service: Service; readonly heard: string; answer(bytes: string): void } {
  let heard = "";
  let answer = (_: string): void => {};
  return {
    service(channel) {
      channel.on("data", (part: Buffer) => {
        heard += part.toString();
      });
      answer = (bytes) => void channel.write(bytes);
    },
    get heard() {
      return heard;
    },
    answer: (bytes) => answer(bytes),
  };
}
/** Takes nothing of what it is sent. */
const deaf: Service = (channel) => void channel.pause();

describe("a client that goes frees its channel and its place", () => {
  const ways = {
    closes: (socket: Socket) => void socket.destroy(),
    breaks: (socket: Socket) => void socket.resetAndDestroy(),
  };
  for (const [way, go] of Object.entries(ways)) {
    test(`${way} in the middle of a request`, async () => {
      const served = await begin("acm-15");
      const socket = await served.connect(WEB);
      socket.write("POST /wsman HTTP/1.1\r\nContent-Length: 500\r\n\r\nhello");
      await until(() => served.me.lme.session?.channels === 1);
      go(socket);
      await freed(served);
    });
    test(`${way} while AMT is at its request`, async () => {
      const amt = listener();
      const served = await begin("acm-15", { services: { [WEB]: amt.service } });
      const socket = await served.connect(WEB);
      socket.write(REQUEST);
      await until(() => amt.heard === REQUEST);
      go(socket);
      await freed(served);
    });
    test(`${way} with its window full, being read no more`, async () => {
      const served = await begin("acm-15", { services: { [RAW]: deaf }, clock: fastClock(10) });
      const socket = await served.connect(RAW);
      const block = Buffer.alloc(65_536);
      while (socket.write(block)) await turn();
      await until(() => served.me.lme.session?.channels === 1);
      go(socket);
      await freed(served);
    });
    test(`${way} without having read AMT's answer`, async () => {
      const served = await begin("acm-15");
      const socket = await served.connect(ECHO);
      socket.pause();
      for (let i = 0; i < 40; i += 1) socket.write(Buffer.alloc(65_536));
      await until(() => socket.bytesRead > 0 || served.me.lme.session?.channels === 1);
      go(socket);
      await freed(served);
    });
    test(`${way} while it waits for a channel`, async () => {
      const served = await begin("acm-15");
      const busy = await Promise.all(Array.from({ length: 6 }, () => served.connect(ECHO)));
      await until(() => served.me.lme.session?.channels === 6);
      for (const port of [WEB, ECHO]) {
        const socket = await served.connect(port);
        socket.write(REQUEST);
        await until(() => served.lms.guests === 7);
        go(socket);
        await until(() => served.lms.guests === 6);
      }
      for (const socket of busy) socket.destroy();
      await freed(served);
    });
    test(`${way} while it is given one`, async () => {
      const served = await begin("acm-15");
      for (let turns = 0; turns < 12; turns += 1) {
        const socket = await served.connect(ECHO);
        for (let i = 0; i < turns; i += 1) await turn();
        go(socket);
      }
      await freed(served);
    });
  }
  test("where the system does not tell who owns a socket too", async () => {
    const served = await begin("acm-15", { owners: noTcpOwners, clock: fastClock(10) });
    for (const port of [WEB, ECHO]) {
      const socket = await served.connect(port);
      socket.write(REQUEST);
      await once(socket, "data");
      socket.destroy();
    }
    await freed(served);
  });
});

describe("a client that sends no more gets its answer", () => {
  for (const busy of [0, 6])
    test(busy ? "before there is a channel for it" : "sent with its request", async () => {
      const served = await begin("acm-15", { clock: fastClock(10) });
      const others = await Promise.all(Array.from({ length: busy }, () => served.connect(ECHO)));
      await until(() => served.me.lme.session?.channels === busy);
      const said = await Promise.all(
        [WEB, ECHO].map(async (port) => {
          const socket = await halfClosing(served, port);
          socket.end(REQUEST);
          const answer = text(socket);
          if (busy) await until(() => served.lms.guests > busy);
          return { answer };
        }),
      );
      for (const socket of others) socket.destroy();
      expect(await said[0]?.answer).toMatch(/^HTTP\/1\.1 303 /);
      expect(await said[1]?.answer).toBe(REQUEST);
      await freed(served);
    });

  test("however much it is, on a port of any protocol", async () => {
    const served = await begin("acm-15", { clock: fastClock(10) });
    const socket = await halfClosing(served, ECHO);
    const sent = Buffer.alloc(3 * 2 ** 20, "0123456789abcdef").toString();
    socket.end(sent);
    expect((await text(socket)) === sent).toBe(true);
    await freed(served);
  });

  test("half a request gets none, and holds nothing", async () => {
    const served = await begin("acm-15");
    const socket = await halfClosing(served, WEB);
    socket.end("POST /wsman HTTP/1.1\r\nContent-Length: 500\r\n\r\nhello");
    expect(await text(socket).catch(() => "")).toBe("");
    await freed(served);
  });

  test("while it is there: when it goes, its channel is free at once", async () => {
    const listeners = { [RAW]: listener(), [WEB]: listener() };
    const services = { [RAW]: listeners[RAW].service, [WEB]: listeners[WEB].service };
    const served = await begin("acm-15", { services });
    for (const port of [RAW, WEB] as const) {
      const socket = await halfClosing(served, port);
      socket.end(REQUEST);
      await until(() => listeners[port].heard === REQUEST);
      for (let i = 0; i < 50; i += 1) await turn();
      expect(served.me.lme.session?.channels).toBe(1);
      socket.destroy();
      await freed(served);
    }
  });
});

describe.runIf(await needs("netcat-openbsd"))("nc", () => {
  test("-N gets the logon page's redirection, and an echo", async () => {
    const served = await begin("acm-15", { clock: fastClock(10) });
    for (const [port, answer] of [
      [WEB, /^HTTP\/1\.1 303 .*\r\n/],
      [ECHO, /^GET \/ HTTP\/1\.1\r\nHost: x\r\n\r\n$/],
    ] as const) {
      const nc = spawn("nc", ["-N", "127.0.0.1", String(await served.at(port))], { stdio: ["pipe", "pipe", "ignore"] });
      nc.stdin.end(REQUEST);
      expect(await text(nc.stdout)).toMatch(answer);
    }
  });
});
