import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { getUserInitiatedInterfaces } from "../../mei/amthi/access.ts";
import { getDnsSuffixList, getFqdn, getTcpipParameters } from "../../mei/amthi/network.ts";
import { getFeaturesState, getRedirectionState } from "../../mei/amthi/state.ts";
import { digestRealm, realms } from "../../virtual-me/accounts.ts";
import { createManageability } from "../../virtual-me/cim/manageability.ts";
import { spriteOf } from "../../virtual-me/cim/rules/consent.ts";
import { powerState } from "../../virtual-me/cim/rules/power.ts";
import { cimMachine, ok, theHost } from "../support/cim-machine.ts";
import { administrator, faultOf, type Json, type Properties } from "../support/cim-service.ts";
import { running } from "../support/virtual-machine.ts";

const at = cimMachine();

test("AMTHI and WS-Management show one world", async () => {
  const me = await running("acm-15");
  const { world } = me.me;
  const service = createManageability({ world, clock: world.clock });
  expect(createManageability({ world, clock: world.clock })).toBe(service);
  const wsman = await import("../support/cim-service.ts");
  const ask = async (body: string) =>
    service.answer(
      { body: Buffer.from(body), user: administrator, over: "local", tls: false },
      { signal: new AbortController().signal },
    );
  const { classUri } = await import("../../virtual-me/cim/uris.ts");
  const invoke = (name: string, method: string, input: Properties) =>
    ask(
      wsman.envelope(
        `${classUri(name)}/${method}`,
        classUri(name),
        `<r:${method}_INPUT>${wsman.elements(input)}</r:${method}_INPUT>`,
      ),
    );
  const put = (name: string, input: Properties) =>
    ask(
      wsman.envelope(
        "http://schemas.xmlsoap.org/ws/2004/09/transfer/Put",
        classUri(name),
        `<r:${name}>${wsman.elements(input)}</r:${name}>`,
      ),
    );

  await invoke("AMT_RedirectionService", "RequestStateChange", { RequestedState: "32769" });
  await invoke("CIM_KVMRedirectionSAP", "RequestStateChange", { RequestedState: "3" });
  expect(await me.call(getRedirectionState)).toMatchObject({ enabled: { sol: false, ider: true, kvm: false } });
  await put("AMT_GeneralSettings", { HostName: "new", DomainName: "example.net" });
  expect(await me.call(getFqdn)).toMatchObject({ fqdn: "new.example.net", hostNameLength: 3 });
  await put("AMT_EnvironmentDetectionSettingData", { DetectionStrings: ["a.example", "b.example"] });
  expect(String((await me.call(getDnsSuffixList)).suffixes)).toBe("a.example\0b.example\0");
  await invoke("AMT_UserInitiatedConnectionService", "RequestStateChange", { RequestedState: "32769" });
  expect(await me.call(getUserInitiatedInterfaces)).toMatchObject({ enabled: { bios: true, os: false } });
  await put("AMT_EthernetPortSettings", {
    ...{ InstanceID: "Intel(r) AMT Ethernet Port Settings 0", DHCPEnabled: "false", IpSyncEnabled: "false" },
    ...{ SharedStaticIp: "false", IPAddress: "192.0.2.77", SubnetMask: "255.255.255.0" },
  });
  expect(await me.call(getTcpipParameters)).toMatchObject({ dhcp: "disabled", address: "192.0.2.77" });
  world.features.kvm = true;
  world.kvm = true;
  expect(await me.call(getFeaturesState, { feature: "kvm" })).toMatchObject({ state: { flags: { active: true } } });
  service.close();
  await me.close();
});

describe("power and boot", () => {
  const change = (state: number) =>
    at.on.output("CIM_PowerManagementService", "RequestPowerStateChange", {
      PowerState: String(state),
      ManagedElement: theHost,
    });
  test("states follow each other; what cannot follow is refused", async () => {
    expect(await change(8)).toEqual(ok);
    expect(at.lastAudit()).toBe("17/1");
    expect(powerState(at.on.service.managed)).toBe(8);
    expect(await at.on.properties("CIM_AssociatedPowerManagementService")).toMatchObject({
      PowerState: "8",
      AvailableRequestedPowerStates: "2",
    });
    expect(await change(10)).toEqual({ ReturnValue: "2" });
    expect(await change(2)).toEqual(ok);
    expect(await change(99)).toEqual({ ReturnValue: "2" });
  });
  test("graceful ones are only told to the host", async () => {
    expect(await change(12)).toEqual(ok);
    expect(at.heard).toEqual(["iAMT0067-0"]);
    expect(powerState(at.on.service.managed)).toBe(2);
  });
  test("boot options last for one start", async () => {
    const before = await at.on.properties("AMT_BootSettingData");
    await at.on.put("AMT_BootSettingData", { ...before, UseSOL: "true", BIOSSetup: "true" });
    expect(await at.on.properties("AMT_BootSettingData")).toMatchObject({ UseSOL: "true", OptionsCleared: "false" });
    await change(10);
    expect(await at.on.properties("AMT_BootSettingData")).toMatchObject({
      UseSOL: "false",
      BIOSSetup: "false",
      OptionsCleared: "true",
    });
    expect(faultOf(await at.on.put("AMT_BootSettingData", { ...before, BIOSPause: "true" })).subcode).toBe(
      "d:InvalidRepresentation",
    );
  });
  test("a boot source that is not there", async () => {
    const source: Json = { epr: "CIM_BootSourceSetting", selectors: { InstanceID: "Intel(r) AMT: Force Nothing" } };
    expect(await at.on.output("CIM_BootConfigSetting", "ChangeBootOrder", { Source: source })).toEqual({
      ReturnValue: "5",
    });
  });
});

describe("redirection and consent", () => {
  test("switching off ends the session, and AMT says so", async () => {
    at.on.world.sol = true;
    expect(await at.on.all("IPS_SolSessionUsingPort")).toHaveLength(1);
    expect(await at.on.output("AMT_RedirectionService", "RequestStateChange", { RequestedState: "32769" })).toEqual(ok);
    expect(at.on.world.sol).toBe(false);
    expect(at.heard).toEqual(["iAMT0050-49"]);
    expect(await at.on.properties("AMT_RedirectionService")).toMatchObject({ EnabledState: "32769" });
  });
  test("ending what is not open is 3; KVM only from the machine itself", async () => {
    expect(await at.on.output("AMT_RedirectionService", "TerminateSession", { SessionType: "0" })).toEqual({
      ReturnValue: "3",
    });
    at.on.world.kvm = true;
    expect(await at.on.properties("CIM_KVMRedirectionSAP")).toMatchObject({ EnabledState: "2" });
    expect(await at.on.output("IPS_KVMRedirectionSettingData", "TerminateSession")).toEqual(ok);
    expect(await at.on.properties("CIM_KVMRedirectionSAP")).toMatchObject({ EnabledState: "6" });
    expect(at.heard).toEqual(["iAMT0052-2"]);
  });
  test("consent in client control mode: code, three tries, time", async () => {
    await at.machine("ccm-12");
    expect(await at.on.properties("IPS_OptInService")).toMatchObject({
      OptInRequired: "4294967295",
      CanModifyOptInPolicy: "0",
      OptInState: "0",
    });
    const start = () => at.on.output("IPS_OptInService", "StartOptIn");
    const send = (code: string) =>
      at.on.output("IPS_OptInService", "SendOptInCode", { OptInCode: String(Number(code)) });
    const state = async () => (await at.on.properties("IPS_OptInService")).OptInState;
    expect(await start()).toEqual(ok);
    expect(at.on.world.consent).toBe(true);
    const { code = "" } = spriteOf(at.on.service.managed);
    expect(code).toMatch(/^\d{6}$/);
    expect(await send(code)).toEqual(ok);
    expect(await state()).toBe("3");
    expect(spriteOf(at.on.service.managed).code).toBeUndefined();
    at.on.clock.advance(121_000);
    expect(await state()).toBe("0");
    expect(at.heard).toEqual(["iAMT0064-3", "iAMT0064-1", "iAMT0064-2"]);

    for (let round = 0; round < 3; round++) {
      expect(await start()).toEqual(ok);
      const wrong = spriteOf(at.on.service.managed).code === "000001" ? "000002" : "000001";
      for (let n = 0; n < 3; n++) expect(await send(wrong)).toEqual({ ReturnValue: "1" });
      expect(await state()).toBe("0");
    }
    expect(await start()).toEqual({ ReturnValue: "3" });
    expect(at.lastAudit()).toBe("30/2");
  });
  test("consent stays while a session is open, and two minutes more", async () => {
    await at.machine("ccm-12");
    await at.on.output("IPS_OptInService", "StartOptIn");
    await at.on.output("IPS_OptInService", "SendOptInCode", {
      OptInCode: String(Number(spriteOf(at.on.service.managed).code)),
    });
    at.on.world.kvm = true;
    at.on.clock.advance(600_000);
    expect((await at.on.properties("IPS_OptInService")).OptInState).toBe("4");
    at.on.world.kvm = false;
    at.on.clock.advance(120_000);
    expect((await at.on.properties("IPS_OptInService")).OptInState).toBe("0");
  });
  test("nobody types the code in time", async () => {
    await at.machine("ccm-12");
    await at.on.output("IPS_OptInService", "StartOptIn");
    at.on.clock.advance(301_000);
    expect((await at.on.properties("IPS_OptInService")).OptInState).toBe("0");
    expect(await at.on.output("IPS_OptInService", "CancelOptIn")).toEqual({ ReturnValue: "2" });
  });
});

describe("accounts", () => {
  const service = "AMT_AuthorizationService";
  const digest = (name: string, password: string): string =>
    createHash("md5")
      .update(`${name}:${digestRealm(at.on.world.machine)}:${password}`)
      .digest("base64");
  test("a user that is added may log in with its realms; a password is changed; a user goes", async () => {
    const wanted = {
      DigestUsername: "watcher",
      DigestPassword: digest("watcher", "S3cret!!"),
      AccessPermission: "0",
      Realms: ["9", "13"],
    };
    const { Handle = "" } = await at.on.output(service, "AddUserAclEntryEx", wanted);
    const account = at.on.world.accounts.get("watcher");
    expect(account).toMatchObject({ access: "local", realms: [9, 13], enabled: true });
    expect(account?.digest.reveal()).toBe(Buffer.from(wanted.DigestPassword, "base64").toString("hex"));
    expect((await at.on.output(service, "AddUserAclEntryEx", wanted)).ReturnValue).toBe("2058");
    expect(await at.on.output(service, "GetUserAclEntryEx", { Handle })).toMatchObject({
      DigestUsername: "watcher",
      Realms: ["9", "13"],
    });
    expect(await at.on.output(service, "SetAclEnabledState", { Handle, Enabled: "false" })).toEqual(ok);
    expect(at.on.world.accounts.get("watcher")?.enabled).toBe(false);
    expect(await at.on.output(service, "RemoveUserAclEntry", { Handle })).toEqual(ok);
    expect(at.on.world.accounts.get("watcher")).toBeUndefined();
    expect((await at.on.output(service, "RemoveUserAclEntry", { Handle })).ReturnValue).toBe("2053");
    expect((await at.on.output(service, "AddUserAclEntryEx", { ...wanted, Realms: ["99"] })).ReturnValue).toBe("2055");
    expect((await at.on.output(service, "AddUserAclEntryEx", { ...wanted, DigestUsername: "$$me" })).ReturnValue).toBe(
      "36",
    );
  });
  test("the administrator's new password is the one that counts", async () => {
    const { revision } = at.on.world.accounts;
    const DigestPassword = digest("admin", "N3w!pass");
    expect(await at.on.output(service, "SetAdminAclEntryEx", { Username: "admin", DigestPassword })).toEqual(ok);
    expect(at.on.world.accounts.get("admin")).toMatchObject({ realms: [realms.administration] });
    expect(at.on.world.accounts.get("admin")?.digest.reveal()).toBe(
      Buffer.from(DigestPassword, "base64").toString("hex"),
    );
    expect(at.on.world.accounts.revision).toBeGreaterThan(revision);
    expect(
      (await at.on.output(service, "SetAdminAclEntryEx", { Username: "admin", DigestPassword: "c2hvcnQ=" }))
        .ReturnValue,
    ).toBe("36");
    expect(await at.on.output(service, "GetAdminAclEntry")).toMatchObject({ Username: "admin" });
  });
});
