import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect as connectTcp, type Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { writeAlert } from "../../mei/wsman/alert.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";
import { closed, ECHO, fastClock, lmsOn, throughEcho, told } from "../support/lms.ts";
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

const until = async (fits: () => boolean): Promise<void> => {
  while (!fits()) await turn();
};

/** AMT tells of an alert as lms.md 3.1 shows it. */
async function sendAlert(me: VirtualMe, id: string, argument: string): Promise<string> {
  const channel = await me.lme.openAlertChannel({ signal: never });
  const body = writeAlert({
    messageId: "uuid:00000000-8086-8086-8086-000000000001",
    ackRequested: false,
    indication: { MessageID: id, MessageArguments: [argument, "Interop:CIM_ComputerSystem"] },
  } as never);
  const head = ["POST / HTTP/1.1", "Host: localhost:0", "User-Agent: Intel(R) AMT Agent", "Connection: Keep-Alive"];
  channel.write(`${head.join("\r\n")}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  const answer: Buffer[] = [];
  channel.on("data", (part: Buffer) => answer.push(part));
  await once(channel, "close");
  return Buffer.concat(answer).toString();
}

// Whole in CI: 320 MB through one session
const MB = 2 ** 20;
const each = process.env.CI === "true" || process.env.AMT_AGENT_TEST_FULL === "1" ? 20 * MB : 2 * MB;

describe("one session", () => {
  test("serves our own client, eight TCP clients, one that does not read, and alerts in between", {
    timeout: 180_000,
  }, async () => {
    // Slow time: who does not read for as long as the others take is not to be idle
    const { lms, me, connect } = await begin("acm-15", { clock: fastClock(0.1) });
    const slow = await connect(ECHO);
    slow.pause();
    const theirs = randomBytes(each);
    slow.write(theirs);
    const heard: unknown[] = [];
    lms.onAlert(({ indication }) => heard.push(indication.MessageArguments?.[0]));
    const sockets = await Promise.all(Array.from({ length: 8 }, () => connect(ECHO)));
    const work = sockets.map(async (socket) => {
      const same = await throughEcho(socket, each);
      socket.destroy(); // and frees its channel for the next
      return same;
    });
    const session = me.lme.session;
    const own = async (): Promise<boolean> => {
      for (let i = 0; i < 5; i += 1) {
        expect(await sendAlert(me, "iAMT0050", String(48 + i))).toBe("");
        const channel = await lms.connectAmt(ECHO, { signal: never });
        if (
          !(await throughEcho(
            channel.on("error", () => {}),
            20_000,
          ))
        )
          return false;
        channel.destroy();
      }
      return true;
    };
    expect(await Promise.all([...work, own()])).toEqual(Array(9).fill(true));
    expect(heard).toEqual(["48", "49", "50", "51", "52"]);
    expect(lms.view().alerts).toBe(5);
    expect(me.lme.session).toBe(session);
    expect(session?.stuck).toBe(0);
    const got: Buffer[] = [];
    let length = 0;
    slow.on("data", (part: Buffer) => {
      got.push(part);
      length += part.length;
    });
    slow.resume();
    while (length < each) await once(slow, "data");
    expect(Buffer.concat(got).equals(theirs)).toBe(true);
    slow.destroy();
    await until(() => lms.guests + (me.lme.session?.channels ?? 0) === 0);
  });

  test("a slow reader stalls only itself, and loses nothing", async () => {
    const { lms, connect } = await begin("acm-15");
    const slow = await connect(ECHO);
    slow.pause();
    // More than the kernel keeps in its four buffers on the way
    const sent = Buffer.alloc(48 * MB);
    for (let at = 0; at < sent.length; at += 4) sent.writeUInt32LE(at, at);
    slow.write(sent);
    for (let i = 0; i < 3; i += 1) {
      const quick = await connect(ECHO);
      expect(await throughEcho(quick, 500_000)).toBe(true);
      quick.destroy();
    }
    expect(slow.bytesWritten - slow.writableLength).toBeLessThan(sent.length);
    let got = 0;
    let same = true;
    slow.on("data", (part: Buffer) => {
      same &&= part.equals(sent.subarray(got, got + part.length));
      got += part.length;
    });
    slow.resume();
    while (got < 8 * MB) await once(slow, "data");
    expect(same).toBe(true);
    expect(lms.guests).toBeGreaterThan(0);
  });

  test("a client that vanishes frees its slot", async () => {
    const { me, connect } = await begin("acm-15");
    for (let i = 0; i < 12; i += 1) {
      const socket = await connect(ECHO);
      socket.write("x");
      await once(socket, "data");
      if (i % 2) socket.resetAndDestroy();
      else socket.destroy();
    }
    const last = await connect(ECHO);
    expect(await throughEcho(last, 1_000)).toBe(true);
    last.destroy();
    await until(() => me.lme.session?.channels === 0);
    expect(me.lme.session?.stuck).toBe(0);
  });

  test("the firmware hears who connects, and from where", async () => {
    const from: { address: string; port: number }[] = [];
    const { connect } = await begin("acm-15", {
      services: {
        [ECHO]: (channel, who) => {
          from.push(who);
          channel.on("error", () => {});
          channel.pipe(channel);
        },
      },
    });
    for (const host of ["127.0.0.1", "::1"]) {
      const socket = await connect(ECHO, host);
      socket.write("x");
      await once(socket, "data");
      expect(from.at(-1)).toEqual({ address: host, port: socket.localPort });
    }
  });
});

describe("a reset of the ME", () => {
  test("ends every connection, and those that waited are served by the next session", async () => {
    const { lms, me, connect } = await begin("acm-15");
    const sockets = await Promise.all(Array.from({ length: 20 }, () => connect(ECHO)));
    const before = lms.view().ports.map(({ port, state }) => [port, state]);
    const served = new Set<Socket>();
    const six = new Promise<void>((resolve) => {
      for (const socket of sockets) {
        socket.once("data", () => {
          served.add(socket);
          if (served.size === 6) resolve();
        });
        socket.on("data", () => {});
        socket.write(Buffer.alloc(300_000));
      }
    });
    await six;
    const ends = [...served].map(closed);
    const waited = sockets.filter((socket) => !served.has(socket));
    const answers = waited.map((socket) => once(socket, "data"));
    me.operator.reset({ downFor: 300 });
    await Promise.all(ends);
    for (const socket of waited) void once(socket, "data").then(() => socket.destroy());
    await Promise.all(answers);
    expect(lms.view().state).toBe("open");
    expect(lms.view().ports.map(({ port, state }) => [port, state])).toEqual(before);
    const after = await connect(ECHO);
    expect(await throughEcho(after, 10_000)).toBe(true);
  });

  test("that lasts takes the ports away, and they come back", async () => {
    const clock = fastClock(100);
    const { lms, me, at } = await begin("acm-15", { clock });
    const port = await at(ECHO);
    me.operator.reset({ downFor: 700 });
    await told(lms, () => lms.view().ports.length === 0);
    const refused = connectTcp({ host: "127.0.0.1", port });
    expect(((await once(refused, "error")) as [NodeJS.ErrnoException])[0].code).toBe("ECONNREFUSED");
    expect(await at(ECHO)).toBeGreaterThan(0);
  });
});
