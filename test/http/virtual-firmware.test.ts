import { afterEach, describe, expect, test } from "vitest";
import { type Connect, createHttpClient, type HttpRequest } from "../../mei/http/client.ts";
import { overTls } from "../../mei/http/tls.ts";
import type { Trust } from "../../mei/http/trust.ts";
import { Secret } from "../../platform/secret.ts";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { anonymous, challengeIn, quiet, type ServedWeb, servedWeb, withLogin } from "../support/web.ts";

const { signal } = new AbortController();
const request: HttpRequest = { method: "POST", path: "/wsman", body: "<request/>", sending: "once" };

const close: (() => void)[] = [];
afterEach(() => {
  for (const one of close.splice(0)) one();
});
function clientOf({ clock }: ServedWeb, connect: Connect, password = virtualPassword) {
  const credentials = () => ({ user: "admin", password: new Secret(password) });
  const client = createHttpClient({ connect, clock, credentials });
  close.push(client.close);
  return async (): Promise<string> => (await client.request(request, { signal })).body.toString();
}
/** Every connection is counted: AMT has eight channels, and a handshake costs. */
function counted(served: ServedWeb, port: number): { connect: Connect; made: () => number } {
  let made = 0;
  return {
    made: () => made,
    async connect() {
      made++;
      return served.channel(port);
    },
  };
}

describe("with the virtual ME's web server", () => {
  test.each(["ccm-12", "acm-15", "acm-16-wifi"])(
    "%s: one login, two connections, any number of requests",
    async (name) => {
      const served = await servedWeb(name);
      const { connect, made } = counted(served, 16992);
      const ask = clientOf(served, connect);
      for (let i = 0; i < 5; i++) expect(await ask()).toBe("<answer/>");
      expect(served.asked.map(({ body, user }) => [body.toString(), user.name])).toEqual(
        Array(5).fill(["<request/>", "admin"]),
      );
      expect(made()).toBe(2);
      expect(served.web.logins.failed).toBe(0);
    },
  );

  test("a reset of the ME costs one more login", async () => {
    const served = await servedWeb("acm-15");
    const ask = clientOf(served, counted(served, 16992).connect);
    await ask();
    served.web.reset();
    await quiet();
    expect(await ask()).toBe("<answer/>");
  });

  test("TLS by the On-Die chain, and by the hash that the ME tells; not by another machine's", async () => {
    const [served, stranger] = [await servedWeb("unprovisioned-19"), await servedWeb("unprovisioned-19")];
    const { connect } = counted(served, 16993);
    const local = served.world.localAccount;
    const ask = async (trust: Trust): Promise<string> => {
      const { clock } = served;
      const client = createHttpClient({ connect: overTls(connect, { trust }), clock, credentials: () => local });
      close.push(client.close);
      return (await client.request(request, { signal })).body.toString();
    };
    const rootsOf = ({ web }: ServedWeb): Trust => ({ by: "roots", roots: [web.identity.authority] });
    const hashOf = ({ web }: ServedWeb): Trust => {
      return { by: "hash", algorithm: "sha384", hash: web.identity.hash("sha384") };
    };
    expect(await ask(rootsOf(served))).toBe("<answer/>");
    expect(await ask(hashOf(served))).toBe("<answer/>");
    await expect(ask(rootsOf(stranger))).rejects.toMatchObject({ code: "TLS_UNTRUSTED" });
    await expect(ask(hashOf(stranger))).rejects.toMatchObject({ code: "TLS_UNTRUSTED" });
    const before = hashOf(served);
    served.web.identity.renew();
    await expect(ask(before)).rejects.toMatchObject({ code: "TLS_UNTRUSTED" });
  });

  test("a wrong password tried for a day does not lock the machine", async () => {
    const served = await servedWeb("acm-15");
    const ask = clientOf(served, counted(served, 16992).connect, "Wrong-Pass-1");
    for (let minute = 0; minute < 24 * 60; minute += 5) {
      await expect(ask()).rejects.toMatchObject({ code: expect.stringMatching(/^AUTH_(FAILED|HELD_BACK)$/) });
      expect(served.web.logins.locked).toBe(false);
      served.clock.advance(5 * 60_000);
    }
    expect(served.web.logins.failed).toBeGreaterThan(20);
  });

  test("a lock that others caused is told as one, and waited for", async () => {
    const served = await servedWeb("acm-15");
    const ask = clientOf(served, counted(served, 16992).connect);
    await ask();
    for (let i = 0; i < 10; i++) {
      const challenge = challengeIn(await served.exchange(anonymous));
      await served.exchange(withLogin(challenge, { user: "admin", password: "Wrong-Pass-1" }));
    }
    expect(served.web.logins.locked).toBe(true);
    const error = await ask().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "AUTH_LOCKED_OUT" });
    await expect(ask()).rejects.toMatchObject({ code: "AUTH_HELD_BACK" });
    served.clock.advance((error as { retryAfter: number }).retryAfter);
    expect(await ask()).toBe("<answer/>");
  });
});
