import { connect as connectTls, type TLSSocket } from "node:tls";
import { describe, expect, test } from "vitest";
import { digestRealm, passwordDigest, realms, virtualPassword } from "../../virtual-me/accounts.ts";
import { createNonces } from "../../virtual-me/web/nonces.ts";
import { steppedClock } from "../support/stepped-clock.ts";
import { anonymous, type Challenge, challengeIn, quiet, type ServedWeb, servedWeb, withLogin } from "../support/web.ts";

const admin = { user: "admin", password: virtualPassword };
const wrong = { ...admin, password: "Wrong-Pass-1" };
const statusOf = (reply: string): number => Number(reply.slice(9, 12));
const challenge = async (served: ServedWeb): Promise<Challenge> => challengeIn(await served.exchange(anonymous));
const local = ({ world }: ServedWeb) => ({
  user: world.localAccount.user,
  password: world.localAccount.password.reveal(),
});
/** One login over a connection of its own. */
async function login(
  served: ServedWeb,
  attempt: Parameters<typeof withLogin>[1],
  over?: "local" | "network",
): Promise<number> {
  return statusOf(await served.exchange(withLogin(await challenge(served), attempt), over));
}
function addUser(served: ServedWeb, access: "local" | "network" | "any"): { user: string; password: string } {
  const user = { user: `user-${access}`, password: "Some-Pass-1" };
  served.world.accounts.set({
    name: user.user,
    digest: passwordDigest(user.user, digestRealm(served.world.machine), user.password),
    access,
    realms: [realms.generalInfo, realms.hardwareAsset],
    enabled: true,
  });
  return user;
}

describe("who may log in", () => {
  test("admin from everywhere, with all realms", async () => {
    const served = await servedWeb("acm-15");
    expect(await login(served, admin, "local")).toBe(200);
    expect(await login(served, admin, "network")).toBe(200);
    expect(served.asked.map(({ user, over, tls }) => ({ user, over, tls }))).toEqual([
      { user: { name: "admin", realms: [realms.administration] }, over: "local", tls: false },
      { user: { name: "admin", realms: [realms.administration] }, over: "network", tls: false },
    ]);
  });

  test("$$OsAdmin only locally, and also while nobody owns AMT", async () => {
    const served = await servedWeb("unprovisioned-11");
    expect(await login(served, local(served), "local")).toBe(200);
    expect(await login(served, local(served), "network")).toBe(401);
    expect(served.asked.map(({ user }) => user.name)).toEqual(["$$OsAdmin"]);
    expect(await login(served, admin)).toBe(401);
  });

  test("users from where their entry lets them, with its realms, until it is switched off", async () => {
    const served = await servedWeb("acm-15");
    for (const access of ["local", "network", "any"] as const) {
      const user = addUser(served, access);
      expect(await login(served, user, "local")).toBe(access === "network" ? 401 : 200);
      expect(await login(served, user, "network")).toBe(access === "local" ? 401 : 200);
    }
    expect(served.asked[0]?.user.realms).toEqual([realms.generalInfo, realms.hardwareAsset]);
    served.world.accounts.set({ ...served.world.accounts.get("user-any")!, enabled: false });
    expect(await login(served, { user: "user-any", password: "Some-Pass-1" })).toBe(401);
  });

  test("each machine has a realm of its own", async () => {
    const realmOf = async (name: string): Promise<string> =>
      challengeIn(await (await servedWeb(name)).exchange(anonymous, "network")).realm;
    const all = await Promise.all(["acm-15", "wifi-14", "acm-16-tls"].map(realmOf));
    expect(new Set(all).size).toBe(all.length);
    for (const realm of all) expect(realm).toMatch(/^Digest:[0-9A-F]{32}$/);
    expect(await realmOf("ccm-12")).toMatch(/^Digest:[0-9A-F]{4}0{28}$/);
  });

  test("the page behind the logon needs the login, too", async () => {
    const served = await servedWeb("acm-15");
    const asked = { ...admin, method: "GET", target: "/index.htm" };
    expect(await login(served, { ...asked, password: wrong.password })).toBe(401);
    const page = await served.exchange(withLogin(await challenge(served), asked));
    expect(statusOf(page)).toBe(200);
    expect(page).toContain("Logged on as admin");
  });
});

describe("digest", () => {
  test("auth-int from AMT 14, offered or not; the body is part of it", async () => {
    for (const [name, status] of [
      ["acm-15", 200],
      ["ccm-12", 401],
    ] as const)
      expect(await login(await servedWeb(name), { ...admin, qop: "auth-int" })).toBe(status);
    const served = await servedWeb("acm-15");
    const request = withLogin(await challenge(served), { ...admin, qop: "auth-int" });
    expect(statusOf(await served.exchange(request.replace("<request/>", "<REQUEST/>")))).toBe(401);
    expect(served.web.logins.failed).toBe(1);
  });

  test("a nonce outlives its connection as long as its count grows, and is stale after that", async () => {
    const served = await servedWeb("acm-15");
    const given = await challenge(served);
    const replies: string[] = [];
    for (const nc of ["00000001", "2", "0000000a", "0000000a"])
      replies.push(await served.exchange(withLogin(given, { ...admin, nc })));
    expect(replies.map(statusOf)).toEqual([200, 200, 200, 401]);
    expect(challengeIn(replies[3]!).stale).toBe("true");
    served.clock.advance(10 * 60_000);
    const late = await served.exchange(withLogin(given, { ...admin, nc: "0000000b" }));
    expect(challengeIn(late).stale).toBe("true");
    expect(await login(served, admin)).toBe(200);
    expect(served.web.logins.failed).toBe(0);
  });

  test("a reset of the ME ends connections and nonces; with the right password what it forgot is stale, with a wrong one nothing", async () => {
    const served = await servedWeb("acm-15");
    const given = await challenge(served);
    const wire = served.connect();
    await quiet();
    expect(served.web.open).toBe(1);
    served.web.reset();
    await quiet();
    expect([served.web.open, wire.closed(), served.clock.pending]).toEqual([0, true, 0]);
    expect(challengeIn(await served.exchange(withLogin(given, admin))).stale).toBe("true");
    expect(challengeIn(await served.exchange(withLogin(given, wrong))).stale).toBe("false");
    const made = { ...given, nonce: Buffer.alloc(24, 7).toString("base64") };
    expect(challengeIn(await served.exchange(withLogin(made, admin))).stale).toBe("true");
  });

  test("nonces: no two alike, none kept but those in use, none starts over after it was forgotten", () => {
    const clock = steppedClock();
    const nonces = createNonces({ clock, random: (size) => Buffer.alloc(size, 1) });
    const given = Array.from({ length: 500 }, () => nonces.make());
    expect(new Set(given).size).toBe(500);
    expect(nonces.kept).toBe(0);
    for (const nonce of given) expect(nonces.spend(nonce, 1n)).toBe(true);
    expect(nonces.kept).toBeLessThanOrEqual(64);
    for (const nonce of given) expect(nonces.spend(nonce, 1n)).toBe(false);
    expect(nonces.spend(given[499]!, 2n)).toBe(true);
    expect(nonces.spend(`${given[499]!}=`, 3n)).toBe(false);
  });

  test("what is no digest that can be checked is refused and not counted as a wrong password", async () => {
    const served = await servedWeb("acm-15");
    const good = withLogin(await challenge(served), admin);
    const spoilt = [
      good.replace('qop="auth",', ""),
      good.replace(/response="[^"]*"/, 'response=""'), // CVE-2017-5689
      good.replace(/response="([^"]{8})[^"]*"/, 'response="$1"'),
      good.replace('uri="/wsman"', 'uri="/"'),
      good.replace('nc="00000001"', 'nc="-1"'),
      good.replace('realm="Digest:', 'realm="Other:'),
      good.replace('username="admin"', 'username="admin",username="root"'),
      good.replace("Digest username", "Basic YWRtaW46YWRtaW4=, username"),
      good.replace("Digest username=", `Digest algorithm=SHA-256,username=`),
      good.replace(/Authorization: .*/, `Authorization: Digest ${'"\\'.repeat(1000)}`),
    ];
    for (const request of spoilt) {
      expect(request).not.toBe(good);
      expect(statusOf(await served.exchange(request))).toBe(401);
    }
    expect(served.web.logins.failed).toBe(0);
    expect(statusOf(await served.exchange(good.replace("Digest username", "digest algorithm=MD5, username")))).toBe(
      200,
    );
    expect(served.asked).toHaveLength(1);
  });
});

describe("lock-out", () => {
  const failTimes = async (served: ServedWeb, times: number): Promise<void> => {
    for (let i = 0; i < times; i++) expect(await login(served, wrong)).toBe(401);
  };

  test("ten in a row lock everybody out for 5 s, then 10, up to 80; the right password ends it", async () => {
    const served = await servedWeb("acm-15");
    await failTimes(served, 9);
    expect(await login(served, admin)).toBe(200);
    await failTimes(served, 10);
    for (const pause of [5_000, 10_000, 20_000, 40_000, 80_000, 80_000]) {
      served.clock.advance(pause - 1);
      expect(await login(served, admin)).toBe(401);
      expect(await login(served, local(served))).toBe(401);
      served.clock.advance(1);
      expect(served.web.logins.locked).toBe(false);
      await failTimes(served, 1);
    }
    served.clock.advance(80_000);
    expect(await login(served, admin)).toBe(200);
    await failTimes(served, 9);
    expect(await login(served, admin)).toBe(200);
    // 9, 10, one after each of the six pauses, 9; what was tried during a pause is not counted.
    expect(served.web.logins.failed).toBe(34);
  });

  test("an hour without forgives; the page is that of a wrong password; pages for everybody stay", async () => {
    const served = await servedWeb("acm-15");
    await failTimes(served, 10);
    const mask = (reply: string): string => reply.replace(/nonce="[^"]*"/, "");
    const page = await served.exchange(withLogin(await challenge(served), admin));
    expect(mask(page)).toBe(mask(await served.exchange(anonymous)));
    expect(statusOf(await served.exchange("GET /logon.htm HTTP/1.1\r\n\r\n"))).toBe(200);
    served.clock.advance(3_600_000);
    await failTimes(served, 9);
    expect(await login(served, admin)).toBe(200);
  });

  test("requests without credentials lock nobody out", async () => {
    const served = await servedWeb("acm-15");
    for (let i = 0; i < 30; i++) await challenge(served);
    expect(await login(served, admin)).toBe(200);
  });
});

describe("a login over TLS", () => {
  async function secured(served: ServedWeb): Promise<{ socket: TLSSocket; ask(bytes: string): Promise<string> }> {
    const socket = connectTls({ socket: served.channel(16993), ca: served.web.identity.authority, host: "localhost" });
    let text = "";
    socket.on("data", (part: Buffer) => {
      text += part.toString("latin1");
    });
    await new Promise((resolve) => socket.once("secureConnect", resolve));
    return {
      socket,
      async ask(bytes) {
        text = "";
        socket.write(bytes);
        await new Promise((resolve) => socket.once("data", resolve));
        await quiet();
        return text;
      },
    };
  }
  const again = "POST /wsman HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi";

  test("stays for its connection, until the accounts change", async () => {
    const served = await servedWeb("acm-16-tls");
    const first = await secured(served);
    const given = challengeIn(await first.ask(anonymous));
    expect(given.qop).toBe("auth-int, auth");
    first.socket.destroy();
    const second = await secured(served);
    expect(statusOf(await second.ask(withLogin(given, admin)))).toBe(200);
    expect(statusOf(await second.ask(again))).toBe(200);
    expect(served.asked.map(({ user, tls }) => [user.name, tls])).toEqual([
      ["admin", true],
      ["admin", true],
    ]);
    addUser(served, "any");
    expect(statusOf(await second.ask(again))).toBe(401);
    second.socket.destroy();
  });

  test("is nobody else's", async () => {
    const served = await servedWeb("acm-16-tls");
    const first = await secured(served);
    const given = challengeIn(await first.ask(anonymous));
    const second = await secured(served);
    expect(statusOf(await second.ask(withLogin(given, admin)))).toBe(200);
    const third = await secured(served);
    expect(statusOf(await third.ask(again))).toBe(401);
    for (const { socket } of [first, second, third]) socket.destroy();
    await quiet();
    expect(served.web.open).toBe(0);
  });

  test("does not outlive a plain request: there is no such thing without TLS", async () => {
    const served = await servedWeb("acm-15");
    const wire = served.connect();
    wire.send(withLogin(await challenge(served), admin));
    await quiet();
    expect(statusOf(wire.text())).toBe(200);
    const before = wire.text().length;
    wire.send(again);
    await quiet();
    expect(statusOf(wire.text().slice(before))).toBe(401);
    wire.leave();
  });
});
