import { derived, synthetic } from "../../fact.ts";
import { ofAmt } from "../value.ts";
import type { Seed } from "./seed.ts";

const filters = ["All", "AllEvents", "Features", "User"] as const;

/** Classes of which no answer was recorded: presence, events, proxies. Their properties are those of Intel's class headers. */
export const presence: Seed = {
  AMT_AgentPresenceService: derived("presence-posture.md 1.1: no properties of its own", [
    {
      CreationClassName: "AMT_AgentPresenceService",
      ElementName: "Intel(r) AMT Agent Presence Service",
      Name: "Intel(r) AMT Agent Presence Service",
      ...ofAmt,
    },
  ]),
  AMT_AgentPresenceCapabilities: derived("presence-posture.md 1.7: the limits", [
    {
      ElementName: "Intel(r) AMT: Agent Presence Capabilities",
      InstanceID: "Intel(r) AMT: Agent Presence Capabilities",
      MaxEacAgents: 16,
      MaxTotalActions: 64,
      MaxTotalAgents: 16,
      MinGuaranteedActionListSize: 3,
    },
  ]),
  IPS_WatchDogAction: derived("presence-posture.md 1.8", [
    {
      AgentPresenceWatchDogExpirationAction: 0,
      ElementName: "Intel (r) AMT Watch Dog Action",
      HeciWatchDogExpirationAction: 0,
      InstanceID: "Intel (r) AMT Watch Dog Action",
      ReArmReset: true,
      Timeout: 30,
    },
  ]),
  AMT_EndpointAccessControlService: derived("presence-posture.md 2.2", [
    {
      CreationClassName: "AMT_EndpointAccessControlService",
      ElementName: "Intel(r) AMT Endpoint Access Control Service",
      EnabledState: 3,
      Name: "Intel(r) AMT Endpoint Access Control Service",
      RequestedState: 12,
      ...ofAmt,
    },
  ]),
  CIM_FilterCollection: derived(
    "presence-posture.md 3.1: the collections named there",
    filters.map((name) => ({
      CollectionName: `Intel(r) AMT:${name}`,
      ElementName: `Intel(r) AMT:${name}`,
      InstanceID: `Intel(r) AMT:${name}`,
    })),
  ),
  IPS_HTTPProxyService: derived("rpc.md 3.17: the class; its properties as other services have them", [
    {
      CreationClassName: "IPS_HTTPProxyService",
      ElementName: "Intel(r) ME HTTP Proxy Service",
      Name: "Intel(r) ME:HTTP Proxy Service",
      ProxySyncEnabled: false,
      ...ofAmt,
    },
  ]),
  IPS_ScreenConfigurationService: synthetic(
    [
      {
        CreationClassName: "IPS_ScreenConfigurationService",
        CurrentState: 0,
        ElementName: "Intel(r) Screen Configuration Service",
        EnabledState: 2,
        Name: "Intel(r) Screen Configuration Service",
        RemainingConsecutiveRebootsNum: 0,
        ...ofAmt,
      },
    ],
    "presence-posture.md 3.5 names its properties",
  ),
};
