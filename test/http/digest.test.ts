import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { parseChallenges } from "../../mei/http/challenge.ts";
import { authorization, chooseDigest, type DigestChallenge, digestSession } from "../../mei/http/digest.ts";
import { Secret } from "../../platform/secret.ts";

const execute = promisify(execFile);
const chosen = (header: string): DigestChallenge => {
  const challenge = chooseDigest(parseChallenges([header]));
  if (!challenge) throw new Error(`nothing to answer in ${header}`);
  return challenge;
};
const param = (header: string, name: string): string | undefined => parseChallenges([header])[0]?.params.get(name);

describe("the published examples", () => {
  const get = { method: "GET", path: "/dir/index.html", body: Buffer.alloc(0) };
  const realm = 'realm="http-auth@example.org"';
  const nonce = 'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"';
  const opaque = 'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
  const cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

  test.each([
    ["MD5", "8ca523f5e9506fed4657c9700eebdbec"],
    ["SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"],
  ])("RFC 7616 3.9.1, %s", (algorithm, response) => {
    const challenge = chosen(`Digest ${realm}, qop="auth, auth-int", algorithm=${algorithm}, ${nonce}, ${opaque}`);
    const session = digestSession(challenge, { user: "Mufasa", password: new Secret("Circle of Life") }, cnonce);
    const header = authorization(session, get, 1);
    expect(param(header, "response")).toBe(response);
    expect(header).toContain(`, qop=auth, nc=00000001, cnonce="${cnonce}"`);
    expect(header).toContain(`algorithm=${algorithm}, `);
    expect(param(header, "opaque")).toBe("FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS");
  });

  test("RFC 2617 3.5", () => {
    const challenge = chosen(
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"',
    );
    const session = digestSession(challenge, { user: "Mufasa", password: new Secret("Circle Of Life") }, "0a4f113b");
    expect(param(authorization(session, get, 1), "response")).toBe("6629fae49393a05397450978507c4ef1");
  });
});

describe("curl answers the same challenge alike", () => {
  const offers = {
    "as AMT 15 asks":
      'realm="Digest:34BF4B5A0561F95248F58509A406E046", nonce="bQali2IAAAAAAAAAn0xaWCOcxNsRcEHX",stale="false",qop="auth"',
    "as AMT 16.1 asks":
      'realm="Digest:2517B2332AFD88353D5F5FD352697901", nonce="QYePBLMVAAAAAAAAjfXveceOM5bNfu/K",stale="false",qop="auth-int, auth"',
    "MD5-sess": 'realm="r", nonce="n1", qop="auth", algorithm=MD5-sess, opaque="o"',
    "SHA-256": 'realm="r", nonce="n2", qop="auth", algorithm=SHA-256',
    "SHA-256-sess": 'realm="r", nonce="n3", qop="auth", algorithm=SHA-256-sess',
    "without qop": 'realm="r", nonce="n4"',
    "integrity alone": 'realm="r", nonce="n5", qop="auth-int"',
    "odd characters": 'realm="a \\"quoted\\" \\\\ realm, =", nonce="a,b=c d", qop="auth"',
  };

  test.each(Object.entries(offers))("%s", async (_name, offer) => {
    let answer: string | undefined;
    const server = createServer((request, response) => {
      answer = request.headers.authorization;
      response.writeHead(answer ? 200 : 401, { "WWW-Authenticate": `Digest ${offer}` }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const url = `http://127.0.0.1:${port}/wsman?a=1`;
      await execute("curl", ["-sS", "--digest", "-u", "$$OsAdmin:p:a \"s'ß", url]);
    } finally {
      server.close();
    }
    const challenge = chosen(`Digest ${offer}`);
    const cnonce = param(answer ?? "", "cnonce") ?? "";
    const session = digestSession(challenge, { user: "$$OsAdmin", password: new Secret("p:a \"s'ß") }, cnonce);
    const ours = authorization(session, { method: "GET", path: "/wsman?a=1", body: Buffer.alloc(0) }, 1);
    const fields = (header: string) => Object.fromEntries(parseChallenges([header])[0]?.params ?? []);
    expect(Object.keys(fields(ours)).length).toBeGreaterThan(4);
    expect(fields(ours)).toEqual(fields(answer ?? ""));
  });
});

test("the body is part of an auth-int digest", () => {
  const challenge = chosen('Digest realm="r", nonce="n", qop="auth-int"');
  const session = digestSession(challenge, { user: "u", password: new Secret("p") }, "c");
  const header = authorization(session, { method: "POST", path: "/wsman", body: Buffer.from("<x/>") }, 2);
  // printf over md5sum: H(H(u:r:p):n:00000002:c:auth-int:H(POST:/wsman:H(<x/>)))
  expect(param(header, "response")).toBe("c3bcee66fd9f51b7c57bd2c9f32adb41");
});

describe("challenges", () => {
  const schemes = (...lines: string[]): string[] => parseChallenges(lines).map(({ scheme }) => scheme);

  test("several in one line and in several lines", () => {
    expect(schemes('Negotiate, Basic realm="a, b", Digest realm="r", nonce="n"', "NTLM TlRMTVNTUAAC==")).toEqual([
      "negotiate",
      "basic",
      "digest",
      "ntlm",
    ]);
  });
  test("the better hash is taken whatever the order", () => {
    const both = 'Digest realm="r", nonce="1", algorithm=MD5, Digest realm="r", nonce="2", algorithm=SHA-256';
    expect(chosen(both).nonce).toBe("2");
  });
  test.each([
    ["Basic alone", 'Basic realm="r"'],
    ["no nonce", 'Digest realm="r"'],
    ["no realm", 'Digest nonce="n"'],
    ["an unknown algorithm", 'Digest realm="r", nonce="n", algorithm=SHA-512-256'],
    ["an unknown qop", 'Digest realm="r", nonce="n", qop="auth-conf"'],
    ["a parameter given twice", 'Digest realm="r", nonce="n", nonce="m"'],
    ["a quote left open", 'Digest realm="r", nonce="n'],
    ["parameters without a comma", 'Digest realm="r" nonce="n"'],
    ["nothing", ""],
    ["no grammar", '=,="'],
  ])("%s is not answered", (_name, line) => {
    expect(chooseDigest(parseChallenges([line]))).toBeUndefined();
  });
  test("a broken line does not take the others with it", () => {
    expect(schemes('Digest realm="', 'Digest realm="r", nonce="n"')).toEqual(["digest"]);
  });
});
