import type { CimService, Json, Properties } from "./cim-service.ts";

export const certificate = (handle: number): Json => ({
  epr: "AMT_PublicKeyCertificate",
  selectors: { InstanceID: `Intel(r) AMT Certificate: Handle: ${handle}` },
});
const server: Json = {
  epr: "AMT_ManagementPresenceRemoteSAP",
  selectors: {
    CreationClassName: "AMT_ManagementPresenceRemoteSAP",
    Name: "Intel(r) AMT:Management Presence Server 0",
    SystemCreationClassName: "CIM_ComputerSystem",
    SystemName: "Intel(r) AMT",
  },
};
const profile = (name: string, priority: string): Properties => ({
  WiFiEndpoint: { epr: "CIM_WiFiEndpoint", selectors: { Name: "WiFi Endpoint 0" } },
  WiFiEndpointSettingsInput: {
    ElementName: name,
    InstanceID: name,
    AuthenticationMethod: "6",
    EncryptionMethod: "4",
    SSID: "somewhere",
    Priority: priority,
    PSKPassPhrase: "long enough",
  },
});
const proxy = { AccessInfo: "192.0.2.80", InfoFormat: "3", Port: "8080", NetworkDnsSuffix: "example.com" };
const host: Json = {
  epr: "CIM_ComputerSystem",
  selectors: { CreationClassName: "CIM_ComputerSystem", Name: "ManagedSystem" },
};
const mpServer = {
  AccessInfo: "192.0.2.9",
  InfoFormat: "3",
  Port: "4433",
  AuthMethod: "2",
  Username: "admin",
  Password: "P@ssw0rd",
  CN: "192.0.2.9",
};
const digest = Buffer.alloc(16, 7).toString("base64");

const somebody = (on: CimService): Promise<unknown> =>
  on.output("AMT_AuthorizationService", "AddUserAclEntryEx", {
    DigestUsername: "somebody",
    DigestPassword: digest,
    AccessPermission: "2",
    Realms: ["13", "19"],
  });
export interface Asked {
  readonly on: string;
  readonly method: string;
  readonly input?: Properties;
  readonly before?: (on: CimService) => Promise<unknown>;
}
const fresh = async (on: CimService, className: string, selectors: Record<string, string>): Promise<unknown> =>
  on.remove(className, selectors);

/** How to ask for the answers that are not a Get, an Enumerate or a Pull of their class. */
export const methods: Readonly<Record<string, Asked>> = {
  "amt/alarmclock/addalarm": {
    on: "AMT_AlarmClockService",
    method: "AddAlarm",
    input: {
      AlarmTemplate: {
        InstanceID: "wake",
        StartTime: { Datetime: "2031-01-01T00:00:00Z" },
        ElementName: "wake",
        Interval: { Interval: "P1DT0H0M" },
        DeleteOnCompletion: "true",
      },
    },
  },
  "amt/auditlog/readrecords": { on: "AMT_AuditLog", method: "ReadRecords", input: { StartIndex: "1" } },
  "amt/authorization/enumerateuseraclentries": {
    on: "AMT_AuthorizationService",
    method: "EnumerateUserAclEntries",
    input: { StartIndex: "1" },
    before: somebody,
  },
  "amt/authorization/getaclenabledstate": {
    on: "AMT_AuthorizationService",
    method: "GetAclEnabledState",
    input: { Handle: "1" },
  },
  "amt/authorization/getadminaclentry": { on: "AMT_AuthorizationService", method: "GetAdminAclEntry" },
  "amt/authorization/getadminaclentrystatus": { on: "AMT_AuthorizationService", method: "GetAdminAclEntryStatus" },
  "amt/authorization/getadminnetaclentrystatus": {
    on: "AMT_AuthorizationService",
    method: "GetAdminNetAclEntryStatus",
  },
  "amt/authorization/getuseraclentryex": {
    on: "AMT_AuthorizationService",
    method: "GetUserAclEntryEx",
    input: { Handle: "1" },
  },
  "amt/authorization/removeuseraclentry": {
    on: "AMT_AuthorizationService",
    method: "RemoveUserAclEntry",
    input: { Handle: "2" },
    before: somebody,
  },
  "amt/authorization/setaclenabledstate": {
    on: "AMT_AuthorizationService",
    method: "SetAclEnabledState",
    input: { Handle: "1", Enabled: "true" },
  },
  "amt/authorization/setadminaclentryex": {
    on: "AMT_AuthorizationService",
    method: "SetAdminAclEntryEx",
    input: { Username: "admin", DigestPassword: digest },
  },
  "amt/kerberos/getcredentialcachestate": { on: "AMT_KerberosSettingData", method: "GetCredentialCacheState" },
  "amt/messagelog/getrecords": {
    on: "AMT_MessageLog",
    method: "GetRecords",
    input: { IterationIdentifier: "1", MaxReadRecords: "390" },
  },
  "amt/messagelog/positiontofirstrecord": { on: "AMT_MessageLog", method: "PositionToFirstRecord" },
  "amt/publickey/management/addcertificate": {
    on: "AMT_PublicKeyManagementService",
    method: "AddCertificate",
    before: (on) => fresh(on, "AMT_PublicKeyCertificate", { InstanceID: "Intel(r) AMT Certificate: Handle: 1" }),
  },
  "amt/publickey/management/addtrustedrootcertificate": {
    on: "AMT_PublicKeyManagementService",
    method: "AddTrustedRootCertificate",
    before: async (on) => {
      const { store } = on.service.managed;
      const list = store.list("AMT_PublicKeyCertificate");
      for (const one of list) if (one.TrustedRootCertficate === true) store.remove("AMT_PublicKeyCertificate", one);
    },
  },
  "amt/publickey/management/addkey": { on: "AMT_PublicKeyManagementService", method: "AddKey" },
  "amt/publickey/management/generatekeypair": {
    on: "AMT_PublicKeyManagementService",
    method: "GenerateKeyPair",
    input: { KeyAlgorithm: "0", KeyLength: "2048" },
  },
  "amt/publickey/management/generatepkcs10requestex": {
    on: "AMT_PublicKeyManagementService",
    method: "GeneratePKCS10RequestEx",
  },
  "amt/redirectionservice/requeststatechange": {
    on: "AMT_RedirectionService",
    method: "RequestStateChange",
    input: { RequestedState: "32771" },
  },
  "amt/remoteaccess/service/addmpsserver": { on: "AMT_RemoteAccessService", method: "AddMpServer", input: mpServer },
  "amt/remoteaccess/service/addremoteaccessservice": {
    on: "AMT_RemoteAccessService",
    method: "AddRemoteAccessPolicyRule",
    input: { Trigger: "2", TunnelLifeTime: "0", ExtendedData: "AAAAAAAAABk=", MpServer: server },
    before: (on) => fresh(on, "AMT_RemoteAccessPolicyRule", { PolicyRuleName: "Periodic" }),
  },
  "amt/setupandconfiguration/commitchanges": { on: "AMT_SetupAndConfigurationService", method: "CommitChanges" },
  "amt/setupandconfiguration/partialunprovision": {
    on: "AMT_SetupAndConfigurationService",
    method: "PartialUnprovision",
  },
  "amt/setupandconfiguration/setmebxpassword": {
    on: "AMT_SetupAndConfigurationService",
    method: "SetMEBxPassword",
    input: { Password: "P@ssw0rd" },
  },
  "amt/setupandconfiguration/unprovision": {
    on: "AMT_SetupAndConfigurationService",
    method: "Unprovision",
    input: { ProvisioningMode: "1" },
  },
  "amt/timesynchronization/getlowaccuracytimesynch": {
    on: "AMT_TimeSynchronizationService",
    method: "GetLowAccuracyTimeSynch",
  },
  "amt/timesynchronization/sethighaccuracytimesynch": {
    on: "AMT_TimeSynchronizationService",
    method: "SetHighAccuracyTimeSynch",
    input: { Ta0: "1767225600", Tm1: "1767225600", Tm2: "1767225600" },
  },
  "amt/userinitiatedconnection/request": {
    on: "AMT_UserInitiatedConnectionService",
    method: "RequestStateChange",
    input: { RequestedState: "32771" },
  },
  "amt/wifiportconfiguration/addwifisettings": {
    on: "AMT_WiFiPortConfigurationService",
    method: "AddWiFiSettings",
    input: profile("new", "7"),
  },
  "amt/wifiportconfiguration/updatewifisettings": {
    on: "AMT_WiFiPortConfigurationService",
    method: "UpdateWiFiSettings",
    input: {
      WiFiEndpointSettings: { epr: "CIM_WiFiEndpointSettings", selectors: { InstanceID: "Test" } },
      WiFiEndpointSettingsInput: profile("Test", "1").WiFiEndpointSettingsInput ?? "",
    },
  },
  "cim/boot/configsetting/changebootorder": {
    on: "CIM_BootConfigSetting",
    method: "ChangeBootOrder",
    input: { Source: { epr: "CIM_BootSourceSetting", selectors: { InstanceID: "Intel(r) AMT: Force PXE Boot" } } },
  },
  "cim/boot/service/requeststatechange": {
    on: "CIM_BootService",
    method: "RequestStateChange",
    input: { RequestedState: "32769" },
  },
  "cim/boot/service/setbootconfigrole": {
    on: "CIM_BootService",
    method: "SetBootConfigRole",
    input: {
      BootConfigSetting: {
        epr: "CIM_BootConfigSetting",
        selectors: { InstanceID: "Intel(r) AMT: Boot Configuration 0" },
      },
      Role: "1",
    },
  },
  "cim/power/managementservice/requestpowerstatechange": {
    on: "CIM_PowerManagementService",
    method: "RequestPowerStateChange",
    input: { PowerState: "10", ManagedElement: host },
  },
  "cim/wifi/port/requeststatechange": {
    on: "CIM_WiFiPort",
    method: "RequestStateChange",
    input: { RequestedState: "32769" },
  },
  "ips/http/addproxyaccesspoint": { on: "IPS_HTTPProxyService", method: "AddProxyAccessPoint", input: proxy },
  "ips/http/addproxyaccesspoint_2058": {
    on: "IPS_HTTPProxyService",
    method: "AddProxyAccessPoint",
    input: proxy,
    before: (on) => on.output("IPS_HTTPProxyService", "AddProxyAccessPoint", proxy),
  },
  "ips/ieee8021x/settings/setcertificates": {
    on: "IPS_IEEE8021xSettings",
    method: "SetCertificates",
    input: { ServerCertificateIssuer: certificate(0), ClientCertificate: certificate(1) },
  },
  "ips/optin/canceloptin": { on: "IPS_OptInService", method: "CancelOptIn" },
  "ips/optin/sendoptincode": { on: "IPS_OptInService", method: "SendOptInCode", input: { OptInCode: "123456" } },
  "ips/optin/startoptin": { on: "IPS_OptInService", method: "StartOptIn" },
  "ips/power/managementservice/requestospowersavingstatechange": {
    on: "IPS_PowerManagementService",
    method: "RequestOSPowerSavingStateChange",
    input: { OSPowerSavingState: "3", ManagedElement: host },
  },
};
