import { readFile } from "node:fs/promises";
import { connect as dial } from "node:net";
import { duplexPair } from "node:stream";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Connect, createHttpClient } from "../../mei/http/client.ts";
import { overTls, secure, type TlsOptions } from "../../mei/http/tls.ts";
import type { TlsError } from "../../mei/http/tls-error.ts";
import type { Trust } from "../../mei/http/trust.ts";
import { realClock } from "../../platform/clock.ts";
import { Secret } from "../../platform/secret.ts";
import { type Authority, type Issued, openAuthority, opensslServer } from "../support/openssl.ts";
import { settle } from "../support/settle.ts";
import { steppedClock } from "../support/stepped-clock.ts";
import { webPeer, writes } from "../support/web-peer.ts";

const { signal } = new AbortController();
let authority: Authority;
let root: Issued;
let kernel: Issued;
let leaf: Issued;
let other: Issued;
let self: Issued;
beforeAll(async () => {
  authority = await openAuthority();
  root = await authority.issue("OnDie CA Root Cert Signing", { ca: true });
  kernel = await authority.issue("ODCA 2 CSME Kernel CA", { issuer: root, ca: true });
  leaf = await authority.issue("AMT RCFG", { issuer: kernel });
  other = await authority.issue("AMT RCFG", { issuer: kernel });
  self = await authority.issue("self");
});
afterAll(() => authority.remove());

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
async function serve(of: Issued, chain: readonly Issued[], ...options: string[]) {
  const server = await opensslServer(of, chain, ...options);
  cleanups.push(server.stop);
  return server;
}
/** Through a stream that is no socket, as an APF channel is none. */
const through =
  (port: () => number): Connect =>
  async () => {
    const [ours, theirs] = duplexPair();
    const socket = dial(port(), "127.0.0.1");
    theirs.pipe(socket).pipe(theirs);
    socket.on("error", (error) => ours.destroy(error));
    socket.once("close", () => ours.destroy());
    ours.once("close", () => socket.destroy());
    cleanups.push(() => void socket.destroy());
    return ours;
  };
const roots = (...trusted: Issued[]): Trust & { by: "roots" } => ({
  by: "roots",
  roots: trusted.map(({ pem }) => pem),
});
const pin = async (of: Issued, algorithm: "sha256" | "sha384" = "sha256"): Promise<Trust> => ({
  by: "hash",
  algorithm,
  hash: Buffer.from(await of.fingerprint(algorithm), "hex"),
});
async function fetch(port: number, options: TlsOptions): Promise<string> {
  const client = createHttpClient({
    connect: overTls(
      through(() => port),
      options,
    ),
    clock: realClock,
  });
  cleanups.push(client.close);
  const reply = await client.request({ method: "GET", path: "/", sending: "repeatable" }, { signal });
  return reply.body.toString();
}
const untrusted = (presented: string) =>
  expect.objectContaining({
    name: "TlsError",
    code: "TLS_UNTRUSTED",
    message: expect.stringContaining(presented),
    presented: expect.objectContaining({ sha256: presented }),
  });

describe("a certificate is trusted", () => {
  test("for its chain, whatever its name", async () => {
    const { port } = await serve(leaf, [kernel], "-www");
    expect(await fetch(port, { trust: roots(self, root) })).toContain("Cipher");
  });

  test.each(["sha256", "sha384"] as const)("for its %s, though nobody signed it", async (algorithm) => {
    const { port } = await serve(self, [], "-www");
    expect(await fetch(port, { trust: await pin(self, algorithm) })).toContain("Cipher");
  });

  test("for its chain and the name it must bear", async () => {
    const named = await authority.issue("pc.example.org", { issuer: kernel });
    const { port } = await serve(named, [kernel], "-www");
    expect(await fetch(port, { trust: { ...roots(root), name: "pc.example.org" } })).toContain("Cipher");
    const refused = untrusted(await named.fingerprint("sha256"));
    await expect(fetch(port, { trust: { ...roots(root), name: "mail.example.org" } })).rejects.toEqual(refused);
  });

  test("and shown whole, as openssl sees it", async () => {
    const { port } = await serve(leaf, [kernel]);
    const stream = await through(() => port)({ signal });
    const { socket, presented } = await secure(stream, { trust: roots(root) }, { signal });
    cleanups.push(() => void socket.destroy());
    expect(presented).toMatchObject({
      sha256: await leaf.fingerprint("sha256"),
      sha384: await leaf.fingerprint("sha384"),
      subject: "CN=AMT RCFG, O=Intel Corporation",
      issuer: "CN=ODCA 2 CSME Kernel CA, O=Intel Corporation",
    });
    const pem = (der: Buffer | undefined): string => (der ?? Buffer.alloc(0)).toString("base64");
    expect(presented.chain.slice(0, 2).map(pem)).toEqual(
      [leaf, kernel].map((one) => one.pem.replace(/-----.*?-----|\s/g, "")),
    );
    expect(socket.getProtocol()).toBe("TLSv1.2");
  });
});

describe("a certificate is refused, before a byte is said to it", () => {
  test.each([
    ["of another root", () => [leaf, [kernel], roots(self)] as const],
    ["whose chain has a gap", () => [leaf, [], roots(root)] as const],
    ["self-signed, with roots", () => [self, [], roots(root)] as const],
  ])("%s", async (_name, make) => {
    const [of, chain, trust] = make();
    const server = await serve(of, chain);
    const refused = untrusted(await of.fingerprint("sha256"));
    await expect(fetch(server.port, { trust })).rejects.toEqual(refused);
    expect(server.output()).not.toContain("GET");
  });

  test("with another hash", async () => {
    const server = await serve(leaf, [kernel]);
    const [refused, trust] = [untrusted(await leaf.fingerprint("sha256")), await pin(other)];
    await expect(fetch(server.port, { trust })).rejects.toEqual(refused);
    expect(server.output()).not.toContain("GET");
  });

  test("that is not the first one, though of the same root", async () => {
    const [first, second] = [await serve(leaf, [kernel]), await serve(other, [kernel])];
    let port = first.port;
    const seen: string[] = [];
    const connect = overTls(
      through(() => port),
      { trust: roots(root), onTrusted: ({ sha256 }) => seen.push(sha256) },
    );
    for (let i = 0; i < 2; i++) (await connect({ signal })).destroy();
    port = second.port;
    const refused = untrusted(await other.fingerprint("sha256"));
    await expect(connect({ signal })).rejects.toEqual(refused);
    expect(seen).toEqual([await leaf.fingerprint("sha256")]);
  });
});

describe("trust that could not hold anything", () => {
  test.each<[string, Trust]>([
    ["no roots", { by: "roots", roots: [] }],
    ["a root that is none", { by: "roots", roots: ["secret text"] }],
    ["a broken root", { by: "roots", roots: ["-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] }],
    ["a hash too short", { by: "hash", algorithm: "sha256", hash: Buffer.alloc(20) }],
    ["no hash", { by: "hash", algorithm: "sha384", hash: Buffer.alloc(0) }],
  ])("is refused: %s", async (_name, trust) => {
    const { connect } = writes("");
    const stream = await connect({ signal });
    await expect(secure(stream, { trust }, { signal })).rejects.toMatchObject({ code: "TLS_BAD_TRUST" });
    expect(stream.destroyed).toBe(true);
  });
});

describe("a certificate of ours", () => {
  test("is shown to a server that demands one", async () => {
    const trusted = await authority.issue("our root", { ca: true });
    const ours = await authority.issue("us", { issuer: trusted });
    const demands = ["-Verify", "1", "-verify_return_error", "-CAfile", trusted.certificate, "-www"];
    const { port } = await serve(leaf, [kernel], ...demands);
    const client = { certificates: ours.pem, key: new Secret(await readFile(ours.key, "utf8")) };
    expect(await fetch(port, { trust: roots(root), client })).toContain("Cipher");
    await expect(fetch(port, { trust: roots(root) })).rejects.toMatchObject({
      code: expect.stringMatching(/TLS_FAILED|HTTP_CLOSED/),
    });
  });

  test("with a key that is none is not told on", async () => {
    const client = { certificates: leaf.pem, key: new Secret("my secret key") };
    const stream = await writes("").connect({ signal });
    const error = await secure(stream, { trust: roots(root), client }, { signal }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "TLS_BAD_TRUST" });
    expect((error as TlsError).message).not.toContain("my secret key");
  });
});

describe("versions", () => {
  test("1.3 alone is refused, and so is 1.1 unless allowed", async () => {
    const trust = roots(root);
    const newest = await serve(leaf, [kernel], "-www", "-tls1_3");
    await expect(fetch(newest.port, { trust })).rejects.toMatchObject({ code: "TLS_FAILED" });
    const old = await serve(leaf, [kernel], "-www", "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0");
    await expect(fetch(old.port, { trust })).rejects.toMatchObject({
      code: "TLS_FAILED",
      message: expect.stringContaining("AMT before 12"),
    });
    expect(await fetch(old.port, { trust, oldest: "TLSv1.1" })).toContain("Cipher");
  });
});

describe("no TLS at all", () => {
  test.each([
    ["an HTTP server", writes("HTTP/1.1 400 Bad Request\r\n\r\n")],
    ["an end", webPeer((stream) => stream.resume().end())],
    ["an end in the middle", writes({ end: Buffer.from("160303004a0200", "hex") })],
  ])("%s", async (_name, peer) => {
    const stream = await peer.connect({ signal });
    await expect(secure(stream, { trust: roots(root) }, { signal })).rejects.toMatchObject({ code: "TLS_FAILED" });
    expect(stream.destroyed).toBe(true);
  });

  test("silence ends with the client's time for connecting", async () => {
    const peer = writes("");
    const clock = steppedClock();
    const client = createHttpClient({ connect: overTls(peer.connect, { trust: roots(root) }), clock });
    const asked = client.request({ method: "GET", path: "/", sending: "repeatable" }, { signal });
    const { result, took } = await settle(clock, asked, 60_000, 1_000);
    expect(result).toMatchObject({ reason: { code: "HTTP_TIMEOUT" } });
    expect(took).toBe(20_000);
    expect(peer.streams.every(({ destroyed }) => destroyed)).toBe(true);
    client.close();
    expect(clock.pending).toBe(0);
  });
});
