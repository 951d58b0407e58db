import { realms } from "../../accounts.ts";
import { closeTunnel } from "../../rules/access.ts";
import { alerts } from "../alert.ts";
import { CimFault } from "../fault.ts";
import { type Managed, type Rules, returns, settable, success } from "../rule.ts";
import {
  isReference,
  isTrue,
  listOf,
  numberOf,
  ofAmt,
  type Properties,
  type Reference,
  reference,
  textOf,
} from "../value.ts";

const sap = "AMT_ManagementPresenceRemoteSAP";
const rule = "AMT_RemoteAccessPolicyRule";
const applies = "AMT_RemoteAccessPolicyAppliesToMPS";
const triggers = ["User Initiated", "Alert", "Periodic"] as const;
const code = { maxLimit: 0x17, parameter: 0x24, duplicate: 0x80a, notFound: 0x814 };

const sapReference = (Name: string): Reference => reference(sap, { CreationClassName: sap, Name, ...ofAmt });
const ruleReference = (name: string): Reference =>
  reference(rule, { CreationClassName: rule, PolicyRuleName: name, ...ofAmt });
const nameOf = (value: Properties[string]): string | undefined =>
  isReference(value) ? (value.keys.Name ?? value.keys.PolicyRuleName) : undefined;

/** Management servers, when to connect to which (rpc.md 3.12), and proxies on the way (3.17). */
export function remoteAccessRules(me: Managed): Rules {
  const { world, store } = me;
  const firstFree = (name: string, prefix: string, from: number): string => {
    const taken = new Set(store.list(name).map(({ Name }) => Name));
    let number = from;
    while (taken.has(`${prefix}${number}`)) number += 1;
    return `${prefix}${number}`;
  };
  const showServer = (): void => {
    world.server = textOf(store.list(sap)[0]?.AccessInfo);
    if (world.server === "") closeTunnel(world);
  };
  const addServer = (address: string, format: number, port: number, cn: string): string => {
    const Name = firstFree(sap, "Intel(r) AMT:Management Presence Server ", 0);
    const more = cn === "" ? {} : { CN: cn };
    store.add(sap, {
      AccessInfo: address,
      ...more,
      CreationClassName: sap,
      ElementName: "Intel(r) AMT:Management Presence Server",
      InfoFormat: format,
      Name,
      Port: port,
      ...ofAmt,
    });
    return Name;
  };
  const addRule = (trigger: number, lifetime: number, data: string | undefined, servers: readonly string[]): string => {
    const PolicyRuleName = triggers[trigger] ?? "";
    store.add(rule, {
      CreationClassName: rule,
      ElementName: "Inte(r) AMT:Remote Access Policy", // so recorded
      ...(data !== undefined && { ExtendedData: data }),
      PolicyRuleName,
      Trigger: trigger,
      TunnelLifeTime: lifetime,
      ...ofAmt,
    });
    servers.forEach((name, order) => {
      const ends = { ManagedElement: sapReference(name), PolicySet: ruleReference(PolicyRuleName) };
      store.add(applies, { ...ends, MpsType: 0, OrderOfAccess: order });
    });
    return PolicyRuleName;
  };
  // A machine that is known to have a server, and not how: as the toolkit sets one up
  if (world.server !== "" && store.list(sap).length === 0) {
    const format = /^[\d.]+$/.test(world.server) ? 3 : 201;
    const name = addServer(world.server, format, 4433, world.server);
    addRule(2, 0, "AAAAAAAAABk=", [name]);
    addRule(0, 300, undefined, [name]);
  }
  return {
    AMT_RemoteAccessCapabilities: {},
    AMT_MPSUsernamePassword: {
      put: (_call, wanted, before) => ({ ...before, RemoteID: textOf(wanted.RemoteID) }),
    },
    AMT_RemoteAccessService: {
      live: () => ({ IsRemoteTunnelConnected: world.connection === "connected" }),
      methods: {
        /** InfoFormat 3 IPv4, 4 IPv6, 201 name; AuthMethod 1 TLS, 2 name and password. Four servers at most (AMT_RemoteAccessCapabilities says 6). */
        AddMpServer(_call, input) {
          const [format, port, method] = [input.InfoFormat, input.Port, input.AuthMethod].map(numberOf);
          const address = textOf(input.AccessInfo);
          if (address === "" || address.length > 256 || ![3, 4, 201].includes(format ?? 0))
            return returns(code.parameter);
          if (!(port !== undefined && port > 0 && port < 65536) || (method !== 1 && method !== 2))
            return returns(code.parameter);
          if (method === 2 && (textOf(input.Username) === "" || textOf(input.Password) === ""))
            return returns(code.parameter);
          const capacity = numberOf(store.list("AMT_RemoteAccessCapabilities")[0]?.MaxTotalMpServers);
          if (store.list(sap).length >= capacity) return returns(code.maxLimit);
          if (store.list(sap).some(({ AccessInfo }) => AccessInfo === address)) return returns(code.duplicate);
          const name = addServer(address, format ?? 3, port, textOf(input.CN));
          const user = store.list("AMT_MPSUsernamePassword")[0];
          if (user && method === 2) {
            store.replace("AMT_MPSUsernamePassword", user, { ...user, RemoteID: textOf(input.Username) });
          }
          showServer();
          return { MpServer: sapReference(name), ReturnValue: 0 };
        },
        /** Trigger 0 the user, 1 an alert, 2 the clock; one rule each, at most two servers. */
        AddRemoteAccessPolicyRule(_call, input) {
          const [trigger, lifetime] = [numberOf(input.Trigger), numberOf(input.TunnelLifeTime)];
          const name = triggers[trigger];
          const servers = listOf(input.MpServer).map((one) => nameOf(one) ?? "");
          if (name === undefined || !(lifetime >= 0) || servers.length === 0 || servers.length > 2)
            return returns(code.parameter);
          if (trigger === 2 && Buffer.from(textOf(input.ExtendedData), "base64").length < 8)
            return returns(code.parameter);
          if (servers.some((server) => !store.list(sap).some(({ Name }) => Name === server)))
            return returns(code.notFound);
          if (store.list(rule).some(({ Trigger }) => Trigger === trigger)) return returns(code.duplicate);
          const data = input.ExtendedData === undefined ? undefined : textOf(input.ExtendedData);
          return { PolicyRule: ruleReference(addRule(trigger, lifetime, data, servers)), ReturnValue: 0 };
        },
      },
    },
    [sap]: {
      remove(_call, before) {
        for (const one of store.list(applies))
          if (nameOf(one.ManagedElement) === before.Name) store.remove(applies, one);
        store.remove(sap, before);
        showServer();
      },
    },
    [rule]: {
      remove(_call, before) {
        for (const one of store.list(applies))
          if (nameOf(one.PolicySet) === before.PolicyRuleName) store.remove(applies, one);
      },
    },
    [applies]: {
      /** MpsType 0 external, 1 internal, 2 both. */
      put(_call, wanted, before) {
        const [type, order] = [numberOf(wanted.MpsType), numberOf(wanted.OrderOfAccess)];
        if (![0, 1, 2].includes(type) || !(order >= 0)) throw new CimFault("InvalidRepresentation", "InvalidValues");
        return { ...before, MpsType: type, OrderOfAccess: order };
      },
    },
    AMT_UserInitiatedConnectionService: {
      // 32768 none, 32769 BIOS, 32770 operating system, 32771 both
      live: () => ({ EnabledState: 32768 + (world.userConnection.bios ? 1 : 0) + (world.userConnection.os ? 2 : 0) }),
      methods: {
        RequestStateChange(_call, input) {
          const state = numberOf(input.RequestedState);
          if (!(state >= 32768 && state <= 32771)) return returns(5);
          Object.assign(world.userConnection, { bios: (state & 1) !== 0, os: (state & 2) !== 0 });
          return success;
        },
      },
    },
    IPS_HTTPProxyAccessPoint: { remove() {} },
    IPS_HTTPProxyService: {
      write: [realms.localSystem],
      put(call, wanted, before, given) {
        const on = isTrue(wanted.ProxySyncEnabled);
        if (on !== isTrue(before.ProxySyncEnabled)) me.alert(on ? alerts.proxySyncEnabled : alerts.proxySyncDisabled);
        return settable("ProxySyncEnabled")(call, wanted, before, given);
      },
      methods: {
        AddProxyAccessPoint(_call, input) {
          const [format, port] = [numberOf(input.InfoFormat), numberOf(input.Port)];
          const [address, suffix] = [textOf(input.AccessInfo), textOf(input.NetworkDnsSuffix)];
          const none = { ProxyAccessPoint: reference("", {}) };
          if (address === "" || ![3, 4, 201].includes(format) || !(port > 0 && port < 65536)) {
            return { ...none, ReturnValue: code.parameter };
          }
          const all = store.list("IPS_HTTPProxyAccessPoint");
          if (all.some((one) => one.AccessInfo === address && one.NetworkDnsSuffix === suffix)) {
            return { ...none, ReturnValue: code.duplicate };
          }
          const limit = numberOf(store.list("AMT_RemoteAccessCapabilities")[0]?.MaxTotalProxyEntryPoints);
          if (all.length >= limit) return { ...none, ReturnValue: code.maxLimit };
          const Name = firstFree("IPS_HTTPProxyAccessPoint", "Intel(r) ME:HTTP Proxy Access Point ", 0);
          const keys = { CreationClassName: "IPS_HTTPProxyAccessPoint", Name, ...ofAmt };
          store.add("IPS_HTTPProxyAccessPoint", {
            ...keys,
            AccessInfo: address,
            ElementName: "Intel(r) ME:HTTP Proxy Access Point",
            InfoFormat: format,
            NetworkDnsSuffix: suffix,
            Port: port,
          });
          return { ProxyAccessPoint: reference("IPS_HTTPProxyAccessPoint", keys), ReturnValue: 0 };
        },
      },
    },
  };
}
