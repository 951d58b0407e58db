import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { pipeline } from "node:stream";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import { type Endpoint, runEndpoint } from "../../mei/apf/endpoint.ts";
import { hostSession } from "../../mei/apf/host-session.ts";
import { lme } from "../../mei/clients.ts";
import { realClock } from "../../platform/clock.ts";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { virtualDriver } from "../../virtual-me/driver.ts";
import { createVirtualMe } from "../../virtual-me/main.ts";
import type { VirtualMe } from "../../virtual-me/me.ts";
import type { Web } from "../../virtual-me/web/web.ts";
import { anonymous, challengeIn, withLogin } from "../support/web.ts";

const run = promisify(execFile);
const never = new AbortController().signal;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function session(name: string): Promise<{ me: VirtualMe; endpoint: Endpoint; web: Web }> {
  const me = await createVirtualMe(name, { clock: realClock });
  const connection = await virtualDriver(me).connect(lme, { signal: never });
  const endpoint = runEndpoint({ connection, machine: hostSession(), clock: realClock });
  cleanups.push(
    () => me.close(),
    () => endpoint.close(),
  );
  return { me, endpoint, web: (await me.web()).web };
}
/** A request over a channel of its own, up to the end of the channel. */
async function asked(endpoint: Endpoint, port: number, bytes: string): Promise<string> {
  const channel = await endpoint.openChannel(port, { signal: never });
  channel.write(bytes);
  return text(channel);
}
const closing = (request: string): string => request.replace("\r\n", "\r\nConnection: close\r\n");
const get = `<?xml version="1.0"?><Envelope xmlns="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><Header><a:Action>http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</a:Action><a:To>/wsman</a:To><w:ResourceURI>http://intel.com/wbem/wscim/1/amt-schema/1/AMT_GeneralSettings</w:ResourceURI><a:MessageID>1</a:MessageID><a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo></Header><Body/></Envelope>`;

test("the local ports are there for a host's channels, with WS-Management behind them", async () => {
  const { me, endpoint, web } = await session("acm-15");
  await endpoint.whenForwarded([623], { signal: never }); // the last it asks for
  expect(endpoint.forwards.map(({ port }) => port)).toEqual([16992, 623]);
  const challenge = challengeIn(await asked(endpoint, 16992, anonymous));
  const { user, password } = me.world.localAccount;
  const login = withLogin(challenge, { user, password: password.reveal(), body: get });
  const reply = await asked(endpoint, 16992, closing(login));
  expect(reply).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n0220\r\n/);
  // What the digest is made of is what the class says.
  expect(reply.replace(/\r\n[0-9A-F]{4}\r\n/g, "")).toContain(`<g:DigestRealm>${challenge.realm}</g:DigestRealm>`);
  expect([endpoint.stuck, web.open]).toEqual([0, 0]);
});

test("a switched-off AMT asks for no port", async () => {
  const { endpoint, web } = await session("disabled-21");
  const waiting = endpoint.whenForwarded([16993], { signal: AbortSignal.timeout(300) });
  await expect(waiting).rejects.toThrow();
  expect([endpoint.forwards, web.open]).toEqual([[], 0]);
});

test("more channels one after the other than there are slots, and a reset of the ME ends those that are open", async () => {
  const { me, endpoint, web } = await session("ccm-12");
  await endpoint.whenForwarded([623], { signal: never }); // the last it asks for
  for (let i = 0; i < 20; i++) expect(await asked(endpoint, 623, anonymous)).toMatch(/^HTTP\/1\.1 401 /);
  const channel = await endpoint.openChannel(16992, { signal: never });
  channel.on("error", () => {}); // the reset
  channel.write("GET / HTTP/1.1\r\n\r\n");
  await once(channel, "data");
  const gone = new Promise((resolve) => channel.once("close", resolve));
  me.operator.reset();
  await gone;
  expect([web.open, (await endpoint.closed).message]).toEqual([0, expect.any(String)]);
});

test("curl verifies AMT's certificate through LME and logs in", async () => {
  const { endpoint, web } = await session("acm-16-tls");
  await endpoint.whenForwarded([16993], { signal: never });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    void endpoint.openChannel(16993, { signal: never }).then((channel) => {
      pipeline(socket, channel, socket, () => sockets.delete(socket));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const folder = mkdtempSync(path.join(tmpdir(), "web-lme-"));
  cleanups.push(
    () => rmSync(folder, { recursive: true }),
    () => new Promise((resolve) => server.close(resolve)),
    () => {
      for (const socket of sockets) socket.destroy();
    },
  );
  writeFileSync(path.join(folder, "ca.pem"), web.identity.authority);
  writeFileSync(path.join(folder, "curl.conf"), `digest\nuser = "admin:${virtualPassword}"\n`, { mode: 0o600 });
  writeFileSync(path.join(folder, "get.xml"), get);
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const { stdout } = await run("curl", [
    ...["-sS", "--max-time", "20", "-K", path.join(folder, "curl.conf"), "--cacert", path.join(folder, "ca.pem")],
    ...["--data-binary", `@${path.join(folder, "get.xml")}`, "-w", "%{http_code} %{ssl_verify_result}"],
    `https://127.0.0.1:${port}/wsman`,
  ]);
  expect(stdout).toMatch(/<g:AMT_GeneralSettings>[\s\S]*<\/a:Envelope>200 0$/);
});
