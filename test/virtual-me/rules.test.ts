import { afterEach, describe, expect, test } from "vitest";
import * as access from "../../mei/amthi/access.ts";
import { enumerateHashHandles, getCertificateHashEntry } from "../../mei/amthi/certificates.ts";
import * as network from "../../mei/amthi/network.ts";
import * as provisioning from "../../mei/amthi/provisioning.ts";
import { getAmtState, getFeaturesState, linkState } from "../../mei/amthi/state.ts";
import { amtStatus } from "../../mei/amthi/status.ts";
import * as upid from "../../mei/upid/commands.ts";
import * as watchdog from "../../mei/watchdog/commands.ts";
import { type Running, running } from "../support/virtual-machine.ts";

let machine: Running | undefined;
const start = async (name: string): Promise<Running> => {
  machine = await running(name);
  return machine;
};
afterEach(async () => {
  await machine?.close();
  machine = undefined;
});
const status = (number: number) => ({ code: "ME_STATUS", status: number });
const stateOf = async (on: Running): Promise<unknown[]> => [
  (await on.call(provisioning.getProvisioningState)).state,
  (await on.call(provisioning.getControlMode)).mode,
];

describe("unprovision", () => {
  test("from client control mode: back to pre, sessions ended", async () => {
    const on = await start("ccm-12");
    await on.me.operator.act("sol", "open");
    await on.me.operator.act("kvm", "open");
    expect(await stateOf(on)).toEqual(["post", "client"]);
    await on.call(provisioning.unprovision, { mode: "none" });
    expect(await stateOf(on)).toEqual(["pre", "none"]);
    expect((await on.call(getFeaturesState, { feature: "redirection" })).state).toMatchObject({ solOpen: false });
    expect((await on.call(getFeaturesState, { feature: "kvm" })).state).toMatchObject({
      flags: { active: false, waitingForConsent: false },
    });
    await expect(on.call(provisioning.getSetupAuditRecord)).rejects.toMatchObject(status(amtStatus.DATA_MISSING));
  });
  test.each(["acm-15", "unprovisioned-11"])("refused on %s, and nothing changes", async (name) => {
    const on = await start(name);
    const before = await stateOf(on);
    await expect(on.call(provisioning.unprovision, { mode: "none" })).rejects.toMatchObject(
      status(amtStatus.INVALID_PT_MODE),
    );
    expect(await stateOf(on)).toEqual(before);
  });
  test("refused before the BIOS has said End of Post", async () => {
    const on = await start("ccm-12");
    on.me.operator.setEndOfPost(false);
    await expect(on.call(provisioning.unprovision, { mode: "none" })).rejects.toMatchObject(
      status(amtStatus.NOT_PERMITTED),
    );
    expect(await stateOf(on)).toEqual(["post", "client"]);
  });
});

describe("secure host-based configuration", () => {
  const request = {
    serverHashAlgorithm: "sha256" as const,
    serverCertificateHash: Buffer.alloc(64, 7),
    hostVpn: false,
    suffixListLength: 0,
    suffixes: "",
  };
  test("arms, with another certificate at each call, and stop disarms", async () => {
    const on = await start("unprovisioned-19");
    const first = await on.call(provisioning.startConfigurationHostBased, request);
    expect(first.hashAlgorithm).toBe("sha256");
    expect(first.amtCertificateHash).toHaveLength(64);
    expect(first.amtCertificateHash.subarray(32)).toEqual(Buffer.alloc(32));
    expect(await stateOf(on)).toEqual(["in", "none"]);
    expect(on.me.world.armed?.serverHash).toEqual(Buffer.alloc(32, 7));
    await expect(on.call(provisioning.startConfigurationHostBased, request)).rejects.toMatchObject(
      status(amtStatus.INVALID_PT_MODE),
    );
    await on.call(provisioning.stopConfiguration);
    expect(await stateOf(on)).toEqual(["pre", "none"]);
    expect(on.me.world.armed).toBeUndefined();
    const second = await on.call(provisioning.startConfigurationHostBased, request);
    expect(second.amtCertificateHash).not.toEqual(first.amtCertificateHash);
  });
  test.each([
    ["acm-16-tls", amtStatus.INVALID_PT_MODE],
    ["unprovisioned-11", amtStatus.UNSUPPORTED],
    ["disabled-21", amtStatus.INVALID_PT_MODE],
  ])("refused on %s", async (name, number) => {
    const on = await start(name);
    await expect(on.call(provisioning.startConfigurationHostBased, request)).rejects.toMatchObject(status(number));
  });
  test("takes SHA-256 and SHA-384 only", async () => {
    const on = await start("unprovisioned-18");
    await expect(
      on.call(provisioning.startConfigurationHostBased, { ...request, serverHashAlgorithm: "sha1" }),
    ).rejects.toMatchObject(status(amtStatus.INVALID_PARAMETER));
    const { hashAlgorithm } = await on.call(provisioning.startConfigurationHostBased, {
      ...request,
      serverHashAlgorithm: "sha384",
    });
    expect(hashAlgorithm).toBe("sha384");
  });
  test("stop is refused when there is nothing to stop", async () => {
    const on = await start("unprovisioned-18");
    await expect(on.call(provisioning.stopConfiguration)).rejects.toMatchObject(status(amtStatus.INVALID_PT_MODE));
  });
});

describe("remote configuration", () => {
  test("needs the seed, which takes time", async () => {
    const on = await start("unprovisioned-9");
    on.me.world.rngSeed = "missing";
    await expect(on.call(provisioning.startConfiguration)).rejects.toMatchObject(status(amtStatus.RNG_NOT_READY));
    await on.call(provisioning.generateRngSeed);
    expect((await on.call(provisioning.getRngSeedStatus)).status).toBe("inProgress");
    await expect(on.call(provisioning.startConfiguration)).rejects.toMatchObject(
      status(amtStatus.RNG_GENERATION_IN_PROGRESS),
    );
    on.clock.advance(500);
    expect((await on.call(provisioning.getRngSeedStatus)).status).toBe("exists");
    await on.call(provisioning.startConfiguration);
    expect(await stateOf(on)).toEqual(["in", "none"]);
  });
  test("needs zero touch and a hash", async () => {
    const on = await start("unprovisioned-9");
    on.me.world.zeroTouch = false;
    await expect(on.call(provisioning.startConfiguration)).rejects.toMatchObject(status(amtStatus.NOT_PERMITTED));
    on.me.world.zeroTouch = true;
    on.me.world.hashes.clear();
    await expect(on.call(provisioning.startConfiguration)).rejects.toMatchObject(
      status(amtStatus.CERTIFICATE_NOT_READY),
    );
  });
  test("the DNS suffix is kept, and cannot be changed once AMT is set up", async () => {
    const on = await start("unprovisioned-11");
    await on.call(provisioning.setPkiDnsSuffix, { suffix: "lab.example.com" });
    expect((await on.call(provisioning.getPkiDnsSuffix)).suffix).toBe("lab.example.com");
    on.me.operator.provision("admin");
    await expect(on.call(provisioning.setPkiDnsSuffix, { suffix: "evil.example" })).rejects.toMatchObject(
      status(amtStatus.INVALID_PT_MODE),
    );
    expect((await on.call(provisioning.getPkiDnsSuffix)).suffix).toBe("lab.example.com");
  });
});

describe("operational state", () => {
  const flags = async (on: Running) => (await on.call(watchdog.isChangeToAmtEnabled)).flags;
  test("switches while AMT is not set up, on the new interface", async () => {
    const on = await start("disabled-21");
    expect(await flags(on)).toMatchObject({ enabled: false, newInterface: true, tlsOnLocalPorts: true, bit5: true });
    await on.call(watchdog.setAmtOperationalState, { enabled: true });
    expect(await flags(on)).toMatchObject({ enabled: true, changeAllowed: false });
    await on.call(watchdog.setAmtOperationalState, { enabled: false });
    expect(await flags(on)).toMatchObject({ enabled: false });
  });
  test("refused when AMT is set up", async () => {
    const on = await start("acm-16-tls");
    await expect(on.call(watchdog.setAmtOperationalState, { enabled: false })).rejects.toMatchObject(status(3));
    expect(await flags(on)).toMatchObject({ enabled: true });
  });
  test("an older ME has the old method only", async () => {
    const on = await start("unprovisioned-9");
    await expect(on.call(watchdog.setAmtOperationalState, { enabled: true })).rejects.toMatchObject(status(0x89));
    await on.call(watchdog.changeToAmt);
    expect(await flags(on)).toMatchObject({ enabled: false, newInterface: false });
  });
  test("a newer one refuses the old method", async () => {
    const on = await start("unprovisioned-18");
    await expect(on.call(watchdog.changeToAmt)).rejects.toMatchObject(status(0x9e));
  });
});

describe("certificate hashes", () => {
  test("every handle exists, any other is invalid", async () => {
    const on = await start("acm-15");
    const { handles } = await on.call(enumerateHashHandles);
    expect(handles).toHaveLength(25); // the two of the virtual ME itself are the last
    for (const handle of handles) {
      const entry = await on.call(getCertificateHashEntry, { handle });
      expect(entry.hash.subarray(0, 32)).not.toEqual(Buffer.alloc(32));
      expect(entry.name).not.toBe("");
    }
    for (const handle of [20, 22, 28, 999])
      await expect(on.call(getCertificateHashEntry, { handle })).rejects.toMatchObject(
        status(amtStatus.INVALID_HANDLE),
      );
  });
});

describe("connection for help", () => {
  const connection = async (on: Running) => on.call(access.getRemoteAccessStatus);
  test("opens where a server is configured, and takes its time", async () => {
    const on = await start("acm-15");
    expect(await connection(on)).toMatchObject({ connection: "none", server: "mps.example.com", network: "outside" });
    await on.call(access.openUserInitiatedConnection);
    expect(await connection(on)).toMatchObject({ connection: "connecting", trigger: "user" });
    on.clock.advance(2_000);
    expect(await connection(on)).toMatchObject({ connection: "connected" });
    await on.call(access.closeUserInitiatedConnection);
    expect(await connection(on)).toMatchObject({ connection: "none" });
    await expect(on.call(access.closeUserInitiatedConnection)).rejects.toMatchObject(status(amtStatus.NOT_PERMITTED));
  });
  test.each([
    ["unprovisioned-11", amtStatus.NOT_READY],
    ["ccm-12", amtStatus.DATA_MISSING],
  ])("refused on %s", async (name, number) => {
    const on = await start(name);
    await expect(on.call(access.openUserInitiatedConnection)).rejects.toMatchObject(status(number));
  });
  test("a server set later makes it possible", async () => {
    const on = await start("ccm-12");
    on.me.operator.setServer("mps.example.net");
    await on.call(access.openUserInitiatedConnection);
    expect(await connection(on)).toMatchObject({ connection: "connecting", server: "mps.example.net" });
  });
});

test("enterprise access is answered in the status", async () => {
  const on = await start("acm-15");
  const ask = (value: number) =>
    on.call(network.setEnterpriseAccess, { family: "ipv4", hostAddress: Buffer.alloc(16), access: value });
  await expect(ask(0)).rejects.toMatchObject(status(amtStatus.REMOTE_ACCESS_NOT_GRANTED));
  expect((await on.call(access.getRemoteAccessStatus)).network).toBe("outside");
  await expect(ask(1)).rejects.toMatchObject(status(amtStatus.REMOTE_ACCESS_GRANTED_WITH_DDNS));
  expect((await on.call(access.getRemoteAccessStatus)).network).toBe("direct");
});

describe("sessions", () => {
  test("KVM in client control mode waits for consent", async () => {
    const on = await start("ccm-12");
    const kvm = async () => (await on.call(getFeaturesState, { feature: "kvm" })).state;
    await on.me.operator.act("kvm", "open");
    expect(await kvm()).toMatchObject({ flags: { active: false, waitingForConsent: true } });
    await on.me.operator.act("consent", "grant");
    expect(await kvm()).toMatchObject({ flags: { active: true, waitingForConsent: false } });
    await on.me.operator.act("kvm", "close");
    await on.me.operator.act("kvm", "open"); // given once, consent counts until it was not used for a while
    expect(await kvm()).toMatchObject({ flags: { active: true, waitingForConsent: false } });
    await on.me.operator.act("kvm", "close");
    await on.me.operator.act("consent", "cancel");
    await on.me.operator.act("kvm", "open");
    expect(await kvm()).toMatchObject({ flags: { active: false, waitingForConsent: true } });
    await on.me.operator.act("consent", "cancel");
    expect(await kvm()).toMatchObject({ flags: { active: false, waitingForConsent: false } });
  });
  test("redirection, System Defense", async () => {
    const on = await start("acm-15");
    await on.me.operator.act("sol", "open");
    await on.me.operator.act("usbr", "open");
    await on.me.operator.act("defense", "stop-tx");
    expect((await on.call(getFeaturesState, { feature: "redirection" })).state).toMatchObject({
      iderOpen: true,
      solOpen: true,
    });
    expect((await on.call(getFeaturesState, { feature: "systemDefense" })).state).toMatchObject({ activated: true });
    await on.me.operator.act("usbr", "close");
    expect((await on.call(getFeaturesState, { feature: "redirection" })).state).toMatchObject({ iderOpen: false });
  });
  test("none without AMT set up, none of a feature the machine lacks", async () => {
    const on = await start("standard-9");
    await expect(on.me.operator.act("sol", "open")).rejects.toThrow(/not set up/);
    on.me.operator.provision("admin");
    await expect(on.me.operator.act("kvm", "open")).rejects.toThrow(/kvm is off/);
  });
  test("an ME reset ends them and says so", async () => {
    const on = await start("acm-15");
    await on.me.operator.act("sol", "open");
    expect((await on.call(getAmtState, linkState)).lastReset).toBe("none");
    on.me.operator.reset();
    expect((await on.call(getAmtState, linkState)).lastReset).toBe("me");
    expect((await on.call(getFeaturesState, { feature: "redirection" })).state).toMatchObject({ solOpen: false });
  });
});

describe("watchdog", () => {
  test("runs out when it is not pinged, by the clock", async () => {
    const on = await start("acm-15");
    expect((await on.call(watchdog.startWatchdog, { timeout: 120 })).state.notRequired).toBe(false);
    on.clock.advance(119_000);
    await on.call(watchdog.startWatchdog, { timeout: 120 });
    on.clock.advance(119_999);
    expect(on.me.world.watchdog).toEqual({ timeout: 120, running: true, expired: 0 });
    on.clock.advance(1);
    expect(on.me.world.watchdog).toMatchObject({ running: false, expired: 1 });
  });
  test("stops in silence", async () => {
    const on = await start("acm-15");
    await on.call(watchdog.startWatchdog, { timeout: 120 });
    await on.call(watchdog.stopWatchdog);
    on.clock.advance(200_000);
    expect(on.me.world.watchdog).toMatchObject({ running: false, expired: 0 });
  });
  test("is not required where AMT is not set up", async () => {
    const on = await start("unprovisioned-11");
    expect((await on.call(watchdog.startWatchdog, { timeout: 120 })).state.notRequired).toBe(true);
    expect(on.me.world.watchdog.running).toBe(false);
  });
});

test("UPID: readable only while it is on; settings only before End of Post", async () => {
  const on = await start("unprovisioned-18");
  await expect(on.call(upid.getUpid)).rejects.toMatchObject({ status: 7 });
  await on.call(upid.setUpidState, { enabled: true });
  expect((await on.call(upid.getUpidState)).enabled).toBe(true);
  expect((await on.call(upid.getUpid)).id).toHaveLength(1);
  const oemId = Buffer.alloc(32, 0xab);
  await expect(on.call(upid.setUpidOemId, { type: "binary", oemId })).rejects.toMatchObject({ status: 4 });
  await expect(on.call(upid.setUpidOsControl, { allowed: false })).rejects.toMatchObject({ status: 4 });
  on.me.operator.setEndOfPost(false);
  await on.call(upid.setUpidOemId, { type: "binary", oemId });
  await on.call(upid.setUpidOsControl, { allowed: false });
  expect((await on.call(upid.getUpid)).id[0]?.oemId).toEqual(oemId);
  on.me.operator.setEndOfPost(true);
  await expect(on.call(upid.setUpidState, { enabled: false })).rejects.toMatchObject({ status: 4 });
});

test("the host's name is taken over where it is shared", async () => {
  const on = await start("ccm-12");
  await on.call(network.setHostFqdn, { fqdn: "renamed.example.com" });
  expect(await on.call(network.getFqdn)).toMatchObject({ fqdn: "renamed.example.com", hostNameLength: 7 });
});

test("the local account is another one in every world, with a password of 32 characters", async () => {
  const on = await start("acm-15");
  const { user, password } = await on.call(access.getLocalSystemAccount);
  expect(user).toBe("$$OsAdmin");
  expect(password.reveal()).toMatch(/^[A-Za-z0-9+/]{32}$/);
  expect((await on.call(access.getLocalSystemAccount)).password.reveal()).toBe(password.reveal());
  const other = await running("acm-15");
  expect((await other.call(access.getLocalSystemAccount)).password.reveal()).not.toBe(password.reveal());
  await other.close();
});
