import { reference } from "../reference.ts";
import { method, resource } from "../resource.ts";
import { maybe } from "../shape.ts";
import { flag, list, oneOf, text, u16, u32 } from "../value.ts";
import { device, deviceKeys, inSystem, managed, service, serviceKeys, setting } from "./base.ts";

/** Agents that AMT watches, and what it does when one goes silent (presence-posture.md 1). */

export const agentPresenceService = resource("AMT_AgentPresenceService", { keys: serviceKeys, properties: service });

export const agentPresenceCapabilities = resource("AMT_AgentPresenceCapabilities", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    MaxEacAgents: u16,
    MaxTotalActions: u16,
    MaxTotalAgents: u16,
    MinGuaranteedActionListSize: u16,
  },
});

/** Bits: states can be or-ed in conditions, and 31 is any. */
const agentState = oneOf(u16, { notStarted: 1, stopped: 2, running: 4, expired: 8, suspended: 16 });

export const agentPresenceWatchdog = resource("AMT_AgentPresenceWatchdog", {
  keys: deviceKeys,
  properties: {
    ...device,
    CurrentState: agentState,
    /** 16 bytes of a GUID, first three groups little-endian, in base64 (`AAECAwQFBgcICQoLDA0ODw==` is 03020100-0504-0706-0809-…). */
    DeviceID: text,
    MonitoredEntity: oneOf(u16, {
      unknown: 0,
      other: 1,
      operatingSystem: 2,
      osBoot: 3,
      osShutdown: 4,
      firmwareBoot: 5,
      biosBoot: 6,
      application: 7,
      serviceProcessor: 8,
    }),
    MonitoredEntityDescription: text,
    /** Seconds until the agent must have registered. */
    StartupInterval: u16,
    /** Seconds, for AMT; the class above it counts microseconds. */
    TimeoutInterval: u32,
    TimerResolution: u32,
  },
  methods: {
    AddAction: method({
      effect: "once",
      input: {
        OldState: agentState,
        NewState: agentState,
        EventOnTransition: flag,
        ActionSd: maybe(oneOf(u16, { activatePolicy: 0, deactivatePolicy: 1 })),
        ActionEac: maybe(flag),
      },
      output: { PolicyCondition: maybe(reference), PolicyAction: maybe(reference) },
    }),
    /** Each call takes the next number: one that is sent twice is one too many. */
    AssertPresence: method({ effect: "once", input: { SequenceNumber: u32 } }),
    AssertShutdown: method({ effect: "once", input: { SequenceNumber: u32 } }),
    DeleteAllActions: method({ effect: "change" }),
    RegisterAgent: method({ effect: "change", output: { SessionSequenceNumber: u32, TimeoutInterval: u16 } }),
  },
});

const policy = {
  ...managed,
  ...inSystem,
  CommonName: text,
  PolicyKeywords: list(text),
  PolicyRuleCreationClassName: text,
  PolicyRuleName: text,
};

export const agentPresenceWatchdogAction = resource("AMT_AgentPresenceWatchdogAction", {
  keys: [
    "CreationClassName",
    "PolicyActionName",
    "PolicyRuleCreationClassName",
    "PolicyRuleName",
    "SystemCreationClassName",
    "SystemName",
  ],
  properties: {
    ...policy,
    ActionSd: u16,
    DoActionLogging: flag,
    EventOnTransition: flag,
    PolicyActionName: text,
  },
  methods: { GetActionEac: method({ effect: "read", output: { ActionEac: flag } }) },
});

export const stateTransitionCondition = resource("AMT_StateTransitionCondition", {
  keys: [
    "CreationClassName",
    "PolicyConditionName",
    "PolicyRuleCreationClassName",
    "PolicyRuleName",
    "SystemCreationClassName",
    "SystemName",
  ],
  properties: { ...policy, NewState: agentState, OldState: agentState, PolicyConditionName: text, StateSpace: text },
});

export const agentPresenceInterfacePolicy = resource("AMT_AgentPresenceInterfacePolicy", {
  keys: ["Antecedent", "Dependent"],
  properties: { Active: flag, Antecedent: reference, Dependent: reference, Enabled: flag },
});

const expirationAction = oneOf(u16, { none: 0, reboot: 1 });
/** What happens to the whole machine when a watchdog expires; AMT 11 and newer. */
export const watchDogAction = resource("IPS_WatchDogAction", {
  keys: ["InstanceID"],
  properties: {
    ...setting,
    AgentPresenceWatchDogExpirationAction: expirationAction,
    HeciWatchDogExpirationAction: expirationAction,
    ReArmReset: flag,
    Timeout: u32,
  },
  methods: {
    ApplyActionOnWatchDog: method({
      effect: "change",
      input: { AgentPresenceWatchDog: reference, ActionEnable: flag },
    }),
    CancelRebootAction: method({ effect: "change" }),
  },
});
