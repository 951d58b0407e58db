import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { needs } from "../support/needs.ts";
import { portOffset } from "../support/port-offset.ts";
import { amtAgentJson, folder, service } from "../support/program.ts";
import { served } from "../support/served-machine.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
const [plain, secure] = [16_992 + portOffset, 16_993 + portOffset];

/** The service as it runs, on a virtual ME of its own, with all its ports open. `file` gives a file's path in a folder that goes. */
async function serviceOn(machine: string) {
  const dir = folder();
  cleanups.push(() => dir.remove());
  const me = await served(machine);
  cleanups.push(() => me.stop());
  const where = ["--lms-listen", "loopback", "--lms-port-offset", String(portOffset)];
  const running = await service(`socket:${me.path}`, dir, where);
  cleanups.push(() => running.stop());
  const env = { AMT_AGENT_SOCKET: dir.in("agent.sock") };
  for (let ports: { state: string }[] = []; ports.length === 0 || ports.some(({ state }) => state !== "open"); )
    ports = (await amtAgentJson(["status"], { env })).json.lms?.ports ?? [];
  const file = (name: string, content: string): string => {
    writeFileSync(dir.in(name), content, { mode: 0o600 });
    return dir.in(name);
  };
  return { file, identity: (await me.me.web()).web.identity };
}
/** Credentials go by its configuration on its input. */
async function curl(args: readonly string[], login?: string): Promise<string> {
  const child = spawn("curl", ["-sS", "--max-time", "30", "-K", "-", ...args], { stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(login === undefined ? "" : `digest\nuser = "${login}"\n`);
  const [out, problem] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return out + problem;
}
const admin = `admin:${virtualPassword}`;
const general = "http://intel.com/wbem/wscim/1/amt-schema/1/AMT_GeneralSettings";
const get = `<?xml version="1.0" encoding="UTF-8"?>
<Envelope xmlns="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing"
 xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd"><Header>
<a:Action>http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</a:Action><a:To>/wsman</a:To><w:ResourceURI>${general}</w:ResourceURI>
<a:MessageID>uuid:0b6c4a34-7b2f-4a6e-9d61-2f8c3a0e5d01</a:MessageID>
<a:ReplyTo><a:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:Address></a:ReplyTo>
</Header><Body/></Envelope>`;
const posting = (body: string): string[] => [
  "--data-binary",
  `@${body}`,
  "-H",
  "Content-Type: application/soap+xml;charset=UTF-8",
];
const answerToGet = /<g:AMT_GeneralSettings>.*<g:HostName>optiplex<\/g:HostName>/s;

describe.runIf(await needs("curl"))("curl --digest", () => {
  test("on the port without TLS: the logon page, a page behind it, WS-Management by POST", async () => {
    const { file } = await serviceOn("acm-15");
    const at = `http://127.0.0.1:${plain}`;
    expect(await curl(["-i", `${at}/`])).toMatch(/^HTTP\/1\.1 303 .*\r\nLocation: \/logon\.htm\r\n/s);
    expect(await curl(["-L", `${at}/`], admin)).toMatch(/<html/i);
    expect(await curl(["-o", "/dev/null", "-w", "%{http_code}", `${at}/index.htm`], admin)).toBe("200");
    expect(await curl([...posting(file("get.xml", get)), `${at}/wsman`], admin)).toMatch(answerToGet);
    expect(await curl(["-o", "/dev/null", "-w", "%{http_code}", `${at}/wsman`, ...posting(file("get.xml", get))])).toBe(
      "401",
    );
  });

  test("on the TLS port, verified against the machine's root: the same; not against another's", async () => {
    const { file, identity } = await serviceOn("acm-16-tls");
    const ca = ["--cacert", file("ca.pem", identity.authority)];
    const at = `https://127.0.0.1:${secure}`;
    expect(await curl([...ca, "-L", `${at}/`], admin)).toMatch(/<html/i);
    expect(await curl([...ca, ...posting(file("get.xml", get)), `${at}/wsman`], admin)).toMatch(/AMT_GeneralSettings>/);
    expect(await curl(["-w", "%{http_code} %{ssl_verify_result}", `${at}/`], admin)).toMatch(/^000 [1-9]/);
  });
});

describe.runIf(await needs("openssl"))("openssl s_client", () => {
  const request = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
  async function client(...args: string[]): Promise<{ code: number | null; said: string }> {
    const child = spawn("openssl", ["s_client", "-connect", `127.0.0.1:${secure}`, "-verify_return_error", ...args], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    child.stdin.on("error", () => {}); // it has not waited for it
    child.stdin.end(request);
    const code = new Promise<number | null>((resolve) => child.once("close", resolve));
    const [out, problem] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await code, said: out + problem };
  }
  test.each(["acm-16-tls", "unprovisioned-19"])("verifies the chain of %s, and gets its answer", async (machine) => {
    const { file, identity } = await serviceOn(machine);
    const trusted = await client("-CAfile", file("ca.pem", identity.authority), "-ign_eof");
    expect(trusted.said).toMatch(/Verify return code: 0 \(ok\)/);
    expect(trusted.said).toMatch(/HTTP\/1\.1 303 /);
    expect(trusted.code).toBe(0);
    const other = await client("-CAfile", "/dev/null", "-no-CApath", "-no-CAstore", "-ign_eof");
    expect(other.code).not.toBe(0);
    expect(other.said).not.toMatch(/HTTP\/1\.1/);
  });
});
