import { createHash, generateKeyPairSync, X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import { getSetupAuditRecord } from "../../mei/amthi/provisioning.ts";
import { setupRecord } from "../../virtual-me/hosts/setup-record.ts";
import { loadMachine } from "../../virtual-me/machines/index.ts";
import { authorities, fixed, organization } from "../../virtual-me/pki/authorities.ts";
import { type KindName, kindOf } from "../../virtual-me/pki/kinds.ts";
import { type ChainProblem, chainProblem, fitsDomain } from "../../virtual-me/rules/chain.ts";
import { createWorld } from "../../virtual-me/world.ts";
import { adminSetup, hostSetup, system } from "../support/admin-setup.ts";
import { cimMachine, ok } from "../support/cim-machine.ts";
import { administrator, cimOf, faultOf } from "../support/cim-service.ts";
import { steppedClock } from "../support/stepped-clock.ts";

const at = cimMachine("unprovisioned-11");
const machines = ["unprovisioned-9", "unprovisioned-11", "unprovisioned-18", "unprovisioned-19"];

describe("admin control mode", () => {
  test.each(machines)("%s: chain, nonce, signature, and AMT has an owner who has proved to be one", async (name) => {
    await at.machine(name);
    const steps = adminSetup(at.on);
    expect(await steps.status()).toBe("0");
    expect(await steps.add(steps.good[0]!, true, false)).toBe("0");
    expect(await steps.status()).toBe("1");
    expect(await steps.add(steps.good[1]!, false, false)).toBe("0");
    expect(await steps.add(steps.good[2]!, false, true)).toBe("0");
    expect(await steps.status()).toBe("2");
    expect(await steps.setup()).toBe("0");
    const { world } = at.on;
    expect(world).toMatchObject({ provisioning: "post", controlMode: "admin" });
    expect(world.accounts.get("admin")?.digest.reveal()).toBe(steps.digest().NetworkAdminPassword);
    expect(at.heard).toEqual(["iAMT0055-1", "iAMT0055-2", "iAMT0055-4"]);
    expect(at.lastAudit()).toBe("16/1");
    // AMT's own record of it, in both of its ways
    const root = steps.good[2]!;
    const algorithm = name === "unprovisioned-9" ? "sha1" : "sha256";
    const hash = createHash(algorithm).update(root).digest();
    const [record] = await at.on.all("IPS_AdminProvisioningRecord");
    expect(record?.properties).toMatchObject({
      CertificateCN: "provision.example.com",
      SelectedHashData: hash.toString("base64"),
      SelectedHashType: algorithm === "sha1" ? "1" : "2",
      HashIsOemDefault: "true",
      SecureDNS: "false",
    });
    const seen = getSetupAuditRecord.decodeReply(getSetupAuditRecord.encodeReply(setupRecord(world.setup!)));
    expect(seen).toMatchObject({ hostInitiated: true, hashAlgorithm: algorithm, serverFqdn: "provision.example.com" });
    expect(seen.hash.subarray(0, hash.length)).toEqual(hash);
    expect(seen.caSerials[0]?.toString("hex")).toBe(
      new X509Certificate(steps.good[1]!).serialNumber.toLowerCase().slice(-32).padStart(32, "0"),
    );
    expect(await steps.setup(steps.proof(Buffer.alloc(20)))).toBe("2");
  });

  test("a chain that is no chain is refused where it breaks", async () => {
    const steps = adminSetup(at.on);
    const [leaf, authority, root] = steps.good as [Buffer, Buffer, Buffer];
    expect(await steps.add(Buffer.from("no certificate"), true, false)).toBe("1");
    expect(await steps.add(leaf, true, true)).toBe("1");
    expect(await steps.add(authority, false, false)).toBe("3"); // nothing before it
    expect(await steps.addAll([leaf, root])).toEqual(["0", "4"]); // not its issuer
    expect(await steps.status()).toBe("0");
    expect(await steps.addAll([leaf, authority])).toEqual(["0", "4"]); // said to be the root, and is none
    expect(await steps.addKind("self-signed")).toEqual(["1"]); // leaf and root in one
    expect(await steps.add(root, true, false)).toBe("4");
    expect(await steps.addKind("wrong-order")).toEqual(["4"]);
    // A leaf begins anew; behind the root there is no more
    expect(await steps.add(leaf, true, false)).toBe("0");
    expect(await steps.addAll(steps.good)).toEqual(["0", "0", "0"]);
    expect(await steps.add(root, false, true)).toBe("3");
    expect(await steps.setup()).toBe("0");
  });

  test("five certificates at most", async () => {
    const { root } = authorities("trusted");
    const keys = root.keys;
    let issuer = root;
    const between = [1, 2, 3, 4].map((number) => {
      issuer = fixed({ subject: [organization, ["CN", `authority ${number}`]], keys, issuer, authority: true });
      return issuer;
    });
    const leaf = fixed({ subject: [organization, ["CN", "a.example.com"]], keys, issuer, authority: false });
    const chain = [leaf, ...between.reverse(), root].map(({ der }) => der);
    expect(await adminSetup(at.on).addAll(chain)).toEqual(["0", "0", "0", "0", "0", "5"]);
  });

  test.each<[KindName, ChainProblem]>([
    ["expired", "expired"],
    ["not-yet-valid", "not valid yet"],
    ["wrong-domain", "other domain"],
    ["wrong-usage", "not for setting up AMT"],
    ["weak-key", "key too short"],
    ["unknown-root", "root unknown"],
    ["inactive-root", "root not active"],
  ])("%s: every link is in order, and AMT says no in the end", async (kind, why) => {
    const chain = kindOf(kind)
      .make("example.com")
      .chain.map(({ der }) => new X509Certificate(der));
    expect(chainProblem(chain, at.on.world, at.on.service.managed.now())).toBe(why);
    const steps = adminSetup(at.on);
    expect(await steps.addKind(kind)).toEqual(["0", "0", "0"]);
    expect(await steps.setup()).toBe("5");
    expect(at.on.world).toMatchObject({ provisioning: "pre", controlMode: "none" });
    expect(at.heard).toEqual([]);
    expect(await steps.status()).toBe("0");
  });

  test("another key than RSA is refused", async () => {
    const steps = adminSetup(at.on);
    const { root } = authorities("trusted");
    const leaf = fixed({
      subject: [organization, ["CN", "provision.example.com"]],
      keys: generateKeyPairSync("ec", { namedCurve: "P-256" }),
      issuer: root,
      authority: false,
      usages: ["2.16.840.1.113741.1.2.3"],
    });
    expect(await steps.addAll([leaf.der, root.der])).toEqual(["0", "0"]);
    expect(await steps.setup()).toBe("5");
  });

  test("by its unit instead of a usage", async () => {
    const steps = adminSetup(at.on);
    await steps.addKind("with-unit");
    expect(await steps.setup()).toBe("0");
  });

  test("AMT's own clock counts", async () => {
    const steps = adminSetup(at.on);
    at.on.service.managed.setTime(new Date("2050-06-01T00:00:00Z"));
    await steps.addAll(steps.good);
    expect(await steps.setup()).toBe("5");
  });

  test("the signature is over AMT's last nonce and the client's, in that order, and counts once", async () => {
    const steps = adminSetup(at.on);
    const again = async () => void (await steps.addAll(steps.good));
    await again();
    const first = await steps.nonce();
    await steps.nonce();
    expect(await steps.setup(steps.proof(first))).toBe("5"); // an older one
    await again();
    const nonce = await steps.nonce();
    const { McNonce, ...rest } = steps.proof(nonce);
    expect(await steps.setup({ McNonce: Buffer.alloc(20).toString("base64"), ...rest })).toBe("5");
    await again();
    expect(await steps.setup(steps.proof(await steps.nonce(), { SigningAlgorithm: "1" }))).toBe("3");
    await again();
    expect(await steps.setup(steps.proof(await steps.nonce(), { McNonce: "AAAA" }))).toBe("3");
    expect(await steps.setup()).toBe("2"); // the chain went with the attempt
    await again();
    at.on.world.flashWrites = 0;
    expect(await steps.setup()).toBe("6");
    expect(at.on.world.provisioning).toBe("pre");
  });

  test("a reset of the ME forgets the chain and the nonce", async () => {
    const steps = adminSetup(at.on);
    await steps.addAll(steps.good);
    const proof = steps.proof(await steps.nonce());
    at.on.world.resets += 1;
    expect(await steps.setup(proof)).toBe("2");
  });
});

describe("which domain", () => {
  test.each<[name: string, suffix: string, fits: boolean]>([
    ["provision.example.com", "example.com", true],
    ["PROVISION.Example.COM", "example.com", true],
    ["a.b.example.com", "c.d.example.com", true], // below .com and .net the last two labels decide
    ["example.net", "lab.example.net", true],
    ["*.example.com", "example.com", true],
    ["provision.example.com", "example.net", false],
    ["provision.example.com", "anexample.com", false],
    ["provision.example.org", "example.org", true],
    ["*.example.org", "example.org", true],
    ["example.org", "example.org", true],
    ["provision.example.org", "lab.example.org", false],
    ["provision.lab.example.org", "example.org", false],
    ["provision.example.co.uk", "other.co.uk", false],
    ["provision.example.com", "", false],
    ["com", "com", false],
    ["", "", false],
  ])("%s for %s: %s", (name, suffix, fits) => {
    expect(fitsDomain(name, suffix)).toBe(fits);
  });

  test("DHCP's counts only with a link, AMT's own always and instead of DHCP's", async () => {
    const steps = adminSetup(at.on);
    const { world } = at.on;
    const attempt = async (domain: string) => {
      await steps.addKind("provisioning", domain);
      return steps.setup();
    };
    const { wired } = world;
    world.wired = { ...wired!, linkUp: false };
    expect(await attempt("example.com")).toBe("5");
    world.pkiSuffix = "example.org";
    expect(await attempt("example.com")).toBe("5");
    world.wired = wired;
    expect(await attempt("example.com")).toBe("5");
    expect(await attempt("example.org")).toBe("0");
    const [record] = await at.on.all("IPS_AdminProvisioningRecord");
    expect(record?.properties.SecureDNS).toBe("true");
    const service = await at.on.properties("AMT_SetupAndConfigurationService");
    expect(service).toMatchObject({ TrustedDNSSuffix: "example.org" });
    expect(service).not.toHaveProperty("DhcpDNSSuffix");
  });
});

describe("upgrade", () => {
  test("the owner of client control mode proves to be more, with the same password", async () => {
    await at.machine("ccm-12");
    const digest = at.on.world.accounts.get("admin")?.digest.reveal();
    const steps = adminSetup(at.on, administrator);
    await steps.addAll(steps.good);
    expect(await steps.upgrade()).toBe("0");
    expect(at.on.world).toMatchObject({ provisioning: "post", controlMode: "admin" });
    expect(at.on.world.accounts.get("admin")?.digest.reveal()).toBe(digest);
    expect(at.heard).toEqual(["iAMT0055-4"]);
    expect(at.lastAudit()).toBe("16/18");
    expect(await at.on.all("IPS_AdminProvisioningRecord")).toHaveLength(1);
    expect(await steps.upgrade(steps.proof(Buffer.alloc(20)))).toBe("2");
  });
  test("not by the host alone, not without a chain, not of nothing", async () => {
    await at.machine("ccm-12");
    const host = adminSetup(at.on, system);
    const refused = await at.on.invoke(hostSetup, "UpgradeClientToAdmin", host.proof(Buffer.alloc(20)), {}, system);
    expect(faultOf(refused).subcode).toBe("e:AccessDenied");
    expect(await adminSetup(at.on, administrator).upgrade()).toBe("2");
    expect(at.on.world.controlMode).toBe("client");
    await at.machine("unprovisioned-11");
    const steps = adminSetup(at.on);
    await steps.addAll(steps.good);
    expect(await steps.upgrade()).toBe("2");
  });
});

test("an embedded machine needs no certificate (EHBC); one that has none says so", async () => {
  const clock = steppedClock();
  const loaded = (await loadMachine("unprovisioned-11"))!;
  const { remoteSetup } = loaded.facts;
  const facts = { ...loaded.facts, remoteSetup: { ...remoteSetup, value: { ...remoteSetup.value, ehbc: true } } };
  const on = cimOf(createWorld({ ...loaded, facts }, { clock }), clock);
  const nothing = { McNonce: "", SigningAlgorithm: "0", DigitalSignature: "" };
  expect(await adminSetup(at.on).setup(nothing)).toBe("3");
  expect(await adminSetup(on).setup(nothing)).toBe("0");
  expect(on.world).toMatchObject({ provisioning: "post", controlMode: "admin" });
  on.close();
});

test("after the end of the ownership: what stays, before AMT 12 and from it on", async () => {
  for (const [name, stays] of [
    ["unprovisioned-11", ""],
    ["unprovisioned-19", "example.com"],
  ] as const) {
    await at.machine(name);
    const { world } = at.on;
    world.pkiSuffix = "example.com";
    world.hashes.set(20, { name: "own", algorithm: "sha256", hash: "00", isDefault: false, isActive: true });
    for (const method of ["PartialUnprovision", "Unprovision"]) {
      const steps = adminSetup(at.on);
      await steps.addAll(steps.good);
      expect(await steps.setup()).toBe("0");
      const input = method === "Unprovision" ? { ProvisioningMode: "1" } : {};
      expect(await at.on.output("AMT_SetupAndConfigurationService", method, input)).toEqual(ok);
      expect(world).toMatchObject({ provisioning: "pre", controlMode: "none" });
      expect([world.pkiSuffix, world.hashes.has(20)]).toEqual(
        method === "Unprovision" ? [stays, false] : ["example.com", true],
      );
    }
  }
});

test("the flash memory's protection can be reset by the owner, and is written down", async () => {
  await at.machine("acm-15");
  const service = "AMT_SetupAndConfigurationService";
  at.on.world.flashWrites = 0;
  const password = { Password: "Mebx-Passw0rd" };
  expect((await at.on.output(service, "SetMEBxPassword", password)).ReturnValue).toBe("38");
  expect(await at.on.output(service, "ResetFlashWearOutProtection")).toEqual(ok);
  expect(at.lastAudit()).toBe("16/15");
  expect(await at.on.output(service, "SetMEBxPassword", password)).toEqual(ok);
  expect((await at.on.output(service, "SetMEBxPassword", { Password: "password" })).ReturnValue).toBe("2054");
});
