import { recorded } from "../../fact.ts";
import { ofAmt, ofHost } from "../value.ts";
import type { Seed } from "./seed.ts";

/** Redirection, its consent and what is on the screen. */
export const redirection: Seed = {
  AMT_RedirectionService: recorded("wsman-responses.txt amt/redirectionservice/get", [
    {
      CreationClassName: "AMT_RedirectionService",
      ElementName: "Intel(r) AMT Redirection Service",
      EnabledState: 32771,
      ListenerEnabled: true,
      Name: "Intel(r) AMT Redirection Service",
      ...ofAmt,
    },
  ]),
  CIM_RedirectionService: recorded("wsman-responses.txt cim/redirectionservice/get", [
    {
      CreationClassName: "CIM_RedirectionService",
      ElementName: "Intel(r) ME KVM Redirection Service",
      EnabledState: 3,
      MaxCurrentEnabledSAPs: 1,
      Name: "Intel(r) AMT KVM Redirection Service",
      RedirectionServiceType: 3,
      RequestedState: 12,
      SharingMode: 3,
      ...ofAmt,
    },
  ]),
  CIM_KVMRedirectionSAP: recorded("wsman-responses.txt cim/kvm/get", [
    {
      CreationClassName: "CIM_KVMRedirectionSAP",
      ElementName: "KVM Redirection Service Access Point",
      EnabledState: 6,
      KVMProtocol: 4,
      Name: "KVM Redirection Service Access Point",
      RequestedState: 2,
      ...ofHost,
    },
  ]),
  IPS_KVMRedirectionSettingData: recorded("wsman-responses.txt ips/kvmredirection/settings/get and put", [
    {
      BackToBackFbMode: false,
      DefaultScreen: 0,
      ElementName: "Intel(r) KVM Redirection Settings",
      EnabledByMEBx: true,
      InstanceID: "Intel(r) KVM Redirection Settings",
      Is5900PortEnabled: false,
      OptInPolicy: true,
      OptInPolicyTimeout: 300,
      RFBPassword: "",
      SessionTimeout: 3,
      DoubleBufferActive: false,
      DoubleBufferEnabled: true,
      GrayscalePixelFormatSupported: true,
      InitialDecimationModeForLowRes: 2,
      ZlibControlSupported: true,
    },
  ]),
  IPS_OptInService: recorded("wsman-responses.txt ips/optin/get", [
    {
      CanModifyOptInPolicy: 1,
      CreationClassName: "IPS_OptInService",
      ElementName: "Intel(r) AMT OptIn Service",
      Name: "Intel(r) AMT OptIn Service",
      OptInCodeTimeout: 120,
      OptInDisplayTimeout: 300,
      OptInRequired: 0,
      OptInState: 0,
      ...ofAmt,
    },
  ]),
  IPS_ScreenSettingData: recorded("wsman-responses.txt ips/screensetting/get", [
    {
      ElementName: "test",
      InstanceID: "Intel(r) Screen Settings",
      IsActive: [true, true, false, false],
      PrimaryIndex: 1,
      QuadraryIndex: 4,
      ResolutionX: [1920, 1920, 0, 0],
      ResolutionY: [1080, 1080, 0, 0],
      SecondaryIndex: 2,
      TertiaryIndex: 3,
      UpperLeftX: [0, 1920, -1, -1],
      UpperLeftY: [0, 0, -1, -1],
    },
  ]),
  IPS_SecIOService: recorded("wsman-responses.txt ips/secio/service/get", [
    {
      CreationClassName: "IPS_SecIOService",
      DefaultScreen: 1,
      EnabledState: 2,
      Name: "SecIO",
      RequestedLanguage: 2,
      Started: true,
      Status: "OK",
      language: 1,
      zoom: 65535,
      ...ofHost,
    },
  ]),
};
