import { reference } from "../reference.ts";
import { instance, method, resource } from "../resource.ts";
import { maybe } from "../shape.ts";
import { flag, list, oneOf, secret, text, u8, u16, u32 } from "../value.ts";
import { accessPoint, deviceKeys, service, serviceKeys, setting, stateChangeCodes } from "./base.ts";
import { cim8021xSettings } from "./ieee8021x.ts";
import { networkPort } from "./network.ts";

/** Wireless: port, profiles and who may synchronise them (rpc.md 3.10). */

const portState = oneOf(u16, { disabled: 3, enabledInS0: 32768, enabledInS0AndSx: 32769 });
export const wifiPort = resource("CIM_WiFiPort", {
  keys: deviceKeys,
  properties: { ...networkPort, EnabledState: portState, RequestedState: u16 },
  methods: {
    RequestStateChange: method({ effect: "change", input: { RequestedState: portState }, codes: stateChangeCodes }),
  },
});

const authenticationMethod = oneOf(u16, {
  other: 1,
  open: 2,
  sharedKey: 3,
  wpaPsk: 4,
  wpa8021x: 5,
  wpa2Psk: 6,
  wpa28021x: 7,
  wpa3Sae: 32768,
  wpa3Owe: 32769,
});
export const wifiEndpointSettings = resource("CIM_WiFiEndpointSettings", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    AuthenticationMethod: authenticationMethod,
    BSSType: oneOf(u16, { unknown: 0, independent: 2, infrastructure: 3 }),
    EncryptionMethod: oneOf(u16, { other: 1, wep: 2, tkip: 3, ccmp: 4, none: 5 }),
    KeyIndex: u8,
    Keys: list(secret),
    PSKPassPhrase: secret,
    PSKValue: secret,
    Priority: u8,
    SSID: text,
  },
});

export const wifiEndpoint = resource("CIM_WiFiEndpoint", {
  keys: serviceKeys,
  properties: {
    ...accessPoint,
    AccessPointMacAddress: text,
    AuthenticationMethod: authenticationMethod,
    BSSType: u16,
    EncryptionMethod: u16,
    LANID: text,
    MACAddress: text,
    NameFormat: text,
    ProtocolIFType: u16,
    ProtocolType: u16,
    SSID: text,
  },
});
export const wifiEndpointCapabilities = resource("CIM_WiFiEndpointCapabilities", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    ElementNameEditSupported: flag,
    MaxElementNameLen: u16,
    RequestedStatesSupported: list(u16),
    SupportedAuthenticationMethods: list(u16),
    SupportedEncryptionMethods: list(u16),
  },
});
export const wifiPortCapabilities = resource("CIM_WiFiPortCapabilities", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    ElementNameEditSupported: flag,
    MaxElementNameLen: u16,
    RequestedStatesSupported: list(u16),
    SupportedPortTypes: list(u16),
  },
});

const settingsCodes = { NOT_SUPPORTED: 1, FAILED: 2, INVALID_PARAMETER: 3, INVALID_REFERENCE: 4 };
const profile = {
  WiFiEndpointSettingsInput: instance(wifiEndpointSettings),
  IEEE8021xSettingsInput: maybe(instance(cim8021xSettings)),
  ClientCredential: maybe(reference),
  CACredential: maybe(reference),
};
const profileMade = { WiFiEndpointSettings: maybe(reference), IEEE8021xSettings: maybe(reference) };

export const wifiPortConfigurationService = resource("AMT_WiFiPortConfigurationService", {
  keys: serviceKeys,
  properties: {
    ...service,
    LastConnectedSsidUnderMeControl: text,
    NoHostCsmeSoftwarePolicy: oneOf(u32, { relaxed: 0, aggressive: 1 }),
    UEFIWiFiProfileShareEnabled: flag,
    localProfileSynchronizationEnabled: oneOf(u32, { disabled: 0, userProfiles: 1, adminProfiles: 2, unrestricted: 3 }),
  },
  methods: {
    AddWiFiSettings: method({
      effect: "once",
      input: { WiFiEndpoint: reference, ...profile },
      output: profileMade,
      codes: settingsCodes,
    }),
    UpdateWiFiSettings: method({
      effect: "change",
      input: { WiFiEndpointSettings: reference, ...profile },
      output: profileMade,
      codes: settingsCodes,
    }),
  },
});
