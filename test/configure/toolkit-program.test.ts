import { createCipheriv, randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { exits } from "../../agent/cli/exit-codes.ts";
import { digestRealm, passwordDigest } from "../../virtual-me/accounts.ts";
import { domainOf } from "../../virtual-me/main.ts";
import { kindOf } from "../../virtual-me/pki/kinds.ts";
import { pfxOf } from "../../virtual-me/pki/pfx.ts";
import { amtAgentJson, folder } from "../support/program.ts";
import { type Served, served } from "../support/served-machine.ts";

const machine = "unprovisioned-11";
const dir = folder();
afterAll(() => dir.remove());
let me: Served;
beforeEach(async () => {
  me = await served(machine);
});
afterEach(() => me.stop());
const file = (name: string, text: string): string => {
  writeFileSync(dir.in(name), text, { mode: 0o600 });
  return dir.in(name);
};

const password = "Pr0file&<Pass>";
/** As their console exports it (rpc.md 1.8): also what was never set. */
async function exported(mode: "acmactivate" | "ccmactivate"): Promise<string> {
  const pfx = pfxOf(kindOf("provisioning").make(await domainOf(machine)), "Pfx-Pass-1").toString("base64");
  return `id: 0
name: office ${mode}
tags: []
configuration:
  generalSettings:
    sharedFQDN: false
    networkInterfaceEnabled: true
    pingResponseEnabled: true
  network:
    wired:
      dhcpEnabled: true
      ipSyncEnabled: true
      sharedStaticIP: false
      ipAddress: ""
      subnetMask: ""
      defaultGateway: ""
      primaryDNS: ""
      secondaryDNS: ""
      authentication: ""
      ieee8021x: {authenticationProtocol: 0, username: "", password: "", clientCert: "", caCert: "", privateKey: ""}
    wireless: {wifiSyncEnabled: false, uefiWiFiSyncEnabled: false, profiles: []}
  tls: {mutualAuthentication: false, enabled: false, trustedCN: [], allowNonTLS: false, signingAuthority: ""}
  redirection:
    enabled: true
    services: {kvm: true, sol: true, ider: true}
    userConsent: All
  userAccounts: {userAccounts: []}
  enterpriseAssistant: {url: "", username: "", password: ""}
  amtSpecific:
    controlMode: ${mode}
    adminPassword: ${JSON.stringify(password)}
    provisioningCert: ${mode === "acmactivate" ? pfx : '""'}
    provisioningCertPwd: ${mode === "acmactivate" ? "Pfx-Pass-1" : '""'}
    mebxPassword: ${mode === "acmactivate" ? "Mebx-Pass-1" : '""'}
    generateRandomPassword: false
    cira: {mpsUsername: "", mpsPassword: "", mpsAddress: "", mpsPort: 0, mpsCert: "", environmentDetection: []}
`;
}
const key = "0123456789abcdefghijklmnopqrstuv";
function encrypted(text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(key), nonce);
  return Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]).toString("base64");
}
const apply = (...words: string[]) => {
  const admin = dir.in("admin");
  mkdirSync(admin, { recursive: true, mode: 0o700 });
  return amtAgentJson(["apply", ...words, "--mei", `socket:${me.path}`], { env: { AMT_AGENT_ADMIN_DIR: admin } });
};
const has = (): boolean =>
  me.me.world.accounts.get("admin")?.digest.reveal() ===
  passwordDigest("admin", digestRealm(me.me.machine), password).reveal();

describe("a profile that the toolkit's console has exported", () => {
  test.each([
    ["admin", "acmactivate"],
    ["client", "ccmactivate"],
  ] as const)("brings nobody's machine into %s control mode, and is then all there", async (mode, controlMode) => {
    const profile = file("exported.yaml", await exported(controlMode));
    const { code, json, stderr } = await apply(profile);
    expect([code, json.activation, stderr]).toEqual([0, { before: "none", after: mode, result: "done" }, ""]);
    expect([me.me.world.controlMode, has()]).toEqual([mode, true]);
    const again = await apply(profile);
    expect([again.code, again.json.activation.result]).toEqual([0, "same"]);
    expect(again.json.subjects.map(({ result }: { result: string }) => result)).toEqual(
      again.json.subjects.map(() => "same"),
    );
    expect(again.json.ignored).toContain("configuration.generalSettings.pingResponseEnabled");
    expect(JSON.stringify([json, again.json])).not.toMatch(/Pr0file|Pfx-Pass|Mebx-Pass/);
  });

  test("encrypted: with its key from a file; without, or with another, nothing is sent", async () => {
    const profile = file("exported.enc", encrypted(await exported("ccmactivate")));
    const wrong = await apply(profile, "--key-file", file("wrong", `${key.toUpperCase()}\n`));
    expect([wrong.code, wrong.json.error.code]).toEqual([exits.usage[0], "PROFILE_LOCKED"]);
    expect((await apply(profile)).json.error.code).toBe("LOGIN_NEEDED");
    expect(me.me.counts.of("http")).toBe(0);
    const { code, json } = await apply(profile, "--key-file", file("key", `${key}\n`));
    expect([code, json.activation.after, has()]).toEqual([0, "client", true]);
  });
});
