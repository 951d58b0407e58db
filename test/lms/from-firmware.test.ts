import { once } from "node:events";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { ConfigError } from "../../agent/config-error.ts";
import { parseTargets } from "../../agent/lms/targets.ts";
import { ApfError } from "../../mei/apf/errors.ts";
import { encodeApf } from "../../mei/apf/messages.ts";
import type { MeiDriver } from "../../mei/port.ts";
import { writeAlert } from "../../mei/wsman/alert.ts";
import { realClock } from "../../platform/clock.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import { createVirtualMe } from "../../virtual-me/main.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";
import { ECHO, fastClock, lmsOn, servedLms, throughEcho } from "../support/lms.ts";
import { never } from "../support/virtual-machine.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
const begin: typeof lmsOn = async (...args) => {
  const served = await lmsOn(...args);
  cleanups.push(() => served.close());
  await served.at(16992);
  return served;
};

const body = (argument: string): string =>
  writeAlert({
    messageId: "uuid:00000000-8086-8086-8086-000000000001",
    ackRequested: false,
    indication: { MessageID: "iAMT0002", MessageArguments: [argument, "element"] },
  } as never);
const post = (content: string, head = `Content-Length: ${Buffer.byteLength(content)}`): string =>
  `POST / HTTP/1.1\r\nHost: localhost:0\r\nUser-Agent: Intel(R) AMT Agent\r\nConnection: Keep-Alive\r\n${head}\r\n\r\n${content}`;
/** Sends these pieces over a channel to port 0; what the host answered when it has closed it. */
async function deliver(me: VirtualMe, ...pieces: readonly string[]): Promise<string> {
  const channel = await me.lme.openAlertChannel({ signal: never });
  for (const piece of pieces) channel.write(piece);
  return text(channel);
}

describe("alerts", () => {
  test("come whole and in any pieces, with arguments that Intel LMS drops, and are not answered", async () => {
    const { lms, me, log } = await begin("acm-15");
    const heard: unknown[] = [];
    lms.onAlert(({ indication }) => heard.push(indication.MessageArguments?.[0]));
    const guid = "12345678-9abc-def0-1234-56789abcdef0";
    const bytes = post(body(guid));
    expect(await deliver(me, bytes)).toBe("");
    expect(await deliver(me, ...bytes)).toBe("");
    expect(heard).toEqual([guid, guid]);
    expect(log.lines.filter(({ fields }) => fields.alert === `iAMT0002-${guid}`)).toHaveLength(2);
    expect(me.lme.session?.channels).toBe(0);
  });
  test.each([
    ["no HTTP", "\0\0\0\0\r\n\r\n"],
    ["no POST", "GET / HTTP/1.1\r\n\r\n"],
    ["no XML", post("<<<")],
    ["no alert", post("<a/>")],
    ["in chunks", post("0\r\n\r\n", "Transfer-Encoding: chunked")],
    ["too large", post("x".repeat(70_000))],
    ["a header without end", `POST / HTTP/1.1\r\nX: ${"x".repeat(20_000)}`],
  ])("%s: lost, said so, and the next one is heard", async (_, bytes) => {
    const { lms, me, log } = await begin("acm-15");
    expect(await deliver(me, bytes)).toBe("");
    expect(log.lines.some(({ level, sentence }) => level === "warn" && sentence === "an alert was lost")).toBe(true);
    await deliver(me, post(body("1")));
    expect(lms.view().alerts).toBe(1);
  });
  test("one that never ends is given up", async () => {
    const { me } = await begin("acm-15", { clock: fastClock(100) });
    expect(await deliver(me, post(body("1")).slice(0, -5))).toBe("");
    expect(me.lme.session?.channels).toBe(0);
  });
});

describe("the firmware connects out", () => {
  /** A direct-tcpip channel to this port, as the firmware's session opens it. */
  const outward = (me: VirtualMe, port: number) =>
    me.lme.session!.openChannel(port, { signal: never, target: "127.0.0.1" });

  test("nowhere, unless the configuration names the target", async () => {
    const server = createServer((socket) => socket.pipe(socket)).listen(0, "127.0.0.1");
    await once(server, "listening");
    cleanups.push(() => new Promise((resolve) => server.close(resolve)));
    const { port } = server.address() as { port: number };
    const closedTo = await begin("acm-15");
    const refused = await outward(closedTo.me, port).catch((error: ApfError) => error);
    expect(refused).toBeInstanceOf(ApfError);
    expect((refused as ApfError).reason).toBe(1); // administratively prohibited
    expect((await closedTo.connect(ECHO)).destroyed).toBe(false); // and the session lives on
    const openTo = await begin("acm-15", { targets: parseTargets(`127.0.0.1:${port}, 127.0.0.1:1`) });
    const channel = await outward(openTo.me, port);
    expect(
      await throughEcho(
        channel.on("error", () => {}),
        100_000,
      ),
    ).toBe(true);
    channel.destroy();
    const nobody = await outward(openTo.me, 1).catch((error: ApfError) => error);
    expect((nobody as ApfError).reason).toBe(2); // connect failed
  });
  test.each(["", "localhost", "localhost:0", "localhost:65536", "a b:1", "::1:80", "http://x:1"])(
    "%j is no list of targets",
    (value) => expect(() => parseTargets(value)).toThrow(ConfigError),
  );
  test("targets", () => {
    expect([...parseTargets("none")]).toEqual([]);
    expect([...parseTargets("localhost:80,[::1]:8080")]).toEqual(["localhost:80", "[::1]:8080"]);
  });
});

const REQUEST_FAILURE = 82;
/** A driver whose ME says these bytes on its own as well, once the session is there. */
function saying(driver: MeiDriver, extra: readonly Buffer[]): MeiDriver & { readonly answers: Buffer[] } {
  const answers: Buffer[] = [];
  return {
    ...driver,
    answers,
    async connect(client, options) {
      const connection = await driver.connect(client, options);
      const waiting = [...extra];
      let count = 0;
      return {
        ...connection,
        async send(message, how) {
          if (message[0] !== REQUEST_FAILURE) return connection.send(message, how);
          answers.push(Buffer.from(message)); // the ME behind has not asked
        },
        async receive(how) {
          count += 1;
          const next = count > 8 ? waiting.shift() : undefined;
          return next ?? connection.receive(how);
        },
      };
    },
  };
}
test("datagrams, unknown requests and ports for other machines are refused; the session lives on", async () => {
  const me = await createVirtualMe("acm-15", { clock: realClock });
  cleanups.push(() => me.close());
  const request = (one: object): Buffer =>
    encodeApf({ type: "globalRequest", request: { wantReply: true, ...one } } as never);
  const datagram = { address: "10.0.0.1", port: 162, originAddress: "::1", originPort: 9, data: Buffer.from("trap") };
  const driver = saying(virtualDriver(me), [
    request({ name: "udp-send-to@amt.intel.com", ...datagram }),
    request({ name: "other", unknown: "do-something@amt.intel.com", body: Buffer.alloc(0) }),
    request({ name: "tcpip-forward", address: "0.0.0.0", port: 16994 }),
  ]);
  const { lms, log, at, close } = servedLms({ ...driver, close: async () => {} });
  cleanups.push(close);
  await at(16992);
  // Something for the ME to say, behind which the others come
  const own = await lms.connectAmt(16992, { signal: never });
  own.on("error", () => {}).write("GET / HTTP/1.1\r\n\r\n");
  await once(own, "data");
  while (driver.answers.length < 3) await turn();
  own.destroy();
  const said = log.lines.map(({ sentence }) => sentence).join("\n");
  expect(said).toMatch(/refused to send 4 bytes by UDP/);
  expect(said).toMatch(/refused a request "do-something@amt.intel.com"/);
  expect(lms.view().ports.map(({ port }) => port)).not.toContain(16994);
  expect(lms.view().state).toBe("open");
});
