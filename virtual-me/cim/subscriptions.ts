import { childOf } from "../../mei/wsman/xml/node.ts";
import { realms } from "../accounts.ts";
import { audits } from "./audits.ts";
import { CimFault } from "./fault.ts";
import type { Operation } from "./operations.ts";
import type { Managed, Rules } from "./rule.ts";
import { isReference, reference, textOf } from "./value.ts";

const eventing = "http://schemas.xmlsoap.org/ws/2004/08/eventing";
const push = `${eventing}/DeliveryModes/Push`;
const acknowledged = "http://schemas.dmtf.org/wbem/wsman/1/wsman/PushWithAck";
const listener = "CIM_ListenerDestinationWSManagement";
const subscription = "CIM_FilterCollectionSubscription";
/** Beside the predefined one of the host (presence-posture.md 3.1). */
const limit = 9;
/** Whoever receives events: event managers, and the host's own account for its user notification. */
const rights = [realms.eventManager, realms.localSystem, realms.localUserNotification] as const;

/** Filters, who listens, and which of the two belong together. */
export function subscriptionRules({ store }: Managed): Rules {
  const forget = (name: unknown): void => {
    for (const one of store.list(subscription)) {
      if (isReference(one.Handler) && one.Handler.keys.Name === name) store.remove(subscription, one);
    }
  };
  return {
    CIM_FilterCollection: { read: [...rights, realms.generalInfo], write: rights },
    [listener]: {
      read: [...rights, realms.generalInfo],
      write: rights,
      remove: (_call, before) => forget(before.Name),
    },
    [subscription]: {
      read: [...rights, realms.generalInfo],
      write: rights,
      remove(_call, before) {
        const { Handler } = before;
        if (!isReference(Handler)) return;
        for (const one of store.list(listener)) if (one.Name === Handler.keys.Name) store.remove(listener, one);
      },
    },
  };
}

/** Where events of a filter collection go from now on. */
export const subscribe: { readonly action: string; readonly run: Operation } = {
  action: `${eventing}/Subscribe`,
  run({ me, classes }, { className, selectors, content }, call) {
    if (className !== "CIM_FilterCollection") throw new CimFault("ActionNotSupported");
    classes.checkWrite(className, call);
    const filter = classes.find(className, selectors, call.user);
    const delivery = childOf(content, "Delivery");
    const notify = childOf(delivery, "NotifyTo");
    const address = childOf(notify, "Address")?.text.trim() ?? "";
    if (!delivery || !notify || !/^https?:\/\/.{1,245}$/.test(address)) {
      throw new CimFault("InvalidRepresentation", "MissingValues");
    }
    const mode = delivery.attributes.find(({ name }) => name === "Mode")?.value ?? push;
    if (mode !== push && mode !== acknowledged) throw new CimFault("DeliveryModeRequestedUnavailable");
    const { store, journal } = me;
    if (store.list(listener).length >= limit) throw new CimFault("QuotaLimit");
    const same = store.list(subscription).some(({ Filter, Handler }) => {
      const to = isReference(Handler) && store.list(listener).find(({ Name }) => Name === Handler.keys.Name);
      return isReference(Filter) && Filter.keys.InstanceID === filter.InstanceID && to && to.Destination === address;
    });
    if (same) throw new CimFault("AlreadyExists");
    let number = 0;
    const nameOf = (at: number): string => `Intel(r) AMT:Listener Destination ${at}`;
    while (store.list(listener).some(({ Name }) => Name === nameOf(number))) number += 1;
    const keys = {
      CreationClassName: listener,
      Name: nameOf(number),
      SystemCreationClassName: "CIM_ComputerSystem",
      SystemName: "Intel(r) AMT",
    };
    store.add(listener, {
      ...keys,
      DeliveryMode: mode === push ? 2 : 3,
      Destination: address,
      ElementName: "Intel(r) AMT",
    });
    const Filter = reference(className, { InstanceID: textOf(filter.InstanceID) });
    store.add(subscription, { Filter, Handler: reference(listener, keys) });
    audits(journal, call).subscribed();
    const id = me.world
      .random(16)
      .toString("hex")
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    const manager =
      "<b:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</b:Address>" +
      `<b:ReferenceParameters><g:Identifier>uuid:${id}</g:Identifier></b:ReferenceParameters>`;
    return {
      xml: `<g:SubscribeResponse><g:SubscriptionManager>${manager}</g:SubscriptionManager><g:Expires>PT0.000000S</g:Expires></g:SubscribeResponse>`,
      namespaces: [eventing],
    };
  },
};

/** By the selectors Filter and Handler of the subscription (presence-posture.md 3.1). */
export const unsubscribe: { readonly action: string; readonly run: Operation } = {
  action: `${eventing}/Unsubscribe`,
  run({ me, classes }, { className, selectors }, call) {
    if (className !== subscription) throw new CimFault("ActionNotSupported");
    classes.checkWrite(className, call);
    if (Object.keys(selectors).length === 0) throw new CimFault("InvalidSelectors", "InsufficientSelectors");
    const found = classes.find(className, selectors, call.user);
    const { Handler } = found;
    me.store.remove(subscription, found);
    if (isReference(Handler)) {
      for (const one of me.store.list(listener)) if (one.Name === Handler.keys.Name) me.store.remove(listener, one);
    }
    audits(me.journal, call).unsubscribed();
    return { xml: "", namespaces: [] };
  },
};
