import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, describe, expect, test } from "vitest";
import { readYaml } from "../../agent/config-yaml.ts";
import { intentOf } from "../../agent/provisioning/apply/activation.ts";
import { type Activate, apply } from "../../agent/provisioning/apply/apply.ts";
import { readProfile } from "../../agent/provisioning/apply/read-profile.ts";
import { Secret } from "../../platform/secret.ts";
import { type ConfiguredMachine, configuredMachine } from "../support/configured-machine.ts";

let machine: ConfiguredMachine | undefined;
afterEach(async () => {
  await machine?.close();
  machine = undefined;
});
const files = {
  readSecret: (file: string) => new Secret(`${path.basename(file)}-Secret-1`),
  readText: () => {
    throw new Error("no text file is named here");
  },
};
const noKey = async (): Promise<Secret> => {
  throw new Error("nobody asked for a key");
};
const read = (text: string, { ownersAlone = true, key = noKey } = {}) => readProfile({ text, ownersAlone, files, key });
/** Nobody may ask for it here. */
const never: Activate = async () => {
  throw new Error("set up again");
};

const whole = `
version: 1
name: every part
clock: {tolerance: 600}
features: {kvm: true, sol: false, usbr: false, userConsent: kvm}
audit: {on: true, storage: noRollOver}
presence:
  rebootDelay: 60
  agents:
    - id: 03020100-0504-0706-0809-0A0B0C0D0E0F
      description: backup
      startup: 300
      timeout: 60
      reboot: true
      actions: [{from: [any], to: [expired, suspended], defense: activate}, {from: [running], to: [expired]}]
    - {id: 13020100-0504-0706-0809-0a0b0c0d0e0f, startup: 300, timeout: 60}
hostname: {host: pc-17, domain: example.com, shared: false}
wired: {dhcp: true}
wifi:
  sync: true
  profiles:
    - {name: Office, ssid: office, security: wpa2-psk, passphrase: {file: /root/psk}}
    - {name: Home, ssid: home, security: wpa2-psk, passphrase: {file: /root/home}}
proxy: {proxies: [{address: proxy.example.com, port: 3128, networkDnsSuffix: example.com}]}
cira: {address: mps.example.com, user: pc17, password: {file: /root/m}}
tls: {mode: server, plaintext: true}
`;

describe("a profile", () => {
  test("is applied in its order, each part read back; a second time nothing is sent", async () => {
    machine = await configuredMachine("acm-16-wifi");
    const { profile } = await read(whole);
    const options = { dryRun: false, setMebxPassword: false, activate: never };
    const planned = await apply(profile, machine.reach, { ...options, dryRun: true });
    expect(machine.writes()).toEqual([]);
    const applied = await apply(profile, machine.reach, options);
    const order = ["clock", "features", "audit", "presence", "hostname", "wired", "wifi", "proxy", "cira", "tls"];
    expect(applied.subjects.map(({ subject }) => subject)).toEqual(order);
    expect(applied.subjects.map(({ changes }) => changes)).toEqual(planned.subjects.map(({ changes }) => changes));
    const writes = machine.writes().length;
    expect(writes).toBeGreaterThan(12);
    const again = await apply(profile, machine.reach, options);
    expect(again.subjects.map(({ result }) => result)).toEqual(order.map(() => "same"));
    expect(machine.writes().length).toBe(writes);
  });

  test("with one part that AMT would refuse changes nothing at all", async () => {
    machine = await configuredMachine("ccm-12");
    const { profile } = await read("version: 1\nhostname: {host: other}\nfeatures: {userConsent: none}\n");
    const refused = apply(profile, machine.reach, { dryRun: false, setMebxPassword: false, activate: never });
    await expect(refused).rejects.toMatchObject({ code: "CONFIGURE_REFUSED" });
    expect(machine.writes()).toEqual([]);
  });

  test("writes the MEBx password only when told so: nobody can read whether it is the same", async () => {
    machine = await configuredMachine("acm-15");
    const { profile } = await read("version: 1\nmebxPassword: {file: mebx}\n");
    const options = { dryRun: false, setMebxPassword: false, activate: never };
    await apply(profile, machine.reach, options);
    expect(machine.writes()).toEqual([]);
    const { subjects } = await apply(profile, machine.reach, { ...options, setMebxPassword: true });
    expect([subjects[0]?.result, machine.writes()]).toEqual(["sent", ["SetMEBxPassword"]]);
  });

  test("of a mode that cannot be had from here is refused, or left to whoever sets AMT up", async () => {
    machine = await configuredMachine("acm-15");
    const options = { dryRun: false, setMebxPassword: false, activate: never };
    const back = await read("version: 1\nactivation: {mode: client}\n");
    await expect(apply(back.profile, machine.reach, options)).rejects.toMatchObject({ code: "CONFIGURE_REFUSED" });
    const same = await read("version: 1\nactivation: {mode: admin}\n");
    const { activation } = await apply(same.profile, machine.reach, options);
    expect(activation).toEqual({ before: "admin", after: "admin", result: "same" });
    await machine.close();

    machine = await configuredMachine("ccm-12");
    const asked: unknown[] = [];
    const note: Activate = async (wanted, how) => asked.push([wanted.mode, how]);
    const up = await read("version: 1\nactivation: {mode: admin}\nadminPassword: {file: a}\nhostname: {host: x}\n");
    const planned = await apply(up.profile, machine.reach, { ...options, dryRun: true, activate: note });
    expect(asked).toEqual([["admin", { from: "client", dryRun: true }]]);
    expect(planned).toMatchObject({ activation: { result: "planned" }, later: ["password", "hostname"], subjects: [] });
    // whoever says that he did it is not believed
    const lying = apply(up.profile, machine.reach, { ...options, activate: note });
    await expect(lying).rejects.toMatchObject({ code: "CONFIGURE_NOT_TAKEN" });
  });

  test("that asks for a certificate it does not have says so", () => {
    const wanted = { mode: "admin", certificate: undefined, certificatePassword: undefined } as const;
    const more = { password: new Secret("x"), mebxPassword: undefined };
    expect(() => intentOf({ ...wanted, ...more }, "none")).toThrow(/provisioning certificate/);
  });

  test("is what the published schema says, and nothing else", async () => {
    const file = path.join(import.meta.dirname, "../../docs/schema/profile.schema.json");
    const valid = new Ajv2020({ strict: false, validateFormats: false }).compile(
      JSON.parse(readFileSync(file, "utf8")),
    );
    const parse = (text: string): unknown => readYaml(text, "a profile");
    expect([valid(parse(whole)), valid.errors]).toEqual([true, null]);
    for (const wrong of ["version: 2", "version: 1\nfeature: {}", "version: 1\nfeatures: {kvm: yes please}"]) {
      expect(valid(parse(wrong))).toBe(false);
      await expect(read(wrong)).rejects.toMatchObject({ code: "PROFILE_INVALID" });
    }
  });

  test("holds secrets itself only where nobody else can read it; refusals do not repeat them", async () => {
    const inline = "version: 1\nadminPassword: Hunter-2-Hunter\n";
    expect((await read(inline)).profile.adminPassword?.reveal()).toBe("Hunter-2-Hunter");
    const refused = read(inline, { ownersAlone: false });
    await expect(refused).rejects.toMatchObject({ message: expect.stringMatching(/adminPassword.*\{file: PATH\}/) });
    await expect(refused).rejects.toMatchObject({ message: expect.not.stringContaining("Hunter") });
    const broken = read("version: 1\nadminPassword: {Hunter-2-Hunter: [}\n");
    await expect(broken).rejects.toMatchObject({ message: expect.not.stringContaining("Hunter") });
  });
});

/** As the toolkit's console writes one (rpc.md 1.8). */
const toolkit = {
  id: 1,
  name: "their profile",
  tags: [],
  configuration: {
    generalSettings: { sharedFQDN: true, networkInterfaceEnabled: true, pingResponseEnabled: true },
    network: {
      wired: { dhcpEnabled: true, ipSyncEnabled: true, sharedStaticIP: false, ieee8021x: {} },
      wireless: {
        wifiSyncEnabled: true,
        profiles: [
          {
            profileName: "Office",
            ssid: "office",
            password: "correct horse",
            authenticationMethod: 6,
            encryptionMethod: 4,
            priority: 2,
          },
          {
            profileName: "Home",
            ssid: "home",
            password: "battery staple",
            authenticationMethod: "WPA2PSK",
            priority: 3,
          },
        ],
      },
      proxy: [{ address: "proxy.example.com", port: 3128, networkDnsSuffix: "example.com" }],
    },
    tls: { enabled: true, mutualAuthentication: false, allowNonTLS: true, signingAuthority: "SelfSigned" },
    redirection: { enabled: true, services: { kvm: true, sol: false, ider: false }, userConsent: "All" },
    enterpriseAssistant: { url: "", username: "", password: "" },
    amtSpecific: {
      controlMode: "acmactivate",
      adminPassword: "Virtual-ME-1",
      generateRandomPassword: false,
      mebxPassword: "",
      cira: {
        mpsUsername: "admin",
        mpsPassword: "Pass-1",
        mpsAddress: "mps.example.com",
        mpsPort: 4433,
        environmentDetection: ["corp.example"],
      },
    },
  },
};

describe("a profile of the Device Management Toolkit", () => {
  const key = "0123456789abcdefghijklmnopqrstuv";
  async function encrypted(): Promise<string> {
    const nonce = Buffer.from("unique nonce");
    const imported = await webcrypto.subtle.importKey("raw", Buffer.from(key), "AES-GCM", false, ["encrypt"]);
    const text = Buffer.from(JSON.stringify(toolkit));
    const sealed = await webcrypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, imported, text);
    return Buffer.concat([nonce, Buffer.from(sealed)]).toString("base64");
  }
  test("plain: all of it is applied, both Wi-Fi profiles too, and what is not is named", async () => {
    machine = await configuredMachine("acm-16-wifi");
    const { profile, ignored } = await read(JSON.stringify(toolkit));
    expect(ignored).toEqual([
      "configuration.generalSettings.networkInterfaceEnabled",
      "configuration.generalSettings.pingResponseEnabled",
    ]);
    const options = { dryRun: false, setMebxPassword: false, activate: never };
    const { subjects } = await apply(profile, machine.reach, options);
    const wifi = subjects.find(({ subject }) => subject === "wifi")?.now as unknown as { profiles: { name: string }[] };
    expect(wifi.profiles.map(({ name }) => name)).toEqual(["Test", "Office", "Home"]);
    const again = await apply(profile, machine.reach, options);
    expect(again.subjects.every(({ result }) => result === "same")).toBe(true);
  });
  test("encrypted: the same; another key, or one byte of it changed, is refused", async () => {
    const plain = await read(JSON.stringify(toolkit));
    const opened = await read(await encrypted(), { ownersAlone: false, key: async () => new Secret(key) });
    expect(JSON.stringify(opened)).toBe(JSON.stringify(plain));
    const other = read(await encrypted(), { key: async () => new Secret(key.toUpperCase()) });
    await expect(other).rejects.toMatchObject({ code: "PROFILE_LOCKED" });
    const bytes = Buffer.from(await encrypted(), "base64");
    bytes[20] = (bytes[20] ?? 0) ^ 1;
    const changed = read(bytes.toString("base64"), { key: async () => new Secret(key) });
    await expect(changed).rejects.toMatchObject({ code: "PROFILE_LOCKED" });
  });
  test.each([
    ["a password that nobody would know", { amtSpecific: { generateRandomPassword: true } }, /generateRandomPassword/],
    ["somebody else who signs", { tls: { enabled: true, signingAuthority: "MicrosoftCA" } }, /--csr-out/],
  ])("%s is refused with what to do", async (_, configuration, said) => {
    const refused = read(JSON.stringify({ configuration }));
    await expect(refused).rejects.toMatchObject({ code: "PROFILE_NOT_YET", message: expect.stringMatching(said) });
  });
});
