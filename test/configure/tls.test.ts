import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { certificateRequest } from "../../agent/provisioning/configure/certificate-request.ts";
import { publicKeyCertificate } from "../../mei/wsman/resources/certificates.ts";
import { type ConfiguredMachine, configuredMachine } from "../support/configured-machine.ts";
import { folder } from "../support/program.ts";

const dir = folder();
const openssl = (...args: string[]): string =>
  execFileSync("openssl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const authority = (name: string): string => {
  const key = ["-newkey", "rsa:2048", "-nodes", "-keyout", dir.in(`${name}.key`)];
  openssl("req", "-x509", ...key, "-out", dir.in(`${name}.pem`), "-subj", `/CN=${name}`, "-days", "3");
  return readFileSync(dir.in(`${name}.pem`), "utf8");
};
const authorityPem = authority("authority");
/** The owner's authority, which is another program. */
function signed(request: string, ...more: string[]): string {
  writeFileSync(dir.in("amt.csr"), request);
  const by = ["-CA", dir.in("authority.pem"), "-CAkey", dir.in("authority.key"), "-CAcreateserial"];
  return openssl("x509", "-req", "-in", dir.in("amt.csr"), ...by, "-days", "2", ...more);
}

let machine: ConfiguredMachine;
beforeEach(async () => {
  machine = await configuredMachine("acm-15");
});
afterEach(() => machine.close());
afterAll(() => dir.remove());
const isOn = (): boolean => machine.me.world.tls;

test("a request that openssl takes for signed by its own key, and the certificate that comes back", async () => {
  const request = await certificateRequest(machine.reach, "pc-17.example.com");
  writeFileSync(dir.in("check.csr"), request);
  expect(openssl("req", "-in", dir.in("check.csr"), "-noout", "-verify", "-subject")).toContain("pc-17.example.com");
  // each has a key of its own: of one that is there already nobody knows who else has it
  const again = await certificateRequest(machine.reach, "pc-17.example.com");
  writeFileSync(dir.in("again.csr"), again);
  const keyOf = (file: string): string => openssl("req", "-in", dir.in(file), "-noout", "-pubkey");
  expect(keyOf("again.csr")).not.toBe(keyOf("check.csr"));

  const certificate = signed(request);
  const done = await machine.configure("tls", { mode: "server", certificate });
  const { fingerprint256 } = new X509Certificate(certificate);
  const sha256 = fingerprint256.replaceAll(":", "").toLowerCase();
  expect(done.now).toMatchObject({ mode: "server", plaintext: false, certificate: { sha256 } });
  expect(isOn()).toBe(true);
  expect((await machine.configure("tls", { mode: "server", certificate })).result).toBe("same");
});

test("one that is made here: for a key of AMT's, by a key that is forgotten", async () => {
  await machine.configure("tls", { mode: "server", commonName: "ünder&<wegs>" });
  const all = await machine.reach.wsman.enumerate(publicKeyCertificate, machine.reach);
  const made = all.find(({ value }) => value.Subject?.includes("wegs"));
  const der = made?.value.X509Certificate ?? Buffer.alloc(0);
  writeFileSync(dir.in("made.der"), der);
  const shown = openssl(
    "x509",
    "-inform",
    "der",
    "-in",
    dir.in("made.der"),
    "-noout",
    "-text",
    "-nameopt",
    "utf8,sep_multiline",
  );
  expect(shown).toContain("ünder&<wegs>");
  expect(shown).toMatch(/CA:FALSE[\s\S]*TLS Web Server Authentication/);
  expect(made?.value.TrustedRootCertficate).toBe(false);
});

test("mutual TLS trusts the root that is given, beside plaintext when that is meant; then off", async () => {
  const mutual = {
    mode: "mutual",
    plaintext: true,
    trustedRoots: [authorityPem],
    trustedNames: ["console.example.com"],
  };
  const done = await machine.configure("tls", mutual);
  expect(done.now).toMatchObject({ mode: "mutual", plaintext: true, trustedNames: ["console.example.com"] });
  expect((await machine.configure("tls", mutual)).result).toBe("same");
  const writes = machine.writes().length;
  await machine.configure("tls", { mode: "off" });
  expect(machine.writes().slice(writes)).toEqual(["Put AMT_TLSSettingData", "CommitChanges"]);
  expect((await machine.configure("tls", { mode: "off" })).result).toBe("same");
  expect(isOn()).toBe(false);
});

test("an expired certificate is refused", async () => {
  const request = await certificateRequest(machine.reach, undefined);
  const expired = signed(request, "-days", "-1");
  const writes = machine.writes().length;
  const refused = (async () => machine.configure("tls", { mode: "server", certificate: expired }))();
  await expect(refused).rejects.toMatchObject({ code: "CONFIGURE_REFUSED", message: expect.stringMatching(/expired/) });
  expect(machine.writes().length).toBe(writes);
});
