import { Duplex } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { createHttpClient, type HttpClientOptions, type HttpRequest } from "../../mei/http/client.ts";
import { settle } from "../support/settle.ts";
import { steppedClock } from "../support/stepped-clock.ts";
import { nodePeer, type WebPeer, webPeer, writes } from "../support/web-peer.ts";

const { signal } = new AbortController();
const get: HttpRequest = { method: "GET", path: "/", sending: "repeatable" };
const once: HttpRequest = { method: "POST", path: "/wsman", body: "<x/>", sending: "once" };
const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});
function clientOf(peer: Pick<WebPeer, "connect">, options: Partial<HttpClientOptions> = {}) {
  const clock = steppedClock();
  const client = createHttpClient({ connect: peer.connect, clock, ...options });
  open.push(client);
  const text = async (request = get) => (await client.request(request, { signal })).body.toString();
  return { client, clock, text };
}
const failure = (code: string, more = {}) => expect.objectContaining({ name: "HttpError", code, ...more });

describe("one connection", () => {
  test("serves many requests, one at a time and in order", async () => {
    let busy = 0;
    const peer = nodePeer((request, response) => {
      expect(++busy).toBe(1);
      setImmediate(() => {
        busy--;
        response.end(`${request.url} ${request.headers.host} ${request.headers.connection}`);
      });
    });
    open.push(peer);
    const { text } = clientOf(peer, { authority: "amt:1" });
    const paths = ["/1", "/2", "/3"];
    expect(await Promise.all(paths.map((path) => text({ ...get, path })))).toEqual(
      paths.map((path) => `${path} amt:1 keep-alive`),
    );
    expect(peer.streams).toHaveLength(1);
  });

  test("is given back when nobody asks, and made again", async () => {
    const peer = nodePeer((_request, response) => response.end("x"));
    open.push(peer);
    const { text, clock } = clientOf(peer);
    await text();
    clock.advance(4_999);
    await text();
    expect(peer.streams).toHaveLength(1);
    clock.advance(5_000);
    await turn();
    expect(peer.streams[0]?.destroyed).toBe(true);
    await text();
    expect(peer.streams).toHaveLength(2);
  });

  test.each([
    ["says that it closes", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi"],
    ["is of HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi"],
  ])("is not used again when the reply %s", async (_name, reply) => {
    const peer = writes(reply);
    const { text } = clientOf(peer);
    expect([await text(), await text()]).toEqual(["hi", "hi"]);
    expect(peer.streams.map(({ destroyed }) => destroyed)).toEqual([true, true]);
  });

  test("is not used again when bytes come that nobody asked for", async () => {
    const peer = writes(ok);
    const { text } = clientOf(peer);
    await text();
    await turn();
    peer.streams[0]?.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged");
    await turn();
    expect(await text()).toBe("hi");
    expect(peer.streams).toHaveLength(2);
  });

  test.each([0, 1, 2, 3, 5, 8])("is kept though it calls writes back %d turns late, as over a window", async (late) => {
    const peer = nodePeer((request, response, body) => response.end(`${request.method} ${body.length}`));
    open.push(peer);
    const connect: WebPeer["connect"] = async (options) => {
      const inner = await peer.connect(options);
      const outer = new Duplex({
        read: () => void inner.resume(),
        write(chunk, _encoding, done) {
          inner.write(chunk);
          void (async () => {
            for (let turns = 0; turns < late; turns++) await turn();
            done();
          })();
        },
        destroy(error, done) {
          inner.destroy();
          done(error);
        },
      });
      inner.on("data", (data) => outer.push(data));
      inner.once("end", () => outer.push(null));
      return outer;
    };
    const { text } = clientOf({ connect });
    const seen: string[] = [];
    for (const request of [get, once, get, get, once, once]) seen.push(await text(request));
    expect(seen).toEqual(["GET 0", "POST 4", "GET 0", "GET 0", "POST 4", "POST 4"]);
    expect(peer.streams).toHaveLength(1);
  });

  test("a body without a length is read to the end of the connection", async () => {
    expect(await clientOf(writes({ end: "HTTP/1.1 200 OK\r\n\r\nall of it" })).text()).toBe("all of it");
  });
});

describe("a connection that ends early", () => {
  /** Takes the request and ends without a word, `times` times; then answers. */
  const leaves = (times: number, reply = ""): WebPeer =>
    writes(...Array.from({ length: times }, () => ({ end: reply })), ok);

  test.each(["", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"])(
    "is made again once for a repeatable request (%j)",
    async (reply) => {
      expect(await clientOf(leaves(1, reply)).text()).toBe("hi");
      const twice = leaves(2, reply);
      await expect(clientOf(twice).text()).rejects.toEqual(failure("HTTP_CLOSED", { sent: true }));
      expect(twice.streams).toHaveLength(2);
    },
  );

  test("is not made again for a request that may be sent once only", async () => {
    const peer = leaves(1);
    await expect(clientOf(peer).text(once)).rejects.toEqual(failure("HTTP_CLOSED", { sent: true }));
    expect(peer.streams).toHaveLength(1);
  });

  test("before anything was sent does not count", async () => {
    const peer = webPeer((stream, index) => {
      if (index === 0) stream.end();
      else stream.once("data", () => stream.write(ok));
      stream.resume();
    });
    const connect: WebPeer["connect"] = async (options) => {
      const stream = await peer.connect(options);
      stream.resume();
      await turn();
      return stream;
    };
    expect(await clientOf({ connect }).text(once)).toBe("hi");
    expect(peer.streams).toHaveLength(2);
  });

  test("gives the stream's own reason", async () => {
    const broken = Object.assign(new Error("the ME was reset"), { code: "ME_GONE" });
    const { connect } = writes("");
    const client = clientOf({
      async connect(options) {
        const stream = await connect(options);
        setImmediate(() => stream.destroy(broken));
        return stream;
      },
    });
    await expect(client.text(once)).rejects.toEqual(failure("HTTP_CLOSED", { cause: broken }));
    await expect(client.text(once)).rejects.toThrow("the ME was reset");
  });

  test("what connecting fails with comes out as it is", async () => {
    const refused = new Error("no channel");
    const client = clientOf({ connect: () => Promise.reject(refused) });
    await expect(client.text()).rejects.toBe(refused);
  });
});

describe("limits", () => {
  test("a reply that comes whole, and the request is never taken whole", async () => {
    const deaf = (head: string) => async (): Promise<Duplex> => {
      const stream: Duplex = new Duplex({ read() {}, write: () => void setImmediate(() => stream.push(head)) });
      return stream;
    };
    const { client, clock } = clientOf({ connect: deaf(ok) });
    const { result, took } = await settle(clock, client.request(once, { signal }), 60_000, 1_000);
    expect(result).toMatchObject({ status: "fulfilled", value: { status: 200 } });
    expect(took).toBe(40_000);
    expect(await clientOf({ connect: deaf(ok.replace("OK", "OK\r\nConnection: close")) }).text(once)).toBe("hi");
  });

  test.each([
    ["a reply that never comes", "", 40_000],
    ["a reply that never ends", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0001\r\nx\r\n", 40_000],
  ])("%s", async (_name, reply, ms) => {
    const { client, clock } = clientOf(writes(reply));
    const { result, took } = await settle(clock, client.request(get, { signal }), 60_000, 1_000);
    expect(result).toMatchObject({ reason: failure("HTTP_TIMEOUT", { sent: true }) });
    expect(took).toBe(ms);
    open.splice(0);
    client.close();
    expect(clock.pending).toBe(0);
  });

  test("a connection that never comes, and one that comes too late", async () => {
    const peer = writes(ok);
    let late = (): void => {};
    const { client, clock } = clientOf({
      async connect(options) {
        await new Promise<void>((resolve) => {
          late = resolve;
        });
        return peer.connect(options);
      },
    });
    const { result, took } = await settle(clock, client.request(get, { signal }), 60_000, 1_000);
    expect(result).toMatchObject({ reason: failure("HTTP_TIMEOUT", { sent: false }) });
    expect(took).toBe(20_000);
    late();
    await turn();
    expect(peer.streams[0]?.destroyed).toBe(true);
  });

  test("a body over its size", async () => {
    const limits = { body: 4 };
    const says = (body: string) => writes(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    expect(await clientOf(says("four"), { limits }).text()).toBe("four");
    await expect(clientOf(says("fives"), { limits }).text()).rejects.toEqual(failure("HTTP_TOO_LARGE"));
    const endless = webPeer((stream) => {
      const more = (): void => {
        while (!stream.destroyed && stream.write("0004\r\nmore\r\n"));
      };
      stream.on("drain", more).once("data", () => {
        stream.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        more();
      });
      stream.resume();
    });
    await expect(clientOf(endless, { limits: { body: 1000 } }).text()).rejects.toEqual(failure("HTTP_TOO_LARGE"));
    expect(endless.streams).toHaveLength(1);
  });

  test.each([
    ["headers", `HTTP/1.1 200 OK\r\nX: ${"x".repeat(9_000)}\r\n\r\n`],
    ["a chunk's extension", `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0001;${"x".repeat(17_000)}\r\nx\r\n`],
  ])("%s over their size", async (_name, reply) => {
    await expect(clientOf(writes(reply)).text()).rejects.toEqual(failure("HTTP_TOO_LARGE"));
  });
});

describe("what is not a reply", () => {
  test.each([
    ["another protocol", "SSH-2.0-OpenSSH_9.2\r\n"],
    ["a TLS alert", Buffer.from("15030100020246", "hex")],
    ["a switch of protocols", "HTTP/1.1 101 Switching\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"],
    ["two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
    ["a length and chunks", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["a chunk that has no size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"],
  ])("%s", async (_name, reply) => {
    await expect(clientOf(writes(reply)).text()).rejects.toEqual(failure("HTTP_BAD_REPLY"));
  });

  test.each([
    ["a path with a line break", { ...once, path: "/a\r\nX: y" }],
    ["a header with a line break", { ...once, headers: { a: "b\r\nX: y" } }],
    ["a method that is none", { ...once, method: "GET /" }],
  ])("and what is not a request: %s", async (_name, request) => {
    const peer = writes(ok);
    const { text } = clientOf(peer);
    await expect(text(request)).rejects.toEqual(failure("HTTP_BAD_REQUEST", { sent: false }));
    expect(await text(once)).toBe("hi");
  });
});

describe("stopping", () => {
  test("an abort stops the request, its connection, and those that wait behind it for themselves", async () => {
    const peer = writes("", ok);
    const { client, clock } = clientOf(peer);
    const [first, second] = [new AbortController(), new AbortController()];
    const waiting = client.request(get, { signal: second.signal });
    const running = client.request(get, { signal });
    const behind = client.request(once, { signal: first.signal });
    first.abort(new Error("not needed"));
    await expect(behind).rejects.toThrow("not needed");
    await turn();
    second.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    expect((await running).body.toString()).toBe("hi");
    expect(peer.streams[0]?.destroyed).toBe(true);
    client.close();
    expect(clock.pending).toBe(0);
  });

  test("closing ends what runs and what waits", async () => {
    const { client, clock } = clientOf(writes(""));
    const all = Promise.allSettled([client.request(once, { signal }), client.request(get, { signal })]);
    await turn();
    client.close();
    for (const one of await all) expect(one).toMatchObject({ reason: failure("HTTP_STOPPED") });
    expect(clock.pending).toBe(0);
  });
});
