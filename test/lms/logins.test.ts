import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { buffer, text } from "node:stream/consumers";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { loginGuard } from "../../agent/lms/logins.ts";
import type { TcpOwners } from "../../platform/tcp-owner.ts";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import type { Service } from "../../virtual-me/lme/services.ts";
import { fastClock, lmsOn, type Served } from "../support/lms.ts";
import { needs } from "../support/needs.ts";
import { folder } from "../support/program.ts";
import { steppedClock } from "../support/stepped-clock.ts";
import { never } from "../support/virtual-machine.ts";
import { anonymous, challengeIn, withLogin } from "../support/web.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
const begin: typeof lmsOn = async (...args) => {
  const served = await lmsOn(...args);
  cleanups.push(() => served.close());
  return served;
};
const closing = (request: string): string => request.replace("\r\n", "\r\nConnection: close\r\n");
const statusesIn = (said: string): string[] =>
  [...said.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status = ""]) => status);

/** Two people at one machine: whose a connection is, is said by the test. */
function twoPeople(): {
  owners: TcpOwners;
  join(served: Served, who: number): Promise<Socket>;
  ask(served: Served, who: number, bytes: string): Promise<string>;
} {
  const uids = new Map<number, number>();
  async function join(served: Served, who: number): Promise<Socket> {
    const socket = connect({ host: "127.0.0.1", port: await served.at(16992) });
    await once(socket, "connect");
    uids.set(socket.localPort ?? 0, who);
    return socket.on("error", () => {}); // hung up on
  }
  return {
    owners: {
      async ownerOf({ peer }) {
        while (!uids.has(peer.port)) await turn();
        return uids.get(peer.port);
      },
      tells: true,
    },
    join,
    async ask(served, who, bytes) {
      const socket = await join(served, who);
      socket.write(bytes);
      return text(socket).catch(() => "");
    },
  };
}

describe("failed logins through the forward", () => {
  test("a flood of one user stops short of AMT's own limit, and the administrator still gets in", async () => {
    const { owners, ask } = twoPeople();
    const served = await begin("acm-15", { owners });
    const { web } = await served.me.web();
    const [mallory, alice] = [1001, 1002];
    const challenge = challengeIn(await ask(served, mallory, anonymous));
    const wrong = withLogin(challenge, { user: "admin", password: "guess", body: "" });
    // One after the other, many on one connection, and all at once
    const said: string[] = [];
    for (let i = 0; i < 5; i += 1) said.push(await ask(served, mallory, wrong));
    said.push(await ask(served, mallory, wrong.repeat(50)));
    said.push(...(await Promise.all(Array.from({ length: 60 }, () => ask(served, mallory, wrong.repeat(3))))));
    const statuses = said.flatMap(statusesIn);
    expect(statuses.slice(0, 4)).toEqual(["401", "401", "401", "429"]);
    expect(new Set(statuses.slice(3))).toEqual(new Set(["429"]));
    expect(said.at(-1)).toMatch(/\r\nRetry-After: \d+\r\n/);
    expect([web.logins.failed, web.logins.locked]).toEqual([3, false]);
    const right = withLogin(challengeIn(await ask(served, alice, anonymous)), {
      user: "admin",
      password: virtualPassword,
      method: "GET",
      target: "/index.htm",
    });
    expect(statusesIn(await ask(served, alice, closing(right)))).toEqual(["200"]);
    // What needs no login is answered as ever
    expect(statusesIn(await ask(served, mallory, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"))).toEqual(["303"]);
    expect(JSON.stringify(served.log.lines)).toMatch(/uid 1001/);
    expect(JSON.stringify(served.log.lines)).not.toMatch(/guess|response=|Virtual-ME/);
  });

  test("all at once from the start, and with the client gone before the answer, are counted too", async () => {
    const { owners, ask, join } = twoPeople();
    const served = await begin("acm-15", { owners });
    const { web } = await served.me.web();
    const challenge = challengeIn(await ask(served, 1, anonymous));
    const wrong = withLogin(challenge, { user: "admin", password: "guess", body: "" });
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        const socket = await join(served, 2);
        socket.write(wrong, () => socket.resetAndDestroy());
        await once(socket, "close");
      }),
    );
    const said = await Promise.all(Array.from({ length: 40 }, () => ask(served, 2, wrong)));
    expect(said.flatMap(statusesIn).filter((status) => status === "401").length).toBeLessThanOrEqual(3);
    expect(web.logins.failed).toBe(3);
    expect(web.logins.locked).toBe(false);
  });

  test("what two readers could take differently is answered here with 400", async () => {
    const { owners, ask } = twoPeople();
    const served = await begin("acm-15", { owners });
    for (const bytes of [
      "GET / HTTP/1.1\nAuthorization: x\n\n\r\n\r\n",
      "POST /wsman HTTP/1.1\r\nContent-Length: 4\r\nContent-Length: 0\r\n\r\n",
      "POST /wsman HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "GET / HTTP/1.1\r\nAuthorization : Digest x\r\n\r\n",
      "GET / HTTP/1.1\r\nX: y\r\n Authorization: Digest x\r\n\r\n",
      "\x16\x03\x01\x02\x00 a TLS client\r\n\r\n",
      `GET / HTTP/1.1\r\nX: ${"y".repeat(20_000)}`,
    ])
      expect(statusesIn(await ask(served, 1, bytes))).toEqual(["400"]);
    expect((await served.me.web()).web.open).toBe(0);
  });
});

describe("requests on one connection", () => {
  /** A web server that answers when the test says so. */
  function patient(): { service: Service; readonly heard: string; answer(bytes: string): void } {
    let heard = "";
    let answer = (_: string): void => {};
    return {
      service(channel) {
        channel
          .on("error", () => {})
          .on("data", (part: Buffer) => {
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
  const until = async (fits: () => boolean): Promise<void> => {
    while (!fits()) await turn();
  };
  const get = (path: string): string => `GET ${path} HTTP/1.1\r\nAuthorization: Digest x\r\n\r\n`;

  test("go to AMT one after the other, however many come ahead", async () => {
    const amt = patient();
    const served = await begin("acm-15", { services: { 16992: amt.service } });
    const socket = connect({ host: "127.0.0.1", port: await served.at(16992) });
    cleanups.push(() => socket.destroy());
    let said = "";
    socket.on("data", (part: Buffer) => {
      said += part.toString();
    });
    socket.write(get("/1") + get("/2") + get("/3"));
    await until(() => amt.heard.endsWith("\r\n\r\n"));
    amt.answer("HTTP/1.1 100 Continue\r\n\r\n");
    await until(() => said.includes("100"));
    expect(amt.heard).toBe(get("/1"));
    for (const path of ["/2", "/3"]) {
      amt.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      await until(() => amt.heard.endsWith(get(path)));
    }
    expect(amt.heard).toBe(get("/1") + get("/2") + get("/3"));
    expect(said.match(/ok/g)).toHaveLength(2);
  });

  test("whose client has gone free the channel, answered or not", async () => {
    const amt = patient();
    const served = await begin("acm-15", { services: { 16992: amt.service }, clock: fastClock(50) });
    for (let i = 0; i < 2; i += 1) {
      const socket = connect({ host: "127.0.0.1", port: await served.at(16992) });
      socket.write(get(`/${i}`));
      await until(() => amt.heard.includes(get(`/${i}`)));
      if (i === 0) socket.destroy();
      else socket.resetAndDestroy();
      if (i === 0) amt.answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      await until(() => served.me.lme.session?.channels === 0 && served.lms.guests === 0);
    }
  });

  test("an old nonce is no failed login", async () => {
    const amt = patient();
    const served = await begin("acm-15", { services: { 16992: amt.service } });
    const socket = connect({ host: "127.0.0.1", port: await served.at(16992) });
    cleanups.push(() => socket.destroy());
    socket.resume();
    for (let i = 0; i < 6; i += 1) {
      socket.write(get(`/${i}`));
      await until(() => amt.heard.includes(get(`/${i}`)));
      amt.answer('HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm="x",stale="true"\r\nContent-Length: 0\r\n\r\n');
    }
  });
});

describe.runIf(await needs("curl"))("curl", () => {
  /** Credentials by its configuration on its input. */
  async function curl(port: number, password: string, uid?: number): Promise<string> {
    const args = ["-sS", "--max-time", "20", "-K", "-", "-o", "/dev/null", "-w", "%{http_code}"];
    const child = spawn("curl", [...args, `http://127.0.0.1:${port}/index.htm`], {
      stdio: ["pipe", "pipe", "ignore"],
      ...(uid !== undefined && { uid }),
    });
    child.stdin.end(`digest\nuser = "admin:${password}"\n`);
    return (await buffer(child.stdout)).toString();
  }
  test("verifies AMT's certificate on the TLS port, and logs in there", async () => {
    const served = await begin("acm-16-tls");
    const port = await served.at(16993);
    const at = folder();
    cleanups.push(() => at.remove());
    writeFileSync(at.in("ca.pem"), (await served.me.web()).web.identity.authority);
    const ask = (...args: string[]) => {
      const child = spawn(
        "curl",
        ["-sS", "--max-time", "20", "-K", "-", ...args, `https://127.0.0.1:${port}/index.htm`],
        {
          stdio: ["pipe", "pipe", "ignore"],
        },
      );
      child.stdin.end(`digest\nuser = "admin:${virtualPassword}"\noutput = "/dev/null"\n`);
      return buffer(child.stdout).then(String);
    };
    const verdict = ["-w", "%{http_code} %{ssl_verify_result}"];
    expect(await ask("--cacert", at.in("ca.pem"), ...verdict)).toBe("200 0");
    expect(await ask(...verdict)).toMatch(/^000 [1-9]/);
  });
  test("logs in", async () => {
    const served = await begin("acm-15");
    const port = await served.at(16992);
    expect(await curl(port, virtualPassword)).toBe("200");
  });
  test.runIf(process.getuid?.() === 0)("another user's wrong password is that user's alone", async () => {
    const served = await begin("acm-15");
    const port = await served.at(16992);
    const nobody = 65_534;
    for (const status of ["401", "401", "401", "429"]) expect(await curl(port, "guess", nobody)).toBe(status);
    expect(await curl(port, virtualPassword, nobody)).toBe("429");
    // The administrator, as root and as somebody else
    const another = 65_533;
    expect([await curl(port, virtualPassword), await curl(port, virtualPassword, another)]).toEqual(["200", "200"]);
    expect(await curl(port, "guess", another)).toBe("401");
    expect(await curl(port, virtualPassword, another)).toBe("200");
    expect((await served.me.web()).web.logins.locked).toBe(false);
  });
});

describe("the count", () => {
  const minute = 60_000;
  function guard() {
    const clock = steppedClock();
    const logins = loginGuard({ clock, rootUser: "uid 0", onRefused: () => {} });
    return {
      clock,
      enter: (user: string) => logins.enter(user, { signal: never }),
      async fail(user: string) {
        (await logins.enter(user, { signal: never }))("failed");
      },
      wait: (user: string): Promise<number> =>
        logins.enter(user, { signal: never }).then(
          (attempt) => {
            attempt("void");
            return 0;
          },
          ({ wait }: { wait: number }) => wait,
        ),
    };
  }

  test("pauses grow, and AMT has forgotten before one user comes to ten", async () => {
    const { clock, fail, wait } = guard();
    let inRow = 0;
    let last = Number.NEGATIVE_INFINITY;
    let worst = 0;
    for (let step = 0; step < 12 * 60; step += 1) {
      while ((await wait("mallory")) === 0) {
        await fail("mallory");
        inRow = clock.monotonic() - last >= 60 * minute ? 1 : inRow + 1;
        last = clock.monotonic();
        worst = Math.max(worst, inRow);
      }
      clock.advance(minute);
    }
    expect(worst).toBe(6);
  });
  test("many users together do not come to ten, and root may always try", async () => {
    const { fail, wait } = guard();
    let failures = 0;
    for (let user = 0; user < 30; user += 1)
      while ((await wait(`u${user}`)) === 0) {
        await fail(`u${user}`);
        failures += 1;
      }
    expect(failures).toBe(8);
    expect(await wait("new")).toBeGreaterThan(0);
    expect(await wait("uid 0")).toBe(0);
  });
  test("a success lets the others try again, and does not wipe out one's own failures", async () => {
    const { enter, fail, wait } = guard();
    for (const user of ["a", "a", "a", "b", "b", "b"]) await fail(user);
    (await enter("uid 0"))("passed");
    expect([await wait("c"), await wait("a")]).toEqual([0, minute]);
    await fail("c");
    (await enter("c"))("passed");
    await fail("c");
    (await enter("c"))("passed");
    await fail("c");
    expect(await wait("c")).toBe(minute);
  });
  test("what is under way counts until it has passed", async () => {
    const { enter } = guard();
    const under = await Promise.all([enter("a"), enter("a"), enter("a")]);
    let fourth = false;
    const waiting = enter("a").then((attempt) => {
      fourth = true;
      return attempt;
    });
    await Promise.resolve();
    expect(fourth).toBe(false);
    under[0]?.("passed");
    (await waiting)("passed");
  });
});
