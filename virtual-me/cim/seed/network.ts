import { recorded } from "../../fact.ts";
import { ofAmt } from "../value.ts";
import type { Seed } from "./seed.ts";

/** Networks, and who is reached through them. */
export const network: Seed = {
  CIM_EthernetPort: recorded("wsman-responses.txt cim/ethernetport/get", [
    {
      CreationClassName: "CIM_EthernetPort",
      Description: "Wired0",
      DeviceID: "Intel(r) AMT Ethernet Port 0",
      ElementName: "Intel(r) AMT Ethernet Port",
      EnabledDefault: 5,
      EnabledState: 2,
      LinkTechnology: 2,
      MaxSpeed: 2500000000,
      NetworkAddresses: "02210b50d8c9",
      OperationalStatus: 0,
      PortType: 53,
      RequestedState: 12,
      Speed: 1000000000,
      ...ofAmt,
    },
  ]),
  IPS_LANEndpoint: recorded("wsman-responses.txt ips/lanendpoint/get", [
    {
      CreationClassName: "IPS_LANEndpoint",
      EnabledState: 2,
      LANType: 2,
      MACAddress: "02210b50d8c9",
      Name: "Intel(r) AMT LAN Endpoint",
      ProtocolType: 0,
      RequestedState: 12,
      ...ofAmt,
    },
  ]),
  IPS_IPv6PortSettings: recorded("wsman-responses.txt ips/ipv6portsettings/get", [
    {
      CurrentDefaultRouter: "::",
      CurrentPrimaryDNS: "::",
      CurrentSecondaryDNS: "::",
      DefaultRouter: "::",
      ElementName: "Intel(r) IPS IPv6 Settings 0",
      IPv6Address: "::",
      InstanceID: "Intel(r) IPS IPv6 Settings 0",
      InterfaceIDType: 0,
      ManualInterfaceID: "0000000000000000",
      PrimaryDNS: "::",
      SecondaryDNS: "::",
    },
  ]),
  IPS_HostIPSettings: recorded("wsman-responses.txt ips/hostipsettings/get", [
    {
      DHCPEnabled: false,
      ElementName: "Intel(r) AMT: Host IP Settings",
      InstanceID: "Intel(r) AMT: Host IP Settings",
    },
  ]),
  AMT_EnvironmentDetectionSettingData: recorded("wsman-responses.txt amt/environmentdetection/get", [
    {
      DetectionAlgorithm: 0,
      DetectionStrings: ["11111111-2222-4333-8444-555555555555.com", "test.com"],
      ElementName: "Intel(r) AMT Environment Detection Settings",
      InstanceID: "Intel(r) AMT Environment Detection Settings",
    },
  ]),
  AMT_8021XProfile: recorded("wsman-responses.txt amt/ieee8021x/profile/get", [
    {
      ActiveInS0: true,
      ElementName: "Intel(r) AMT 802.1x Profile",
      Enabled: false,
      InstanceID: "Intel(r) AMT 802.1x Profile 0",
      PxeTimeout: 0,
    },
  ]),
  IPS_IEEE8021xSettings: recorded("wsman-responses.txt ips/ieee8021x/settings/get", [
    {
      AvailableInS0: false,
      ElementName: "Intel(r) AMT: 8021X Settings",
      Enabled: 3,
      InstanceID: "Intel(r) AMT: 8021X Settings",
      PxeTimeout: 120,
    },
  ]),
  AMT_RemoteAccessService: recorded("wsman-responses.txt amt/remoteaccess/service/get", [
    {
      CreationClassName: "AMT_RemoteAccessService",
      ElementName: "Intel(r) AMT Remote Access Service",
      IsRemoteTunnelConnected: false,
      Name: "Intel(r) AMT Remote Access Service",
      RemoteTunnelKeepAliveTimeout: 4294967295,
      ...ofAmt,
    },
  ]),
  AMT_RemoteAccessCapabilities: recorded("wsman-responses.txt amt/remoteaccess/capabilities/get", [
    {
      ElementName: "Intel(r) AMT:Remote Access Capabilities",
      InstanceID: "Intel(r) AMT:Remote Access Capabilities",
      MaxMpsPerPolicy: 2,
      MaxTotalMpServers: 6,
      MaxTotalPolicies: 3,
      MaxTotalProxyEntryPoints: 15,
    },
  ]),
  AMT_UserInitiatedConnectionService: recorded("wsman-responses.txt amt/userinitiatedconnection/get", [
    {
      CreationClassName: "AMT_UserInitiatedConnectionService",
      ElementName: "Intel(r) AMT User Initiated Connection Service",
      EnabledState: 32771,
      Name: "Intel(r) AMT User Initiated Connection Service",
      ...ofAmt,
    },
  ]),
  AMT_MPSUsernamePassword: recorded("wsman-responses.txt amt/mps/get", [
    {
      InstanceID: "Intel(r) AMT:MPS Username Password 0",
      RemoteID: "test",
    },
  ]),
};
