import { reference } from "../reference.ts";
import { resource } from "../resource.ts";
import { flag, list, oneOf, text, time, u16, u32 } from "../value.ts";
import { enabledElement, inSystem, managed } from "./base.ts";

/** Alerts, and who gets them (presence-posture.md 3.1). */

export const alertIndication = resource("CIM_AlertIndication", {
  keys: ["IndicationIdentifier"],
  properties: {
    AlertType: oneOf(u16, {
      other: 1,
      communications: 2,
      qualityOfService: 3,
      processing: 4,
      device: 5,
      environmental: 6,
      modelChange: 7,
      security: 8,
    }),
    AlertingElementFormat: u16,
    AlertingManagedElement: text,
    CorrelatedIndications: list(text),
    Description: text,
    EventID: text,
    EventTime: time,
    IndicationFilterName: text,
    IndicationIdentifier: text,
    IndicationTime: time,
    Message: text,
    /** The first is the number behind `iAMT0050-`, the second the element. */
    MessageArguments: list(text),
    /** `iAMT0057`. */
    MessageID: text,
    OtherAlertType: text,
    OtherAlertingElementFormat: text,
    OtherSeverity: text,
    OwningEntity: text,
    PerceivedSeverity: oneOf(u16, {
      unknown: 0,
      other: 1,
      information: 2,
      warning: 3,
      minor: 4,
      major: 5,
      critical: 6,
      fatal: 7,
    }),
    ProbableCause: u16,
    ProbableCauseDescription: text,
    ProviderName: text,
    RecommendedActions: list(text),
    SystemCreationClassName: text,
    SystemName: text,
    Trending: u16,
  },
});

export const filterCollection = resource("CIM_FilterCollection", {
  keys: ["InstanceID"],
  properties: { ...managed, CollectionName: text, InstanceID: text },
});

export const filterCollectionSubscription = resource("CIM_FilterCollectionSubscription", {
  keys: ["Filter", "Handler"],
  properties: {
    AlertOnStateChange: flag,
    FailureTriggerTimeInterval: u32,
    Filter: reference,
    Handler: reference,
    OnFatalErrorPolicy: u16,
    OtherOnFatalErrorPolicy: text,
    OtherRepeatNotificationPolicy: text,
    OtherSubscriptionState: text,
    RepeatNotificationPolicy: u16,
    SubscriptionDuration: u32,
    SubscriptionInfo: text,
    SubscriptionStartTime: time,
    SubscriptionState: u16,
    SubscriptionTimeRemaining: u32,
    TimeOfLastStateChange: time,
  },
});

export const listenerDestination = resource("CIM_ListenerDestinationWSManagement", {
  keys: ["CreationClassName", "Name", "SystemCreationClassName", "SystemName"],
  properties: {
    ...enabledElement,
    ...inSystem,
    DeliveryAuth: text,
    DeliveryMode: oneOf(u16, { push: 2, pushWithAck: 3, events: 4, pull: 5 }),
    Destination: text,
    OtherProtocol: text,
    PersistenceType: u16,
    Protocol: u16,
    SendTimeout: time,
  },
});
