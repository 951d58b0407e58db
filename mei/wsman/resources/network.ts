import { reference } from "../reference.ts";
import { method, resource } from "../resource.ts";
import { flag, list, oneOf, text, u8, u16, u32, u64 } from "../value.ts";
import { accessPoint, device, deviceKeys, enabledElement, inSystem, service, serviceKeys, setting } from "./base.ts";

/** AMT's network interfaces, and the host's as AMT knows them (rpc.md 3.11, 3.17; lms.md 4.4). */

/** `me` or `host` holds the wireless link. */
const linkOwner = oneOf(u32, { me: 1, host: 2 });

export const ethernetPortSettings = resource("AMT_EthernetPortSettings", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    ConsoleTcpMaxRetransmissions: u32,
    DHCPEnabled: flag,
    DefaultGateway: text,
    IPAddress: text,
    IpSyncEnabled: flag,
    LinkControl: linkOwner,
    LinkIsUp: flag,
    LinkPolicy: list(oneOf(u32, { s0Ac: 1, sxAc: 14, s0Dc: 16, sxDc: 224 })),
    LinkPreference: linkOwner,
    /** `c8-d9-d2-7a-1e-33`. */
    MACAddress: text,
    PhysicalConnectionType: oneOf(u32, { integratedLan: 0, discreteLan: 1, thunderboltDock: 2, wirelessLan: 3 }),
    PhysicalNicMedium: oneOf(u32, { smbus: 0, pcie: 1 }),
    PrimaryDNS: text,
    SecondaryDNS: text,
    SharedDynamicIP: flag,
    SharedMAC: flag,
    SharedStaticIp: flag,
    SubnetMask: text,
    VLANTag: u16,
    WLANLinkProtectionLevel: oneOf(u32, { override: 0, none: 1, passive: 2, high: 3 }),
  },
  methods: {
    CancelLinkPreference: method({ effect: "change" }),
    CancelLinkProtection: method({ effect: "change" }),
    RestoreLinkProtection: method({ effect: "change" }),
    SetLinkPreference: method({ effect: "change", input: { LinkPreference: linkOwner, Timeout: u32 } }),
  },
});

/** CIM_NetworkPort and below. */
export const networkPort = {
  ...device,
  ActiveMaximumTransmissionUnit: u64,
  AutoSense: flag,
  FullDuplex: flag,
  LinkTechnology: oneOf(u16, { unknown: 0, other: 1, ethernet: 2, wirelessLan: 11 }),
  MaxSpeed: u64,
  NetworkAddresses: list(text),
  OtherLinkTechnology: text,
  PermanentAddress: text,
  PortNumber: u16,
  PortType: u16,
  Speed: u64,
  SupportedMaximumTransmissionUnit: u64,
};
export const ethernetPort = resource("CIM_EthernetPort", {
  keys: deviceKeys,
  properties: { ...networkPort, Capabilities: list(u16), MaxDataSize: u32 },
});

export const hostIpSettings = resource("IPS_HostIPSettings", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    DHCPEnabled: flag,
    DefaultGateway: text,
    /** So spelled in Intel's MOF 7.0.0, unlike AMT_EthernetPortSettings. */
    IpAddress: text,
    PrimaryDNS: text,
    SecondaryDNS: text,
    SubnetMask: text,
  },
});

export const ipv6PortSettings = resource("IPS_IPv6PortSettings", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    AddressType: list(u32),
    CurrentAddressInfo: list(text),
    CurrentDefaultRouter: text,
    CurrentPrimaryDNS: text,
    CurrentSecondaryDNS: text,
    DefaultRouter: text,
    IPv6Address: text,
    InterfaceIDType: oneOf(u32, { random: 0, intel: 1, manual: 2, invalid: 3 }),
    ManualInterfaceID: text,
    PrimaryDNS: text,
    SecondaryDNS: text,
  },
});

export const lanEndpoint = resource("IPS_LANEndpoint", {
  keys: serviceKeys,
  properties: {
    ...accessPoint,
    LANID: text,
    LANType: u16,
    MACAddress: text,
    NameFormat: text,
    ProtocolIFType: u16,
    ProtocolType: u16,
  },
});

export const hdr8021Filter = resource("AMT_Hdr8021Filter", {
  keys: serviceKeys,
  properties: {
    ...enabledElement,
    ...inSystem,
    ActionEventOnMatch: flag,
    FilterDirection: u8,
    FilterEnabled: flag,
    FilterProfile: u8,
    FilterProfileData: u32,
    HdrProtocolID8021: u16,
    IsNegated: flag,
    VLANID: u16,
    VLANPriority: u8,
  },
});

export const environmentDetectionSettingData = resource("AMT_EnvironmentDetectionSettingData", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    DetectionAlgorithm: oneOf(u16, { local: 0, remoteUrl: 1 }),
    DetectionIPv6LocalPrefixes: list(text),
    DetectionStrings: list(text),
  },
});

/** Kind of text in AccessInfo. */
export const infoFormat = oneOf(u16, { ipv4: 3, ipv6: 4, fqdn: 201 });
export const httpProxyAccessPoint = resource("IPS_HTTPProxyAccessPoint", {
  keys: serviceKeys,
  properties: { ...accessPoint, AccessInfo: text, InfoFormat: infoFormat, NetworkDnsSuffix: text, Port: u16 },
});
export const httpProxyService = resource("IPS_HTTPProxyService", {
  keys: serviceKeys,
  properties: { ...service, ProxySyncEnabled: flag },
  methods: {
    AddProxyAccessPoint: method({
      effect: "once",
      input: { AccessInfo: text, InfoFormat: infoFormat, Port: u16, NetworkDnsSuffix: text },
      output: { ProxyAccessPoint: reference },
    }),
  },
});
