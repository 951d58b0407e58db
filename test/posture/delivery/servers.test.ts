import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Destination } from "../../../agent/config-destinations.ts";
import { carrierTo } from "../../../agent/posture/delivery/carriers/choose.ts";
import { credentialsOf } from "../../../agent/posture/delivery/credentials.ts";
import { letterFrom } from "../../../agent/posture/delivery/letter.ts";
import { verifyPosture } from "../../../agent/posture/document/verify.ts";
import { realClock, sleep } from "../../../platform/clock.ts";
import { courierOf, type RunningCourier } from "../../support/courier.ts";
import { type Letters, lettersOfOneMachine, linesIn } from "../../support/letters.ts";
import { needs } from "../../support/needs.ts";
import { type Authority, type Issued, openAuthority } from "../../support/openssl.ts";
import { folder } from "../../support/program.ts";
import { freePort, type RealServer, realServer } from "../../support/servers.ts";
import { never } from "../../support/virtual-machine.ts";

const dir = folder();
const credentials = credentialsOf({ env: {}, exists: () => false });
let authority: Authority;
let ca: Issued;
let cert: Issued;
let letters: Letters;
let courier: RunningCourier | undefined;
let server: RealServer | undefined;
beforeAll(async () => {
  authority = await openAuthority();
  ca = await authority.issue("test authority", { ca: true });
  cert = await authority.issue("localhost", { issuer: ca });
  letters = await lettersOfOneMachine();
});
afterEach(async () => {
  await courier?.stop();
  await server?.kill();
  courier = undefined;
  server = undefined;
});
afterAll(async () => {
  await authority.remove();
  dir.remove();
});
const place = (name: string): string => {
  const at = dir.in(name);
  mkdirSync(at);
  return at;
};
const start = async (options: Record<string, unknown>, spool: string): Promise<RunningCourier> => {
  courier = await courierOf(carrierTo(Destination.parse({ name: "test", ...options }), credentials), spool);
  return courier;
};
/** Reports put into the spool; their ids, oldest first. */
const put = async (into: RunningCourier, count: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const { line, posture } = letters.next();
    await into.outbox.add(line);
    ids.push(posture.id);
  }
  return ids;
};
/** Asked again and again: the other program says nothing when it is done. */
async function eventually<T>(ask: () => T | Promise<T>, fits: (found: T) => boolean): Promise<T> {
  for (let left = 400; ; left -= 1) {
    const found = await ask();
    if (fits(found) || left === 0) return found;
    await sleep(realClock, 25, { signal: never });
  }
}
/** Before it is killed, while it is dead, and while it works. */
async function killedInBetween(running: RunningCourier, target: RealServer, by?: NodeJS.Signals): Promise<string[]> {
  const { delivered: before } = await running.until(({ delivered, failing }) => delivered >= 0 && failing === null);
  const first = await put(running, 3);
  await running.until(({ delivered }) => delivered >= before + 2);
  await target.kill(by);
  const second = await put(running, 4);
  await running.until(({ failing }) => (failing?.attempts ?? 0) >= 2);
  await target.start();
  const third = await put(running, 3);
  const all = [...first, ...second, ...third];
  await running.until(({ delivered, failing }) => delivered >= before + all.length && failing === null);
  return all;
}

describe.runIf(await needs("mosquitto", "mosquitto-clients"))("mosquitto, with TLS and a password", () => {
  let listening: ChildProcess | undefined;
  afterEach(() => {
    if (listening?.pid !== undefined) process.kill(-listening.pid, "SIGKILL"); // the shell and what it runs
    listening = undefined;
  });

  async function broker(at: string): Promise<{ port: number; passwordFile: string }> {
    const port = await freePort();
    const passwordFile = `${at}/password`;
    writeFileSync(passwordFile, "let-me-in\n", { mode: 0o600 });
    execFileSync("mosquitto_passwd", ["-b", "-c", `${at}/users`, "agent", "let-me-in"], { stdio: "ignore" });
    writeFileSync(
      `${at}/mosquitto.conf`,
      `user root\npersistence true\npersistence_location ${at}/\nautosave_on_changes true\nautosave_interval 1\nlistener ${port} 127.0.0.1\n` +
        `certfile ${cert.certificate}\nkeyfile ${cert.key}\npassword_file ${at}/users\nallow_anonymous false\n`,
    );
    server = realServer("/usr/sbin/mosquitto", ["-c", `${at}/mosquitto.conf`], port);
    await server.start();
    return { port, passwordFile };
  }
  const to = (port: number, passwordFile: string) => ({
    to: "mqtt",
    url: `mqtts://localhost:${port}`,
    user: "agent",
    passwordFile,
    caFile: ca.certificate,
  });

  test("killed and brought back, it has every report, each marked", async () => {
    const at = place("mosquitto");
    const { port, passwordFile } = await broker(at);
    const login = ["-h", "localhost", "-p", `${port}`, "--cafile", ca.certificate, "-u", "agent", "-P", "let-me-in"];
    const how = ["-V", "5", "-q", "1", "-c", "-i", "listener", "-x", "3600", "-t", "amt-agent/posture/#"];
    const received = `${at}/received`;
    // It ends when the broker says goodbye: its session there goes on
    listening = spawn(
      "sh",
      ["-c", 'while :; do mosquitto_sub "$@" >> "$0"; done', received, ...login, ...how, "-F", "%t|%C|%E|%P|%p"],
      { detached: true, stdio: "ignore" },
    );
    const running = await start(to(port, passwordFile), `${at}/spool`);
    const told = new Set<string>();
    await eventually(
      async () => {
        for (const id of await put(running, 1)) told.add(id);
        return linesIn(at, "received").length;
      },
      (count) => count > 0,
    );
    // What nobody had subscribed to yet is delivered, and thrown away by the broker
    await running.until(({ delivered }) => delivered === told.size);
    // What it has acknowledged it writes down when it is ended in order; how often it does so before is its own affair
    const ids = await killedInBetween(running, server as RealServer, "SIGTERM");
    const lines = await eventually(
      () => linesIn(at, "received"),
      (all) => ids.every((id) => all.some((line) => line.includes(id))),
    );
    const arrived = lines.map((line) => {
      const [topic, type, expiry, properties, ...text] = line.split("|");
      const { posture } = verifyPosture(`${text.join("|")}\n`);
      expect(topic).toBe(`amt-agent/posture/${letters.signer}`);
      expect(type).toBe("application/json");
      expect(Number(expiry)).toBeGreaterThan(167 * 3_600);
      expect(properties).toContain(`id:${posture.id}`);
      expect(properties).toContain(`sequence:${posture.sequence}`);
      return posture.id;
    });
    for (const id of ids) expect(arrived).toContain(id);
  }, 60_000);

  test("a wrong password is said as that, and a wrong certificate lets nothing out", async () => {
    const at = place("mosquitto-refuses");
    const { port } = await broker(at);
    writeFileSync(`${at}/wrong`, "not-this-one\n", { mode: 0o600 });
    const letter = letterFrom(letters.next().line);
    const tried = (options: Record<string, unknown>) =>
      carrierTo(Destination.parse({ name: "test", ...options }), credentials).deliver(letter, { signal: never });
    await expect(tried(to(port, `${at}/wrong`))).rejects.toMatchObject({ code: "DELIVERY_LOGIN" });
    const { caFile: _, ...untrusting } = to(port, `${at}/wrong`);
    await expect(tried(untrusting)).rejects.toMatchObject({ code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
    chmodSync(`${at}/wrong`, 0o644);
    await expect(tried(to(port, `${at}/wrong`))).rejects.toMatchObject({
      code: "DELIVERY_CREDENTIAL",
      message: expect.not.stringContaining("not-this-one"),
    });
  }, 30_000);
});

describe.runIf(await needs("rsyslog", "rsyslog-gnutls"))("rsyslog, with TLS", () => {
  async function collector(at: string): Promise<number> {
    const port = await freePort();
    writeFileSync(
      `${at}/rsyslog.conf`,
      `global(workDirectory="${at}" maxMessageSize="128k" defaultNetstreamDriver="gtls" defaultNetstreamDriverCAFile="${ca.certificate}"
        defaultNetstreamDriverCertFile="${cert.certificate}" defaultNetstreamDriverKeyFile="${cert.key}")
module(load="imtcp" streamDriver.name="gtls" streamDriver.mode="1" streamDriver.authMode="anon")
template(name="raw" type="string" string="%pri%|%app-name%|%msgid%|%structured-data%|%msg%\\n")
ruleset(name="all" queue.type="direct") { action(type="omfile" file="${at}/received" template="raw" asyncWriting="off" flushOnTXEnd="on") }
input(type="imtcp" port="${port}" address="127.0.0.1" ruleset="all")
`,
    );
    server = realServer("/usr/sbin/rsyslogd", ["-n", "-f", `${at}/rsyslog.conf`, "-i", `${at}/pid`], port);
    await server.start();
    return port;
  }

  test.each([
    ["whole, where it takes them", "rsyslog-whole", 65_536],
    ["as a summary, where it takes 8 KiB", "rsyslog-summary", 8_192],
  ])(
    "killed and brought back, it has every report, %s",
    async (_, name, maxBytes) => {
      const at = place(name);
      const port = await collector(at);
      const running = await start(
        { to: "syslog", host: "localhost", port, caFile: ca.certificate, maxBytes },
        `${at}/spool`,
      );
      const ids = await killedInBetween(running, server as RealServer);
      const lines = await eventually(
        () => linesIn(at, "received"),
        (all) => ids.every((id) => all.some((line) => line.includes(id))),
      );
      const arrived = lines.map((line) => {
        const [priority, app, kind, data = "", ...rest] = line.split("|");
        expect([priority, app, kind]).toEqual(["108", "amt-agent", "posture"]); // facility 13, warning
        const text = rest.join("|").trim();
        const marks = Object.fromEntries([...data.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));
        if (maxBytes > 8_192) expect(verifyPosture(`${text}\n`).posture.id).toBe(marks.id);
        else expect(JSON.parse(text)).toMatchObject({ schema: "amt-agent.posture-summary/1", cut: false });
        expect(marks).toMatchObject({ sequence: expect.stringMatching(/^\d+$/), signer: letters.signer });
        return marks.id;
      });
      for (const id of ids) expect(arrived).toContain(id);
    },
    60_000,
  );
});

describe.runIf(await needs("prometheus-pushgateway", "prometheus"))("pushgateway and Prometheus", () => {
  test("killed and brought back, it has the newest report's figures, and Prometheus finds them there", async () => {
    const at = place("pushgateway");
    const port = await freePort();
    server = realServer("/usr/bin/prometheus-pushgateway", [`--web.listen-address=127.0.0.1:${port}`], port);
    await server.start();
    const running = await start({ to: "pushgateway", url: `http://127.0.0.1:${port}` }, `${at}/spool`);
    const ids = await killedInBetween(running, server);
    const last = letters.next();
    await running.outbox.add(last.line);
    await running.until(({ delivered }) => delivered > ids.length);
    const figures = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const labels = `instance="${letters.signer}",job="amt-agent"`;
    expect(figures).toContain(`amt_agent_posture_sequence{${labels}} ${last.posture.sequence}\n`);
    expect(figures).toContain(`amt_agent_posture_checks{${labels},result="unknown"} ${last.posture.summary.unknown}\n`);

    const own = await freePort();
    writeFileSync(
      `${at}/prometheus.yml`,
      `scrape_configs: [{job_name: p, honor_labels: true, scrape_interval: 1s, static_configs: [{targets: ["127.0.0.1:${port}"]}]}]\n`,
    );
    const prometheus = realServer(
      "/usr/bin/prometheus",
      [`--config.file=${at}/prometheus.yml`, `--storage.tsdb.path=${at}/tsdb`, `--web.listen-address=127.0.0.1:${own}`],
      own,
    );
    await prometheus.start();
    try {
      const query = `http://127.0.0.1:${own}/api/v1/query?query=amt_agent_posture_sequence`;
      const found = await eventually(
        async () => {
          const reply = await fetch(query);
          return reply.ok ? ((await reply.json()) as { data?: { result?: { value: [number, string] }[] } }) : {};
        },
        ({ data }) => (data?.result?.length ?? 0) > 0,
      );
      expect(found.data?.result?.[0]?.value[1]).toBe(String(last.posture.sequence));
    } finally {
      await prometheus.kill();
    }
  }, 60_000);
});
