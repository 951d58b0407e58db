import { createHash, createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { getUserInitiatedInterfaces } from "../../mei/amthi/access.ts";
import { getDnsSuffixList, getFqdn, getTcpipParameters } from "../../mei/amthi/network.ts";
import { getFeaturesState, getRedirectionState } from "../../mei/amthi/state.ts";
import { digestRealm, realms } from "../../virtual-me/accounts.ts";
import type { AlertKind } from "../../virtual-me/cim/alert.ts";
import { createManageability } from "../../virtual-me/cim/manageability.ts";
import { privateKeyOf } from "../../virtual-me/cim/rules/certificates.ts";
import { spriteOf } from "../../virtual-me/cim/rules/consent.ts";
import { powerState, setPower } from "../../virtual-me/cim/rules/power.ts";
import {
  administrator,
  type CimService,
  cimService,
  faultOf,
  type Json,
  type Properties,
} from "../support/cim-service.ts";
import { running } from "../support/virtual-machine.ts";

let on: CimService;
let heard: string[];
async function machine(name: string): Promise<void> {
  on?.close();
  on = await cimService(name);
  heard = [];
  on.service.onAlert(({ id, argument }: AlertKind) => heard.push(`${id}-${argument}`));
}
beforeEach(() => machine("acm-16-wifi"));
afterEach(() => {
  on.close();
  expect(on.world.timers.size).toBe(0);
});

const host: Json = {
  epr: "CIM_ComputerSystem",
  selectors: { CreationClassName: "CIM_ComputerSystem", Name: "ManagedSystem" },
};
const ok = { ReturnValue: "0" };
const list = (value: Json | undefined): Json[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as Json];
/** App and event of the newest audit record. */
const lastAudit = (): string => {
  const record = on.service.managed.journal.audits.at(-1);
  return record ? `${record.readUInt16BE(0)}/${record.readUInt16BE(2)}` : "none";
};

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
    on.output("CIM_PowerManagementService", "RequestPowerStateChange", {
      PowerState: String(state),
      ManagedElement: host,
    });
  test("states follow each other; what cannot follow is refused", async () => {
    expect(await change(8)).toEqual(ok);
    expect(lastAudit()).toBe("17/1");
    expect(powerState(on.service.managed)).toBe(8);
    expect(await on.properties("CIM_AssociatedPowerManagementService")).toMatchObject({
      PowerState: "8",
      AvailableRequestedPowerStates: "2",
    });
    expect(await change(10)).toEqual({ ReturnValue: "2" });
    expect(await change(2)).toEqual(ok);
    expect(await change(99)).toEqual({ ReturnValue: "2" });
  });
  test("graceful ones are only told to the host", async () => {
    expect(await change(12)).toEqual(ok);
    expect(heard).toEqual(["iAMT0067-0"]);
    expect(powerState(on.service.managed)).toBe(2);
  });
  test("boot options last for one start", async () => {
    const before = await on.properties("AMT_BootSettingData");
    await on.put("AMT_BootSettingData", { ...before, UseSOL: "true", BIOSSetup: "true" });
    expect(await on.properties("AMT_BootSettingData")).toMatchObject({ UseSOL: "true", OptionsCleared: "false" });
    await change(10);
    expect(await on.properties("AMT_BootSettingData")).toMatchObject({
      UseSOL: "false",
      BIOSSetup: "false",
      OptionsCleared: "true",
    });
    expect(faultOf(await on.put("AMT_BootSettingData", { ...before, BIOSPause: "true" })).subcode).toBe(
      "d:InvalidRepresentation",
    );
  });
  test("a boot source that is not there", async () => {
    const source: Json = { epr: "CIM_BootSourceSetting", selectors: { InstanceID: "Intel(r) AMT: Force Nothing" } };
    expect(await on.output("CIM_BootConfigSetting", "ChangeBootOrder", { Source: source })).toEqual({
      ReturnValue: "5",
    });
  });
});

describe("redirection and consent", () => {
  test("switching off ends the session, and AMT says so", async () => {
    on.world.sol = true;
    expect(await on.all("IPS_SolSessionUsingPort")).toHaveLength(1);
    expect(await on.output("AMT_RedirectionService", "RequestStateChange", { RequestedState: "32769" })).toEqual(ok);
    expect(on.world.sol).toBe(false);
    expect(heard).toEqual(["iAMT0050-49"]);
    expect(await on.properties("AMT_RedirectionService")).toMatchObject({ EnabledState: "32769" });
  });
  test("ending what is not open is 3; KVM only from the machine itself", async () => {
    expect(await on.output("AMT_RedirectionService", "TerminateSession", { SessionType: "0" })).toEqual({
      ReturnValue: "3",
    });
    on.world.kvm = true;
    expect(await on.properties("CIM_KVMRedirectionSAP")).toMatchObject({ EnabledState: "2" });
    expect(await on.output("IPS_KVMRedirectionSettingData", "TerminateSession")).toEqual(ok);
    expect(await on.properties("CIM_KVMRedirectionSAP")).toMatchObject({ EnabledState: "6" });
    expect(heard).toEqual(["iAMT0052-2"]);
  });
  test("consent in client control mode: code, three tries, time", async () => {
    await machine("ccm-12");
    expect(await on.properties("IPS_OptInService")).toMatchObject({
      OptInRequired: "4294967295",
      CanModifyOptInPolicy: "0",
      OptInState: "0",
    });
    const start = () => on.output("IPS_OptInService", "StartOptIn");
    const send = (code: string) => on.output("IPS_OptInService", "SendOptInCode", { OptInCode: String(Number(code)) });
    const state = async () => (await on.properties("IPS_OptInService")).OptInState;
    expect(await start()).toEqual(ok);
    expect(on.world.consent).toBe(true);
    const { code = "" } = spriteOf(on.service.managed);
    expect(code).toMatch(/^\d{6}$/);
    expect(await send(code)).toEqual(ok);
    expect(await state()).toBe("3");
    expect(spriteOf(on.service.managed).code).toBeUndefined();
    on.clock.advance(121_000);
    expect(await state()).toBe("0");
    expect(heard).toEqual(["iAMT0064-3", "iAMT0064-1", "iAMT0064-2"]);

    for (let round = 0; round < 3; round++) {
      expect(await start()).toEqual(ok);
      const wrong = spriteOf(on.service.managed).code === "000001" ? "000002" : "000001";
      for (let n = 0; n < 3; n++) expect(await send(wrong)).toEqual({ ReturnValue: "1" });
      expect(await state()).toBe("0");
    }
    expect(await start()).toEqual({ ReturnValue: "3" });
    expect(lastAudit()).toBe("30/2");
  });
  test("consent stays while a session is open, and two minutes more", async () => {
    await machine("ccm-12");
    await on.output("IPS_OptInService", "StartOptIn");
    await on.output("IPS_OptInService", "SendOptInCode", {
      OptInCode: String(Number(spriteOf(on.service.managed).code)),
    });
    on.world.kvm = true;
    on.clock.advance(600_000);
    expect((await on.properties("IPS_OptInService")).OptInState).toBe("4");
    on.world.kvm = false;
    on.clock.advance(120_000);
    expect((await on.properties("IPS_OptInService")).OptInState).toBe("0");
  });
  test("nobody types the code in time", async () => {
    await machine("ccm-12");
    await on.output("IPS_OptInService", "StartOptIn");
    on.clock.advance(301_000);
    expect((await on.properties("IPS_OptInService")).OptInState).toBe("0");
    expect(await on.output("IPS_OptInService", "CancelOptIn")).toEqual({ ReturnValue: "2" });
  });
});

describe("agent presence", () => {
  const dog = "AMT_AgentPresenceWatchdog";
  const DeviceID = "AAECAwQFBgcICQoLDA0ODw==";
  const create = (timeout = "60") =>
    on.create(dog, {
      DeviceID,
      MonitoredEntityDescription: "us",
      StartupInterval: "120",
      TimeoutInterval: timeout,
      CreationClassName: "0",
      SystemName: "0",
      SystemCreationClassName: "0",
    });
  const state = async () => (await on.properties(dog, { DeviceID })).CurrentState;
  const call = (method: string, input: Properties = {}) => on.output(dog, method, input, { DeviceID });
  const beat = (number: number) => call("AssertPresence", { SequenceNumber: String(number % 2 ** 32) });

  test("registers, beats, expires, registers again, stops", async () => {
    expect((await create()).status).toBe(200);
    expect(faultOf(await create()).subcode).toBe("e:AlreadyExists");
    const all = { OldState: "31", NewState: "31", EventOnTransition: "true" };
    expect(await call("AddAction", all)).toEqual(ok);
    expect(await state()).toBe("1");
    const { SessionSequenceNumber, TimeoutInterval } = await call("RegisterAgent");
    expect(TimeoutInterval).toBe("60");
    const number = Number(SessionSequenceNumber);
    expect(await state()).toBe("4");
    on.clock.advance(59_000);
    expect(await beat(number + 1)).toEqual(ok);
    expect((await beat(number + 1)).ReturnValue).not.toBe("0"); // the same number again
    on.clock.advance(59_000);
    expect(await beat(number + 2)).toEqual(ok);
    on.clock.advance(60_000);
    expect(await state()).toBe("8");
    expect((await beat(number + 3)).ReturnValue).not.toBe("0");
    const again = Number((await call("RegisterAgent")).SessionSequenceNumber);
    expect(await call("AssertShutdown", { SequenceNumber: String(again) })).toEqual(ok); // wrong, and silently ignored
    expect(await state()).toBe("4");
    expect(await call("AssertShutdown", { SequenceNumber: String((again + 1) % 2 ** 32) })).toEqual(ok);
    expect(await state()).toBe("2");
    const guid = "03020100-0504-0706-0809-0A0B0C0D0E0F";
    expect(heard).toEqual([`iAMT0004-${guid}`, `iAMT0005-${guid}`, `iAMT0004-${guid}`, `iAMT0003-${guid}`]);
    expect(on.service.managed.journal.events[0]?.subarray(13).toString("hex")).toBe("aa00010203040502");
    expect((await on.remove(dog, { DeviceID })).status).toBe(200);
    expect(await on.all("AMT_AgentPresenceWatchdogAction")).toEqual([]);
    expect((await on.all("CIM_ConcreteDependency")).length).toBe(1); // the owner's own
  });
  test("who never registers expires after the startup interval", async () => {
    await create();
    on.clock.advance(120_000);
    expect(await state()).toBe("8");
    await on.remove(dog, { DeviceID });
  });
  test("timers stand still while the machine sleeps", async () => {
    await create();
    await call("RegisterAgent");
    on.clock.advance(30_000);
    setPower(on.service.managed, 4);
    expect(await state()).toBe("16");
    on.clock.advance(3_600_000);
    setPower(on.service.managed, 2);
    expect(await state()).toBe("4");
    on.clock.advance(29_000);
    expect(await state()).toBe("4");
    on.clock.advance(1_000);
    expect(await state()).toBe("8");
    setPower(on.service.managed, 10);
    expect(await state()).toBe("1");
    await on.remove(dog, { DeviceID });
  });
  test("an expired one that is paired resets the machine, once, unless somebody stops it", async () => {
    await create();
    const settings = {
      InstanceID: "Intel (r) AMT Watch Dog Action",
      AgentPresenceWatchDogExpirationAction: "1",
      Timeout: "30",
    };
    await on.put("IPS_WatchDogAction", settings);
    const pair = { AgentPresenceWatchDog: { epr: dog, selectors: { DeviceID } }, ActionEnable: "true" };
    expect(await on.output("IPS_WatchDogAction", "ApplyActionOnWatchDog", pair)).toEqual(ok);
    await call("RegisterAgent");
    on.clock.advance(60_000);
    expect(await on.output("IPS_WatchDogAction", "CancelRebootAction")).toEqual(ok);
    await call("RegisterAgent");
    on.clock.advance(60_000 + 30_000);
    expect(heard).toContain("iAMT0070-0");
    expect(await state()).toBe("1"); // the machine started anew
    expect(await on.properties("IPS_WatchDogAction")).toMatchObject({ ReArmReset: "false" });
    await on.remove(dog, { DeviceID });
  });
  test("sixteen agents, no zero GUID", async () => {
    expect(
      faultOf(
        await on.create(dog, {
          DeviceID: Buffer.alloc(16).toString("base64"),
          StartupInterval: "1",
          TimeoutInterval: "1",
        }),
      ).subcode,
    ).toBe("d:InvalidRepresentation");
    for (let n = 1; n <= 16; n++) {
      const id = Buffer.alloc(16, n).toString("base64");
      expect((await on.create(dog, { DeviceID: id, StartupInterval: "100", TimeoutInterval: "100" })).status).toBe(200);
    }
    expect(faultOf(await create()).subcode).toBe("e:QuotaLimit");
    on.clock.advance(100_000);
  });
});

describe("accounts", () => {
  const service = "AMT_AuthorizationService";
  const digest = (name: string, password: string): string =>
    createHash("md5")
      .update(`${name}:${digestRealm(on.world.machine)}:${password}`)
      .digest("base64");
  test("a user that is added may log in with its realms; a password is changed; a user goes", async () => {
    const wanted = {
      DigestUsername: "watcher",
      DigestPassword: digest("watcher", "S3cret!!"),
      AccessPermission: "0",
      Realms: ["9", "13"],
    };
    const { Handle = "" } = await on.output(service, "AddUserAclEntryEx", wanted);
    const account = on.world.accounts.get("watcher");
    expect(account).toMatchObject({ access: "local", realms: [9, 13], enabled: true });
    expect(account?.digest.reveal()).toBe(Buffer.from(wanted.DigestPassword, "base64").toString("hex"));
    expect((await on.output(service, "AddUserAclEntryEx", wanted)).ReturnValue).toBe("2058");
    expect(await on.output(service, "GetUserAclEntryEx", { Handle })).toMatchObject({
      DigestUsername: "watcher",
      Realms: ["9", "13"],
    });
    expect(await on.output(service, "SetAclEnabledState", { Handle, Enabled: "false" })).toEqual(ok);
    expect(on.world.accounts.get("watcher")?.enabled).toBe(false);
    expect(await on.output(service, "RemoveUserAclEntry", { Handle })).toEqual(ok);
    expect(on.world.accounts.get("watcher")).toBeUndefined();
    expect((await on.output(service, "RemoveUserAclEntry", { Handle })).ReturnValue).toBe("2053");
    expect((await on.output(service, "AddUserAclEntryEx", { ...wanted, Realms: ["99"] })).ReturnValue).toBe("2055");
    expect((await on.output(service, "AddUserAclEntryEx", { ...wanted, DigestUsername: "$$me" })).ReturnValue).toBe(
      "36",
    );
  });
  test("the administrator's new password is the one that counts", async () => {
    const { revision } = on.world.accounts;
    const DigestPassword = digest("admin", "N3w!pass");
    expect(await on.output(service, "SetAdminAclEntryEx", { Username: "admin", DigestPassword })).toEqual(ok);
    expect(on.world.accounts.get("admin")).toMatchObject({ realms: [realms.administration] });
    expect(on.world.accounts.get("admin")?.digest.reveal()).toBe(Buffer.from(DigestPassword, "base64").toString("hex"));
    expect(on.world.accounts.revision).toBeGreaterThan(revision);
    expect(
      (await on.output(service, "SetAdminAclEntryEx", { Username: "admin", DigestPassword: "c2hvcnQ=" })).ReturnValue,
    ).toBe("36");
    expect(await on.output(service, "GetAdminAclEntry")).toMatchObject({ Username: "admin" });
  });
});

describe("certificates and TLS", () => {
  const keys = "AMT_PublicKeyManagementService";
  test("keys stay inside, and sign what they are asked to", async () => {
    const { KeyPair } = await on.output(keys, "GenerateKeyPair", { KeyAlgorithm: "0", KeyLength: "2048" });
    const id = (KeyPair as { selectors: { InstanceID: string } }).selectors.InstanceID;
    expect(id).toBe("Intel(r) AMT Key: Handle: 2");
    const { DERKey } = await on.properties("AMT_PublicPrivateKeyPair", { InstanceID: id });
    expect(privateKeyOf(on.service.managed, id)).toBeDefined();
    // An inner sequence of 128 bytes, so that lengths need more than one byte
    const inner = Buffer.concat([Buffer.from("308180", "hex"), Buffer.alloc(128, 5)]);
    const request = Buffer.concat([Buffer.from([0x30, 0x81, inner.length]), inner]).toString("base64");
    const input = { KeyPair: KeyPair ?? "", SigningAlgorithm: "1", NullSignedCertificateRequest: request };
    const signed = Buffer.from(
      String((await on.output(keys, "GeneratePKCS10RequestEx", input)).SignedCertificateRequest),
      "base64",
    );
    expect(signed.includes(inner)).toBe(true);
    const publicKey = createPublicKey({ key: Buffer.from(String(DERKey), "base64"), format: "der", type: "pkcs1" });
    expect(verify("sha256", inner, publicKey, signed.subarray(-256))).toBe(true);
    expect(
      (await on.output(keys, "GeneratePKCS10RequestEx", { ...input, NullSignedCertificateRequest: "AAAA" }))
        .ReturnValue,
    ).toBe("36");
    expect((await on.output(keys, "GenerateKeyPair", { KeyAlgorithm: "0", KeyLength: "1024" })).ReturnValue).toBe("36");
  });
  test("the same key or certificate twice is a duplicate; rubbish is none", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const KeyBlob = privateKey.export({ type: "pkcs1", format: "der" }).toString("base64");
    expect((await on.output(keys, "AddKey", { KeyBlob })).ReturnValue).toBe("0");
    expect((await on.output(keys, "AddKey", { KeyBlob })).ReturnValue).toBe("2058");
    expect((await on.output(keys, "AddKey", { KeyBlob: "AAAA" })).ReturnValue).toBe(String(0x80e));
    const [first] = await on.all("AMT_PublicKeyCertificate");
    const CertificateBlob = String(first?.properties.X509Certificate);
    expect((await on.output(keys, "AddTrustedRootCertificate", { CertificateBlob })).ReturnValue).toBe("2058");
    expect((await on.output(keys, "AddCertificate", { CertificateBlob: "AAAA" })).ReturnValue).toBe(String(0x80f));
  });
  test("TLS counts from CommitChanges on, and needs a certificate", async () => {
    const InstanceID = "Intel(r) AMT 802.3 TLS Settings";
    const settings = await on.properties("AMT_TLSSettingData", { InstanceID });
    await on.put("AMT_TLSSettingData", { ...settings, Enabled: "true" }, { InstanceID });
    expect(on.world.tls).toBe(false);
    await on.output("AMT_SetupAndConfigurationService", "CommitChanges");
    expect(on.world.tls).toBe(true);
    expect(faultOf(await on.remove("AMT_TLSCredentialContext")).subcode).toBe("e:AccessDenied");
    const context = {
      ElementInContext: {
        epr: "AMT_PublicKeyCertificate",
        selectors: { InstanceID: "Intel(r) AMT Certificate: Handle: 1" },
      },
      ElementProvidingContext: {
        epr: "AMT_TLSProtocolEndpointCollection",
        selectors: { ElementName: "TLSProtocolEndpointInstances Collection" },
      },
    };
    expect(faultOf(await on.create("AMT_TLSCredentialContext", context)).subcode).toBe("e:AlreadyExists");
    expect((await on.put("AMT_TLSCredentialContext", context)).status).toBe(200);
    expect(
      faultOf(await on.remove("AMT_PublicKeyCertificate", { InstanceID: "Intel(r) AMT Certificate: Handle: 1" }))
        .subcode,
    ).toBe("e:AccessDenied");
  });
});

test("a management server: added, its rules, the user's connection, and gone again", async () => {
  await machine("ccm-12");
  const server = {
    AccessInfo: "mps.example.com",
    InfoFormat: "201",
    Port: "4433",
    AuthMethod: "2",
    Username: "admin",
    Password: "P@ssw0rd",
    CN: "mps.example.com",
  };
  const add = await on.output("AMT_RemoteAccessService", "AddMpServer", server);
  expect(on.world.server).toBe("mps.example.com");
  expect((await on.output("AMT_RemoteAccessService", "AddMpServer", server)).ReturnValue).toBe("2058");
  const rule = (trigger: string) =>
    on.output("AMT_RemoteAccessService", "AddRemoteAccessPolicyRule", {
      Trigger: trigger,
      TunnelLifeTime: "0",
      ExtendedData: "AAAAAAAAABk=",
      MpServer: add.MpServer ?? "",
    });
  expect((await rule("2")).ReturnValue).toBe("0");
  expect((await rule("0")).ReturnValue).toBe("0");
  expect((await rule("2")).ReturnValue).toBe("2058");
  const applies = (await on.all("AMT_RemoteAccessPolicyAppliesToMPS")).map(({ properties }) => properties);
  expect(
    applies.map(({ PolicySet }) => (PolicySet as { selectors: Record<string, string> }).selectors.PolicyRuleName),
  ).toEqual(["Periodic", "User Initiated"]);
  for (const one of applies)
    expect((await on.put("AMT_RemoteAccessPolicyAppliesToMPS", { ...one, MpsType: "2" })).status).toBe(200);
  expect((await on.all("AMT_RemoteAccessPolicyAppliesToMPS")).map(({ properties }) => properties.MpsType)).toEqual([
    "2",
    "2",
  ]);
  expect(await on.properties("AMT_MPSUsernamePassword")).toMatchObject({ RemoteID: "admin" });
  await on.remove("AMT_RemoteAccessPolicyRule", { PolicyRuleName: "Periodic" });
  expect(await on.all("AMT_RemoteAccessPolicyAppliesToMPS")).toHaveLength(1);
  await on.remove("AMT_ManagementPresenceRemoteSAP", { Name: "Intel(r) AMT:Management Presence Server 0" });
  expect(on.world.server).toBe("");
  expect(await on.all("AMT_RemoteAccessPolicyAppliesToMPS")).toHaveLength(0);
});

test("Wi-Fi: a profile needs a phrase, its own name and priority; with 802.1x it brings its own settings", async () => {
  const port = "AMT_WiFiPortConfigurationService";
  const profile = (name: string, priority: string, more: Properties = {}): Properties => ({
    WiFiEndpoint: { epr: "CIM_WiFiEndpoint", selectors: { Name: "WiFi Endpoint 0" } },
    WiFiEndpointSettingsInput: {
      ElementName: name,
      InstanceID: `Intel(r) AMT:WiFi Endpoint Settings ${name}`,
      AuthenticationMethod: "6",
      EncryptionMethod: "4",
      SSID: "x",
      Priority: priority,
      PSKPassPhrase: "long enough",
      ...more,
    },
  });
  const add = async (input: Properties) => (await on.output(port, "AddWiFiSettings", input)).ReturnValue;
  expect(await add(profile("home", "3"))).toBe("0");
  expect(await add(profile("home", "4"))).toBe("2");
  expect(await add(profile("other", "3"))).toBe("2");
  expect(await add(profile("other", "4", { PSKPassPhrase: "short" }))).toBe("3");
  expect(await add(profile("work", "5", { AuthenticationMethod: "7" }))).toBe("3");
  const dot1x = {
    IEEE8021xSettingsInput: {
      ElementName: "work",
      InstanceID: "Intel(r) AMT: 8021X Settings work",
      AuthenticationProtocol: "0",
      Username: "me",
    },
  };
  const certificate = (handle: number): Json => ({
    epr: "AMT_PublicKeyCertificate",
    selectors: { InstanceID: `Intel(r) AMT Certificate: Handle: ${handle}` },
  });
  const work = { ...profile("work", "5", { AuthenticationMethod: "7" }), ...dot1x };
  expect(await add({ ...work, CACredential: certificate(9) })).toBe("4");
  expect(await add({ ...work, ClientCredential: certificate(1), CACredential: certificate(0) })).toBe("0");
  expect(await on.all("CIM_IEEE8021xSettings")).toHaveLength(2);
  expect(
    (await on.remove("CIM_WiFiEndpointSettings", { InstanceID: "Intel(r) AMT:WiFi Endpoint Settings work" })).status,
  ).toBe(200);
  expect(await on.all("CIM_IEEE8021xSettings")).toHaveLength(1);
  await machine("acm-15");
  expect(faultOf(await on.get(port)).subcode).toBe("b:DestinationUnreachable"); // no Wi-Fi port
});

test("clock and alarms", async () => {
  const time = "AMT_TimeSynchronizationService";
  const { Ta0 = "" } = await on.output(time, "GetLowAccuracyTimeSynch");
  expect(Number(Ta0)).toBe(on.clock.now().getTime() / 1_000);
  const later = String(Number(Ta0) + 3_600);
  expect(await on.output(time, "SetHighAccuracyTimeSynch", { Ta0, Tm1: later, Tm2: later })).toEqual(ok);
  expect(await on.output(time, "GetLowAccuracyTimeSynch")).toMatchObject({ Ta0: later });
  expect(on.service.managed.journal.audits.at(-1)?.subarray(-5).readUInt32BE(1)).toBe(Number(later));

  const at = new Date(on.service.managed.now().getTime() + 60_000).toISOString().slice(0, 19);
  const AlarmTemplate = {
    InstanceID: "wake",
    StartTime: { Datetime: `${at}Z` },
    ElementName: "wake",
    DeleteOnCompletion: "true",
  };
  const add = (template: Properties) => on.invoke("AMT_AlarmClockService", "AddAlarm", { AlarmTemplate: template });
  expect((await add(AlarmTemplate)).status).toBe(200);
  expect(faultOf(await add(AlarmTemplate))).toMatchObject({
    subcode: "d:InvalidRepresentation",
    detail: "MissingValues",
  });
  setPower(on.service.managed, 8);
  on.clock.advance(60_000);
  expect(powerState(on.service.managed)).toBe(2);
  expect(await on.all("IPS_AlarmClockOccurrence")).toHaveLength(1); // the one that was there
});

test("logs are read in parts", async () => {
  await machine("acm-15");
  const first = await on.output("AMT_MessageLog", "PositionToFirstRecord");
  expect(first).toEqual({ IterationIdentifier: "1", ReturnValue: "0" });
  const some = await on.output("AMT_MessageLog", "GetRecords", { IterationIdentifier: "1", MaxReadRecords: "20" });
  expect(list(some.RecordArray)).toHaveLength(20);
  expect(some.NoMoreRecords).toBe("false");
  const rest = await on.output("AMT_MessageLog", "GetRecords", { IterationIdentifier: "21", MaxReadRecords: "390" });
  expect(rest.NoMoreRecords).toBe("true");
  for (const record of list(some.RecordArray)) expect(Buffer.from(String(record), "base64")).toHaveLength(21);
  const audit = await on.output("AMT_AuditLog", "ReadRecords", { StartIndex: "1" });
  expect(audit.TotalRecordCount).toBe(String(list(audit.EventRecords).length));
  expect(await on.properties("AMT_AuditLog")).toMatchObject({ TimeOfLastRecord: { Datetime: "2020-06-29T19:46:07Z" } });
});

test("subscriptions: once for each address, and off again", async () => {
  const action = (name: string) => `http://schemas.xmlsoap.org/ws/2004/08/eventing/${name}`;
  const body =
    '<e:Subscribe xmlns:e="http://schemas.xmlsoap.org/ws/2004/08/eventing"><e:Delivery Mode="http://schemas.dmtf.org/wbem/wsman/1/wsman/PushWithAck">' +
    "<e:NotifyTo><a:Address>http://127.0.0.1:9/x</a:Address></e:NotifyTo></e:Delivery></e:Subscribe>";
  const subscribe = () =>
    on.send(action("Subscribe"), "CIM_FilterCollection", body, { InstanceID: "Intel(r) AMT:AllEvents" });
  expect((await subscribe()).status).toBe(200);
  expect(faultOf(await subscribe()).subcode).toBe("e:AlreadyExists");
  const [one] = await on.all("CIM_FilterCollectionSubscription");
  expect(await on.all("CIM_ListenerDestinationWSManagement")).toHaveLength(1);
  const off = await on.send(
    action("Unsubscribe"),
    "CIM_FilterCollectionSubscription",
    `<e:Unsubscribe xmlns:e="${action("")}"/>`,
    one?.properties as never,
  );
  expect(off.status).toBe(200);
  expect(await on.all("CIM_ListenerDestinationWSManagement")).toHaveLength(0);
});

test("host-based setup: a nonce of 20 bytes, another with every Get, and the mode that AMTHI says", async () => {
  const [a, b] = [await on.properties("IPS_HostBasedSetupService"), await on.properties("IPS_HostBasedSetupService")];
  expect(Buffer.from(String(a.ConfigurationNonce), "base64")).toHaveLength(20);
  expect(a.ConfigurationNonce).not.toBe(b.ConfigurationNonce);
  expect(a).toMatchObject({ CurrentControlMode: "2", AllowedControlModes: ["2", "1"] });
  on.world.controlMode = "client";
  expect(await on.properties("IPS_HostBasedSetupService")).toMatchObject({ CurrentControlMode: "1" });
});

test("whoever loses AMT loses what was in it; the logs stay", async () => {
  expect(await on.output("AMT_SetupAndConfigurationService", "Unprovision", { ProvisioningMode: "1" })).toEqual(ok);
  expect(on.world).toMatchObject({ provisioning: "pre", controlMode: "none", server: "" });
  for (const name of [
    "AMT_PublicKeyCertificate",
    "AMT_TLSCredentialContext",
    "CIM_WiFiEndpointSettings",
    "AMT_RemoteAccessPolicyRule",
  ]) {
    expect(await on.all(name), name).toEqual([]);
  }
  expect(await on.all("AMT_TLSSettingData")).toHaveLength(2);
  expect(on.service.managed.journal.audits.length).toBeGreaterThan(2);
  expect(on.world.accounts.list()).toEqual([]);
  expect(heard).toEqual(["iAMT0055-3"]);
  expect(
    (await on.output("AMT_SetupAndConfigurationService", "Unprovision", { ProvisioningMode: "1" })).ReturnValue,
  ).toBe("16");
});
