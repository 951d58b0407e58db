import { recorded } from "../../fact.ts";
import { ofAmt } from "../value.ts";
import type { Seed } from "./seed.ts";

/** A Wi-Fi port, on machines that have one. */
export const wifi: Seed = {
  CIM_WiFiPort: recorded("wsman-responses.txt cim/wifi/port/get", [
    {
      CreationClassName: "CIM_WiFiPort",
      DeviceID: "WiFi Port 0",
      ElementName: "WiFi Port 0",
      EnabledState: 3,
      HealthState: 5,
      LinkTechnology: 11,
      PermanentAddress: "000000000000",
      PortType: 0,
      RequestedState: 3,
      ...ofAmt,
    },
  ]),
  CIM_WiFiEndpoint: recorded("wsman-responses.txt cim/wifi/endpoint/pull", [
    {
      ElementName: "CIM_WiFiEndpoint",
    },
  ]),
  CIM_WiFiEndpointCapabilities: recorded("wsman-responses.txt cim/wifi/endpointcapabilities/pull", [
    {
      ElementName: "CIM_WiFiEndpointCapabilities",
    },
  ]),
  CIM_WiFiPortCapabilities: recorded("wsman-responses.txt cim/wifi/portcapabilities/pull", [
    {
      ElementName: "CIM_WiFiPortCapabilities",
    },
  ]),
  AMT_WiFiPortConfigurationService: recorded("wsman-responses.txt amt/wifiportconfiguration/get", [
    {
      CreationClassName: "AMT_WiFiPortConfigurationService",
      ElementName: "Intel(r) AMT WiFiPort Configuration Service",
      EnabledState: 5,
      HealthState: 5,
      LastConnectedSsidUnderMeControl: "",
      Name: "Intel(r) AMT WiFi Port Configuration Service",
      NoHostCsmeSoftwarePolicy: 0,
      RequestedState: 12,
      UEFIWiFiProfileShareEnabled: false,
      localProfileSynchronizationEnabled: 0,
      ...ofAmt,
    },
  ]),
};
