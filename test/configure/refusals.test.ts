import { execFileSync } from "node:child_process";
import { afterEach, describe, expect, test } from "vitest";
import type { SubjectName } from "../../agent/api/wanted.ts";
import { digestRealm, passwordDigest, virtualPassword } from "../../virtual-me/accounts.ts";
import { type ConfiguredMachine, configuredMachine } from "../support/configured-machine.ts";
import { needs } from "../support/needs.ts";

let machine: ConfiguredMachine;
afterEach(() => machine.close());
const on = async (name: string, password?: string): Promise<void> => {
  machine = await configuredMachine(name, password);
};
const hasXmllint = await needs("libxml2-utils");
const psk = { name: "a", ssid: "a", security: "wpa2-psk" };

describe("what AMT would refuse, or cannot be meant, is refused before anything is sent", () => {
  test.each<[string, string, SubjectName, object, string, RegExp]>([
    ["consent in client control mode", "ccm-12", "features", { userConsent: "none" }, "CONFIGURE_REFUSED", /upgrade/],
    [
      "the audit log in client control mode",
      "ccm-12",
      "audit",
      { on: false },
      "CONFIGURE_REFUSED",
      /client control mode/,
    ],
    [
      "MEBx in client control mode",
      "ccm-12",
      "mebx-password",
      { password: "Pass-w0rd" },
      "CONFIGURE_REFUSED",
      /upgrade/,
    ],
    ["a weak password", "acm-15", "password", { password: "Passw0rd_" }, "CONFIGURE_INPUT", /special character/],
    ["a weak MEBx password", "acm-15", "mebx-password", { password: "short" }, "CONFIGURE_INPUT", /8 to 32/],
    ["a password of other letters", "acm-15", "password", { password: "Pässw0rd!" }, "CONFIGURE_INPUT", /ASCII/],
    ["Wi-Fi where there is none", "acm-15", "wifi", { sync: true }, "CONFIGURE_ABSENT", /no Wi-Fi/],
    ["sharing with UEFI before it could", "wifi-14", "wifi", { uefiSync: true }, "CONFIGURE_ABSENT", /UEFI/],
    ["no passphrase", "wifi-14", "wifi", { profiles: [psk] }, "CONFIGURE_INPUT", /passphrase/],
    [
      "a short passphrase",
      "wifi-14",
      "wifi",
      { profiles: [{ ...psk, passphrase: "short" }] },
      "CONFIGURE_INPUT",
      /8 to 63/,
    ],
    [
      "two profiles of one priority",
      "wifi-14",
      "wifi",
      {
        profiles: [
          { ...psk, passphrase: "long enough", priority: 4 },
          { ...psk, name: "b", passphrase: "long enough", priority: 4 },
        ],
      },
      "CONFIGURE_REFUSED",
      /"a" has it/,
    ],
    ["an address with DHCP", "acm-15", "wired", { dhcp: true, address: "192.0.2.1" }, "CONFIGURE_INPUT", /give none/],
    ["an address without a mask", "acm-15", "wired", { address: "192.0.2.1" }, "CONFIGURE_INPUT", /mask/],
    ["a server without a login", "acm-15", "cira", { address: "a.example" }, "CONFIGURE_INPUT", /user and password/],
    [
      "TLS off where firmware insists",
      "acm-16-tls",
      "tls",
      { mode: "off" },
      "CONFIGURE_REFUSED",
      /cannot be switched off/,
    ],
    ["a root that is none", "acm-15", "tls", { mode: "mutual", trustedRoots: ["x"] }, "CONFIGURE_INPUT", /PEM/],
    ["AMT off while it has an owner", "acm-16-tls", "amt", { on: false }, "CONFIGURE_REFUSED", /deactivate/],
    ["AMT off by old firmware", "acm-15", "amt", { on: false }, "CONFIGURE_ABSENT", /MEBx/],
    ["days without a policy for them", "acm-15", "audit", { minDays: 5 }, "CONFIGURE_INPUT", /restrictedRollOver/],
    ["an unknown wish", "acm-15", "features", { telepathy: true }, "CONFIGURE_INPUT", /telepathy/],
  ])("%s", async (_what, name, subject, wanted, code, said) => {
    await on(name);
    const refused = (async () => machine.configure(subject, wanted))();
    await expect(refused).rejects.toMatchObject({ code, message: expect.stringMatching(said) });
    expect(machine.writes()).toEqual([]);
  });

  test("a certificate for another's key", async () => {
    await on("acm-15");
    const certificate = execFileSync(
      "openssl",
      ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "/dev/null", "-subj", "/CN=another", "-days", "2"],
      { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    );
    const refused = (async () => machine.configure("tls", { mode: "server", certificate }))();
    await expect(refused).rejects.toMatchObject({
      code: "CONFIGURE_REFUSED",
      message: expect.stringMatching(/--csr-out/),
    });
    expect(machine.writes()).toEqual([]);
  });
});

describe("the login", () => {
  test("a wrong password is sent once, and no more", async () => {
    await on("acm-15", "Wrong-Guess-1");
    const refused = (async () => machine.configure("features", { kvm: false }))();
    await expect(refused).rejects.toMatchObject({ code: "AUTH_FAILED" });
    const again = (async () => machine.configure("features", { kvm: false }))();
    await expect(again).rejects.toMatchObject({ code: "AUTH_HELD_BACK" });
    expect(machine.requests.length).toBe(2);
  });
});

/** Every printable ASCII character, in parts that AMT's rules for passwords allow. */
const printable = Array.from({ length: 95 }, (_, at) => String.fromCharCode(0x20 + at)).join("");
const parts = [0, 24, 48, 72].map((from) => `aA1!${printable.slice(from, from + 24)}`);
const odd = `&<>"'`;

describe("every character", () => {
  test.each(parts.map((one) => [one]))("of a password: %s", async (password) => {
    await on("acm-15");
    await machine.configure("password", { password });
    const { world } = machine.me;
    const kept = world.accounts.get("admin")?.digest.reveal();
    expect(kept).toBe(passwordDigest("admin", digestRealm(world.machine), password).reveal());
    expect((await machine.configure("features", { sol: false })).result).toBe("done");
    expect(machine.requests.join()).not.toContain(virtualPassword);
  });

  test.runIf(hasXmllint)("in names and secrets: no request that another parser would not read", async () => {
    await on("acm-16-wifi");
    const profiles = [
      { name: `Büro ${odd}`, ssid: `网 ${odd}`, security: "wpa2-psk", passphrase: printable.slice(0, 63) },
      {
        name: `Gäste ${odd}`,
        ssid: `${odd} ß`,
        security: "wpa2-802.1x",
        dot1x: { protocol: "peap-mschapv2", user: `pc${odd}é`, password: printable },
      },
      { name: "rest", ssid: "rest", security: "wpa2-psk", passphrase: printable.slice(32) },
    ];
    const wishes: readonly [SubjectName, object][] = [
      ["wifi", { profiles }],
      ["hostname", { host: `pc ${odd} ü`, domain: `${odd}.example` }],
      ["cira", { address: "mps.example.org", user: `u${odd}`, password: `p${odd}-1`, homeDomains: [`${odd}.example`] }],
      ["proxy", { proxies: [{ address: `p${odd}.example`, networkDnsSuffix: `ü${odd}.example` }] }],
      ["wired", { dot1x: { protocol: "ttls-mschapv2", user: `u${odd}ü`, password: printable } }],
    ];
    for (const [subject, wanted] of wishes) {
      expect((await machine.configure(subject, wanted)).result).toBe("done");
      expect((await machine.configure(subject, wanted)).result).toBe("same");
    }
    expect(machine.requests.length).toBeGreaterThan(40);
    for (const request of machine.requests)
      execFileSync("xmllint", ["--noout", "--nonet", "-"], { input: request, stdio: ["pipe", "ignore", "pipe"] });
    const passphrase = execFileSync("xmllint", ["--xpath", "string(//*[local-name()='PSKPassPhrase'])", "-"], {
      input: machine.requests.find((one) => one.includes("PSKPassPhrase")) ?? "",
      encoding: "utf8",
    });
    expect(passphrase).toBe(`${printable.slice(0, 63)}\n`);
  });
});

describe("Wi-Fi profiles", () => {
  const office = { name: "Office", ssid: "office", security: "wpa2-psk", passphrase: "correct horse" };
  const home = { name: "Home", ssid: "home", security: "wpa2-psk", passphrase: "battery staple" };
  const names = async (): Promise<(string | undefined)[]> => {
    const { now } = await machine.configure("wifi", {});
    return (now as unknown as { profiles: { name: string }[] }).profiles.map(({ name }) => name);
  };
  test("stay, unless somebody names them, or wants only others", async () => {
    await on("acm-16-wifi");
    await machine.configure("wifi", { profiles: [office] });
    await machine.configure("wifi", { profiles: [home] });
    expect(await names()).toEqual(["Test", "Office", "Home"]);
    await machine.configure("wifi", { remove: ["Home"] });
    expect(await names()).toEqual(["Test", "Office"]);
    expect((await machine.configure("wifi", { remove: ["Home"] })).result).toBe("same");
    await machine.configure("wifi", { profiles: [office], only: true });
    expect(await names()).toEqual(["Office"]);
  });
  test("several of one wish are all there, each with a priority of its own", async () => {
    await on("wifi-14");
    const { now } = await machine.configure("wifi", { profiles: [office, home] });
    expect(now).toMatchObject({ profiles: expect.arrayContaining([expect.objectContaining({ name: "Office" })]) });
    const priorities = (now as unknown as { profiles: { priority: number }[] }).profiles.map(
      ({ priority }) => priority,
    );
    expect(new Set(priorities).size).toBe(priorities.length);
  });
  test("of another network are updated in their place; the passphrase alone when it is said", async () => {
    await on("wifi-14");
    await machine.configure("wifi", { profiles: [office] });
    const before = machine.writes().length;
    await machine.configure("wifi", { profiles: [{ ...office, ssid: "other" }] });
    await machine.configure("wifi", { profiles: [{ ...office, ssid: "other", passphrase: "new and long" }] });
    expect(machine.writes().slice(before)).toEqual(["UpdateWiFiSettings"]);
    const renewed = await machine.configure("wifi", { profiles: [{ ...office, ssid: "other" }], renew: true });
    expect([renewed.result, machine.writes().slice(before)]).toEqual([
      "done",
      ["UpdateWiFiSettings", "UpdateWiFiSettings"],
    ]);
  });
});
