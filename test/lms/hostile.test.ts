import { once } from "node:events";
import { connect } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { runEndpoint } from "../../mei/apf/endpoint.ts";
import { ApfError } from "../../mei/apf/errors.ts";
import { hostSession } from "../../mei/apf/host-session.ts";
import { type ApfMessage, encodeApf } from "../../mei/apf/messages.ts";
import { inbox } from "../../mei/drivers/inbox.ts";
import { MeiError } from "../../mei/errors.ts";
import { version } from "../support/apf.ts";
import { noise } from "../support/arbitrary.ts";
import { ECHO, fastClock, lmsOn, throughEcho } from "../support/lms.ts";
import { steppedClock } from "../support/stepped-clock.ts";
import { never } from "../support/virtual-machine.ts";

const numRuns = Number(process.env.FUZZ_RUNS ?? 150);
const WEB = 16992;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const request = fc.constantFrom(
  "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
  "POST /wsman HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello",
  "POST /wsman HTTP/1.1\r\nContent-Length: 500\r\n\r\nhello",
  "POST /wsman HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
  "POST /wsman HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
  "GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n\0",
  "GET /wsman HTTP/1.1\r\nX: y",
);
const client = fc.record({
  port: fc.constantFrom(WEB, WEB, ECHO),
  says: fc.array(
    fc.oneof(
      noise(300),
      request.map((text) => Buffer.from(text, "latin1")),
    ),
    { maxLength: 4 },
  ),
  reads: fc.boolean(),
  goes: fc.constantFrom("ends", "breaks", "vanishes"),
});

test("whatever local clients do: nobody else notices, and every slot and place is given back", {
  timeout: 60_000 + numRuns * 100,
}, async () => {
  const { lms, me, at, close } = await lmsOn("acm-15", { clock: fastClock(10) });
  cleanups.push(close);
  const places = new Map([
    [WEB, await at(WEB)],
    [ECHO, await at(ECHO)],
  ]);
  const { session } = me.lme;
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(client, { minLength: 1, maxLength: 4 }), async (clients) => {
      const gone = clients.map(async ({ port, says, reads, goes }) => {
        const socket = connect({ host: "127.0.0.1", port: places.get(port) as number, allowHalfOpen: goes === "ends" });
        const closed = new Promise((resolve) => socket.once("close", resolve));
        socket.on("error", () => {}); // refused or reset: both are allowed
        let isAnswered = false;
        socket.once("data", () => {
          answered += 1;
          isAnswered = true;
        });
        if (!reads) socket.pause();
        for (const bytes of says) {
          socket.write(bytes);
          await turn();
        }
        // Those that may hope for an answer stay a while for it: then they have a channel, and leave it behind
        const patience = reads && says.some((bytes) => bytes.length > 0) ? 400 : 10;
        for (let turns = 0; turns < patience && !isAnswered && !socket.closed; turns += 1) await turn();
        if (goes === "breaks") {
          socket.resetAndDestroy();
          for (let turns = 0; turns < 5; turns += 1) await turn();
          socket.destroy(); // resetting waits for what is not written yet
        } else if (goes === "vanishes") socket.destroy();
        else {
          socket.once("end", () => socket.destroy());
          socket.resume();
          socket.end();
          if (port === ECHO) {
            for (let turns = 0; turns < 20; turns += 1) await turn();
            socket.destroy(); // nothing on LME tells an echo to end
          }
        }
        await closed;
      });
      await Promise.all(gone);
    }),
    { numRuns, interruptAfterTimeLimit: 50_000 + numRuns * 100, markInterruptAsFailure: true },
  );
  const own = await lms.connectAmt(ECHO, { signal: never });
  expect(await throughEcho(own, 10_000)).toBe(true);
  const left = once(own, "close");
  own.destroy();
  await left;
  // Well within the time after which an idle connection is closed: 30 s of this clock
  const until = performance.now() + 15_000;
  const inUse = (): number => lms.guests + (me.lme.session?.channels ?? 0);
  while (inUse() > 0 && performance.now() < until) await turn();
  expect([lms.guests, me.lme.session?.channels]).toEqual([0, 0]);
  expect(me.lme.session).toBe(session);
  expect(session?.stuck).toBe(0);
  expect(answered).toBeGreaterThan(0); // how many is a matter of speed
});

const small = fc.nat(4);
const hostile: fc.Arbitrary<ApfMessage> = fc.oneof(
  fc.record({ type: fc.constant("channelData" as const), recipient: small, data: noise(3_000) }),
  fc.record({ type: fc.constant("channelWindowAdjust" as const), recipient: small, bytes: fc.nat(5_000) }),
  fc.record({ type: fc.constantFrom("channelEof" as const, "channelClose" as const), recipient: small }),
  fc.record({
    type: fc.constant("channelOpenConfirmation" as const),
    recipient: small,
    sender: small,
    window: fc.nat(5_000),
    most: small,
  }),
  fc.record({
    type: fc.constant("channelOpenFailure" as const),
    recipient: small,
    reason: fc.constantFrom("connectFailed" as const, "resourceShortage" as const),
  }),
  fc.constant({ type: "keepAliveRequest" as const, cookie: 1 }),
);
const said = fc.oneof(
  { weight: 12, arbitrary: hostile.map(encodeApf) },
  { weight: 1, arbitrary: noise(60) },
  {
    weight: 1,
    arbitrary: fc.tuple(hostile.map(encodeApf), fc.nat()).map(([one, at]) => one.subarray(0, at % one.length)),
  },
);

test("whatever firmware does to open channels: every opening, stream and timer of ours ends with the session", {
  timeout: 60_000 + numRuns * 20,
}, async () => {
  let opened = 0;
  let read = 0;
  const request = { name: "tcpip-forward", wantReply: true, address: "", port: WEB } as const;
  const greeting: ApfMessage[] = [
    version,
    { type: "serviceRequest", service: "pfwd@amt.intel.com" },
    { type: "globalRequest", request },
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.array(said, { minLength: 1, maxLength: 40 }),
      fc.nat(3),
      fc.nat(3),
      async (messages, users, confirmed) => {
        const clock = steppedClock();
        const box = inbox({ client: "LME" });
        const endpoint = runEndpoint({
          connection: {
            maxMessage: 4_096,
            send: async (bytes) => expect(bytes.length).toBeLessThanOrEqual(4_096),
            receive: (options) => box.receive(options),
            close: async () => box.end(new MeiError("ME_CLOSED", "closed")),
          },
          machine: hostSession(),
          clock,
        });
        for (const message of greeting) box.push(encodeApf(message));
        await endpoint.whenForwarded([WEB], { signal: never });
        const ends = Array.from({ length: users }, async () => {
          try {
            const channel = await endpoint.openChannel(WEB, { signal: never });
            opened += 1;
            const over = new Promise((resolve) => channel.once("close", resolve));
            channel.on("error", (error) => expect(error).toBeInstanceOf(ApfError));
            channel.on("data", (bytes: Buffer) => {
              read += bytes.length;
            });
            channel.write(Buffer.alloc(10_000));
            await over;
          } catch (error) {
            expect(error).toBeInstanceOf(ApfError);
          }
        });
        // Numbers of ours begin with 1
        const all = { sender: 0, window: 5_000, most: 0xffff_ffff };
        for (let channel = 1; channel <= confirmed; channel += 1)
          box.push(encodeApf({ type: "channelOpenConfirmation", recipient: channel, ...all }));
        for (const [index, message] of messages.entries()) {
          box.push(message);
          if (index % 8 === 7) await turn();
        }
        await turn();
        await endpoint.close();
        await Promise.all(ends);
        expect([endpoint.channels, endpoint.stuck, clock.pending]).toEqual([0, 0, 0]);
      },
    ),
    // One that is sure to open a channel and to bring data: the counts below show that the others had something to go wrong
    { numRuns, examples: [[[encodeApf({ type: "channelData", recipient: 1, data: Buffer.alloc(10) })], 1, 1]] },
  );
  expect(opened).toBeGreaterThan(0);
  expect(read).toBeGreaterThan(0);
});
