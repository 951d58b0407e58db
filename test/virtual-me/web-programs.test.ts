import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { needs } from "../support/needs.ts";
import { listenWeb, type WebListener } from "../support/web-listener.ts";

/** Runs a program with its input; gives all that it printed, on both, and its exit code. */
async function run(program: string, args: readonly string[], input = ""): Promise<{ said: string; code: number }> {
  const child: ChildProcess = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
  child.stdin!.end(input);
  const [out, error, [code]] = await Promise.all([buffer(child.stdout!), buffer(child.stderr!), once(child, "exit")]);
  return { said: `${out}${error}`, code: code as number };
}
/** Credentials by curl's configuration on its input: a password is not for the argument list. */
const curl = (password: string, ...args: readonly string[]): Promise<{ said: string; code: number }> =>
  run("curl", ["-sS", "--max-time", "20", "-K", "-", ...args], `digest\nuser = "admin:${password}"\n`);

describe.runIf(await needs("curl", "openssl"))("programs of others", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "web-programs-"));
  const opened: WebListener[] = [];
  let plain = "";
  let old: WebListener;
  let onDie: WebListener;
  const file = (name: string, content: string | Buffer): string => {
    writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };

  beforeAll(async () => {
    old = await listenWeb("acm-15", async ({ body, user }) => ({
      status: body.includes("fault") ? 400 : 200,
      body: `<Envelope>${user.name} sent ${body.length}: ${"x".repeat(3000)}</Envelope>`,
    }));
    onDie = await listenWeb("unprovisioned-19", async () => ({ status: 200, body: "<answer/>" }));
    opened.push(old, onDie);
    plain = `http://127.0.0.1:${old.port(16992)}`;
  });
  afterAll(async () => {
    await Promise.all(opened.map((one) => one.close()));
    rmSync(folder, { recursive: true });
  });

  test("curl follows / to the logon page", async () => {
    const { said, code } = await curl(virtualPassword, "-L", "-w", "%{http_code} %{num_redirects}", `${plain}/`);
    expect(said).toMatch(/<h2>Log on to Intel[\s\S]*200 1$/);
    expect(code).toBe(0);
  });

  test("curl --digest posts to /wsman, with a length, in chunks, and after 100 Continue", async () => {
    const body = file("body.xml", `<request>${"y".repeat(20_000)}</request>`);
    for (const args of [[], ["-H", "Transfer-Encoding: chunked"], ["-H", "Expect: 100-continue", "-v"]]) {
      const { said, code } = await curl(virtualPassword, "--data-binary", `@${body}`, ...args, `${plain}/wsman`);
      expect(code).toBe(0);
      expect(said).toMatch(/<Envelope>admin sent 20019: x{3000}<\/Envelope>/);
      if (args.includes("-v")) expect(said).toContain("< HTTP/1.1 100 Continue");
    }
    expect(old.asked.every(({ over, tls }) => over === "network" && !tls)).toBe(true);
  });

  test("curl reads a fault, two requests over one connection, and is told what is too large", async () => {
    const fault = await curl(virtualPassword, "-d", "<fault/>", "-w", "%{http_code}", `${plain}/wsman`);
    expect(fault.said).toMatch(/<\/Envelope>400$/);
    const twice = await curl(
      virtualPassword,
      "-d",
      "<a/>",
      "-w",
      "%{num_connects} ",
      `${plain}/wsman`,
      `${plain}/wsman`,
    );
    // Each asks without credentials first, and 401 closes; the second does so on the connection that the first's 200 left open.
    expect(twice.said.match(/<\/Envelope>(\d) /g)).toEqual(["</Envelope>2 ", "</Envelope>1 "]);
    const large = file("large.xml", Buffer.alloc(2_000_000, "z"));
    const refused = await curl(
      virtualPassword,
      "--data-binary",
      `@${large}`,
      "-w",
      "%{http_code}",
      "-o",
      "/dev/null",
      `${plain}/wsman`,
    );
    expect(refused.said).toMatch(/413$/);
  });

  test("curl --cacert verifies the TLS port, and refuses it without", async () => {
    for (const listener of [old, onDie]) {
      const ca = file("ca.pem", listener.web.identity.authority);
      for (const host of ["127.0.0.1", "localhost"]) {
        const url = `https://${host}:${listener.port(16993)}`;
        const seen = await curl(
          virtualPassword,
          "-4",
          "--cacert",
          ca,
          "-w",
          "%{http_code} %{ssl_verify_result}",
          `${url}/`,
        );
        expect(seen).toEqual({ said: "303 0", code: 0 });
        expect((await curl(virtualPassword, "-4", `${url}/`)).code).toBe(60);
      }
    }
    const url = `https://localhost:${old.port(16993)}/wsman`;
    const ca = file("ca.pem", old.web.identity.authority);
    const { said } = await curl(virtualPassword, "-4", "--cacert", ca, "-d", "<a/>", url);
    expect(said).toMatch(/^<Envelope>admin sent 4: /);
    expect(old.asked.at(-1)?.tls).toBe(true);
  });

  test("openssl s_client verifies the chain, with the TLS version of the generation", async () => {
    for (const [listener, version, depth] of [
      [old, "TLSv1.2", 0],
      [onDie, "TLSv1.3", 6],
    ] as const) {
      const ca = file("ca.pem", listener.web.identity.authority);
      const { said } = await run("openssl", [
        ...["s_client", "-connect", `127.0.0.1:${listener.port(16993)}`, "-CAfile", ca],
        ...["-verify_return_error", "-verify_hostname", "localhost", "-showcerts"],
      ]);
      expect(said).toContain("Verify return code: 0 (ok)");
      expect(said).toContain(`New, ${version}, Cipher is`);
      expect(said).toContain(`depth=${depth} O = "virtual ME of amt-agent, not Intel"`);
    }
  });

  test("a client without TLS on the TLS port, one that breaks off, and a scanner of versions leave it serving", async () => {
    const port = old.port(16993);
    expect((await curl(virtualPassword, `http://127.0.0.1:${port}/`)).code).not.toBe(0);
    for (const version of ["-tls1", "-tls1_1", "-tls1_3"]) {
      const { said } = await run("openssl", ["s_client", "-connect", `127.0.0.1:${port}`, version]);
      expect(said).toMatch(/alert protocol version|no protocols available|unsupported protocol/);
    }
    const ca = file("ca.pem", old.web.identity.authority);
    expect((await curl(virtualPassword, "--cacert", ca, "-w", "%{http_code}", `https://127.0.0.1:${port}/`)).said).toBe(
      "303",
    );
  });

  test("ten wrong passwords lock the right one out", async () => {
    const locked = await listenWeb("acm-15", async () => ({ status: 200, body: "<answer/>" }), { tls: false });
    opened.push(locked);
    const url = `http://127.0.0.1:${locked.port(16992)}/wsman`;
    const status = async (password: string): Promise<string> =>
      (await curl(password, "-d", "<a/>", "-o", "/dev/null", "-w", "%{http_code}", url)).said;
    expect(await status(virtualPassword)).toBe("200");
    for (let i = 0; i < 10; i++) expect(await status("Wrong-Pass-1")).toBe("401");
    expect(await status(virtualPassword)).toBe("401");
    expect(locked.web.logins).toMatchObject({ locked: true, failed: 10 });
  });
});
