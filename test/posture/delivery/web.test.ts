import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Destination } from "../../../agent/config-destinations.ts";
import { carrierTo } from "../../../agent/posture/delivery/carriers/choose.ts";
import { credentialsOf } from "../../../agent/posture/delivery/credentials.ts";
import { letterFrom } from "../../../agent/posture/delivery/letter.ts";
import { anyValue } from "../../../agent/posture/delivery/otlp/logs.ts";
import { verifyPosture } from "../../../agent/posture/document/verify.ts";
import { courierOf, type RunningCourier } from "../../support/courier.ts";
import { type Letters, lettersOfOneMachine } from "../../support/letters.ts";
import { type Authority, type Issued, openAuthority } from "../../support/openssl.ts";
import { judgeLogs } from "../../support/otlp-receiver.ts";
import { folder } from "../../support/program.ts";
import { never } from "../../support/virtual-machine.ts";

interface Got {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
type Reply = (got: Got) => { status: number; body?: string; headers?: Record<string, string> } | "cut";

const dir = folder();
let authority: Authority;
let ca: Issued;
let cert: Issued;
let client: Issued;
let letters: Letters;
let courier: RunningCourier | undefined;
let server: Server | undefined;
beforeAll(async () => {
  authority = await openAuthority();
  ca = await authority.issue("test authority", { ca: true });
  cert = await authority.issue("localhost", { issuer: ca });
  client = await authority.issue("this agent", { issuer: ca });
  letters = await lettersOfOneMachine();
  writeFileSync(dir.in("token"), "top-secret-token\n", { mode: 0o600 });
});
async function stop(): Promise<void> {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
}
afterEach(async () => {
  await courier?.stop();
  courier = undefined;
  await stop();
});
afterAll(async () => {
  await authority.remove();
  dir.remove();
});

/** A web server that wants to know who comes, where it is told so. */
async function serve(reply: Reply, { port = 0, mutual = false } = {}): Promise<{ port: number; got: Got[] }> {
  const got: Got[] = [];
  const files = { cert: readFileSync(cert.certificate), key: readFileSync(cert.key), ca: ca.pem };
  server = createServer({ ...files, requestCert: mutual, rejectUnauthorized: mutual }, async (asked, answer) => {
    const parts: Buffer[] = [];
    for await (const part of asked) parts.push(part as Buffer);
    const one = {
      method: asked.method ?? "",
      url: asked.url ?? "",
      headers: asked.headers,
      body: Buffer.concat(parts).toString(),
    };
    got.push(one);
    const said = reply(one);
    if (said === "cut") return asked.socket.destroy();
    answer.writeHead(said.status, said.headers);
    return answer.end(said.body);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, got };
}
const well: Reply = () => ({ status: 200, body: "{}" });
const carrier = (options: Record<string, unknown>) =>
  carrierTo(
    Destination.parse({ name: "test", caFile: ca.certificate, ...options }),
    credentialsOf({ env: {}, exists: () => false }),
  );
const deliver = (options: Record<string, unknown>) =>
  carrier(options).deliver(letterFrom(letters.next().line), { signal: never });

describe("https", () => {
  test("each report arrives as it was sealed, with who and which in its headers, and the token", async () => {
    const { port, got } = await serve(well, { mutual: true });
    const { line, posture } = letters.next();
    const to = {
      to: "https",
      url: `https://localhost:${port}/in`,
      tokenFile: dir.in("token"),
      certFile: client.certificate,
      keyFile: client.key,
    };
    await carrier(to).deliver(letterFrom(line), { signal: never });
    expect(got).toHaveLength(1);
    expect(got[0]).toMatchObject({
      method: "POST",
      url: "/in",
      body: line,
      headers: {
        authorization: "Bearer top-secret-token",
        "content-type": "application/json",
        "ce-id": posture.id,
        "ce-source": `urn:amt-agent:${letters.signer}`,
        "ce-sequence": String(posture.sequence),
        "ce-specversion": "1.0",
      },
    });
  });
  test("without its own certificate it is not let in, and without ours it lets nothing out", async () => {
    const { port, got } = await serve(well, { mutual: true });
    const url = `https://localhost:${port}/in`;
    await expect(deliver({ to: "https", url })).rejects.toThrow();
    await expect(deliver({ to: "https", url, caFile: undefined })).rejects.toMatchObject({
      code: "SELF_SIGNED_CERT_IN_CHAIN",
    });
    expect(got).toEqual([]);
  });
  test.each([
    [413, "DELIVERY_REFUSED"],
    [401, "DELIVERY_LOGIN"],
    [404, "DELIVERY_ANSWER"],
    [301, "DELIVERY_ANSWER"],
    [503, "DELIVERY_ANSWER"],
  ])("%i is %s, without a word of the server's", async (status, code) => {
    const { port } = await serve(() => ({
      status,
      body: "<b>top-secret-token</b>",
      headers: { location: "https://elsewhere/" },
    }));
    const tried = deliver({ to: "https", url: `https://localhost:${port}/`, tokenFile: dir.in("token") });
    await expect(tried).rejects.toMatchObject({ code, message: `the server answered ${status}` });
  });
  test("cut off again and again, and away for a while: every report is there, and one that came twice shows", async () => {
    const at = dir.in("https");
    mkdirSync(at);
    let count = 0;
    // It has taken the report, and nobody hears of it
    const first = await serve(() => (++count % 3 === 0 ? "cut" : { status: 204 }));
    const running = await courierOf(carrier({ to: "https", url: `https://localhost:${first.port}/` }), `${at}/spool`);
    courier = running;
    const ids: string[] = [];
    const put = async (): Promise<void> => {
      const { line, posture } = letters.next();
      ids.push(posture.id);
      await running.outbox.add(line);
    };
    for (let n = 0; n < 5; n += 1) await put();
    await running.until(({ delivered, failing }) => delivered >= 5 && failing === null);
    await stop();
    for (let n = 0; n < 4; n += 1) await put();
    await running.until(({ failing }) => (failing?.attempts ?? 0) >= 3);
    const second = await serve(well, { port: first.port });
    await running.until(({ delivered }) => delivered >= 9);
    const came = [...first.got, ...second.got].map(({ headers }) => String(headers["ce-id"]));
    expect([...new Set(came)]).toEqual(ids);
    expect(came.length).toBeGreaterThan(ids.length);
  });
});

describe("otlp", () => {
  test("a body is what protobuf's JSON mapping says, the report itself in the first record", async () => {
    const { port, got } = await serve(() => ({ status: 200, body: '{"partialSuccess":{}}' }));
    await deliver({ to: "otlp", url: `https://localhost:${port}/v1/logs` });
    const body = JSON.parse(got[0]?.body ?? "");
    judgeLogs(body);
    const [sealed, ...events] = body.resourceLogs[0].scopeLogs[0].logRecords;
    const { posture } = verifyPosture(sealed.body.stringValue);
    expect(events).toHaveLength(1 + posture.checks.length + posture.advisories.length);
    expect(sealed.attributes).toContainEqual({ key: "amt_agent.report.id", value: { stringValue: posture.id } });
    expect(sealed.attributes).toContainEqual({
      key: "amt_agent.report.sequence",
      value: { intValue: String(posture.sequence) },
    });
  });
  test("the receiver's judge refuses what is no such body", () => {
    const record = (of: unknown) => ({ resourceLogs: [{ scopeLogs: [{ logRecords: [of] }] }] });
    for (const wrong of [
      { timeUnixNano: 1 },
      { time_unix_nano: "1" },
      { severityNumber: "INFO" },
      { traceId: "AAAAAAAAAAAAAAAAAAAAAA==" },
      { body: { intValue: 5 } },
      { body: { stringValue: "a", intValue: "1" } },
    ])
      expect(() => judgeLogs(record(wrong)), JSON.stringify(wrong)).toThrow();
  });
  test("numbers are told apart, and nothing is a value too", () => {
    const value = anyValue({ a: 1, b: 1.5, c: null, d: [true, "x"], e: -7 });
    expect(value).toEqual({
      kvlistValue: {
        values: [
          { key: "a", value: { intValue: "1" } },
          { key: "b", value: { doubleValue: 1.5 } },
          { key: "c", value: {} },
          { key: "d", value: { arrayValue: { values: [{ boolValue: true }, { stringValue: "x" }] } } },
          { key: "e", value: { intValue: "-7" } },
        ],
      },
    });
  });
  test("what the receiver did not take is not sent again", async () => {
    const { port } = await serve(() => ({
      status: 200,
      body: '{"partialSuccess":{"rejectedLogRecords":"3","errorMessage":"no"}}',
    }));
    await expect(deliver({ to: "otlp", url: `https://localhost:${port}/` })).rejects.toMatchObject({
      code: "DELIVERY_REFUSED",
    });
  });
});

test("the Console is told of firmware and control mode, after a login of its own", async () => {
  const { port, got } = await serve(({ url }) =>
    url === "/api/v1/authorize" ? { status: 200, body: '{"token":"abc.def"}' } : { status: 200, body: "{}" },
  );
  const guid = "4C4C4544-0042-3010-8052-B4C04F564432";
  const login = { user: "standalone", passwordFile: dir.in("token") };
  await deliver({ to: "console", url: `https://localhost:${port}/api/v1/devices`, guid, ...login });
  expect(JSON.parse(got[0]?.body ?? "")).toEqual({ username: "standalone", password: "top-secret-token" });
  expect(got[1]).toMatchObject({
    method: "PATCH",
    url: "/api/v1/devices",
    headers: { authorization: "Bearer abc.def" },
  });
  expect(JSON.parse(got[1]?.body ?? "")).toMatchObject({
    guid: guid.toLowerCase(),
    deviceInfo: { fwVersion: "16.1.25.2101", fwBuild: "2101" },
  });
});
