import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { realClock, sleep } from "../../platform/clock.ts";
import { sessionBusAddress, socketPaths } from "../../platform/dbus/address.ts";
import { connectBus } from "../../platform/dbus/bus.ts";
import { marshal } from "../../platform/dbus/codec.ts";
import { DBusError } from "../../platform/dbus/errors.ts";
import { Framing } from "../../platform/dbus/framing.ts";
import { dbusInterface } from "../../platform/dbus/interface.ts";
import { encodeMessage, type Received } from "../../platform/dbus/message.ts";

/** A bus that says what it is told to say, byte by byte, on a real socket. */
let home: string;
let server: net.Server | undefined;
const sockets = new Set<net.Socket>();
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "amt-agent-bus-"));
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  if (server?.listening) {
    server.close();
    await once(server, "close");
  }
  rmSync(home, { recursive: true, force: true });
});

async function busThatSays(line: string, bytes: Buffer, { hangUp = true } = {}): Promise<string> {
  const path = join(home, `bus${Math.random()}`);
  server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    let begun = false;
    let heard = "";
    socket.on("data", (chunk: Buffer) => {
      heard += chunk.toString("latin1");
      if (!begun && heard.includes("AUTH")) {
        begun = true;
        socket.write(line);
      }
      if (heard.includes("BEGIN\r\n")) {
        heard = "";
        if (hangUp) socket.end(bytes);
        else socket.write(bytes);
      }
    });
  });
  server.listen(path);
  await once(server, "listening");
  return path;
}
const connect = (path: string, signal = new AbortController().signal) =>
  connectBus({ address: `unix:path=${path}`, env: {}, uid: 1000, signal });
const failure = async (work: Promise<unknown>): Promise<DBusError> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof DBusError) return error;
    throw error;
  }
  throw new Error("it worked");
};

const ok = "OK 0123456789abcdef0123456789abcdef\r\n";
const hello = encodeMessage(
  { kind: "reply", serial: 1, noReply: true, replySerial: 1, sender: "org.freedesktop.DBus", signature: "s" },
  marshal("s", [":1.7"]),
);

describe("a connection", () => {
  it("that ends at any byte of the first reply rejects DBUS_CLOSED", async () => {
    for (let size = 0; size < hello.length; size++) {
      const path = await busThatSays(ok, hello.subarray(0, size));
      expect((await failure(connect(path))).code).toBe("DBUS_CLOSED");
      server?.close();
    }
  });

  it("stands once the reply is whole", async () => {
    const bus = await connect(await busThatSays(ok, hello, { hangUp: false }));
    expect(bus.uniqueName).toBe(":1.7");
    await bus.close();
  });

  it.each([
    ["garbage", Buffer.alloc(64, 0xff)],
    ["a length of 4 GiB", Buffer.concat([Buffer.from("6c020101ffffffff01000000ffffffff", "hex"), Buffer.alloc(64)])],
    ["another protocol version", Buffer.from(`6c020102${"00".repeat(60)}`, "hex")],
    ["a reply to nothing", Buffer.concat([hello.subarray(0, 8), Buffer.alloc(8), Buffer.alloc(64)])],
  ])("that brings %s is given up, and says why", async (_what, bytes) => {
    const error = await failure(connect(await busThatSays(ok, bytes, { hangUp: false })));
    expect(error.code).toBe("DBUS_CLOSED");
    expect(error.cause).toMatchObject({ code: "DBUS_WIRE" });
  });

  it.each([
    ["refuses us", "REJECTED EXTERNAL\r\n"],
    ["does not end its line", "O".repeat(5000)],
    ["says more than OK", `${ok}more`],
  ])("to a server that %s rejects DBUS_AUTH", async (_what, line) => {
    expect((await failure(connect(await busThatSays(line, hello)))).code).toBe("DBUS_AUTH");
  });

  it("to nobody rejects DBUS_CONNECT, and the next address of the list is tried", async () => {
    expect((await failure(connect(join(home, "none")))).code).toBe("DBUS_CONNECT");
    const path = await busThatSays(ok, hello, { hangUp: false });
    const bus = await connect(`${home}/none;tcp:host=localhost,port=1;unix:path=${path}`);
    await bus.close();
  });

  it("stops reading while nobody takes its answers, and then gives them all", async () => {
    const path = await busThatSays(ok, hello, { hangUp: false });
    const bus = await connect(path);
    let asked = 0;
    const answer = "x".repeat(64 * 1024);
    const big = dbusInterface({
      name: "a.Big",
      properties: {},
      methods: { Get: { in: "", out: "s" } },
      signals: {},
    });
    bus.export("/big", big, {
      properties: {},
      methods: {
        Get: () => {
          asked++;
          return [answer];
        },
      },
    });
    const [socket] = sockets;
    if (!socket) throw new Error("nobody connected");
    socket.pause().removeAllListeners("data");
    const count = 400;
    for (let serial = 2; serial < count + 2; serial++)
      socket.write(
        encodeMessage(
          { kind: "call", serial, noReply: false, path: "/big", interface: "a.Big", member: "Get", signature: "" },
          Buffer.alloc(0),
        ),
      );
    // The peer's own writes come to a stop once we do: what the kernel holds between us is far less than all
    let last = -1;
    while (last !== asked || asked === 0) {
      last = asked;
      await sleep(realClock, 100, { signal: new AbortController().signal });
    }
    expect(asked).toBeLessThan(count / 2);
    let taken = 0;
    const whole = new Promise<void>((resolve) => {
      socket.on("data", (chunk: Buffer) => {
        taken += chunk.length;
        if (taken > count * answer.length) resolve();
      });
    });
    socket.resume();
    await whole;
    expect(asked).toBe(count);
    await bus.close();
  });

  it("that is aborted while nobody answers rejects with the reason", async () => {
    const stop = new AbortController();
    const connecting = connect(await busThatSays("", Buffer.alloc(0), { hangUp: false }), stop.signal);
    stop.abort(new Error("enough"));
    await expect(connecting).rejects.toThrow("enough");
  });
});

describe("the stream", () => {
  const messages = [hello, hello, hello];
  const read = (chunks: readonly Buffer[], limit = 1024): Received[] => {
    const found: Received[] = [];
    const framing = new Framing(limit, (message) => found.push(message));
    for (const chunk of chunks) framing.push(chunk);
    return found;
  };

  it("may be cut anywhere", () => {
    const all = Buffer.concat(messages);
    for (let at = 0; at <= all.length; at++)
      expect(read([all.subarray(0, at), all.subarray(at)]).map(({ header }) => header.replySerial)).toEqual([1, 1, 1]);
    expect(read(Array.from(all, (byte) => Buffer.from([byte])))).toHaveLength(3);
  });

  it("goes on behind a message that is too large", () => {
    const large = encodeMessage(
      { kind: "reply", serial: 2, noReply: true, replySerial: 9, signature: "s" },
      marshal("s", ["x".repeat(5000)]),
    );
    const found = read([Buffer.concat([large, hello])], 200);
    expect(found.map(({ header, body }) => [header.replySerial, body === undefined])).toEqual([
      [9, true],
      [1, false],
    ]);
  });

  it("of anything settles: messages or DBUS_WIRE", () => {
    const start = fc.constantFrom(Buffer.alloc(0), hello.subarray(0, 1), hello.subarray(0, 12), hello.subarray(0, 40));
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 300 }), (head, tail) => {
        try {
          read([Buffer.concat([head, tail])]);
        } catch (error) {
          expect(error).toMatchObject({ code: "DBUS_WIRE" });
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it("with a byte changed likewise", () => {
    fc.assert(
      fc.property(fc.nat(hello.length - 1), fc.integer({ min: 1, max: 255 }), (where, flip) => {
        const bytes = Buffer.from(hello);
        bytes[where]! ^= flip;
        try {
          read([bytes, hello]);
        } catch (error) {
          expect(error).toMatchObject({ code: "DBUS_WIRE" });
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("may be of either byte order", () => {
    // Composed by hand from the specification: a signal "/a" a.b C, no body
    const big = Buffer.from(
      "42040101" +
        "00000000" +
        "00000005" +
        "0000002a" +
        "01016f00000000022f61000000000000" +
        "02017300000000" +
        "03612e6200" +
        "00000000" +
        "03017300000000" +
        "014300" +
        "000000000000",
      "hex",
    );
    const found = read([big]);
    expect(found).toMatchObject([{ header: { kind: "signal", path: "/a", interface: "a.b", member: "C", serial: 5 } }]);
  });
});

describe("addresses", () => {
  it("are found as desktops announce them", () => {
    expect(sessionBusAddress({ DBUS_SESSION_BUS_ADDRESS: "unix:path=/x", XDG_RUNTIME_DIR: "/run" })).toBe(
      "unix:path=/x",
    );
    expect(socketPaths(sessionBusAddress({ XDG_RUNTIME_DIR: "/run/a b;c,d" }), {})).toEqual(["/run/a b;c,d/bus"]);
    expect(() => sessionBusAddress({})).toThrow(/DBUS_SESSION_BUS_ADDRESS/);
  });
  it("are read in order: paths, abstract ones, the runtime directory", () => {
    const list = "unix:abstract=/tmp/x,guid=1;tcp:host=a;unix:guid=2,path=/a%20b;unix:runtime=yes";
    expect(socketPaths(list, { XDG_RUNTIME_DIR: "/run/u" })).toEqual(["\0/tmp/x", "/a b", "/run/u/bus"]);
  });
  it.each(["", "tcp:host=localhost", "unix:", "unix:path=%zz"])("%s is refused", (text) => {
    expect(() => socketPaths(text, {})).toThrow(DBusError);
  });
});
