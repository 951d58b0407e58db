import { method, resource } from "../resource.ts";
import { base64, flag, list, oneOf, secret, text, time, u8, u16, u32 } from "../value.ts";
import { log, managed, requestStateChange, service, serviceKeys, setting } from "./base.ts";

/** General settings, setup and configuration, and the records of it (rpc.md 3.1-3.5, A; presence-posture.md 2.4, 3.8). */

export const generalSettings = resource("AMT_GeneralSettings", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    AMTNetworkEnabled: u16,
    DDNSPeriodicUpdateInterval: u16,
    DDNSTTL: u16,
    DDNSUpdateByDHCPServerEnabled: flag,
    DDNSUpdateEnabled: flag,
    DHCPSyncRequiresHostname: u16,
    DHCPv6ConfigurationTimeout: u16,
    DigestRealm: text,
    DomainName: text,
    HostName: text,
    HostOSFQDN: text,
    IdleWakeTimeout: u16,
    NetworkInterfaceEnabled: flag,
    PingResponseEnabled: flag,
    PowerSource: oneOf(u16, { ac: 0, dc: 1 }),
    PreferredAddressFamily: oneOf(u16, { ipv4: 0, ipv6: 1 }),
    PresenceNotificationInterval: u32,
    PrivacyLevel: oneOf(u16, { default: 0, enhanced: 1, extreme: 2 }),
    RmcpPingResponseEnabled: flag,
    SharedFQDN: flag,
    ThunderboltDockEnabled: u16,
    WsmanOnlyMode: flag,
  },
  methods: {
    AMTAuthenticate: method({
      effect: "read",
      input: { MC_Nonce: base64 },
      output: {
        Nonce: base64,
        UUID: text,
        FQDN: text,
        FWVersion: text,
        AMTSVN: u32,
        SignatureMechanism: u16,
        Signature: base64,
        LengthOfCertificates: list(u16),
        Certificates: base64,
      },
    }),
  },
});

/** What AMT_SetupAndConfigurationService says no with, besides PT_STATUS (rpc.md 3.0). */
const setupCodes = {
  INTERNAL_ERROR: 1,
  NOT_PERMITTED: 16,
  INVALID_PARAMETER: 36,
  FLASH_WRITE_LIMIT_EXCEEDED: 38,
  INVALID_PASSWORD: 2054,
  DATA_MISSING: 2057,
  BLOCKING_COMPONENT: 2076,
};
const provisioningMode = oneOf(u32, { admin: 1, client: 4 });

export const setupAndConfigurationService = resource("AMT_SetupAndConfigurationService", {
  keys: serviceKeys,
  properties: {
    ...service,
    ConfigurationServerFQDN: text,
    CreateConfigurationFile: flag,
    DhcpDNSSuffix: text,
    PasswordModel: oneOf(u32, { coupled: 0, separate: 1 }),
    ProvisioningMode: provisioningMode,
    ProvisioningServerOTP: base64,
    ProvisioningState: oneOf(u32, { pre: 0, in: 1, post: 2 }),
    TrustedDNSSuffix: text,
    ZeroTouchConfigurationEnabled: flag,
  },
  methods: {
    CommitChanges: method({ effect: "once", codes: setupCodes }),
    GetUuid: method({ effect: "read", output: { UUID: base64 }, codes: setupCodes }),
    PartialUnprovision: method({ effect: "once", codes: setupCodes }),
    RequestStateChange: requestStateChange,
    ResetFlashWearOutProtection: method({ effect: "change", codes: setupCodes }),
    SetMEBxPassword: method({ effect: "change", input: { Password: secret }, codes: setupCodes }),
    Unprovision: method({ effect: "once", input: { ProvisioningMode: provisioningMode }, codes: setupCodes }),
  },
});

/** Their numbers are their own, and not even the same from method to method (rpc.md 3.0). */
const hostSetupCodes = {
  INTERNAL_ERROR: 1,
  INVALID_STATE: 2,
  INVALID_PARAMETER: 3,
  METHOD_DISABLED: 4,
  AUTH_FAILED: 5,
  FLASH_WRITE_LIMIT_EXCEEDED: 6,
};
const chainCodes = {
  INVALID_PARAMETER: 1,
  INTERNAL_ERROR: 2,
  INVALID_STATE: 3,
  CERTIFICATE_VERIFY_FAILED: 4,
  CERT_CHAIN_MAX_LENGTH_EXCEEDED: 5,
};
const controlMode = oneOf(u32, { none: 0, client: 1, admin: 2 });
/** `httpDigestMd5`: lowercase hex of MD5 over user, realm and password. */
const adminPassword = {
  NetAdminPassEncryptionType: oneOf(u32, { none: 0, other: 1, httpDigestMd5: 2 }),
  NetworkAdminPassword: secret,
};
const proof = {
  McNonce: base64,
  SigningAlgorithm: oneOf(u32, { none: 0, other: 1, rsaSha256: 2 }),
  DigitalSignature: base64,
};

export const hostBasedSetupService = resource("IPS_HostBasedSetupService", {
  keys: serviceKeys,
  properties: {
    ...service,
    AllowedControlModes: list(controlMode),
    CertChainStatus: oneOf(u32, { notStarted: 0, inProgress: 1, complete: 2 }),
    ConfigurationNonce: base64,
    CurrentControlMode: controlMode,
  },
  methods: {
    AddNextCertInChain: method({
      effect: "once",
      input: { NextCertificate: base64, IsLeafCertificate: flag, IsRootCertificate: flag },
      codes: chainCodes,
    }),
    AdminSetup: method({ effect: "once", input: { ...adminPassword, ...proof }, codes: hostSetupCodes }),
    DisableClientControlMode: method({ effect: "once", codes: hostSetupCodes }),
    Setup: method({ effect: "once", input: adminPassword, codes: hostSetupCodes }),
    UpgradeClientToAdmin: method({ effect: "once", input: proof, codes: hostSetupCodes }),
  },
});

export const provisioningRecordLog = resource("IPS_ProvisioningRecordLog", { keys: ["InstanceID"], properties: log });

const provisioningRecord = {
  ...managed,
  CreationTimeStamp: time,
  InstanceID: text,
  LogInstanceID: text,
  LogName: text,
  RecordData: text,
  RecordFormat: text,
  RecordID: text,
};
const recordHash = oneOf(u8, { md5: 0, sha1: 1, sha256: 2, sha384: 3 });
export const adminProvisioningRecord = resource("IPS_AdminProvisioningRecord", {
  keys: ["InstanceID"],
  properties: {
    ...provisioningRecord,
    AdditionalCaSerialNums: flag,
    CaCertificateSerials: list(base64),
    CertificateCN: text,
    HashIsOemDefault: flag,
    SecureDNS: flag,
    SelectedHashData: base64,
    SelectedHashType: recordHash,
  },
});
export const clientProvisioningRecord = resource("IPS_ClientProvisioningRecord", {
  keys: ["InstanceID"],
  properties: { ...provisioningRecord, HashAlgorithm: recordHash, ProvCertificateHash: base64 },
});
export const manualProvisioningRecord = resource("IPS_ManualProvisioningRecord", {
  keys: ["InstanceID"],
  properties: provisioningRecord,
});

export const cryptographicCapabilities = resource("AMT_CryptographicCapabilities", {
  keys: ["InstanceID"],
  properties: { ...setting, HardwareAcceleration: oneOf(u16, { none: 0, supported: 1 }) },
});

export const assetTableService = resource("AMT_AssetTableService", {
  keys: serviceKeys,
  properties: { ...service, TableTypes: list(text) },
});
/** One SMBIOS table kept by AMT. */
export const assetTable = resource("AMT_AssetTable", {
  keys: ["InstanceID"],
  properties: { ...managed, InstanceID: text, TableData: base64, TableType: u8 },
});
