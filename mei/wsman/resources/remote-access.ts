import { reference } from "../reference.ts";
import { method, resource } from "../resource.ts";
import { maybe } from "../shape.ts";
import { base64, flag, list, oneOf, secret, text, time, u8, u16, u32 } from "../value.ts";
import { accessPoint, inSystem, managed, service, serviceKeys, setting, stateChangeCodes } from "./base.ts";
import { infoFormat } from "./network.ts";

/** Tunnels that AMT opens to a server outside (rpc.md 3.12). */

export const managementPresenceRemoteSap = resource("AMT_ManagementPresenceRemoteSAP", {
  keys: serviceKeys,
  properties: { ...accessPoint, AccessInfo: text, CN: text, InfoFormat: infoFormat, Port: u16 },
});

const trigger = oneOf(u16, { userInitiated: 0, alert: 1, periodic: 2 });
const policyKeys = ["CreationClassName", "PolicyRuleName", "SystemCreationClassName", "SystemName"] as const;
export const remoteAccessPolicyRule = resource("AMT_RemoteAccessPolicyRule", {
  keys: policyKeys,
  properties: {
    ...managed,
    ...inSystem,
    /** For `periodic`: two big-endian u32, 0 and seconds, or 1 and hour and minute of the day. */
    ExtendedData: base64,
    PolicyRuleName: text,
    Trigger: trigger,
    TunnelLifeTime: u32,
  },
});
export const remoteAccessPolicyAppliesToMps = resource("AMT_RemoteAccessPolicyAppliesToMPS", {
  keys: ["ManagedElement", "PolicySet"],
  properties: {
    ManagedElement: reference,
    MpsType: oneOf(u16, { external: 0, internal: 1, both: 2 }),
    OrderOfAccess: u8,
    PolicySet: reference,
  },
});

export const remoteAccessService = resource("AMT_RemoteAccessService", {
  keys: serviceKeys,
  properties: { ...service, IsRemoteTunnelConnected: flag, RemoteTunnelKeepAliveTimeout: u32 },
  methods: {
    AddMpServer: method({
      effect: "once",
      input: {
        AccessInfo: text,
        InfoFormat: infoFormat,
        Port: u16,
        AuthMethod: oneOf(u16, { mutual: 1, password: 2 }),
        Certificate: maybe(reference),
        Username: maybe(text),
        Password: maybe(secret),
        CN: maybe(text),
      },
      output: { MpServer: reference },
    }),
    AddRemoteAccessPolicyRule: method({
      effect: "once",
      input: {
        Trigger: trigger,
        TunnelLifeTime: u32,
        ExtendedData: maybe(base64),
        MpServer: list(reference),
        InternalMpServer: maybe(list(reference)),
      },
      output: { PolicyRule: reference },
    }),
    CloseRemoteAccessConnection: method({ effect: "change" }),
  },
});

export const remoteAccessCapabilities = resource("AMT_RemoteAccessCapabilities", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    MaxMpsPerPolicy: u32,
    MaxTotalMpServers: u32,
    MaxTotalPolicies: u32,
    MaxTotalProxyEntryPoints: u32,
  },
});

export const mpsUsernamePassword = resource("AMT_MPSUsernamePassword", {
  keys: ["InstanceID"],
  properties: { ...setting, Algorithm: list(text), Protocol: text, RemoteID: text, Secret: secret },
});

/** Who on the machine may ask for a connection. */
const interfaceState = oneOf(u16, { none: 32768, bios: 32769, os: 32770, all: 32771 });
export const userInitiatedConnectionService = resource("AMT_UserInitiatedConnectionService", {
  keys: serviceKeys,
  properties: { ...service, EnabledState: interfaceState, LastConnectionReason: text },
  methods: {
    RequestStateChange: method({
      effect: "change",
      input: { RequestedState: interfaceState, TimeoutPeriod: maybe(time) },
      output: { Job: maybe(reference) },
      codes: stateChangeCodes,
    }),
  },
});
