import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import { describe, expect, test } from "vitest";
import { privateKeyOf } from "../../virtual-me/cim/rules/certificates.ts";
import { powerState, setPower } from "../../virtual-me/cim/rules/power.ts";
import { cimMachine, ok } from "../support/cim-machine.ts";
import { faultOf, type Json, type Properties } from "../support/cim-service.ts";

const at = cimMachine();
const list = (value: Json | undefined): Json[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as Json];

describe("certificates and TLS", () => {
  const keys = "AMT_PublicKeyManagementService";
  test("keys stay inside, and sign what they are asked to", async () => {
    const { KeyPair } = await at.on.output(keys, "GenerateKeyPair", { KeyAlgorithm: "0", KeyLength: "2048" });
    const id = (KeyPair as { selectors: { InstanceID: string } }).selectors.InstanceID;
    expect(id).toBe("Intel(r) AMT Key: Handle: 2");
    const { DERKey } = await at.on.properties("AMT_PublicPrivateKeyPair", { InstanceID: id });
    expect(privateKeyOf(at.on.service.managed, id)).toBeDefined();
    // An inner sequence of 128 bytes, so that lengths need more than one byte
    const inner = Buffer.concat([Buffer.from("308180", "hex"), Buffer.alloc(128, 5)]);
    const request = Buffer.concat([Buffer.from([0x30, 0x81, inner.length]), inner]).toString("base64");
    const input = { KeyPair: KeyPair ?? "", SigningAlgorithm: "1", NullSignedCertificateRequest: request };
    const signed = Buffer.from(
      String((await at.on.output(keys, "GeneratePKCS10RequestEx", input)).SignedCertificateRequest),
      "base64",
    );
    expect(signed.includes(inner)).toBe(true);
    const publicKey = createPublicKey({ key: Buffer.from(String(DERKey), "base64"), format: "der", type: "pkcs1" });
    expect(verify("sha256", inner, publicKey, signed.subarray(-256))).toBe(true);
    expect(
      (await at.on.output(keys, "GeneratePKCS10RequestEx", { ...input, NullSignedCertificateRequest: "AAAA" }))
        .ReturnValue,
    ).toBe("36");
    expect((await at.on.output(keys, "GenerateKeyPair", { KeyAlgorithm: "0", KeyLength: "1024" })).ReturnValue).toBe(
      "36",
    );
  });
  test("the same key or certificate twice is a duplicate; rubbish is none", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const KeyBlob = privateKey.export({ type: "pkcs1", format: "der" }).toString("base64");
    expect((await at.on.output(keys, "AddKey", { KeyBlob })).ReturnValue).toBe("0");
    expect((await at.on.output(keys, "AddKey", { KeyBlob })).ReturnValue).toBe("2058");
    expect((await at.on.output(keys, "AddKey", { KeyBlob: "AAAA" })).ReturnValue).toBe(String(0x80e));
    const [first] = await at.on.all("AMT_PublicKeyCertificate");
    const CertificateBlob = String(first?.properties.X509Certificate);
    expect((await at.on.output(keys, "AddTrustedRootCertificate", { CertificateBlob })).ReturnValue).toBe("2058");
    expect((await at.on.output(keys, "AddCertificate", { CertificateBlob: "AAAA" })).ReturnValue).toBe(String(0x80f));
  });
  test("TLS counts from CommitChanges on, and needs a certificate", async () => {
    const InstanceID = "Intel(r) AMT 802.3 TLS Settings";
    const settings = await at.on.properties("AMT_TLSSettingData", { InstanceID });
    await at.on.put("AMT_TLSSettingData", { ...settings, Enabled: "true" }, { InstanceID });
    expect(at.on.world.tls).toBe(false);
    await at.on.output("AMT_SetupAndConfigurationService", "CommitChanges");
    expect(at.on.world.tls).toBe(true);
    expect(faultOf(await at.on.remove("AMT_TLSCredentialContext")).subcode).toBe("e:AccessDenied");
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
    expect(faultOf(await at.on.create("AMT_TLSCredentialContext", context)).subcode).toBe("e:AlreadyExists");
    expect((await at.on.put("AMT_TLSCredentialContext", context)).status).toBe(200);
    expect(
      faultOf(await at.on.remove("AMT_PublicKeyCertificate", { InstanceID: "Intel(r) AMT Certificate: Handle: 1" }))
        .subcode,
    ).toBe("e:AccessDenied");
  });
});

test("a management server: added, its rules, the user's connection, and gone again", async () => {
  await at.machine("ccm-12");
  const server = {
    AccessInfo: "mps.example.com",
    InfoFormat: "201",
    Port: "4433",
    AuthMethod: "2",
    Username: "admin",
    Password: "P@ssw0rd",
    CN: "mps.example.com",
  };
  const add = await at.on.output("AMT_RemoteAccessService", "AddMpServer", server);
  expect(at.on.world.server).toBe("mps.example.com");
  expect((await at.on.output("AMT_RemoteAccessService", "AddMpServer", server)).ReturnValue).toBe("2058");
  const rule = (trigger: string) =>
    at.on.output("AMT_RemoteAccessService", "AddRemoteAccessPolicyRule", {
      Trigger: trigger,
      TunnelLifeTime: "0",
      ExtendedData: "AAAAAAAAABk=",
      MpServer: add.MpServer ?? "",
    });
  expect((await rule("2")).ReturnValue).toBe("0");
  expect((await rule("0")).ReturnValue).toBe("0");
  expect((await rule("2")).ReturnValue).toBe("2058");
  const applies = (await at.on.all("AMT_RemoteAccessPolicyAppliesToMPS")).map(({ properties }) => properties);
  expect(
    applies.map(({ PolicySet }) => (PolicySet as { selectors: Record<string, string> }).selectors.PolicyRuleName),
  ).toEqual(["Periodic", "User Initiated"]);
  for (const one of applies)
    expect((await at.on.put("AMT_RemoteAccessPolicyAppliesToMPS", { ...one, MpsType: "2" })).status).toBe(200);
  expect((await at.on.all("AMT_RemoteAccessPolicyAppliesToMPS")).map(({ properties }) => properties.MpsType)).toEqual([
    "2",
    "2",
  ]);
  expect(await at.on.properties("AMT_MPSUsernamePassword")).toMatchObject({ RemoteID: "admin" });
  await at.on.remove("AMT_RemoteAccessPolicyRule", { PolicyRuleName: "Periodic" });
  expect(await at.on.all("AMT_RemoteAccessPolicyAppliesToMPS")).toHaveLength(1);
  await at.on.remove("AMT_ManagementPresenceRemoteSAP", { Name: "Intel(r) AMT:Management Presence Server 0" });
  expect(at.on.world.server).toBe("");
  expect(await at.on.all("AMT_RemoteAccessPolicyAppliesToMPS")).toHaveLength(0);
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
  const add = async (input: Properties) => (await at.on.output(port, "AddWiFiSettings", input)).ReturnValue;
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
  expect(await at.on.all("CIM_IEEE8021xSettings")).toHaveLength(2);
  expect(
    (await at.on.remove("CIM_WiFiEndpointSettings", { InstanceID: "Intel(r) AMT:WiFi Endpoint Settings work" })).status,
  ).toBe(200);
  expect(await at.on.all("CIM_IEEE8021xSettings")).toHaveLength(1);
  await at.machine("acm-15");
  expect(faultOf(await at.on.get(port)).subcode).toBe("b:DestinationUnreachable"); // no Wi-Fi port
});

test("clock and alarms", async () => {
  const time = "AMT_TimeSynchronizationService";
  const { Ta0 = "" } = await at.on.output(time, "GetLowAccuracyTimeSynch");
  expect(Number(Ta0)).toBe(at.on.clock.now().getTime() / 1_000);
  const later = String(Number(Ta0) + 3_600);
  expect(await at.on.output(time, "SetHighAccuracyTimeSynch", { Ta0, Tm1: later, Tm2: later })).toEqual(ok);
  expect(await at.on.output(time, "GetLowAccuracyTimeSynch")).toMatchObject({ Ta0: later });
  expect(at.on.service.managed.journal.audits.at(-1)?.subarray(-5).readUInt32BE(1)).toBe(Number(later));

  const moment = new Date(at.on.service.managed.now().getTime() + 60_000).toISOString().slice(0, 19);
  const AlarmTemplate = {
    InstanceID: "wake",
    StartTime: { Datetime: `${moment}Z` },
    ElementName: "wake",
    DeleteOnCompletion: "true",
  };
  const add = (template: Properties) => at.on.invoke("AMT_AlarmClockService", "AddAlarm", { AlarmTemplate: template });
  expect((await add(AlarmTemplate)).status).toBe(200);
  expect(faultOf(await add(AlarmTemplate))).toMatchObject({
    subcode: "d:InvalidRepresentation",
    detail: "MissingValues",
  });
  setPower(at.on.service.managed, 8);
  at.on.clock.advance(60_000);
  expect(powerState(at.on.service.managed)).toBe(2);
  expect(await at.on.all("IPS_AlarmClockOccurrence")).toHaveLength(1); // the one that was there
});

test("logs are read in parts", async () => {
  await at.machine("acm-15");
  const first = await at.on.output("AMT_MessageLog", "PositionToFirstRecord");
  expect(first).toEqual({ IterationIdentifier: "1", ReturnValue: "0" });
  const some = await at.on.output("AMT_MessageLog", "GetRecords", { IterationIdentifier: "1", MaxReadRecords: "20" });
  expect(list(some.RecordArray)).toHaveLength(20);
  expect(some.NoMoreRecords).toBe("false");
  const rest = await at.on.output("AMT_MessageLog", "GetRecords", { IterationIdentifier: "21", MaxReadRecords: "390" });
  expect(rest.NoMoreRecords).toBe("true");
  for (const record of list(some.RecordArray)) expect(Buffer.from(String(record), "base64")).toHaveLength(21);
  const audit = await at.on.output("AMT_AuditLog", "ReadRecords", { StartIndex: "1" });
  expect(audit.TotalRecordCount).toBe(String(list(audit.EventRecords).length));
  expect(await at.on.properties("AMT_AuditLog")).toMatchObject({
    TimeOfLastRecord: { Datetime: "2020-06-29T19:46:07Z" },
  });
});

test("subscriptions: once for each address, and off again", async () => {
  const action = (name: string) => `http://schemas.xmlsoap.org/ws/2004/08/eventing/${name}`;
  const body =
    '<e:Subscribe xmlns:e="http://schemas.xmlsoap.org/ws/2004/08/eventing"><e:Delivery Mode="http://schemas.dmtf.org/wbem/wsman/1/wsman/PushWithAck">' +
    "<e:NotifyTo><a:Address>http://127.0.0.1:9/x</a:Address></e:NotifyTo></e:Delivery></e:Subscribe>";
  const subscribe = () =>
    at.on.send(action("Subscribe"), "CIM_FilterCollection", body, { InstanceID: "Intel(r) AMT:AllEvents" });
  expect((await subscribe()).status).toBe(200);
  expect(faultOf(await subscribe()).subcode).toBe("e:AlreadyExists");
  const [one] = await at.on.all("CIM_FilterCollectionSubscription");
  expect(await at.on.all("CIM_ListenerDestinationWSManagement")).toHaveLength(1);
  const off = await at.on.send(
    action("Unsubscribe"),
    "CIM_FilterCollectionSubscription",
    `<e:Unsubscribe xmlns:e="${action("")}"/>`,
    one?.properties as never,
  );
  expect(off.status).toBe(200);
  expect(await at.on.all("CIM_ListenerDestinationWSManagement")).toHaveLength(0);
});

test("host-based setup: a nonce of 20 bytes, another with every Get, and the mode that AMTHI says", async () => {
  const [a, b] = [
    await at.on.properties("IPS_HostBasedSetupService"),
    await at.on.properties("IPS_HostBasedSetupService"),
  ];
  expect(Buffer.from(String(a.ConfigurationNonce), "base64")).toHaveLength(20);
  expect(a.ConfigurationNonce).not.toBe(b.ConfigurationNonce);
  expect(a).toMatchObject({ CurrentControlMode: "2", AllowedControlModes: ["2", "1"] });
  at.on.world.controlMode = "client";
  expect(await at.on.properties("IPS_HostBasedSetupService")).toMatchObject({ CurrentControlMode: "1" });
});

test("whoever loses AMT loses what was in it; the logs stay", async () => {
  expect(await at.on.output("AMT_SetupAndConfigurationService", "Unprovision", { ProvisioningMode: "1" })).toEqual(ok);
  expect(at.on.world).toMatchObject({ provisioning: "pre", controlMode: "none", server: "" });
  for (const name of [
    "AMT_PublicKeyCertificate",
    "AMT_TLSCredentialContext",
    "CIM_WiFiEndpointSettings",
    "AMT_RemoteAccessPolicyRule",
  ]) {
    expect(await at.on.all(name), name).toEqual([]);
  }
  expect(await at.on.all("AMT_TLSSettingData")).toHaveLength(2);
  expect(at.on.service.managed.journal.audits.length).toBeGreaterThan(2);
  expect(at.on.world.accounts.list()).toEqual([]);
  expect(at.heard).toEqual(["iAMT0055-3", "iAMT0055-0", "iAMT0055-4"]);
  expect(
    (await at.on.output("AMT_SetupAndConfigurationService", "Unprovision", { ProvisioningMode: "1" })).ReturnValue,
  ).toBe("16");
});
