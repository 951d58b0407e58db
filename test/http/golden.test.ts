import { afterEach, describe, expect, test } from "vitest";
import { readLines } from "../../build/golden.ts";
import { parseChallenges } from "../../mei/http/challenge.ts";
import { createHttpClient, type HttpReply } from "../../mei/http/client.ts";
import { chooseDigest } from "../../mei/http/digest.ts";
import { steppedClock } from "../support/stepped-clock.ts";
import { writes } from "../support/web-peer.ts";

/** What real firmware sent. `head` is a status line with headers, `lines` are headers, `parameters` those of a challenge in a log. */
interface Recording {
  readonly id: string;
  readonly firmware: string;
  readonly is: "reply" | "head" | "lines" | "parameters" | "survey" | "redirection";
  readonly text?: string;
  readonly firstChunk?: string;
  readonly hex?: string;
}
const recordings = readLines<Recording>("http");
const of = (is: Recording["is"]) => recordings.filter((one) => one.is === is);
const close: (() => void)[] = [];
afterEach(() => {
  for (const one of close.splice(0)) one();
});
function ask(bytes: string | Buffer): Promise<HttpReply> {
  const client = createHttpClient({ connect: writes({ end: bytes }).connect, clock: steppedClock() });
  close.push(client.close);
  const { signal } = new AbortController();
  return client.request({ method: "POST", path: "/wsman", sending: "once" }, { signal });
}
/** As a reply that is let through, so that its headers can be seen. */
const as403 = (text: string): string => text.replace("401 Unauthorized", "403 Unauthorized");
const bodyOf = (text: string): string => text.slice(text.indexOf("\r\n\r\n") + 4);

function expectChallenge(lines: readonly string[] | undefined): void {
  const challenge = chooseDigest(parseChallenges(lines ?? []));
  expect(challenge?.realm).toMatch(/^Digest:[0-9A-F]{32}$/);
  expect(Buffer.from(challenge?.nonce ?? "", "base64")).toHaveLength(24);
  expect(challenge).toMatchObject({
    hash: "MD5",
    session: false,
    algorithm: undefined,
    opaque: undefined,
    stale: false,
  });
}

test("every recording is of a kind that is read here", () => {
  expect(recordings).toHaveLength(16);
  expect(Object.fromEntries(recordings.map(({ id, is }) => [id, is]))).toMatchInlineSnapshot(`
    {
      "http-200-11850": "head",
      "http-200-14039": "head",
      "http-303-15055": "head",
      "http-401-11850": "reply",
      "http-401-15023": "reply",
      "http-401-15023b": "reply",
      "http-401-16125": "lines",
      "http-401-1618": "parameters",
      "http-401-9030": "lines",
      "http-401-rps1072": "parameters",
      "http-banner-11": "lines",
      "http-qop-survey": "survey",
      "redir-1187": "redirection",
      "redir-1202": "redirection",
      "wsman-15023-card": "reply",
      "wsman-15023-generalsettings": "reply",
    }
  `);
});

describe("whole replies", () => {
  test.each(of("reply").filter(({ text }) => text?.includes(" 401 ")))("$id", async ({ id, text = "" }) => {
    // of http-401-15023 the body was not kept, its length was
    const missing = id === "http-401-15023" ? 693 : 0;
    const reply = await ask(as403(text) + " ".repeat(missing));
    expectChallenge(reply.headers["www-authenticate"]);
    expect(reply.contentType).toBe("text/html");
    expect(reply.headers.server?.[0]).toMatch(/^Intel\(R\) Active Management Technology 1\d\.0?[\d.]+$/);
    expect(reply.body.toString()).toBe(bodyOf(text) + " ".repeat(missing));
    await expect(ask(text + " ".repeat(missing))).rejects.toMatchObject({ code: "AUTH_REQUIRED" });
  });

  test.each(of("reply").filter(({ text }) => text?.includes(" 200 ")))("$id", async ({ text = "" }) => {
    const reply = await ask(text);
    expect(reply).toMatchObject({ status: 200, contentType: "application/soap+xml; charset=UTF-8" });
    const sizes = [...text.matchAll(/\r\n([0-9A-F]{4})\r\n/g)].map(([, size]) => Number.parseInt(size ?? "", 16));
    expect(sizes[0]).toBe(0x220);
    expect(reply.body).toHaveLength(sizes.reduce((sum, size) => sum + size));
    expect(reply.body.toString()).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?><a:Envelope.*<\/a:Envelope>$/s);
  });
});

test.each(of("head"))("$id", async ({ text = "", firstChunk }) => {
  const body = firstChunk ? "x".repeat(Number.parseInt(firstChunk, 16)) : "";
  const reply = await ask(text + (firstChunk ? `${firstChunk}\r\n${body}\r\n0\r\n\r\n` : ""));
  expect(reply.status).toBe(firstChunk ? 200 : 303);
  expect(reply.headers.location?.[0]).toBe(firstChunk ? undefined : "/logon.htm");
  expect(reply.body.toString()).toBe(body);
});

test.each(of("lines").filter(({ text }) => text?.startsWith("WWW-")))("$id", async ({ id, text = "" }) => {
  const reply = await ask(`HTTP/1.1 403 No\r\n${text}\r\n${" ".repeat(id === "http-401-9030" ? 689 : 693)}`);
  expectChallenge(reply.headers["www-authenticate"]);
  expect(reply.headers["www-authenticate"]?.[0]).toContain(id === "http-401-16125" ? "auth-int, auth" : 'qop="auth"');
});

test("the short name of a server", async () => {
  const { text } = recordings.find(({ id }) => id === "http-banner-11") ?? {};
  expect((await ask(`HTTP/1.1 200 OK\r\n${text}\r\n`)).headers.server).toEqual(["AMT"]);
});

test.each(of("parameters"))("$id, from a log that leaves out commas", ({ text = "" }) => {
  expectChallenge([`Digest ${text.replaceAll('" ', '",')},stale="false",qop="auth"`]);
});

test.each(of("redirection"))("$id is another protocol", async ({ hex = "" }) => {
  await expect(ask(Buffer.from(hex, "hex"))).rejects.toMatchObject({ code: "HTTP_BAD_REPLY" });
});
