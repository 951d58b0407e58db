import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { activateThroughServer } from "../../agent/cli/rps.ts";
import { virtualPassword } from "../../virtual-me/accounts.ts";
import { domainOf } from "../../virtual-me/main.ts";
import { kindOf } from "../../virtual-me/pki/kinds.ts";
import { pfxOf } from "../../virtual-me/pki/pfx.ts";
import { pfxPassword } from "../../virtual-me/pki/write.ts";
import { serverCertificate } from "../support/rps-certificate.ts";
import { commandOn } from "../support/rps-command.ts";
import { type RpsServer, rpsServer, type Script } from "../support/rps-server.ts";
import { type Served, served } from "../support/served-machine.ts";

const script = (name: string): Script =>
  JSON.parse(readFileSync(new URL(`scripts/${name}.json`, import.meta.url), "utf8")) as Script;

let me: Served;
let server: RpsServer;
afterEach(async () => {
  await server.stop();
  await me.stop();
});

/** A server with the provisioning certificate of `amt-agent virtual-me pki`. */
async function at(machine: string, name: string) {
  const directory = mkdtempSync(join(tmpdir(), "amt-rps-"));
  try {
    const [pfx, passwordFile] = [join(directory, "provisioning.pfx"), join(directory, "password")];
    writeFileSync(pfx, pfxOf(kindOf("provisioning").make(await domainOf(machine)), pfxPassword));
    writeFileSync(passwordFile, pfxPassword);
    server = await rpsServer(script(name), { certificate: serverCertificate(pfx, passwordFile) });
  } finally {
    rmSync(directory, { recursive: true });
  }
  me = await served(machine);
  return { url: `ws://127.0.0.1:${server.port}/activate`, mei: `socket:${me.path}` };
}
/** How often AMT itself was asked for these. */
const asked = (...methods: string[]): number[] =>
  methods.map((method) => me.me.counts.of(`IPS_HostBasedSetupService.${method}`));

describe("a server brings a virtual machine into admin control mode through us", () => {
  test("nonce, three certificates, AdminSetup with a signature, the ME menu's password", async () => {
    const { url, mei } = await at("unprovisioned-11", "acm");
    const { context, out } = commandOn(mei, { json: true });
    const done = await activateThroughServer(context, { url, profile: "acm" }).catch((error) => error.message);
    expect([server.problems, done]).toEqual([[], "ok"]);
    expect(me.me.world).toMatchObject({ provisioning: "post", controlMode: "admin" });
    expect(asked("AddNextCertInChain", "AdminSetup")).toEqual([3, 1]);
    expect(JSON.parse(out.join("\n"))).toMatchObject({ did: "activate", controlMode: "admin" });
  });

  test("from client control mode: the upgrade, as the owner", async () => {
    const { url, mei } = await at("ccm-12", "upgrade");
    const { context } = commandOn(mei, { env: { AMT_PASSWORD: virtualPassword } });
    const done = await activateThroughServer(context, { url, profile: "acm" }).catch((error) => error.message);
    expect([server.problems, done]).toEqual([[], "ok"]);
    expect(me.me.world).toMatchObject({ provisioning: "post", controlMode: "admin" });
    expect(asked("AddNextCertInChain", "UpgradeClientToAdmin", "AdminSetup")).toEqual([3, 1, 0]);
  });

  test("AMT 19: client control mode first, committed, then the upgrade, all through the tunnel", async () => {
    const { url, mei } = await at("unprovisioned-19", "acm-tunnel");
    const { context } = commandOn(mei);
    const done = await activateThroughServer(context, { url, profile: "acm" }).catch((error) => error.message);
    expect([server.problems, done]).toEqual([[], "ok"]);
    expect(me.me.world).toMatchObject({ provisioning: "post", controlMode: "admin" });
    expect(asked("Setup", "UpgradeClientToAdmin")).toEqual([1, 1]);
  });

  test.each([
    ["a signature over another nonce", "acm-wrong-signature"],
    ["no certificate before AdminSetup", "acm-out-of-order"],
  ])("%s: AMT refuses, the server says so, and AMT is still nobody's", async (_, name) => {
    const { url, mei } = await at("unprovisioned-11", name);
    const { context } = commandOn(mei);
    const error = await activateThroughServer(context, { url, profile: "acm" }).catch((found: unknown) => found);
    expect(server.problems).toEqual([]);
    expect(error).toMatchObject({ code: "RPS_REFUSED", message: expect.stringMatching(/control mode is none/) });
    expect(me.me.world).toMatchObject({ provisioning: "pre", controlMode: "none" });
  });
});
