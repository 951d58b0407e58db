import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type ConfiguredMachine, configuredMachine } from "../support/configured-machine.ts";

const directory = mkdtempSync(join(tmpdir(), "amt-dot1x-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
let machine: ConfiguredMachine;
afterEach(() => machine.close());

const openssl = (...words: string[]) => execFileSync("openssl", words, { cwd: directory, stdio: "pipe" });
const read = (name: string): string => readFileSync(join(directory, name), "utf8");
/** An authority, and what it made for this PC: as a network's owner would have them. */
function made(name: string) {
  return { clientCertificate: read(`${name}.pem`), clientKey: read(`${name}.key`), caCertificate: read("ca.pem") };
}
beforeAll(() => {
  const root = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30"];
  openssl(...root, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Network CA & <sons>");
  for (const name of ["old", "new"]) {
    openssl(
      "req",
      "-new",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-keyout",
      `${name}.key`,
      "-out",
      `${name}.csr`,
      "-subj",
      "/CN=pc-17",
    );
    openssl(
      "x509",
      "-req",
      "-in",
      `${name}.csr`,
      "-CA",
      "ca.pem",
      "-CAkey",
      "ca.key",
      "-CAcreateserial",
      "-days",
      "20",
      "-out",
      `${name}.pem`,
    );
  }
  openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "ec.key");
});

const der = (pem: string): string => pem.replace(/-----[^-]+-----|\s/g, "");
/** Certificates that AMT uses for this login, by its own store: DER in base64. */
async function bound(context: string, provider: string): Promise<string[]> {
  const { store } = (await machine.me.web()).manageability.managed;
  const contexts = store.list(context) as readonly Record<string, { to: string; keys: Record<string, string> }>[];
  const handles = contexts
    .filter(({ ElementProvidingContext: of }) => of?.to === provider)
    .map(({ ElementInContext: one }) => one?.keys.InstanceID);
  return store
    .list("AMT_PublicKeyCertificate")
    .filter(({ InstanceID }) => handles.includes(String(InstanceID)))
    .map(({ X509Certificate }) => String(X509Certificate))
    .sort();
}
const eapTls = (name: string, more: object = {}) => ({ protocol: "eap-tls", user: "pc-17", ...made(name), ...more });
const configure = async (subject: "wired" | "wifi", wanted: object) => {
  const before = machine.writes().length;
  const outcome = await machine.configure(subject, wanted);
  return { result: outcome.result, writes: machine.writes().slice(before) };
};

describe("802.1x with a client's certificate on the wire", () => {
  test("key, certificate and root are put into AMT once and bound; a renewed certificate is noticed and bound instead", async () => {
    machine = await configuredMachine("acm-15");
    const wired = (name: string) => ({ dot1x: eapTls(name) });
    expect(await configure("wired", wired("old"))).toEqual({
      result: "done",
      writes: ["AddTrustedRootCertificate", "AddKey", "AddCertificate", "Put IPS_IEEE8021xSettings", "SetCertificates"],
    });
    const both = (name: string) => [der(read(`${name}.pem`)), der(read("ca.pem"))].sort();
    expect(await bound("IPS_8021xCredentialContext", "IPS_IEEE8021xSettings")).toEqual(both("old"));
    expect(await configure("wired", wired("old"))).toEqual({ result: "same", writes: [] });
    expect(await configure("wired", wired("new"))).toEqual({
      result: "done",
      writes: ["AddKey", "AddCertificate", "Put IPS_IEEE8021xSettings", "SetCertificates"],
    });
    expect(await bound("IPS_8021xCredentialContext", "IPS_IEEE8021xSettings")).toEqual(both("new"));
    const off = await configure("wired", { dot1x: "off" });
    expect([off.result, await bound("IPS_8021xCredentialContext", "IPS_IEEE8021xSettings")]).toEqual(["done", []]);
    for (const request of machine.requests) expect(request).not.toContain("PRIVATE KEY");
  });

  test("an AMT that binds none of them is not believed", async () => {
    machine = await configuredMachine("acm-15");
    const { store } = (await machine.me.web()).manageability.managed;
    const add = store.add.bind(store);
    Object.assign(store, {
      add: (name: string, one: Parameters<typeof add>[1]) =>
        name === "IPS_8021xCredentialContext" ? undefined : add(name, one),
    });
    await expect(configure("wired", { dot1x: eapTls("old") })).rejects.toMatchObject({ code: "CONFIGURE_NOT_TAKEN" });
  });

  test.each<[string, () => object, RegExp]>([
    ["another's key", () => eapTls("old", { clientKey: read("new.key") }), /not that of its certificate/],
    ["an elliptic key", () => eapTls("old", { clientKey: read("ec.key") }), /no RSA key/],
    ["no key", () => ({ ...eapTls("old"), clientKey: undefined }), /both or neither/],
    ["no root", () => ({ ...eapTls("old"), caCertificate: undefined }), /root certificate/],
    ["no certificate at all", () => ({ protocol: "eap-tls", user: "pc" }), /EAP-TLS/],
    ["a password beside it", () => eapTls("old", { password: "Eap-Secret-1" }), /uses none/],
    [
      "text that is no certificate",
      () => eapTls("old", { clientCertificate: "-----BEGIN CERTIFICATE-----\nAAAA" }),
      /no certificate/,
    ],
  ])("%s is refused, and nothing is sent", async (_what, dot1x, said) => {
    machine = await configuredMachine("acm-15");
    const refused = (async () => machine.configure("wired", { dot1x: dot1x() }))();
    await expect(refused).rejects.toMatchObject({ code: "CONFIGURE_INPUT", message: expect.stringMatching(said) });
    await expect(refused).rejects.toMatchObject({ message: expect.not.stringContaining("Eap-Secret") });
    expect(machine.writes()).toEqual([]);
  });
});

describe("802.1x with a client's certificate over Wi-Fi", () => {
  const wifi = (dot1x: object, more: object = {}) => ({
    profiles: [{ name: "Office", ssid: "office", security: "wpa2-802.1x", dot1x }],
    ...more,
  });
  test("is bound to its profile; another protocol is noticed, another certificate sent when told so", async () => {
    machine = await configuredMachine("wifi-14");
    expect(await configure("wifi", wifi(eapTls("old")))).toMatchObject({
      result: "done",
      writes: ["AddTrustedRootCertificate", "AddKey", "AddCertificate", "AddWiFiSettings", "RequestStateChange"],
    });
    const both = [der(read("old.pem")), der(read("ca.pem"))].sort();
    expect(await bound("CIM_CredentialContext", "CIM_IEEE8021xSettings")).toEqual(both);
    expect(await configure("wifi", wifi(eapTls("old")))).toEqual({ result: "same", writes: [] });
    expect(await configure("wifi", wifi(eapTls("new"), { renew: true }))).toMatchObject({
      writes: ["AddKey", "AddCertificate", "UpdateWiFiSettings"],
    });
    expect(await bound("CIM_CredentialContext", "CIM_IEEE8021xSettings")).toContain(der(read("new.pem")));
    const peap = { protocol: "peap-mschapv2", user: "pc-17", password: "Eap-Secret-1" };
    expect(await configure("wifi", wifi(peap))).toMatchObject({ result: "done", writes: ["UpdateWiFiSettings"] });
    expect(await configure("wifi", wifi({ ...peap, protocol: "ttls-mschapv2" }))).toMatchObject({
      writes: ["UpdateWiFiSettings"],
    });
    expect(await bound("CIM_CredentialContext", "CIM_IEEE8021xSettings")).toEqual([]);
  });
});
