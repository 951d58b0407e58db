import { setImmediate as turn } from "node:timers/promises";
import { inspect } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { createHttpClient, type HttpClient, type HttpRequest } from "../../mei/http/client.ts";
import type { Credentials, GiveCredentials } from "../../mei/http/login.ts";
import { Secret } from "../../platform/secret.ts";
import { type DigestServer, digestServer } from "../support/digest-server.ts";
import { steppedClock } from "../support/stepped-clock.ts";
import { writes } from "../support/web-peer.ts";

const { signal } = new AbortController();
const credentials = (password = "P@ssw0rd", user = "admin"): Credentials => ({ user, password: new Secret(password) });
const post: HttpRequest = { method: "POST", path: "/wsman", body: "<x/>", sending: "once" };

const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});
function together(
  server: DigestServer,
  give: GiveCredentials = () => credentials(),
): { client: HttpClient; clock: ReturnType<typeof steppedClock>; get: () => Promise<string> } {
  const clock = steppedClock();
  const client = createHttpClient({ connect: server.connect, clock, credentials: give });
  open.push(client, server);
  return { client, clock, get: async () => (await client.request(post, { signal })).body.toString() };
}

describe("a digest login", () => {
  test("is made once and counted on, over the connection that AMT closes", async () => {
    const server = digestServer();
    const { get } = together(server);
    expect([await get(), await get(), await get()]).toEqual(Array(3).fill("POST /wsman 4"));
    expect(server.log).toEqual(["no login", "nonce1/1", "nonce1/2", "nonce1/3"]);
    expect(server.streams).toHaveLength(2);
  });

  test("survives a connection that is closed between requests", async () => {
    const server = digestServer();
    const { get } = together(server);
    await get();
    server.streams.at(-1)?.destroy();
    await turn(); // until the end has reached our side
    await get();
    expect(server.log).toEqual(["no login", "nonce1/1", "nonce1/2"]);
    expect(server.streams).toHaveLength(3);
  });

  test.each([true, false])("answers a new nonce when the old one is refused (stale said: %s)", async (saysStale) => {
    const server = digestServer({ saysStale });
    const { get } = together(server);
    await get();
    server.expire();
    await get();
    expect(server.log).toEqual(["no login", "nonce1/1", "old nonce", "nonce2/1"]);
  });

  test("covers the body where the server wants that", async () => {
    const server = digestServer({ qop: "auth-int", closesAfter401: false });
    expect(await together(server).get()).toBe("POST /wsman 4");
    expect(server.authorizations[0]).toContain("qop=auth-int");
    expect(server.streams).toHaveLength(1);
  });
});

describe("a refused login", () => {
  test("is not repeated, and held back until its time has come", async () => {
    const server = digestServer();
    const { get, clock } = together(server, () => credentials("wrong"));
    await expect(get()).rejects.toMatchObject({ name: "AuthError", code: "AUTH_FAILED", retryAfter: 30_000 });
    await expect(get()).rejects.toMatchObject({ code: "AUTH_HELD_BACK", retryAfter: 30_000 });
    clock.advance(29_999);
    await expect(get()).rejects.toMatchObject({ code: "AUTH_HELD_BACK", retryAfter: 1 });
    expect(server.log).toEqual(["no login", "wrong"]);
    clock.advance(1);
    await expect(get()).rejects.toMatchObject({ code: "AUTH_FAILED", retryAfter: 60_000 });
    expect(server.log).toEqual(["no login", "wrong", "no login", "wrong"]);
  });

  test("never comes ten times within the hour that AMT remembers", async () => {
    const server = digestServer();
    const { get, clock } = together(server, () => credentials("wrong"));
    const at: number[] = [];
    for (let minute = 0; minute < 24 * 60; minute++) {
      await get().catch((error) => {
        if (error.code === "AUTH_FAILED") at.push(clock.monotonic());
      });
      clock.advance(60_000);
    }
    expect(at.length).toBeGreaterThan(20);
    const runs = at.map((from) => at.filter((one) => one >= from && one < from + 3_600_000).length);
    expect(Math.max(...runs)).toBeLessThan(10);
  });

  test("is tried at once with other credentials, for which it asks anew", async () => {
    const server = digestServer();
    const asked: boolean[] = [];
    const { get } = together(server, ({ refused }) => {
      asked.push(refused);
      return refused ? credentials() : credentials("old password");
    });
    await expect(get()).rejects.toMatchObject({ code: "AUTH_FAILED" });
    expect(await get()).toBe("POST /wsman 4");
    expect(asked).toEqual([false, true, true]);
  });

  test("of credentials that were good means a lock or a new password", async () => {
    const server = digestServer();
    const { get } = together(server);
    await get();
    server.password = "changed";
    await expect(get()).rejects.toMatchObject({ code: "AUTH_LOCKED_OUT", retryAfter: 80_000 });
    // one answer to the old nonce, one to the new, and that was all
    expect(server.log).toEqual(["no login", "nonce1/1", "wrong"]);
  });

  test("by a server that always says stale ends after one more answer", async () => {
    const peer = writes(
      ...Array.from(
        { length: 9 },
        (_, i) =>
          `HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm="r", nonce="${i}", stale=TRUE\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
      ),
    );
    const client = createHttpClient({ connect: peer.connect, clock: steppedClock(), credentials: () => credentials() });
    open.push(client);
    await expect(client.request(post, { signal })).rejects.toMatchObject({ code: "AUTH_FAILED" });
    expect(peer.streams).toHaveLength(3);
  });
});

describe("credentials that are never sent", () => {
  test.each([
    ["an empty password", credentials("")],
    ["no user", credentials("x", "")],
    ["a user with a line break", credentials("x", "admin\r\nX: y")],
  ])("%s", async (_name, bad) => {
    const server = digestServer({ password: "" });
    const { get } = together(server, () => bad);
    await expect(get()).rejects.toMatchObject({ code: "AUTH_BAD_CREDENTIALS" });
    expect(server.authorizations).toEqual([]);
  });

  test("to a server that wants them in the clear, or nothing that can be answered", async () => {
    const peer = writes('HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm="r"\r\nContent-Length: 0\r\n\r\n');
    const client = createHttpClient({ connect: peer.connect, clock: steppedClock(), credentials: () => credentials() });
    open.push(client);
    await expect(client.request(post, { signal })).rejects.toMatchObject({
      code: "AUTH_UNSUPPORTED",
      message: expect.stringContaining("basic"),
    });
  });

  test("where there are none, the login is asked for", async () => {
    const server = digestServer();
    const client = createHttpClient({ connect: server.connect, clock: steppedClock() });
    open.push(client, server);
    await expect(client.request(post, { signal })).rejects.toMatchObject({ code: "AUTH_REQUIRED" });
  });
});

test("no error and no inspection shows the password or what is made of it", async () => {
  const server = digestServer();
  const password = new Secret("Sw0rdfish!");
  const { client, get } = together(server, () => ({ user: "admin", password }));
  const error = await get().catch((reason: unknown) => reason);
  server.password = "Sw0rdfish!";
  const response = /response="(\w+)"/.exec(server.authorizations[0] ?? "")?.[1] ?? "none";
  expect(response).toHaveLength(32);
  const shown = inspect([client, error, (error as Error).stack], { depth: 20, showHidden: true });
  expect(shown).toContain("AUTH_FAILED");
  expect(shown).not.toMatch(new RegExp(`Sw0rdfish|${response}`));
});
