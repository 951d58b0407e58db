import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { anonymous, challengeIn, machineOf, quiet, type ServedWeb, servedWeb, withLogin } from "../support/web.ts";

const numRuns = Number(process.env.FUZZ_RUNS ?? 300);
/** ms for a property. */
const patience = 60_000 + numRuns * 5;
const admin = { user: "admin", password: virtualPassword };
const statusOf = (reply: string): number => Number(reply.slice(9, 12));
const statuses = (text: string): number[] =>
  [...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));

let served: ServedWeb | undefined;
/** Nothing is left behind: no connection, no timer, no failure of ours, and the next client is served. */
async function sound(web: ServedWeb): Promise<void> {
  expect(web.failures).toEqual([]);
  expect(statusOf(await web.exchange("GET / HTTP/1.1\r\n\r\n"))).toBe(303);
  expect([web.web.open, web.clock.pending]).toEqual([0, 0]);
}
afterEach(() => served?.web.reset());

describe("a hostile client", () => {
  test("garbage, in any pieces: an answer of ours or none, and the end", { timeout: patience }, async () => {
    const web = await servedWeb("acm-15");
    served = web;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 6 }),
        async (parts) => {
          const wire = web.connect();
          for (const part of parts) wire.send(Buffer.from(part));
          await quiet(6);
          for (const status of statuses(wire.text())) expect([303, 400, 401, 404, 405, 413, 417]).toContain(status);
          wire.leave();
          await quiet(3);
          expect(web.web.open).toBe(0);
        },
      ),
      { numRuns },
    );
    await sound(web);
    expect(web.asked).toEqual([]);
  });

  test("almost requests: every broken one is refused, and none gets through to WS-Man without the password", {
    timeout: patience,
  }, async () => {
    const web = await servedWeb("acm-16-tls");
    served = web;
    const token = fc.constantFrom("GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT", "M-SEARCH", "G\0T", "");
    const target = fc.oneof(
      fc.constantFrom(
        "/",
        "/wsman",
        "/index.htm",
        "//",
        "/../wsman",
        "*",
        "http://x/wsman",
        "/wsman?a=/",
        "constructor",
        "/__proto__",
      ),
      fc.string({ maxLength: 40 }),
    );
    const header = fc.oneof(
      fc.constantFrom(
        "Content-Length: 5",
        "Content-Length: -1",
        "Content-Length: 99999999999999999999",
        "Content-Length: 5\r\nContent-Length: 6",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: chunked\r\nContent-Length: 3",
        "Expect: 100-continue",
        "Expect: tea",
        "Connection: close",
        "Connection: Upgrade\r\nUpgrade: websocket",
        " folded",
        "Authorization: Digest",
        'Authorization: Digest username="admin"',
        "Host: a\r\nHost: b",
      ),
      fc.string({ maxLength: 60 }).map((text) => `X-Any: ${text}`),
    );
    const request = fc
      .tuple(
        token,
        target,
        fc.constantFrom("HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/0.9", ""),
        fc.array(header, { maxLength: 6 }),
        fc.string({ maxLength: 30 }),
      )
      .map(([method, where, version, headers, body]) =>
        [`${method} ${where} ${version}`, ...headers, "", body].join("\r\n"),
      );
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 3 }), async (requests) => {
        const wire = web.connect(16992, "network");
        wire.send(Buffer.from(requests.join(""), "latin1"));
        await quiet(12);
        for (const status of statuses(wire.text()))
          expect([100, 200, 303, 400, 401, 404, 405, 413, 417]).toContain(status);
        wire.leave();
        await quiet(3);
        expect(web.web.open).toBe(0);
      }),
      { numRuns },
    );
    expect(web.asked).toEqual([]);
    expect(web.failures).toEqual([]);
  });

  test("credentials with a byte changed never get in", { timeout: patience }, async () => {
    const web = await servedWeb("acm-15");
    served = web;
    const good = withLogin(challengeIn(await web.exchange(anonymous)), admin);
    const start = good.indexOf("Digest ") + 7;
    const end = good.indexOf("\r\nContent-Length");
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: start, max: end - 1 }),
        fc.integer({ min: 0x21, max: 0x7e }),
        async (at, code) => {
          const sign = String.fromCharCode(code);
          // Nonces and hashes are told apart by what they mean: hex in capitals is the same hash.
          fc.pre(sign.toLowerCase() !== good[at]!.toLowerCase());
          const reply = await web.exchange(good.slice(0, at) + sign + good.slice(at + 1));
          expect(statusOf(reply)).toBe(401);
          web.clock.advance(3_600_000); // no lock-out that would hide a way in
        },
      ),
      { numRuns: Math.min(numRuns, 1000) },
    );
    expect(web.asked).toEqual([]);
  });

  test("garbage instead of TLS", { timeout: patience }, async () => {
    const web = await servedWeb(machineOf("21.0.2.1415", { facts: {} }));
    served = web;
    web.world.tls = true;
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 600 }), fc.boolean(), async (bytes, record) => {
        const wire = web.connect(16993, "network");
        // Half of them begin as a TLS record does.
        wire.send(Buffer.concat([Buffer.from(record ? [22, 3, 1, 0, bytes.length & 0xff] : []), Buffer.from(bytes)]));
        await quiet(6);
        expect(wire.text()).not.toContain("HTTP/1.1");
        wire.leave();
        await quiet(3);
        expect(web.web.open).toBe(0);
      }),
      { numRuns: Math.min(numRuns, 2000) },
    );
    await sound(web);
  });

  test("who sends slowly, nothing at all, or does not read is cut off in a minute", async () => {
    const web = await servedWeb("acm-15", { answer: async () => ({ status: 200, body: "x".repeat(500_000) }) });
    served = web;
    const { realm, nonce } = challengeIn(await web.exchange(anonymous));
    const silent = web.connect();
    const slowHead = web.connect();
    slowHead.send("POST /wsman HTTP/1.1\r\n");
    const slowBody = web.connect();
    slowBody.send("POST /wsman HTTP/1.1\r\nContent-Length: 1000\r\n\r\n");
    const deaf = web.channel(16992);
    deaf.on("error", () => {}); // cut off
    deaf.write(withLogin({ realm, nonce }, admin));
    const handshake = (await servedWeb("acm-16-tls")).connect(16993);
    for (let second = 0; second < 59; second++) {
      slowHead.send(`X-${second}: y\r\n`);
      slowBody.send("z");
      web.clock.advance(1_000);
      await quiet(2);
    }
    expect(web.web.open).toBe(4);
    web.clock.advance(2_000);
    await quiet();
    expect([silent, slowHead, slowBody].map((wire) => wire.closed())).toEqual([true, true, true]);
    expect(deaf.destroyed).toBe(true);
    handshake.leave();
    await sound(web);
  });

  test("a client that asks in time is not cut off", async () => {
    const web = await servedWeb("acm-15");
    served = web;
    const wire = web.connect();
    for (let i = 0; i < 5; i++) {
      web.clock.advance(50_000);
      wire.send("GET / HTTP/1.1\r\n\r\n");
      await quiet();
    }
    expect(statuses(wire.text())).toEqual([303, 303, 303, 303, 303]);
    wire.leave();
  });

  test("an answer has its own time, however late the request came", async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const web = await servedWeb("acm-15", { answer: () => held.then(() => ({ status: 200, body: "<late/>" })) });
    served = web;
    const login = withLogin(challengeIn(await web.exchange(anonymous)), admin);
    const wire = web.connect();
    web.clock.advance(50_000);
    wire.send(login);
    await quiet();
    web.clock.advance(50_000);
    release();
    await quiet();
    expect(statuses(wire.text())).toEqual([200]);
    wire.leave();
  });

  test("too much: a long line, many headers, a large body, many requests ahead", async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const web = await servedWeb("acm-15", {
      answer: async () => {
        await held;
        return { status: 200, body: "<answer/>" };
      },
    });
    served = web;
    const large = "a".repeat(1_000_000);
    expect(statusOf(await web.exchange(`GET /${large} HTTP/1.1\r\n\r\n`))).toBe(400);
    expect(statusOf(await web.exchange(`GET / HTTP/1.1\r\nX: ${large}\r\n\r\n`))).toBe(400);
    const many = Array.from({ length: 20_000 }, (_, i) => `x${i}: y`).join("\r\n");
    expect(statusOf(await web.exchange(`GET / HTTP/1.1\r\n${many}\r\n\r\n`))).toBe(400);
    expect(statusOf(await web.exchange(`POST /wsman HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n${large}`))).toBe(413);
    const chunked = `POST /wsman HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${"1000\r\n".concat("b".repeat(4096), "\r\n").repeat(40)}`;
    expect(statusOf(await web.exchange(chunked))).toBe(413);
    expect(
      await web.exchange(`POST /wsman HTTP/1.1\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n`),
    ).not.toMatch(/^HTTP\/1\.1 100/);

    const login = withLogin(challengeIn(await web.exchange(anonymous)), admin);
    const flood = web.connect();
    flood.send(login + "GET / HTTP/1.1\r\n\r\n".repeat(5_000));
    await quiet();
    expect(flood.closed()).toBe(true);
    release();
    await quiet();
    expect(flood.text()).toBe("");
    await sound(web);
  });

  test("what was asked before the garbage is answered before it is refused", async () => {
    const web = await servedWeb("acm-15");
    served = web;
    const good = "GET / HTTP/1.1\r\n\r\n";
    const chunks = "POST /wsman HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nXYZ\r\n";
    expect(statuses(await web.exchange(`${good}${good}\0\0garbage`))).toEqual([303, 303, 400]);
    expect(statuses(await web.exchange(`${good}${chunks}`))).toEqual([303, 400]);
    expect(statuses(await web.exchange(anonymous + good))).toEqual([401]); // it closes
    const wire = web.connect();
    wire.send("POST /wsman HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    await quiet();
    expect(wire.text()).toBe("");
    wire.send("XYZ\r\n");
    await quiet();
    expect([statuses(wire.text()), wire.closed()]).toEqual([[400], true]);
    await sound(web);
  });

  test("who leaves in the middle of an answer takes it with them; what WS-Man throws is status 500 and told", async () => {
    const aborted: boolean[] = [];
    const web = await servedWeb("acm-15", {
      answer: ({ body }, { signal }) =>
        new Promise((_resolve, reject) => {
          if (body.includes("break")) reject(new Error("broken on purpose"));
          signal.addEventListener("abort", () => {
            aborted.push(true);
            reject(signal.reason);
          });
        }),
    });
    served = web;
    const { realm, nonce } = challengeIn(await web.exchange(anonymous));
    const wire = web.connect();
    wire.send(withLogin({ realm, nonce }, admin));
    await quiet();
    wire.leave();
    await quiet();
    expect([aborted, web.failures]).toEqual([[true], []]);
    const reply = await web.exchange(withLogin({ realm, nonce }, { ...admin, body: "break", nc: "2" }));
    expect(statusOf(reply)).toBe(500);
    expect(reply).not.toContain("on purpose");
    expect(web.failures.splice(0)).toEqual([new Error("broken on purpose")]);
    await sound(web);
  });
});
